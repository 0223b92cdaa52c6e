"""What one can choose from while writing an example."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, lazy_gettext

from app import links
from app.accounts.forms import option
from app.accounts.models import Person
from app.errors import AppError, Invalid
from app.examples import parts as given
from app.examples import queries, quoting
from app.examples.forms import ExampleForm
from app.examples.models import Example
from app.files.models import File
from app.files.queries import by_ids
from app.links import Embed, Place, Source
from app.markup import render_document
from app.networks.models import Network, Organisation, OrganisationKind, State, Theme
from app.networks.queries import municipalities, networks, themes
from app.permissions import Actor, Role

INSERTS = ("challenge", "solution", "results", "barriers", "transferability")


@dataclass(frozen=True)
class Offer:
    """Everything that the lists of the form hold."""

    networks: Sequence[Network]
    themes: Sequence[Theme]
    places: Sequence[Organisation]  # where one may be the owner
    partners: Sequence[Organisation]  # who may have taken part
    people: Sequence[Person]


def offer(actor: Actor, me: Person, example: Example | None = None, network_id: int | None = None) -> Offer:
    """What ACTOR, who is ME, can choose for EXAMPLE or for a new one in the network that is begun with."""
    readable = [one for one in networks(actor) if one.state != State.CONCLUDED or one is _network(example)]
    open_to = [one for one in readable if actor.is_staff or actor.role(one) >= Role.MEMBER or one is _network(example)]
    partners = {one.organisation.id: one.organisation for network in open_to for one in network.current}
    partners |= {one.id: one for one in (example.municipalities if example else ())}
    if me.organisation and me.organisation.kind == OrganisationKind.MUNICIPALITY:
        partners[me.organisation.id] = me.organisation
    ids = actor.networks() | {one for one in (network_id, example.network_id if example else None) if one}
    people = list(queries.colleagues(actor, ids))
    named = (example.contact, example.deputy) if example else ()
    people += [one for one in named if one and one not in people]
    sorted_partners = sorted(partners.values(), key=lambda one: one.name)
    return Offer(open_to, themes(actor), municipalities(actor) if actor.is_staff else sorted_partners,
                 sorted_partners, people)


def _network(example: Example | None) -> Network | None:
    return example.network if example else None


def fill(form: ExampleForm, offered: Offer, actor: Actor, locale: str, files: Iterable[File],
         example: Example | None = None) -> None:
    """Put OFFERED into the lists of FORM, and FILES and cards into its boxes."""
    form.themes.choices = [option(one.id, one.label(locale)) for one in offered.themes]
    by_county = offered.places is not offered.partners
    form.municipality.choices = [option("", lazy_gettext("Choose"))] + [
        option(one.id, one.name, county(one) if by_county else None) for one in offered.places]
    form.together_with.choices = [option(one.id, one.name) for one in offered.partners]
    form.contact_id.choices = [option(one.id, who(one)) for one in offered.people]
    none: list[Any] = [option("", lazy_gettext("No network"))] if actor.is_staff else []
    form.deputy_id.choices = [option("", lazy_gettext("Nobody")), *form.contact_id.choices]
    form.network_id.choices = none + [option(one.id, one.name) for one in offered.networks]
    names = given.indicators(actor, locale)
    for row in form.effects:
        row.form.indicator.choices = [option("", lazy_gettext("No"))] + [option(*one) for one in names.items()]
    form.files.choices = [option(one.id, one.name) for one in files]
    titles = card_titles(actor, form.cards.data or [], example)
    form.cards.choices = [option(key, title) for key, title in titles.items()]


def county(place: Organisation) -> str:
    """The heading that a municipality stands under."""
    return place.county.name if place.county else place.country


def who(person: Person) -> str:
    """A colleague in a list: name and municipality."""
    return f"{person.name}, {person.organisation.name}" if person.organisation else person.name


def card_titles(actor: Actor, keys: Sequence[str], example: Example | None) -> dict[str, str]:
    """What cards are called; only the number of one that does not say. Those of EXAMPLE are looked up at once."""
    shown: dict[str, Embed] = {}
    if keys and example and example.network_id:
        shown = links.embeds(keys, Place(example.network_id, None, example.place))
    return {key: title_of(shown[key]) if key in shown else asked_title(actor, key) for key in keys}


def title_of(embed: Embed) -> str:
    """The title of the one thing that an embed shows."""
    [thing] = embed.context.values()
    title: str = thing.title
    return title


def asked_title(actor: Actor, key: str) -> str:
    """The title of a card that is not in the example yet."""
    try:
        return links.source(actor, key).title
    except AppError:
        return str(gettext("Indicator card %(number)s", number=key.partition(":")[2]))


def known_files(actor: Actor, ids: Iterable[int], attached: Sequence[File] = ()) -> list[File]:
    """The files to tick: what is ATTACHED already, and those of IDS that ACTOR may read."""
    there = {file.id for file in attached}
    wanted = set(ids) - there
    return [*attached, *(by_ids(actor, wanted) if wanted else ())]


def parts(actor: Actor, source: Source | None) -> list[dict[str, Any]]:
    """What was said in SOURCE: to read, and what is put in. Words of others are a quote, which waits for their
    consent; one's own are words to go on from."""
    return [{"key": part.key, "who": part.title, "html": render_document(part.text).html,
             "mine": part.author_id in (None, actor.id), "said": part.text}
            for part in (source.parts or (source,) if source else ()) if part.text]


def put_in(part: Mapping[str, Any], words: str, example: Example | None) -> str:
    """What stands in the form for PART of what was said: for all of it, or for the WORDS that were chosen in it.

    Raise Invalid for words that are not there. EXAMPLE keeps what it quotes as it was when it was put in.
    """
    kept = {f"message:{quote.message_id}": quote.text for quote in (example.quotes if example else ())}
    text = kept.get(part["key"]) or quoting.said(part["said"])
    if not words.strip():
        return str(part["said"]) if part["mine"] else f"[[{part['key']}]]"
    if (found := quoting.passage(text, words)) is None:
        raise Invalid(lazy_gettext("These words do not stand in the message. Choose them again, or take all of it."))
    return text[slice(*found)] if part["mine"] else f"[[{part['key']}:{found[0]}-{found[1]}]]"


def keys(source: Source) -> list[str]:
    """The cards and files that are shown in SOURCE: "card:7", "file:3", each once."""
    found = [source.key, *render_document(source.text).links] + [key for part in source.parts for key in keys(part)]
    return [key for key in dict.fromkeys(found) if key.startswith(("card:", "file:"))]
