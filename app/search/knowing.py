"""Who may know: people by what they wrote, answered and own, each with the reasons. The one place that says it.

Only what the asker may read counts, asked of the database at this moment: from the order of people, from a number
or a reason nothing can be learnt of what is hidden. What a few people say among themselves never counts.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select

from app.accounts.models import Person
from app.database import db
from app.directory.models import ContactCard, ContactTheme
from app.examples.models import Example, ReviewState
from app.i18n import locale
from app.networks.models import Organisation, Theme
from app.networks.queries import themes
from app.permissions import Actor, require_site, visible
from app.rooms.models import Message, Thread
from app.search.documents import thing_of
from app.search.engine import index
from app.search.keys import Ring
from search_index import Hit

LOOKED_AT, LATEST, MOST = 40, 300, 12
SHORTEST, BEGINNING = 4, 5
TYPES = ("thread", "example", "person")
WORTH = {"answered": 4, "example": 4, "asks": 3, "theme": 2, "wrote": 1}  # in this order they are told, too
ENOUGH = 4  # of one sort: who writes much does not know the more


class Proof(NamedTuple):
    """One thing that somebody did: a KIND of WORTH, and where one can see it."""

    person_id: int
    kind: str
    title: str
    url: str


@dataclass(frozen=True)
class Knower:
    """Somebody who may know, and why: their PROOFS by kind."""

    person: Person
    proofs: dict[str, list[Proof]]

    @property
    def score(self) -> int:
        """How much speaks for it."""
        return sum(WORTH[kind] * min(len(some), ENOUGH) for kind, some in self.proofs.items())


@dataclass(frozen=True)
class Wanted:
    """What one needs to know: TEXT, a THEME by its key, people of a PLACE; not all of them need be given."""

    text: str = ""
    theme: str = ""
    place: Organisation | None = None


def who_may_know(actor: Actor, wanted: Wanted, ring: Ring, most: int = MOST) -> list[Knower]:
    """The best, without ACTOR. At most six statements."""
    require_site(actor)
    if wanted.text:
        found = [*_near(actor, wanted.text, ring), *_of_theme(actor, wanted)]
    elif wanted.theme:
        found = list(_of_theme(actor, wanted))
    else:
        found = list(_of_place(actor, wanted.place)) if wanted.place else []
    proofs: dict[int, dict[str, list[Proof]]] = {}
    answered = {(proof.person_id, proof.url) for proof in found if proof.kind == "answered"}
    for proof in dict.fromkeys(found):
        if proof.kind == "wrote" and (proof.person_id, proof.url) in answered:
            continue  # the better of the two is said
        proofs.setdefault(proof.person_id, {}).setdefault(proof.kind, []).append(proof)
    people = select(Person).where(Person.id.in_(proofs), Person.active, Person.id != actor.id)
    if wanted.place:
        people = people.where(Person.organisation_id == wanted.place.id)
    known = [Knower(one, {kind: proofs[one.id][kind] for kind in WORTH if kind in proofs[one.id]})
             for one in db.session.scalars(people)]
    return sorted(known, key=lambda one: (-one.score, one.person.name, one.person.id))[:most]


def _near(actor: Actor, text: str, ring: Ring) -> Iterator[Proof]:
    """What was written near TEXT, who answered there, whose examples they are, who may be asked about it."""
    hits = [hit for hit in index().similar(text, ring.keys, LOOKED_AT, TYPES) if hit.network or hit.type != "thread"]
    ids = _ids(hits)
    messages, threads = ids["message"], ids["thread"]
    if messages or threads:
        around = select(Message.thread_id).where(Message.id.in_(messages))
        answers = select(Thread.answer_id).where(or_(Thread.id.in_(threads), Thread.id.in_(around)))
        yield from _said(actor, or_(Message.id.in_(messages), Message.thread_id.in_(threads), Message.id.in_(answers)))
    if ids["example"]:
        yield from _examples(actor, Example.id.in_(ids["example"]))
    if ids["person"]:
        cards = select(ContactCard).where(ContactCard.person_id.in_(ids["person"]), ContactCard.ask_about != "")
        for card in db.session.scalars(cards):
            yield Proof(card.person_id, "asks", card.ask_about, f"/people/{card.person_id}")


def _ids(hits: Iterable[Hit]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {"thread": set(), "message": set(), "example": set(), "person": set()}
    for hit in hits:
        kind, _, number = thing_of(hit.id).partition(":")
        found[kind].add(int(number))
    return found


def _of_theme(actor: Actor, wanted: Wanted) -> Iterator[Proof]:
    """Who says that they know of the theme that was chosen, or that the text names."""
    beginnings = [word[:BEGINNING].lower() for word in wanted.text.split() if len(word) >= SHORTEST and word.isalpha()]
    meant = [theme.id for theme in themes(actor) if theme.key == wanted.theme or _names(theme, beginnings)]
    if not meant:
        return
    known = select(ContactTheme.person_id, Theme).join(Theme, Theme.id == ContactTheme.theme_id)
    for person_id, theme in db.session.execute(known.where(Theme.id.in_(meant))):
        yield Proof(person_id, "theme", theme.label(locale()), f"/contacts?theme={theme.key}")


def _of_place(actor: Actor, place: Organisation) -> Iterator[Proof]:
    """What the people of PLACE did lately."""
    people = db.session.scalars(select(Person.id).where(Person.organisation_id == place.id, Person.active)).all()
    yield from _said(actor, Message.author_id.in_(people))
    yield from _examples(actor, or_(Example.contact_id.in_(people), Example.deputy_id.in_(people)))
    cards = select(ContactCard).where(ContactCard.person_id.in_(people), ContactCard.ask_about != "")
    for card in db.session.scalars(cards):
        yield Proof(card.person_id, "asks", card.ask_about, f"/people/{card.person_id}")


def _said(actor: Actor, which: ColumnElement[bool]) -> Iterator[Proof]:
    """A proof for each thread in which somebody spoke; that they answered it, where they did."""
    said = select(Message.author_id, Message.thread_id, Thread.title, Thread.answer_id == Message.id).join(
        Thread, Thread.id == Message.thread_id).where(
        which, Message.network_id.is_not(None), Message.removed_at.is_(None), visible(actor, Message))
    for author, thread, title, answers in db.session.execute(said.order_by(Message.id.desc()).limit(LATEST)):
        yield Proof(author, "answered" if answers else "wrote", title, f"/threads/{thread}")


def _examples(actor: Actor, which: ColumnElement[bool]) -> Iterator[Proof]:
    found: Sequence[Example] = db.session.scalars(select(Example).where(
        which, Example.review_state == ReviewState.PUBLISHED, visible(actor, Example)).limit(LATEST)).all()
    for one in found:
        for person_id in filter(None, (one.contact_id, one.deputy_id)):
            yield Proof(person_id, "example", one.title, one.path)


def _names(theme: Theme, beginnings: Collection[str]) -> bool:
    words = " ".join((theme.nb, theme.nn, theme.sv, theme.en)).lower().replace(",", " ").split()
    return any(word.startswith(start) for word in words for start in beginnings)
