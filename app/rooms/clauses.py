"""The conditions that several queries share, as SQL."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.accounts.models import Membership, Person, RoomGuest
from app.permissions import Actor, Role, SiteRole
from app.rooms.models import Message, ReadMark, Room, Thread


def is_said() -> ColumnElement[bool]:
    """A thread in which a message stands that was not removed."""
    return select(Message.id).where(Message.thread_id == Thread.id, Message.removed_at.is_(None)).exists()


def has_news(actor: Actor) -> ColumnElement[bool]:
    """A thread with a live message of someone else after the mark of ACTOR; where they have set no mark,
    since they joined the network: who is new, or only looks in, does not begin with a debt."""
    by_others = Message.removed_at.is_(None), Message.author_id != actor.id
    mark = ReadMark.person_id == actor.id, ReadMark.thread_id == Thread.id
    after_mark = select(Message.id).join(ReadMark, ReadMark.thread_id == Message.thread_id).where(
        *mark, *by_others, Message.seq > ReadMark.last_read_seq)
    since_joined = select(Message.id).join(Membership, Membership.network_id == Message.network_id).where(
        Message.thread_id == Thread.id, *by_others, Membership.person_id == actor.id, Membership.ended_on.is_(None),
        Message.created_at >= Membership.started_on)
    marked = select(ReadMark.thread_id).where(*mark)
    # Each way has an index of its own; in one condition with `or` the database would read every message.
    return or_(correlated(after_mark), and_(~correlated(marked), correlated(since_joined)))


def correlated(wanted: Select[Any]) -> ColumnElement[bool]:
    """Whether there is any of WANTED for the thread of the outer query."""
    return wanted.correlate(Thread).exists()


def reads_room(room: Room) -> ColumnElement[bool]:
    """A person who reads ROOM, as `permissions.reads` has it."""
    member = select(Membership.id).where(
        Membership.person_id == Person.id, Membership.network_id == room.network_id,
        Membership.role.in_((Role.MEMBER, Role.COORDINATOR)), Membership.ended_on.is_(None))
    guest = select(RoomGuest.room_id).where(RoomGuest.person_id == Person.id, RoomGuest.room_id == room.id)
    return and_(Person.active, or_(
        member.exists(), guest.exists(), Person.site_role.in_((SiteRole.STAFF, SiteRole.ADMIN))))
