"""What is read of follow-ups, as far as the actor reads the messages above them."""

from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import Person
from app.database import db
from app.errors import Missing
from app.followups.models import FollowUp
from app.permissions import Actor, Can, require, require_site, visible
from app.rooms import queries as rooms
from app.rooms.clauses import reads_room
from app.rooms.models import Message, Room, Thread

MANY = 200


def follow_up(actor: Actor, number: int, can: Can = Can.READ) -> FollowUp:
    """One, if ACTOR CAN do that with its message. Raise Unknown, Missing or Denied."""
    require_site(actor)
    found = db.session.get(FollowUp, number)
    if found is None or rooms.message(actor, found.message_id, can).removed:
        raise Missing
    return found


def in_room(actor: Actor, ids: Collection[int], room_id: int | None) -> list[FollowUp]:
    """Those of IDS that stand in a room, which ACTOR reads."""
    wanted = select(FollowUp).join(FollowUp.message).where(
        FollowUp.id.in_(ids), Message.room_id == room_id, Message.removed_at.is_(None))
    return list(db.session.scalars(wanted.options(joinedload(FollowUp.owner), joinedload(FollowUp.done_by))))


def of_thread(actor: Actor, thread: Thread) -> list[FollowUp]:
    """Those of THREAD, which ACTOR was given: the open ones first, the next due on top."""
    return list(db.session.scalars(_readable(actor).where(Message.thread_id == thread.id)))


def of_network(actor: Actor, network_id: int) -> list[FollowUp]:
    """The open ones of a network, for who looks after it."""
    require(actor, Can.EDIT_NETWORK, Thread(network_id=network_id))
    return list(db.session.scalars(_readable(actor).where(
        Message.network_id == network_id, FollowUp.done_at.is_(None))))


def own(actor: Actor, limit: int) -> list[FollowUp]:
    """What ACTOR has taken on and not done yet."""
    return list(db.session.scalars(_readable(actor).where(
        FollowUp.owner_id == actor.id, FollowUp.done_at.is_(None)).limit(limit)))


def owners(actor: Actor, room: Room) -> list[Person]:
    """Who can take something on in ROOM, which ACTOR was given: its readers, oneself first."""
    return list(db.session.scalars(select(Person).where(reads_room(room)).order_by(
        (Person.id == actor.id).desc(), Person.name)))


def _readable(actor: Actor) -> Select[FollowUp]:
    return select(FollowUp).join(FollowUp.message).join(Message.thread).where(
        visible(actor, Message), Message.removed_at.is_(None)).options(
        contains_eager(FollowUp.message).contains_eager(Message.thread).joinedload(Thread.room),
        joinedload(FollowUp.owner), joinedload(FollowUp.done_by)).order_by(
        FollowUp.done_at.is_not(None), FollowUp.due_on.is_(None), FollowUp.due_on, FollowUp.id).limit(MANY)
