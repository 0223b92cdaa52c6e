"""Conversations, as far as rooms know them: rooms of no network, with one thread each."""

from sqlalchemy import select

from app.accounts.models import Person
from app.database import db
from app.permissions import Actor, require_site, visible
from app.rooms.models import Room, Thread


def rooms(actor: Actor) -> list[Room]:
    """The conversations of ACTOR, the latest first."""
    require_site(actor)
    wanted = select(Room).join(Thread, Thread.room_id == Room.id).where(
        Room.network_id.is_(None), visible(actor, Room))
    return list(db.session.scalars(wanted.order_by(Thread.last_at.desc())))


def thread_of(room: Room) -> Thread:
    """The one thread of a conversation."""
    return db.session.scalars(select(Thread).where(Thread.room_id == room.id)).one()


def people(room: Room) -> list[Person]:
    """Who is in a conversation, by name."""
    return [one for one in room.people if one.active]


def is_alone(room: Room) -> bool:
    """Whether nobody would read there what one of them writes."""
    return len(people(room)) < 2
