"""What is said: a thread begun, a message posted, edited, taken away, brought back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext

from app.database import db, now
from app.errors import Conflict, Denied
from app.permissions import Actor, Can, allows, require
from app.rooms import holding, queries, words, writing
from app.rooms.models import Message, RoomKind, Thread, ThreadKind
from app.rooms.service.telling import change, tell, tell_and_show
from app.rooms.service.threads import answer

UNDO = timedelta(minutes=15)  # pages offer it for ten seconds; a slow phone may come later


@dataclass(frozen=True)
class Posted:
    """What became of a message: DUPLICATE when it had been sent before, and this is the first one."""

    message: Message
    thread: Thread
    duplicate: bool = False


def start_thread(
        actor: Actor, room_id: int, body: str, title: str | None = None,
        kind: ThreadKind = ThreadKind.QUESTION, client_id: str | None = None,
        links: tuple[str, ...] = (), files: tuple[int, ...] = (), about: str | None = None,
        sure: bool = False) -> Posted:
    """Start a thread with its first message; without a TITLE its first line is one.

    LINKS ("card:7") and FILES (ids) are shown beneath; ABOUT is the key of what the thread was started for.
    SURE says that all whom the words mention are meant, however many.
    Raise Missing, Denied, Conflict (closed for writing) or Invalid. Sent twice, it is kept once.
    """
    client_id = words.client_id(client_id)
    with db.transaction():
        room = queries.room(actor, room_id, Can.POST_MESSAGE)
        if first := _posted(actor, client_id):
            return first
        if room.kind == RoomKind.DIRECT:
            raise Conflict(lazy_gettext("A conversation has one thread. Write in that."))
        if room.kind == RoomKind.ANNOUNCEMENT:
            kind = ThreadKind.ANNOUNCEMENT
        if kind == ThreadKind.ANNOUNCEMENT:
            require(actor, Can.ANNOUNCE, room)
        writing.require_open(room)
        keys = words.keys(links, files)
        body = words.body(body, attached=bool(keys))
        thread = Thread(room=room, network_id=room.network_id, author_id=actor.id, kind=kind, about=about,
                        title=words.title(title, body))
        return _say(actor, thread, body, client_id, keys, sure)


def post_message(actor: Actor, thread_id: int, body: str, client_id: str | None = None,
                 links: tuple[str, ...] = (), files: tuple[int, ...] = (), sure: bool = False) -> Posted:
    """Answer in a thread, as in `start_thread`. The same CLIENT_ID again gives the first message back."""
    client_id = words.client_id(client_id)
    with db.transaction():
        thread = holding.living_thread(actor, thread_id, Can.POST_MESSAGE)
        if first := _posted(actor, client_id):
            return first
        writing.require_open(thread.room, thread)
        keys = words.keys(links, files)
        return _say(actor, thread, words.body(body, attached=bool(keys)), client_id, keys, sure)


def _posted(actor: Actor, client_id: str | None) -> Posted | None:
    first = queries.posted(actor, client_id)
    return Posted(first, first.thread, duplicate=True) if first else None


def _say(actor: Actor, thread: Thread, body: str, client_id: str | None, keys: tuple[str, ...],
         sure: bool) -> Posted:
    place = f"thread:{thread.id}" if thread.id else f"room:{thread.room.id}"
    writing.forget_draft(actor, place)  # first: a statement after `keep` would write the rest by itself, earlier
    message = writing.keep(actor, thread, body, client_id, keys, sure)
    if message is None:
        first = _posted(actor, client_id)
        assert first is not None  # the database has just told us of it
        return first
    if place.startswith("room"):
        tell(actor, "thread_started", thread, message)
    tell_and_show(actor, thread, "message_added", message.seq, message)
    return Posted(message, thread)


def edit_message(actor: Actor, message_id: int, body: str, seen_edited_at: datetime | None = None,
                 sure: bool = False) -> Message:
    """Give a message of one's own new words; the old ones stay in its history.

    SEEN_EDITED_AT is the `written_at` of the text that was edited. If it has changed since, raise Conflict
    with both texts: `mine` and `theirs`. Without it nobody asks. SURE is as in `start_thread`.
    """
    with db.transaction():
        message = holding.message(actor, message_id, Can.EDIT_MESSAGE)
        writing.require_open(message.thread.room, message.thread)
        if message.removed:
            raise Conflict(lazy_gettext("This message was removed."), mine=body)
        body = words.body(body, attached=bool(message.links))
        if body == message.body:
            return message
        if seen_edited_at is not None and seen_edited_at != message.written_at:
            raise Conflict(mine=body, theirs=message.body)
        writing.rewrite(actor, message, body, sure)
        change(actor, message.thread, "message_edited", message)
    return message


def remove_message(actor: Actor, message_id: int) -> Message:
    """Take a message away; a trace stays where it was. Also where nothing new may be written: a thing
    that should not stand there must be able to go."""
    with db.transaction():
        message = holding.message(actor, message_id, Can.REMOVE_MESSAGE)
        if message.removed:
            return message
        writing.blank(actor, message)
        change(actor, message.thread, "message_removed", message)
        if message.thread.answer_id == message.id:
            answer(actor, message.thread, None)
    return message


def restore_message(actor: Actor, message_id: int) -> Message:
    """Undo a removal, within a quarter of an hour. What a coordinator took away, its author cannot."""
    with db.transaction():
        message = holding.message(actor, message_id, Can.REMOVE_MESSAGE)
        if message.removed_at is None:
            return message
        if message.removed_by_id != actor.id and not allows(actor, Can.EDIT_NETWORK, message):
            raise Denied
        if now() - message.removed_at > UNDO:
            raise Conflict(lazy_gettext("It is too late to undo this."))
        writing.bring_back(message)
        change(actor, message.thread, "message_restored", message)
    return message


def renew_beneath(actor: Actor, message_id: int) -> Message:
    """Let open pages draw anew only what stands beneath a message: lighter, and who is busy there is not disturbed."""
    with db.transaction():
        message = holding.message(actor, message_id)
        if not message.removed:
            change(actor, message.thread, "beneath_changed", message)
    return message


def renew_message(actor: Actor, message_id: int, key: str | None = None, gone: str | None = None) -> Message:
    """Let open pages draw a message anew, since something beneath it is another now; with KEY ("poll:3"),
    after that was put beneath it; with GONE, after that was taken from there. For what other features show in
    messages; nobody's words change."""
    with db.transaction():
        message = holding.message(actor, message_id)
        if message.removed:
            return message
        if key and key not in message.links:
            writing.put_beneath(actor, message, key)
        if gone:
            writing.take_beneath(message, gone)
        change(actor, message.thread, "message_edited", message)
    return message
