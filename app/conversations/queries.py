"""Whom one may write to, and what was said last in each of one's conversations."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app import markup
from app.accounts.models import Membership, Person, RoomGuest
from app.database import db
from app.errors import Missing
from app.networks.models import Organisation
from app.permissions import Actor, Can, Role, allows, require_site, visible
from app.rooms import queries as rooms
from app.rooms.clauses import has_news, is_said
from app.rooms.models import Message, Room, Thread

PAGE = 30
OFFERED = 12  # people at a time; for others one searches
EXCERPT = 120  # characters of what was said last


@dataclass(frozen=True)
class Talk:
    """A conversation as a line of a list, for one of those who are in it."""

    thread: Thread
    others: Sequence[Person]
    last: Message
    excerpt: str
    unread: bool


def reachable(actor: Actor) -> ColumnElement[bool]:
    """A person to whom ACTOR may write: any for those who work in a network, and for others, guests above
    all, the people of the rooms that they are in."""
    others = and_(Person.active, Person.id != actor.id)
    if allows(actor, Can.WRITE_TO_ALL):
        return others
    members = select(Membership.person_id).join(Room, Room.network_id == Membership.network_id).where(
        Room.id.in_(actor.guest_rooms), Membership.ended_on.is_(None), Membership.role >= Role.MEMBER)
    by_name = select(RoomGuest.person_id).where(RoomGuest.room_id.in_(actor.guest_rooms))
    return and_(others, or_(Person.id.in_(members), Person.id.in_(by_name)))


def may_write_to(actor: Actor, person: Person) -> bool:
    """Whether ACTOR may write to PERSON."""
    return actor.signed_in and bool(among(actor, [person.id]))


def among(actor: Actor, ids: Collection[int]) -> list[Person]:
    """Those of the people IDS to whom ACTOR may write, by name."""
    wanted = [one for one in ids if 0 < one <= rooms.LARGEST_ID]
    return list(db.session.scalars(select(Person).where(Person.id.in_(wanted), reachable(actor)).order_by(Person.name)))


def people(actor: Actor, words: str, limit: int = OFFERED) -> list[Person]:
    """To whom ACTOR may write: those with a name or a municipality of which a word begins with WORDS; without
    any, the people of their own networks first."""
    require_site(actor)
    near = select(Membership.person_id).where(
        Membership.network_id.in_(actor.networks()), Membership.ended_on.is_(None))
    rows = db.session.execute(select(Person.id, Person.name, Organisation.name).outerjoin(Person.organisation).where(
        reachable(actor)).order_by(Person.id.in_(near).desc(), Person.name))
    begin = f" {words.strip().lower()}"  # by Python, since SQLite's LIKE knows no big Å
    found = [number for number, name, place in rows if begin in f" {name} {place or ''}".lower()][:limit]
    shown = {one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_(found)))}
    return [shown[number] for number in found]


def thread(actor: Actor, thread_id: int) -> Thread:
    """The thread of a conversation in which ACTOR takes part. Raise Missing for any other."""
    found = rooms.thread(actor, thread_id)
    if found.network_id is not None:
        raise Missing
    return found


def between(actor: Actor, key: str) -> Thread | None:
    """The conversation that just the people of KEY ("3,7") have, if ACTOR is one of them."""
    return db.session.scalar(select(Thread).join(Thread.room).where(Room.circle == key, visible(actor, Thread)))


def latest(actor: Actor, page: int = 1) -> list[Talk]:
    """The conversations of ACTOR in which something is said, the latest first: PAGE by page, and one more."""
    require_site(actor)
    return _talks(actor, _own(actor).order_by(Thread.last_at.desc(), Thread.id.desc())
                  .limit(PAGE + 1).offset((page - 1) * PAGE))


def unread(actor: Actor, limit: int) -> list[Talk]:
    """Those with something that ACTOR has not read, the latest first."""
    return _talks(actor, _own(actor).where(has_news(actor)).order_by(Thread.last_at.desc()).limit(limit))


def _own(actor: Actor) -> Select[Thread, bool]:
    return select(Thread, has_news(actor)).where(Thread.network_id.is_(None), visible(actor, Thread), is_said())


def _talks(actor: Actor, wanted: Select[Thread, bool]) -> list[Talk]:
    """Three statements for all."""
    found = db.session.execute(wanted).all()
    others, last = _others(actor, [one.room_id for one, _ in found]), _last([one.id for one, _ in found])
    return [Talk(one, others[one.room_id], last[one.id], markup.plain(last[one.id].html)[:EXCERPT], bool(fresh))
            for one, fresh in found]


def _others(actor: Actor, room_ids: Collection[int]) -> dict[int, list[Person]]:
    """Room id -> who else is in it."""
    if not room_ids:
        return {}
    rows = db.session.execute(select(RoomGuest.room_id, Person).join(RoomGuest.person).where(
        RoomGuest.room_id.in_(room_ids), Person.id != actor.id, Person.active).order_by(Person.name))
    found: dict[int, list[Person]] = defaultdict(list)
    for room_id, person in rows:
        found[room_id].append(person)
    return found


def _last(thread_ids: Collection[int]) -> dict[int, Message]:
    """Thread id -> its last message that was not removed."""
    if not thread_ids:
        return {}
    newest = select(func.max(Message.seq)).where(
        Message.thread_id == Thread.id, Message.removed_at.is_(None)).correlate(Thread).scalar_subquery()
    found = db.session.scalars(select(Message).join(Thread, Message.thread_id == Thread.id).where(
        Thread.id.in_(thread_ids), Message.seq == newest).options(joinedload(Message.author)))
    return {one.thread_id: one for one in found}
