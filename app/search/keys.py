"""Which keys open what: the same rule as permissions.reads and visible, said as words an index can hold."""

from dataclasses import dataclass

from sqlalchemy import select

from app.database import db
from app.networks.models import Network
from app.permissions import Actor, Visibility, visible
from app.rooms.models import Room

PUBLIC, MEMBERS = "public", "members"


def of_room(room_id: int) -> str:
    """What is said in a room is for who reads the room."""
    return f"room:{room_id}"


def of_network(network_id: int) -> str:
    """For members of the network; not for its guests."""
    return f"network:{network_id}"


def of(visibility: Visibility, network_id: int | None, room_id: int | None = None) -> str | None:
    """The key that opens a thing; None when it is nobody's to find."""
    if visibility == Visibility.PUBLIC:
        return PUBLIC
    if visibility == Visibility.MEMBERS:
        return MEMBERS
    if visibility != Visibility.NETWORK:
        return None
    if room_id is not None:
        return of_room(room_id)
    return of_network(network_id) if network_id is not None else None


@dataclass(frozen=True)
class Ring:
    """The keys that somebody holds at this moment, and the networks and rooms that they may know by name."""

    keys: frozenset[str]
    networks: dict[int, str]
    rooms: dict[int, str]


def ring_of(actor: Actor) -> Ring:
    """From the database, in two statements; without any for nobody."""
    if not (actor.signed_in or actor.is_admin):
        return Ring(frozenset([PUBLIC]), {}, {})
    rooms = dict(db.session.execute(select(Room.id, Room.name).where(visible(actor, Room))).all())
    networks = dict(db.session.execute(select(Network.id, Network.name).where(visible(actor, Network))).all())
    return Ring(frozenset([PUBLIC, MEMBERS, *map(of_room, rooms), *map(of_network, networks)]), networks, rooms)
