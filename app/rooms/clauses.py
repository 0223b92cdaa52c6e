"""The conditions that several queries share, as SQL."""

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.accounts.models import Membership, Person, RoomGuest
from app.permissions import Actor, Role, SiteRole
from app.rooms.models import Message, ReadMark, Room, Thread


def is_said() -> ColumnElement[bool]:
    """A thread in which a message stands that was not removed."""
    return select(Message.id).where(Message.thread_id == Thread.id, Message.removed_at.is_(None)).exists()


def has_news(actor: Actor) -> ColumnElement[bool]:
    """A thread with a live message of someone else after the mark of ACTOR; where they have set no mark,
    since they joined the network: who is new, or only looks in, does not begin with a debt."""
    mark = select(ReadMark.last_read_seq).where(
        ReadMark.person_id == actor.id, ReadMark.thread_id == Thread.id).correlate(Thread).scalar_subquery()
    joined = select(func.min(Membership.started_on)).where(
        Membership.person_id == actor.id, Membership.network_id == Thread.network_id,
        Membership.ended_on.is_(None)).correlate(Thread).scalar_subquery()
    by_others = select(Message.id).where(
        Message.thread_id == Thread.id, Message.removed_at.is_(None), Message.author_id != actor.id)
    # Each way walks an index; in one condition with `or` the database would read every message of every thread.
    return or_(by_others.where(Message.seq > mark).exists(),
               and_(mark.is_(None), Thread.last_at >= joined, by_others.where(Message.created_at >= joined).exists()))


def reads_room(room: Room) -> ColumnElement[bool]:
    """A person who reads ROOM, as `permissions.reads` has it."""
    member = select(Membership.id).where(
        Membership.person_id == Person.id, Membership.network_id == room.network_id,
        Membership.role.in_((Role.MEMBER, Role.COORDINATOR)), Membership.ended_on.is_(None))
    guest = select(RoomGuest.room_id).where(RoomGuest.person_id == Person.id, RoomGuest.room_id == room.id)
    return and_(Person.active, or_(
        member.exists(), guest.exists(), Person.site_role.in_((SiteRole.STAFF, SiteRole.ADMIN))))
