"""Steps that the verbs of the service share; each joins their transaction."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app import links
from app.accounts.models import Membership, Person
from app.errors import Denied, Invalid, Missing
from app.examples import parts, queries, quoting
from app.examples.fields import AUDIENCES, Fields
from app.examples.history import snapshot
from app.examples.models import Example, ExampleMunicipality, ExampleVersion, ReviewState
from app.files import service as files
from app.links import Place
from app.networks.models import Network, Organisation, State, Theme
from app.permissions import Actor, Can, Role, Visibility, allows, require

APART = ("themes", "municipalities", "files", "image_id", "network_id", "gathering_id", "contact_id", "deputy_id")
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ð": "d", "đ": "d", "ŋ": "n", "ŧ": "t"})


def fill(session: Session, actor: Actor, example: Example, fields: Fields) -> None:
    """Write FIELDS, which were checked, into EXAMPLE. Raise Invalid for what does not fit together."""
    given: dict[str, Any] = {**fields}
    shown = {example.network_id: set(example.cards or [])}  # in which network, and what
    for name in given.keys() - set(APART):
        setattr(example, name, given[name])
    _set_network(session, actor, example, given)
    _set_gathering(actor, example, given)
    _set_people(session, actor, example, given)
    if "themes" in given:
        example.themes = _found(session, Theme, given["themes"], "themes")
    _refuse_unknown_indicators(actor, given)
    _refuse_what_does_not_fit(example)
    session.add(example)
    session.flush()
    quoting.settle(session, actor, example)
    if "municipalities" in given:
        _set_municipalities(session, example, given["municipalities"])
    example.visibility = audience(actor, example)
    attach(actor, example, given, shown.get(example.network_id, set()))


def audience(actor: Actor, example: Example) -> Visibility:
    """Who may read EXAMPLE now. A circle wider than its network waits for staff."""
    match example.review_state:
        case ReviewState.DRAFT:
            return Visibility.DRAFT
        case ReviewState.PUBLISHED if allows(actor, Can.SPREAD_EXAMPLE, example):
            return example.wanted_visibility
        case ReviewState.PUBLISHED:
            so_far = example.visibility if example.visibility in AUDIENCES else Visibility.NETWORK
            return min(so_far, example.wanted_visibility, key=AUDIENCES.index)
    return Visibility.REVIEW


def attach(actor: Actor, example: Example, given: dict[str, Any], shown: set[str]) -> None:
    """Put files, and cards that are not SHOWN yet, where the example is, for those who read it."""
    if "files" in given or "image_id" in given:
        _put_files(actor, example, given)
    files.set_audience(actor, example.place, example.network_id, example.visibility)
    if cards := set(given.get("cards", ())) - shown:
        if example.network_id is None:
            raise Invalid(errors={"cards": lazy_gettext("Indicator cards need a network to be shown in.")})
        with _named("cards"):
            links.share(actor, cards, Place(example.network_id, None, example.place))


def _put_files(actor: Actor, example: Example, given: dict[str, Any]) -> None:
    there, attached = queries.shown(actor, example), queries.files(actor, example)
    picture: int | None = given.get("image_id", example.image_id)
    example.image_id = picture
    if picture and not example.image_alt:
        raise Invalid(errors={"image_alt": lazy_gettext("Say what the picture shows, for those who cannot see it.")})
    wanted: set[int] = {*given.get("files", [file.id for file in attached]), *([picture] if picture else [])}
    new = wanted - {file.id for file in there}
    files.take_away(actor, example.place, {file.id for file in there} - wanted)
    with _named("image_id" if picture in new else "files"):
        files.put(actor, new, example.place, example.network_id, visibility=example.visibility)
        if picture in new and not files.is_picture(actor, picture):
            raise Invalid


@contextmanager
def _named(field: str) -> Iterator[None]:
    """A thing that is not there for the actor is a FIELD that is wrong."""
    try:
        yield
    except (Missing, Invalid):
        raise Invalid(errors={field: lazy_gettext("One of these is gone, or not yours to show.")}) from None


def keep(session: Session, actor: Actor, example: Example) -> None:
    """Keep EXAMPLE as it reads before a change by ACTOR."""
    names = [file.name for file in queries.files(actor, example)]
    session.add(ExampleVersion(example_id=example.id, version=example.version, author_id=actor.id,
                               fields=snapshot(example, names)))


def slug_of(title: str) -> str:
    """TITLE for an address: «Solceller på skolen» becomes solceller-pa-skolen."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(LETTERS)).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain)[:80].strip("-") or "example"


def _set_network(session: Session, actor: Actor, example: Example, given: dict[str, Any]) -> None:
    """In a network one writes as its member; without one, as staff. What is published stays where it is."""
    wanted = given.get("network_id", example.network_id)
    if example.id and wanted == example.network_id:
        return
    if example.published_at:
        raise Invalid(errors={"network_id": lazy_gettext("What has been published stays in its network.")})
    network = session.get(Network, wanted) if wanted else None
    if wanted is None and not actor.is_staff:
        raise Invalid(errors={"network_id": lazy_gettext("Choose a network.")})
    if wanted is not None:
        require(actor, Can.READ, network)
        assert network
        if actor.role(network) < Role.MEMBER and not actor.is_staff:
            raise Denied
        if network.state == State.CONCLUDED:
            raise Invalid(errors={"network_id": lazy_gettext("This network is concluded.")})
        example.language = example.language or network.language
    example.network = network
    example.network_id = wanted


def _set_gathering(actor: Actor, example: Example, given: dict[str, Any]) -> None:
    """Where it was presented: a gathering of its network."""
    wanted = given.get("gathering_id", example.gathering_id)
    if wanted and wanted != example.gathering_id:
        with _named("gathering_id"):
            if links.source(actor, f"gathering:{wanted}").network_id != example.network_id:
                raise Missing
    example.gathering_id = wanted


def _set_people(session: Session, actor: Actor, example: Example, given: dict[str, Any]) -> None:
    """Who answers for it, and who does when that one is away."""
    if given.get("contact_id", example.contact_id) is None:
        raise Invalid(errors={"contact_id": lazy_gettext("Choose whom others can ask.")})
    for role in ("contact", "deputy"):
        wanted = given.get(f"{role}_id", getattr(example, f"{role}_id"))
        if wanted != getattr(example, f"{role}_id"):
            setattr(example, role, _colleague(session, actor, example, wanted, f"{role}_id") if wanted else None)
            setattr(example, f"{role}_id", wanted)


def _colleague(session: Session, actor: Actor, example: Example, wanted: int, field: str) -> Person:
    """Oneself, or a member of the network or of one's own."""
    among = actor.networks() | ({example.network_id} if example.network_id else set())
    member = select(Membership.id).where(
        Membership.person_id == wanted, Membership.network_id.in_(among), Membership.ended_on.is_(None),
        Membership.role != Role.GUEST)
    person = session.get(Person, wanted)
    known = wanted == actor.id or actor.is_staff or session.scalar(member.limit(1))
    if person is None or not person.active or not known:
        raise Invalid(errors={field: lazy_gettext("Choose whom others can ask.")})
    return person


def _set_municipalities(session: Session, example: Example, ids: list[int]) -> None:
    places = _found(session, Organisation, ids, "municipalities")
    session.execute(delete(ExampleMunicipality).where(ExampleMunicipality.example_id == example.id))
    session.add_all(ExampleMunicipality(example_id=example.id, organisation_id=place.id, position=number)
                    for number, place in enumerate(places))
    session.flush()
    session.expire(example, ["municipalities"])


def _found(session: Session, model: Any, ids: list[int], field: str) -> list[Any]:
    found = [session.get(model, number) for number in ids]
    if None in found:
        raise Invalid(errors={field: lazy_gettext("Choose one of the list.")})
    return found


def _refuse_unknown_indicators(actor: Actor, given: dict[str, Any]) -> None:
    named = {one["indicator"] for one in given.get("effects", ()) if one.get("indicator")}
    if named and not named <= parts.indicators(actor, "").keys():
        raise Invalid(errors={"effects": lazy_gettext("Choose one of the list.")})


def _refuse_what_does_not_fit(example: Example) -> None:
    shortest = min(len(example.start_date or ""), len(example.end_date or ""))
    if (example.end_date or "")[:shortest] < (example.start_date or "")[:shortest]:
        raise Invalid(errors={"end_date": lazy_gettext("It cannot end before it began.")})
    if (example.lat is None) != (example.lon is None):
        raise Invalid(errors={"lat" if example.lat is None else "lon": lazy_gettext(
            "A spot on the map needs both numbers.")})
    if example.network_id is None and example.wanted_visibility == Visibility.NETWORK:
        raise Invalid(errors={"wanted_visibility": lazy_gettext("Without a network, choose a wider circle.")})
