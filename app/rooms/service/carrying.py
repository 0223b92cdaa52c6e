"""Threads and messages come to stand elsewhere. Where they stood a trace stays, and old links lead on.

In the room that they come to, each message takes the next number, as if it were said now; in the one that they
leave, the log says from then on only that they are gone. Open pages are told where the room stands, and fetch.
"""

from collections.abc import Collection

from flask_babel import lazy_gettext
from sqlalchemy import select

from app.database import db
from app.errors import Invalid
from app.permissions import Actor, Can, require
from app.rooms import audience, carrying, holding, queries, words, writing
from app.rooms.models import Message, Room, RoomKind, Thread, ThreadKind, TraceKind
from app.rooms.service.talking import Posted, start_thread
from app.rooms.service.telling import change, leave, point, tell

MOST = 1000  # messages at a time
STAYS = lazy_gettext("What a few people say among themselves stays there, and what a network says stays in networks.")


def move_thread(actor: Actor, thread_id: int, room_id: int, wider: bool = False) -> Thread:
    """Let a thread stand in another room: of the same network, or for a coordinator of any where they may post.

    Raise Conflict if more people would read it then, unless ACTOR says that it is to be WIDER.
    """
    with db.transaction():
        thread = holding.thread(actor, thread_id, Can.EDIT_THREAD)
        old, room = thread.room, queries.room(actor, room_id, Can.POST_MESSAGE)
        if room.id == old.id:
            return thread
        writing.require_open(old, thread if thread.merged_into_id else None)  # one that was merged holds nothing
        _require_way(actor, thread, room, wider)
        if room.kind == RoomKind.ANNOUNCEMENT:
            require(actor, Can.ANNOUNCE, room)
        messages = carrying.all_of(thread)
        leave(actor, thread)
        carrying.leave_trace(actor, thread, TraceKind.MOVED, thread.title)
        thread.room, thread.network_id, thread.pinned_at = room, room.network_id, None
        if room.kind == RoomKind.ANNOUNCEMENT:
            thread.kind = ThreadKind.ANNOUNCEMENT
        carrying.shift_marks(thread, carrying.carry(actor, messages, thread))
        _told(actor, thread)
    return thread


def split_thread(actor: Actor, thread_id: int, message_ids: Collection[int], title: str | None = None) -> Thread:
    """Let some messages of a thread be one of their own, in the same room; return it."""
    with db.transaction() as session:
        thread = holding.thread(actor, thread_id, Can.EDIT_THREAD)
        writing.require_open(thread.room)
        if thread.room.kind == RoomKind.DIRECT:
            raise Invalid(errors={"messages": STAYS})
        if thread.room.kind == RoomKind.ANNOUNCEMENT:
            require(actor, Can.ANNOUNCE, thread.room)
        messages = _chosen(thread, message_ids)
        new = Thread(room=thread.room, network_id=thread.network_id, author_id=messages[0].author_id,
                     kind=thread.kind if thread.kind != ThreadKind.GATHERING else ThreadKind.DISCUSSION,
                     title=words.title(title, next(one.body for one in messages if not one.removed)),
                     last_at=messages[-1].created_at)
        session.add(new)
        carrying.copy_marks(thread, new, carrying.carry(actor, messages, new))
        carrying.pass_follows(thread, new, mutes=True)
        carrying.recount(thread)
        if thread.answer in messages:
            carrying.pass_answer(thread, new)
        carrying.leave_trace(actor, thread, TraceKind.SPLIT, other=new)
        carrying.leave_trace(actor, new, TraceKind.TAKEN_OUT, other=thread)
        change(actor, thread, "thread_changed")
        _told(actor, new)
    return new


def merge_thread(actor: Actor, thread_id: int, into_id: int, wider: bool = False) -> Thread:
    """Let all of a thread stand last in another, to which its links lead from then on; return that one."""
    with db.transaction():
        holding.threads(thread_id, into_id)
        thread = queries.thread(actor, thread_id, Can.EDIT_THREAD)
        into = holding.living_thread(actor, into_id, Can.POST_MESSAGE)
        if into.id in (thread.id, thread.merged_into_id):
            raise Invalid(errors={"into": lazy_gettext("Choose another thread.")})
        writing.require_open(thread.room, thread if thread.merged_into_id else None)
        writing.require_open(into.room, into)
        _require_way(actor, thread, into.room, wider)
        before, messages = carrying.all_of(into), carrying.all_of(thread)
        leave(actor, thread)
        carrying.leave_trace(actor, thread, TraceKind.MERGED, thread.title, into)
        carrying.leave_trace(actor, into, TraceKind.MERGED, thread.title, thread)
        carrying.pass_answer(thread, into)
        thread.merged_into_id, thread.pinned_at = into.id, None
        carrying.join_marks(thread, into, before, carrying.carry(actor, messages, into))
        carrying.pass_follows(thread, into, mutes=False)
        carrying.join_drafts(thread, into)
        change(actor, into, "thread_changed")
        tell(actor, "thread_changed", thread, None)
    return into


def ask_elsewhere(actor: Actor, thread_id: int, room_id: int, body: str, title: str | None = None,
                  client_id: str | None = None) -> Posted:
    """Ask in another room what a thread asks, with the words that ACTOR brings; each leads to the other."""
    with db.transaction():
        source = queries.thread(actor, thread_id)
        if source.room.kind == RoomKind.DIRECT or source.room_id == room_id:
            raise Invalid(errors={"room": lazy_gettext("Choose another room.")})
        posted = start_thread(actor, room_id, body, title or source.title, ThreadKind.QUESTION
                              if source.kind == ThreadKind.QUESTION else ThreadKind.DISCUSSION, client_id)
        if not posted.duplicate:
            posted.thread.asked_from_id = source.id
    return posted


def _require_way(actor: Actor, thread: Thread, room: Room, wider: bool) -> None:
    """Raise unless ACTOR may carry THREAD to ROOM, both rooms are open, and its new readers are known."""
    if RoomKind.DIRECT in (room.kind, thread.room.kind):
        raise Invalid(errors={"room": STAYS})
    writing.require_open(thread.room)
    writing.require_open(room)
    holding.rooms(thread.room_id, room.id)
    if room.network_id != thread.network_id:
        require(actor, Can.EDIT_NETWORK, thread)
    audience.require_known(thread.room, room, wider)


def _chosen(thread: Thread, ids: Collection[int]) -> list[Message]:
    """The messages IDS of THREAD in their order. Raise Invalid if they are none, or all."""
    wanted = [one for one in ids if 0 < one <= queries.LARGEST_ID][:MOST]
    found = list(db.session.scalars(select(Message).where(
        Message.thread_id == thread.id, Message.id.in_(wanted)).order_by(Message.seq)))
    if len(found) != len(set(ids)) or all(one.removed for one in found):
        raise Invalid(errors={"messages": lazy_gettext("Choose messages of this thread.")})
    if not carrying.is_said_without(thread, wanted):
        raise Invalid(errors={"messages": lazy_gettext("Leave at least one message where it is.")})
    return found


def _told(actor: Actor, thread: Thread) -> None:
    """The worker brings the index up to date; open pages fetch what they have not."""
    tell(actor, "thread_changed", thread, None)
    point(actor, thread.room)
