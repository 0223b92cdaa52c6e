"""What becomes of a thread: its answer, its title, whether it is closed."""

from flask_babel import lazy_gettext

from app.database import db
from app.errors import Invalid
from app.permissions import Actor, Can
from app.rooms import queries, words, writing
from app.rooms.models import Message, Thread, ThreadState
from app.rooms.service.telling import change


def mark_answer(actor: Actor, thread_id: int, message_id: int | None) -> Thread:
    """Mark the message that answers a thread, or none. Raise Invalid for one from elsewhere."""
    with db.transaction():
        thread = queries.thread(actor, thread_id, Can.MARK_ANSWER)
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
    """Give a thread another title."""
    return _set(actor, thread_id, "title", words.title(title))


def set_thread_state(actor: Actor, thread_id: int, state: ThreadState) -> Thread:
    """Close a thread, or open it again."""
    return _set(actor, thread_id, "state", state)


def _set(actor: Actor, thread_id: int, name: str, value: str) -> Thread:
    with db.transaction():
        thread = queries.thread(actor, thread_id, Can.EDIT_THREAD)
        writing.require_open(thread.room)
        if getattr(thread, name) != value:
            setattr(thread, name, value)
            change(actor, thread, "thread_changed")
    return thread
