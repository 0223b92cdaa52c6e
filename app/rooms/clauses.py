"""The conditions that several queries share, as SQL."""

from sqlalchemy import ColumnElement, and_, func, or_, select, union

from app.accounts.models import Membership, Person, RoomGuest
from app.permissions import Actor, Role, SiteRole
from app.rooms.models import Follow, Mention, Message, ReadMark, Room, Thread


def is_said() -> ColumnElement[bool]:
    """A thread in which a message stands that was not removed."""
    return select(Message.id).where(Message.thread_id == Thread.id, Message.removed_at.is_(None)).exists()


def has_news(actor: Actor) -> ColumnElement[bool]:
    """A thread with a live message of someone else after the mark of ACTOR; where they have set no mark,
    since they joined the network: who is new, or only looks in, does not begin with a debt. Never a muted one."""
    mark = select(ReadMark.last_read_seq).where(
        ReadMark.person_id == actor.id, ReadMark.thread_id == Thread.id).correlate(Thread).scalar_subquery()
    joined = select(func.min(Membership.started_on)).where(
        Membership.person_id == actor.id, Membership.network_id == Thread.network_id,
        Membership.ended_on.is_(None)).correlate(Thread).scalar_subquery()
    by_others = select(Message.id).where(
        Message.thread_id == Thread.id, Message.removed_at.is_(None), Message.author_id != actor.id)
    # Each way walks an index; in one condition with `or` the database would read every message of every thread.
    # What somebody wrote to a few people is new to each of them from its first word.
    return and_(~muted_by(actor), or_(
        by_others.where(Message.seq > mark).exists(),
        and_(mark.is_(None), Thread.network_id.is_(None), by_others.exists()),
        and_(mark.is_(None), Thread.last_at >= joined, by_others.where(Message.created_at >= joined).exists())))


def follows(actor: Actor) -> ColumnElement[bool]:
    """A thread that ACTOR follows: they chose to, or began it, spoke in it or were mentioned and did not
    choose to hear no more of it. From few rows of theirs, not from all threads."""
    spoke = select(Message.thread_id).where(Message.author_id == actor.id, Message.removed_at.is_(None))
    mentioned = select(Message.thread_id).join(Mention, Mention.message_id == Message.id).where(
        Mention.person_id == actor.id, ~Mention.as_one_of_many, Message.removed_at.is_(None))
    chosen = select(Follow.thread_id).where(Follow.person_id == actor.id, Follow.muted.is_(False))
    return and_(Thread.id.in_(union(spoke, mentioned, chosen)), ~muted_by(actor))


def muted_by(actor: Actor) -> ColumnElement[bool]:
    """A thread of which ACTOR has chosen to hear no more."""
    return select(Follow.thread_id).where(
        Follow.person_id == actor.id, Follow.thread_id == Thread.id, Follow.muted).exists()


def takes_part(room: Room) -> ColumnElement[bool]:
    """A person whom ROOM is for: who is in its network, or was asked into it."""
    guest = select(RoomGuest.room_id).where(RoomGuest.person_id == Person.id, RoomGuest.room_id == room.id)
    if room.network_id is None:
        return and_(Person.active, guest.exists())
    member = select(Membership.id).where(
        Membership.person_id == Person.id, Membership.network_id == room.network_id,
        Membership.role.in_((Role.MEMBER, Role.COORDINATOR)), Membership.ended_on.is_(None))
    return and_(Person.active, or_(member.exists(), guest.exists()))


def reads_room(room: Room) -> ColumnElement[bool]:
    """A person who reads ROOM, as `permissions.reads` has it: staff look into all but conversations."""
    if room.network_id is None:
        return takes_part(room)
    staff = Person.site_role.in_((SiteRole.STAFF, SiteRole.ADMIN))
    return or_(takes_part(room), and_(Person.active, staff))
