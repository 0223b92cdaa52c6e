"""When a search finds nothing: what is near, who may know, and where to ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.queries import coordinators
from app.database import db
from app.directory.models import ContactCard
from app.networks.models import Network, State, Theme
from app.networks.queries import themes
from app.permissions import Actor, visible
from app.rooms.models import Room, RoomKind
from app.search.asked import Asked
from app.search.engine import index
from app.search.keys import Ring

A_FEW, SHORTEST, BEGINNING = 5, 4, 5


@dataclass(frozen=True)
class Help:
    """NEAR holds (type, title, address) of what begins alike; PEOPLE may know; in ROOM one can ask."""

    near: list[tuple[str, str, str]]
    people: Sequence[Person]
    room: Room | None


def help_on(actor: Actor, asked: Asked, ring: Ring) -> Help:
    """What helps ACTOR on who asked and found nothing. At most three statements."""
    words = asked.typed.words.split()
    beginnings = [word[:BEGINNING].lower() for word in words if len(word) >= SHORTEST and word.isalpha()]
    near = [label for word in beginnings[:A_FEW] for label in index().suggest(word, ring.keys, limit=2)]
    if not actor.signed_in:
        return Help(near[:A_FEW], [], None)
    return Help(list(dict.fromkeys(near))[:A_FEW], _people(actor, asked, beginnings), _room(actor))


def _people(actor: Actor, asked: Asked, beginnings: list[str]) -> Sequence[Person]:
    """Who knows of the theme that was chosen or named; else who coordinates the networks of ACTOR."""
    meant = [theme.id for theme in themes(actor) if theme.key == asked.theme or _names(theme, beginnings)]
    if meant:
        return db.session.scalars(select(Person).join(ContactCard, ContactCard.person_id == Person.id).where(
            ContactCard.themes.any(Theme.id.in_(meant)), Person.active, Person.id != actor.id)
            .order_by(Person.name).limit(A_FEW)).all()
    found = coordinators(actor, sorted(actor.networks()))
    return list(dict.fromkeys(one for some in found.values() for one in some if one.id != actor.id))[:A_FEW]


def _names(theme: Theme, beginnings: list[str]) -> bool:
    words = " ".join((theme.nb, theme.nn, theme.sv, theme.en)).lower().replace(",", " ").split()
    return any(word.startswith(start) for word in words for start in beginnings)


def _room(actor: Actor) -> Room | None:
    """The first room in which ACTOR can start a thread."""
    return db.session.scalars(select(Room).join(Room.network).where(
        visible(actor, Room), Room.network_id.in_(actor.roles), Room.archived_at.is_(None),
        Room.kind == RoomKind.DISCUSSION, Network.state != State.CONCLUDED).order_by(Room.id).limit(1)).first()
