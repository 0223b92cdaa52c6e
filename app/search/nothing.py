"""When a search finds nothing: what is near, who may know, and where to ask."""

from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.queries import coordinators
from app.database import db
from app.networks.models import Network, State
from app.permissions import Actor, visible
from app.rooms.models import Room, RoomKind
from app.search.asked import Asked
from app.search.engine import index
from app.search.keys import Ring
from app.search.knowing import Knower, Wanted, who_may_know
from app.search.queries import Suggestion, still_there

A_FEW, SHORTEST, BEGINNING = 5, 4, 5


@dataclass(frozen=True)
class Help:
    """WORDS are the nearest that were written; NEAR holds (type, title, address) of what begins alike; PEOPLE may
    know; in ROOM one can ask."""

    words: list[str]
    near: list[Suggestion]
    people: list[Knower]
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
    return Help(nearest, near, _people(actor, asked, [text, *nearest], ring), room_to_ask_in(actor))


def _people(actor: Actor, asked: Asked, texts: list[str], ring: Ring) -> list[Knower]:
    """Who may know of something near; else who coordinates the networks of ACTOR."""
    found = who_may_know(actor, Wanted(" ".join(texts), asked.theme or ""), ring, A_FEW)
    if not found:
        of_networks = coordinators(actor, sorted(actor.networks()))
        some = dict.fromkeys(one for some in of_networks.values() for one in some if one.id != actor.id)
        found = [Knower(one, {}) for one in some][:A_FEW]
    return found


def room_to_ask_in(actor: Actor) -> Room | None:
    """The first room in which ACTOR can start a thread."""
    return db.session.scalars(select(Room).join(Room.network).where(
        visible(actor, Room), Room.network_id.in_(actor.roles), Room.archived_at.is_(None),
        Room.kind == RoomKind.DISCUSSION, Network.state != State.CONCLUDED).order_by(Room.id).limit(1)).first()
