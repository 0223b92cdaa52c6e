"""What becomes of a thread: its answer, its title and kind, whether it is closed, whether it is pinned."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_babel import lazy_gettext

from app.database import db, now
from app.errors import Invalid
from app.permissions import Actor, Can, require
from app.rooms import carrying, holding, queries, words, writing
from app.rooms.models import Message, RoomKind, Thread, ThreadKind, ThreadState, TraceKind
from app.rooms.service.telling import change


def mark_answer(actor: Actor, thread_id: int, message_id: int | None) -> Thread:
    """Mark the message that answers a thread, or none. Raise Invalid for one from elsewhere."""
    with db.transaction():
        thread = holding.thread(actor, thread_id, Can.MARK_ANSWER)
        writing.require_open(thread.room)
        message = queries.live_message(actor, thread, message_id) if message_id else None
        if message_id and message is None:
            raise Invalid(errors={"message": lazy_gettext("This message is not in the thread.")})
        if thread.answer_id != message_id:
            answer(actor, thread, message)
    return thread


def answer(actor: Actor, thread: Thread, message: Message | None) -> None:
    """Inside an open transaction: MESSAGE answers THREAD from now on, or nothing does."""
    thread.answer = message
    if thread.state != ThreadState.CLOSED:
        thread.state = ThreadState.ANSWERED if message else ThreadState.OPEN
    change(actor, thread, "thread_changed")


def rename_thread(actor: Actor, thread_id: int, title: str) -> Thread:
    """Give a thread another title; a trace says which it had."""
    title = words.title(title)
    with _edited(actor, thread_id) as thread:
        if thread.title != title:
            carrying.leave_trace(actor, thread, TraceKind.RENAMED, thread.title)
            thread.title = title
    return thread


def set_thread_kind(actor: Actor, thread_id: int, kind: ThreadKind) -> Thread:
    """Let a thread be a question, a discussion or, for a coordinator, news. Raise Invalid for another kind."""
    with _edited(actor, thread_id) as thread:
        if kind == thread.kind:
            return thread
        if kind == ThreadKind.GATHERING:
            raise Invalid(errors={"kind": lazy_gettext("Threads of gatherings start by themselves.")})
        if kind == ThreadKind.ANNOUNCEMENT or thread.room.kind == RoomKind.ANNOUNCEMENT:
            require(actor, Can.ANNOUNCE, thread)
        thread.kind = kind
    return thread


def set_thread_state(actor: Actor, thread_id: int, state: ThreadState) -> Thread:
    """Close a thread, or open it again."""
    with _edited(actor, thread_id) as thread:
        thread.state = state
    return thread


def pin_thread(actor: Actor, thread_id: int, pinned: bool) -> Thread:
    """Let a thread stand on top of its room, or no more."""
    with _edited(actor, thread_id, Can.PIN_THREAD) as thread:
        if pinned != bool(thread.pinned_at):
            thread.pinned_at = now() if pinned else None
    return thread


@contextmanager
def _edited(actor: Actor, thread_id: int, can: Can = Can.EDIT_THREAD) -> Iterator[Thread]:
    """The thread, to be changed inside; if anything of it is another then, open pages hear of it."""
    with db.transaction() as session:
        thread = holding.thread(actor, thread_id, can)
        writing.require_open(thread.room, thread if thread.merged_into_id else None)
        yield thread
        if session.is_modified(thread):
            change(actor, thread, "thread_changed")
