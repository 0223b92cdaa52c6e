"""What a person has read, what they want to hear of, and what they have begun to write."""

from datetime import datetime
from typing import Literal

from flask_babel import lazy_gettext

from app import live
from app.database import db
from app.errors import Conflict
from app.permissions import Actor
from app.rooms import holding, queries, words, writing
from app.rooms.models import Draft, Follow, Thread

ELSEWHERE = lazy_gettext("You have begun to write something else here, on another device.")


def mark_read(actor: Actor, thread_id: int, seq: int) -> int:
    """Note that ACTOR has read a thread up to SEQ; return how far they have. It never goes back."""
    thread = queries.thread(actor, thread_id)
    if min(seq, thread.room.seq) <= (mark := queries.read_mark(actor, thread_id)):
        return mark  # most calls say nothing new, and cost no write
    with db.transaction():
        holding.still(thread_id)  # numbers are others in another room
        mark = writing.set_mark(actor, thread_id, min(seq, thread.room.seq))  # nobody has read what is not written
        _agree(actor, thread, mark)
    return mark


def mark_unread_from(actor: Actor, message_id: int) -> int:
    """Let a message and all after it in its thread be unread again; return where the mark stands."""
    with db.transaction():
        message = holding.message(actor, message_id)
        mark = writing.set_mark(actor, message.thread_id, message.seq - 1, back=True)
        _agree(actor, message.thread, mark)
    return mark


def follow_thread(actor: Actor, thread_id: int, muted: bool = False) -> Follow:
    """Note that ACTOR wants to hear of a thread, whether they spoke in it or not; MUTED: that they do not."""
    thread = queries.thread(actor, thread_id)
    with db.transaction():
        decided = writing.put_follow(actor, thread_id, muted)
        _agree(actor, thread, queries.read_mark(actor, thread_id))
    return decided


def _agree(actor: Actor, thread: Thread, mark: int) -> None:
    """Let all open pages of ACTOR show how far they have read THREAD, and whether it holds something new."""
    if actor.id is not None:
        live.notice(actor.id, {"kind": "read", "room": thread.room_id, "thread": thread.id, "seq": mark,
                               "unread": queries.is_unread(actor, thread), "muted": queries.is_muted(actor, thread)})


def save_draft(actor: Actor, place: str, body: str, title: str = "", 
               seen: datetime | Literal[""] | None = None) -> Draft | None:
    """Keep what ACTOR has begun to write in PLACE: "thread:5", or "room:2" for a new thread.

    With SEEN, when the draft that was gone on with was kept ("" for none), raise Conflict with `theirs` where
    another device has kept other words since. Without it nobody asks.
    """
    queries.require_place(actor, place)
    with db.transaction():
        kept = queries.draft(actor, place) if seen is not None else None
        if kept and kept.updated_at != seen and kept.body != words.unfinished(body):
            raise Conflict(ELSEWHERE, theirs=kept.body, updated_at=kept.updated_at.isoformat())
        if words.clean(body + title):
            return writing.put_draft(actor, place, words.unfinished(body), words.unfinished(title))
        writing.forget_draft(actor, place)
    return None


def drop_draft(actor: Actor, place: str) -> None:
    """Forget what ACTOR had begun to write in PLACE."""
    queries.require_place(actor, place)
    with db.transaction():
        writing.forget_draft(actor, place)
