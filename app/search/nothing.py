"""When a search finds nothing: what is near, who may know, and where to ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from app.accounts.models import Person
from app.accounts.queries import coordinators
from app.database import db
from app.directory.models import ContactCard
from app.examples.models import Example
from app.networks.models import Network, State, Theme
from app.networks.queries import themes
from app.permissions import Actor, visible
from app.rooms.models import Message, Room, RoomKind
from app.search.asked import Asked
from app.search.documents import thing_of
from app.search.engine import index
from app.search.keys import Ring
from app.search.queries import Suggestion, still_there
from search_index import Hit

A_FEW, SHORTEST, BEGINNING = 5, 4, 5
TOLD = ("thread", "example")


@dataclass(frozen=True)
class Help:
    """WORDS are the nearest that were written; NEAR holds (type, title, address) of what begins alike; PEOPLE may
    know; in ROOM one can ask."""

    words: list[str]
    near: list[Suggestion]
    people: Sequence[Person]
    room: Room | None


def help_on(actor: Actor, asked: Asked, ring: Ring) -> Help:
    """What helps ACTOR on who asked and found nothing. At most six statements."""
    text = asked.typed.words
    nearest = index().nearest(text, ring.keys, limit=A_FEW)
    beginnings = [word[:BEGINNING].lower() for word in text.split() if len(word) >= SHORTEST and word.isalpha()]
    found = [label for word in beginnings[:A_FEW] for label in index().suggest(word, ring.keys, limit=2)]
    near = still_there(actor, list(dict.fromkeys(found))[:A_FEW])
    if not actor.signed_in:
        return Help(nearest, near, [], None)
    return Help(nearest, near, _people(actor, asked, beginnings, [text, *nearest], ring), _room(actor))


def _people(actor: Actor, asked: Asked, beginnings: list[str], texts: list[str], ring: Ring) -> Sequence[Person]:
    """Who wrote of something near; who knows of the theme that was chosen or named; else who coordinates the
    networks of ACTOR."""
    found = list(_writers(actor, index().similar(" ".join(texts), ring.keys, limit=A_FEW, types=TOLD)))
    meant = [theme.id for theme in themes(actor) if theme.key == asked.theme or _names(theme, beginnings)]
    if len(found) < A_FEW and meant:
        found += db.session.scalars(select(Person).join(ContactCard, ContactCard.person_id == Person.id).where(
            ContactCard.themes.any(Theme.id.in_(meant)), Person.active, Person.id != actor.id)
            .order_by(Person.name).limit(A_FEW))
    if not found:
        of_networks = coordinators(actor, sorted(actor.networks()))
        found = [one for some in of_networks.values() for one in some if one.id != actor.id]
    return list(dict.fromkeys(found))[:A_FEW]


def _writers(actor: Actor, hits: Iterable[Hit]) -> Iterable[Person]:
    """Who wrote in the threads of HITS and whom examples among them name, as far as ACTOR may read them now."""
    ids: dict[str, set[int]] = {"thread": set(), "message": set(), "example": set()}
    for hit in hits:
        kind, _, number = thing_of(hit.id).partition(":")
        ids[kind].add(int(number))
    if not any(ids.values()):
        return []
    wrote = select(Message.author_id).where(
        or_(Message.id.in_(ids["message"]), Message.thread_id.in_(ids["thread"])), Message.removed_at.is_(None),
        visible(actor, Message))
    named = select(Example.contact_id).where(Example.id.in_(ids["example"]), visible(actor, Example))
    return db.session.scalars(select(Person).where(
        or_(Person.id.in_(wrote), Person.id.in_(named)), Person.active, Person.id != actor.id)
        .order_by(Person.name).limit(A_FEW))


def _names(theme: Theme, beginnings: list[str]) -> bool:
    words = " ".join((theme.nb, theme.nn, theme.sv, theme.en)).lower().replace(",", " ").split()
    return any(word.startswith(start) for word in words for start in beginnings)


def _room(actor: Actor) -> Room | None:
    """The first room in which ACTOR can start a thread."""
    return db.session.scalars(select(Room).join(Room.network).where(
        visible(actor, Room), Room.network_id.in_(actor.roles), Room.archived_at.is_(None),
        Room.kind == RoomKind.DISCUSSION, Network.state != State.CONCLUDED).order_by(Room.id).limit(1)).first()
