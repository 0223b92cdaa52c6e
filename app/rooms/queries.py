"""Everything that reads rooms, already narrowed to what the actor may see."""
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app import links
from app.accounts.models import Person
from app.database import db
from app.errors import Missing
from app.links import Embed, Place
from app.permissions import Actor, Can, require, require_site, visible
from app.rooms import direct
from app.rooms.clauses import has_news, is_said, muted_by
from app.rooms.models import (
    Change,
    Draft,
    Follow,
    Message,
    MessageVersion,
    ReadMark,
    Room,
    RoomKind,
    Thread,
    ThreadKind,
    ThreadState,
)
from app.rooms.rows import Row, made_rows

PAGE = 50
LONGEST = 1000  # messages of a thread that are read at once, where somebody asks for all
LARGEST_ID = 2**31 - 1  # of PostgreSQL; a larger one points at nothing
IN_ROOM = joinedload(Room.network)
IN_THREAD = (joinedload(Thread.room).options(IN_ROOM), joinedload(Thread.author),
             joinedload(Thread.answer).joinedload(Message.author))
BESIDE_IT = (joinedload(Message.author), selectinload(Message.reactions))
IN_MESSAGE = (*BESIDE_IT, joinedload(Message.thread).options(*IN_THREAD))
T = TypeVar("T", Room, Thread, Message)


def rooms(actor: Actor) -> list[Room]:
    """All rooms of networks that ACTOR reads, by network, in the order of each."""
    require_site(actor)
    wanted = select(Room).join(Room.network).where(visible(actor, Room)).options(
        contains_eager(Room.network), joinedload(Room.theme))
    return sorted(db.session.scalars(wanted), key=lambda room: (room.network_name, room.order))


def has_room(actor: Actor, network_id: int, name: str) -> bool:
    """Whether a network has a room of this name among those that ACTOR reads."""
    return any(one.network_id == network_id and one.name.lower() == name.lower() for one in rooms(actor))


def room(actor: Actor, room_id: int, can: Can = Can.READ) -> Room:
    """One room, if ACTOR CAN. Raise Unknown, Missing or Denied."""
    return _one(actor, can, Room, room_id, IN_ROOM)


def thread(actor: Actor, thread_id: int, can: Can = Can.READ) -> Thread:
    """One thread with its room and network, if ACTOR CAN. Raise Unknown, Missing or Denied."""
    return _one(actor, can, Thread, thread_id, *IN_THREAD)


def message(actor: Actor, message_id: int, can: Can = Can.READ) -> Message:
    """One message with its thread, if ACTOR CAN. Raise Unknown, Missing or Denied."""
    return _one(actor, can, Message, message_id, *IN_MESSAGE)


def place_of(actor: Actor, message_id: int | None) -> Message | None:
    """A message with its thread, but without what is beside it; None for what ACTOR may not read."""
    if message_id is None or not 0 < message_id <= LARGEST_ID:
        return None
    return db.session.scalar(select(Message).where(Message.id == message_id, visible(actor, Message)).options(
        joinedload(Message.thread).options(*IN_THREAD)))


def _one(actor: Actor, can: Can, model: type[T], ident: int, *options: Any) -> T:
    require_site(actor)
    if not 0 < ident <= LARGEST_ID:
        raise Missing
    found = db.session.scalar(select(model).where(model.id == ident).options(*options))
    require(actor, can, found)
    assert found is not None  # require has seen to it
    return found


def threads(actor: Actor, room_id: int, kind: ThreadKind | None = None, state: ThreadState | None = None,
            before: int | None = None, limit: int = PAGE) -> list[Thread]:
    """Threads of a room in which something is still said, the latest first; BEFORE is a `last_seq`."""
    room(actor, room_id)
    wanted = select(Thread).where(Thread.room_id == room_id, is_said()).options(*IN_THREAD)
    for column, value in ((Thread.kind, kind), (Thread.state, state)):
        wanted = wanted if value is None else wanted.where(column == value)
    if before is not None:
        wanted = wanted.where(Thread.last_seq < before)
    return list(db.session.scalars(wanted.order_by(Thread.last_seq.desc()).limit(limit)))


def rows(actor: Actor, threads: Sequence[Thread]) -> list[Row]:
    """THREADS, which ACTOR was given, with what a list says of each. Three statements for all."""
    return made_rows(threads)


def row(actor: Actor, thread: Thread) -> Row:
    """One of `rows`."""
    return rows(actor, [thread])[0]


def messages(actor: Actor, thread_id: int, after: int | None = None, before: int | None = None,
             limit: int = PAGE) -> list[Message]:
    """Messages of a thread in their order, traces of removed ones too: the first LIMIT after the `seq`
    AFTER, or the last LIMIT before the `seq` BEFORE, or without either the last LIMIT of all."""
    thread(actor, thread_id)
    wanted = select(Message).where(Message.thread_id == thread_id).options(*BESIDE_IT)
    if after is not None:
        return list(db.session.scalars(wanted.where(Message.seq > after).order_by(Message.seq).limit(limit)))
    if before is not None:
        wanted = wanted.where(Message.seq < before)
    return list(db.session.scalars(wanted.order_by(Message.seq.desc()).limit(limit)))[::-1]


def stretch(actor: Actor, thread: Thread, seq: int, above: int, below: int) -> list[Message]:
    """Of THREAD, which ACTOR was given: the last ABOVE messages before SEQ and the first BELOW from it on."""
    ids = select(Message.id).where(Message.thread_id == thread.id)
    head = ids.where(Message.seq < seq).order_by(Message.seq.desc()).limit(above).subquery()
    tail = ids.where(Message.seq >= seq).order_by(Message.seq).limit(below).subquery()
    wanted = select(Message).where(Message.id.in_(union_all(select(head.c.id), select(tail.c.id))))
    return list(db.session.scalars(wanted.options(*BESIDE_IT).order_by(Message.seq)))


def participants(actor: Actor, thread: Thread) -> list[Person]:
    """Who speaks in THREAD, which ACTOR was given, in the order they began; who is in it, for a conversation."""
    if thread.network_id is None:
        return direct.people(thread.room)
    spoke = (select(Message.author_id, func.min(Message.seq).label("first"))
             .where(Message.thread_id == thread.id, Message.removed_at.is_(None))
             .group_by(Message.author_id).subquery())
    return list(db.session.scalars(select(Person).join(spoke, spoke.c.author_id == Person.id).order_by(spoke.c.first)))


def changes(actor: Actor, room_id: int, after: int, limit: int = PAGE) -> list[Change]:
    """What happened in a room after the `seq` AFTER, in its order, with messages as they are now."""
    room(actor, room_id)
    wanted = select(Change).where(Change.room_id == room_id, Change.seq > after).options(
        joinedload(Change.message).options(*BESIDE_IT),
        joinedload(Change.thread).options(*IN_THREAD, joinedload(Thread.answer).joinedload(Message.author)))
    return list(db.session.scalars(wanted.order_by(Change.seq).limit(limit)))


def heads(actor: Actor, room_ids: Collection[int]) -> dict[int, int]:
    """The `seq` of each of these rooms. Livskraft itself asks, to tell it to those who were let in there."""
    require_site(actor, Can.ADMINISTER)
    wanted = select(Room.id, Room.seq).where(Room.id.in_(room_ids))
    return dict(db.session.execute(wanted).all())


def shown_present(actor: Actor, ids: Collection[int]) -> dict[int, str]:
    """Id -> name of those of the people IDS who let others see where they are. For Livskraft itself."""
    require_site(actor, Can.ADMINISTER)
    if not ids:
        return {}
    wanted = select(Person.id, Person.name).where(Person.id.in_(ids), Person.active, Person.shows_presence)
    return dict(db.session.execute(wanted).all())


def live_message(actor: Actor, thread: Thread, message_id: int) -> Message | None:
    """A message of THREAD, which ACTOR was given, that was not removed."""
    if not 0 < message_id <= LARGEST_ID:
        return None
    return db.session.scalar(select(Message).where(
        Message.id == message_id, Message.thread_id == thread.id, Message.removed_at.is_(None)))


def history(actor: Actor, message_id: int) -> list[MessageVersion]:
    """How a message read before each edit, the oldest first. Nothing of a removed one."""
    if message(actor, message_id).removed:
        return []
    wanted = select(MessageVersion).where(MessageVersion.message_id == message_id)
    return list(db.session.scalars(wanted.order_by(MessageVersion.id)))


def posted(actor: Actor, client_id: str | None) -> Message | None:
    """What ACTOR has posted under CLIENT_ID already. Raise Missing if they may not read it any more."""
    if client_id is None:
        return None
    known = db.session.scalar(select(Message.id).where(Message.author_id == actor.id, Message.client_id == client_id))
    return message(actor, known) if known else None


def main_room(actor: Actor, network_id: int) -> Room | None:
    """Where a network talks of what concerns all of it: its first open room that is no notice board."""
    return next((one for one in sorted(rooms(actor), key=lambda one: one.id) if one.network_id == network_id
                 and one.kind == RoomKind.DISCUSSION and not one.archived_at), None)


def thread_about(actor: Actor, room_id: int, key: str) -> Thread | None:
    """The thread in a room that was started for the thing KEY, "gathering:5"."""
    room(actor, room_id)
    wanted = select(Thread).where(Thread.room_id == room_id, Thread.about == key).options(*IN_THREAD)
    return db.session.scalars(wanted.order_by(Thread.id)).first()


def unread_threads(actor: Actor, rooms: Iterable[Room]) -> dict[int, set[int]]:
    """Room id -> ids of threads in it with something that ACTOR has not read. One statement."""
    ids = [one.id for one in rooms]
    wanted = select(Thread.room_id, Thread.id).where(
        Thread.room_id.in_(ids), visible(actor, Thread), has_news(actor))
    found: dict[int, set[int]] = {room_id: set() for room_id in ids}
    for room_id, thread_id in db.session.execute(wanted):
        found[room_id].add(thread_id)
    return found


def muted_threads(actor: Actor) -> set[int]:
    """Ids of the threads of which ACTOR has chosen to hear no more."""
    return set(db.session.scalars(select(Follow.thread_id).where(Follow.person_id == actor.id, Follow.muted)))


def unread_and_muted(actor: Actor, room: Room) -> tuple[set[int], set[int]]:
    """Ids of the threads of ROOM, which ACTOR was given, with something new to them, and of those that they muted."""
    muted = muted_by(actor)
    news = has_news(actor)
    found = db.session.execute(select(Thread.id, muted).where(Thread.room_id == room.id, or_(news, muted))).all()
    return {one for one, quiet in found if not quiet}, {one for one, quiet in found if quiet}


def is_unread(actor: Actor, thread: Thread) -> bool:
    """Whether THREAD, which ACTOR was given, holds something new to them."""
    return bool(db.session.scalar(select(Thread.id).where(Thread.id == thread.id, has_news(actor))))


def is_muted(actor: Actor, thread: Thread) -> bool:
    """Whether ACTOR has chosen to hear no more of THREAD."""
    return bool(db.session.scalar(select(Follow.muted).where(
        Follow.person_id == actor.id, Follow.thread_id == thread.id)))


def read_mark(actor: Actor, thread_id: int) -> int:
    """The `seq` up to which ACTOR has read a thread; 0 for not at all."""
    return db.session.scalar(select(ReadMark.last_read_seq).where(
        ReadMark.person_id == actor.id, ReadMark.thread_id == thread_id)) or 0


def first_unread(actor: Actor, thread: Thread) -> Message | None:
    """The first live message of someone else that ACTOR has not read: where the divider stands."""
    mark = select(ReadMark.last_read_seq).where(
        ReadMark.person_id == actor.id, ReadMark.thread_id == thread.id).scalar_subquery()
    return db.session.scalars(select(Message).where(
        Message.thread_id == thread.id, Message.seq > func.coalesce(mark, 0),
        Message.removed_at.is_(None), Message.author_id != actor.id).order_by(Message.seq).limit(1)).first()


def draft(actor: Actor, place: str) -> Draft | None:
    """What ACTOR has begun to write in PLACE: "thread:5", or "room:2" for a new thread."""
    return db.session.get(Draft, (actor.id, place)) if actor.signed_in else None


def require_place(actor: Actor, place: str) -> None:
    """Raise Missing unless PLACE is a room or a thread that ACTOR reads."""
    kind, _, number = place.partition(":")
    if kind not in ("room", "thread") or not (number.isascii() and number.isdecimal()):
        raise Missing
    (room if kind == "room" else thread)(actor, int(number[:12]))


def embeds(actor: Actor, messages: Iterable[Message]) -> dict[int, list[Embed]]:
    """Message id -> the small cards beneath it, for MESSAGES that ACTOR was given. One look-up a kind.

    A room is asked for all of its messages at once; that the place may show each was settled, message
    by message, when it was written.
    """
    shown: dict[int, list[Embed]] = {}
    by_room: dict[tuple[int | None, int], list[Message]] = {}
    for one in messages:
        if one.links and not one.removed:
            by_room.setdefault((one.network_id, one.room_id), []).append(one)
    for (network_id, room_id), some in by_room.items():
        place = Place(network_id, room_id, f"room:{room_id}")
        found = links.embeds({key for one in some for key in one.links}, place)
        shown.update({one.id: [found[key] for key in one.links if key in found] for one in some})
    return shown
