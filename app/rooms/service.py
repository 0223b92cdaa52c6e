"""Everything that changes a room. Each verb asks, changes, tells and shows, in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from flask_babel import lazy_gettext

from app import live, outbox
from app.database import db, now
from app.errors import Conflict, Denied, Invalid
from app.networks.models import Network
from app.permissions import Actor, Can, allows, require, require_site
from app.rooms import queries, words, writing
from app.rooms.drawing import drawing
from app.rooms.models import Draft, Message, Room, RoomKind, Thread, ThreadKind, ThreadState

UNDO = timedelta(minutes=15)  # pages offer it for ten seconds; a slow phone may come later
# A message that is back has to be found again, but nobody needs a second letter about it.
EVENTS = {"message_added": "message_posted", "message_restored": "message_edited"}


@dataclass(frozen=True)
class Posted:
    """What became of a message: DUPLICATE when it had been sent before, and this is the first one."""

    message: Message
    thread: Thread
    duplicate: bool = False


def start_thread(
        actor: Actor, room_id: int, body: str, title: str | None = None,
        kind: ThreadKind = ThreadKind.QUESTION, client_id: str | None = None,
        links: tuple[str, ...] = (), files: tuple[int, ...] = (), about: str | None = None) -> Posted:
    """Start a thread with its first message; without a TITLE its first line is one.

    LINKS ("card:7") and FILES (ids) are shown beneath; ABOUT is the key of what the thread was started for.
    Raise Missing, Denied, Conflict (closed for writing) or Invalid. Sent twice, it is kept once.
    """
    client_id = words.client_id(client_id)
    with db.transaction():
        room = queries.room(actor, room_id, Can.POST_MESSAGE)
        if first := _posted(actor, client_id):
            return first
        if room.kind == RoomKind.ANNOUNCEMENT:
            kind = ThreadKind.ANNOUNCEMENT
        if kind == ThreadKind.ANNOUNCEMENT:
            require(actor, Can.ANNOUNCE, room)
        writing.require_open(room)
        keys = words.keys(links, files)
        body = words.body(body, attached=bool(keys))
        thread = Thread(room=room, network_id=room.network_id, author_id=actor.id, kind=kind, about=about,
                        title=words.title(title, body))
        return _say(actor, thread, body, client_id, keys)


def post_message(actor: Actor, thread_id: int, body: str, client_id: str | None = None,
                 links: tuple[str, ...] = (), files: tuple[int, ...] = ()) -> Posted:
    """Answer in a thread, as in `start_thread`. The same CLIENT_ID again gives the first message back."""
    client_id = words.client_id(client_id)
    with db.transaction():
        thread = queries.thread(actor, thread_id, Can.POST_MESSAGE)
        if first := _posted(actor, client_id):
            return first
        writing.require_open(thread.room, thread)
        keys = words.keys(links, files)
        return _say(actor, thread, words.body(body, attached=bool(keys)), client_id, keys)


def _posted(actor: Actor, client_id: str | None) -> Posted | None:
    first = queries.posted(actor, client_id)
    return Posted(first, first.thread, duplicate=True) if first else None


def _say(actor: Actor, thread: Thread, body: str, client_id: str | None, keys: tuple[str, ...]) -> Posted:
    place = f"thread:{thread.id}" if thread.id else f"room:{thread.room.id}"
    message = writing.keep(actor, thread, body, client_id, keys)
    if message is None:
        first = _posted(actor, client_id)
        assert first is not None  # the database has just told us of it
        return first
    writing.forget_draft(actor, place)
    if place.startswith("room"):
        outbox.tell("thread_started", **_facts(thread, message))
    _tell_and_show(actor, thread, "message_added", message.seq, message)
    return Posted(message, thread)


def edit_message(actor: Actor, message_id: int, body: str, seen_edited_at: datetime | None = None) -> Message:
    """Give a message of one's own new words; the old ones stay in its history.

    SEEN_EDITED_AT is the `written_at` of the text that was edited. If it has changed since, raise Conflict
    with both texts: `mine` and `theirs`. Without it nobody asks.
    """
    with db.transaction():
        message = queries.message(actor, message_id, Can.EDIT_MESSAGE)
        writing.require_open(message.thread.room, message.thread)
        if message.removed:
            raise Conflict(lazy_gettext("This message was removed."), mine=body)
        body = words.body(body, attached=bool(message.links))
        if body == message.body:
            return message
        if seen_edited_at is not None and seen_edited_at != message.written_at:
            raise Conflict(mine=body, theirs=message.body)
        writing.rewrite(actor, message, body)
        _change(actor, message.thread, "message_edited", message)
    return message


def remove_message(actor: Actor, message_id: int) -> Message:
    """Take a message away; a trace stays where it was. Also where nothing new may be written: a thing
    that should not stand there must be able to go."""
    with db.transaction():
        message = queries.message(actor, message_id, Can.REMOVE_MESSAGE)
        if message.removed:
            return message
        writing.blank(actor, message)
        _change(actor, message.thread, "message_removed", message)
        if message.thread.answer_id == message.id:
            _answer(actor, message.thread, None)
    return message


def restore_message(actor: Actor, message_id: int) -> Message:
    """Undo a removal, within a quarter of an hour. What a coordinator took away, its author cannot."""
    with db.transaction():
        message = queries.message(actor, message_id, Can.REMOVE_MESSAGE)
        if message.removed_at is None:
            return message
        if message.removed_by_id != actor.id and not allows(actor, Can.EDIT_NETWORK, message):
            raise Denied
        if now() - message.removed_at > UNDO:
            raise Conflict(lazy_gettext("It is too late to undo this."))
        writing.bring_back(message)
        _change(actor, message.thread, "message_restored", message)
    return message


def mark_answer(actor: Actor, thread_id: int, message_id: int | None) -> Thread:
    """Mark the message that answers a thread, or none. Raise Invalid for one from elsewhere."""
    with db.transaction():
        thread = queries.thread(actor, thread_id, Can.MARK_ANSWER)
        writing.require_open(thread.room)
        message = queries.live_message(actor, thread, message_id) if message_id else None
        if message_id and message is None:
            raise Invalid(errors={"message": lazy_gettext("This message is not in the thread.")})
        if thread.answer_id != message_id:
            _answer(actor, thread, message)
    return thread


def _answer(actor: Actor, thread: Thread, message: Message | None) -> None:
    thread.answer = message
    if thread.state != ThreadState.CLOSED:
        thread.state = ThreadState.ANSWERED if message else ThreadState.OPEN
    _change(actor, thread, "thread_changed")


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
            _change(actor, thread, "thread_changed")
    return thread


def mark_read(actor: Actor, thread_id: int, seq: int) -> int:
    """Note that ACTOR has read a thread up to SEQ; return how far they have. It never goes back."""
    thread = queries.thread(actor, thread_id)
    seq = min(seq, thread.room.seq)  # nobody has read what is not written yet
    if seq <= (mark := queries.read_mark(actor, thread_id)):
        return mark  # most calls say nothing new, and cost no write
    with db.transaction():
        return writing.set_mark(actor, thread_id, seq)


def mark_unread_from(actor: Actor, message_id: int) -> int:
    """Let a message and all after it in its thread be unread again; return where the mark stands."""
    message = queries.message(actor, message_id)
    with db.transaction():
        return writing.set_mark(actor, message.thread_id, message.seq - 1, back=True)


def save_draft(actor: Actor, place: str, body: str, title: str = "") -> Draft | None:
    """Keep what ACTOR has begun to write in PLACE: "thread:5", or "room:2" for a new thread."""
    queries.require_place(actor, place)
    with db.transaction():
        if words.clean(body + title):
            return writing.put_draft(actor, place, words.unfinished(body), words.unfinished(title))
        writing.forget_draft(actor, place)
    return None


def drop_draft(actor: Actor, place: str) -> None:
    """Forget what ACTOR had begun to write in PLACE."""
    queries.require_place(actor, place)
    with db.transaction():
        writing.forget_draft(actor, place)


def create_room(actor: Actor, network_id: int, name: str, about: str = "",
                kind: RoomKind = RoomKind.DISCUSSION) -> Room:
    """Open one more room in a network. Raise Invalid for a name that it has already."""
    require_site(actor)
    with db.transaction() as session:
        network = session.get(Network, network_id)
        require(actor, Can.EDIT_NETWORK, network)
        room = Room(network=network, name=words.room_name(name), about=words.clean(about), kind=kind)
        writing.require_open(room)
        if queries.has_room(actor, network_id, room.name):
            raise Invalid(errors={"name": lazy_gettext("The network has a room of this name.")})
        session.add(room)
    return room


def archive_room(actor: Actor, room_id: int, archived: bool) -> Room:
    """Close a room for writing, or open it again."""
    with db.transaction():
        room = queries.room(actor, room_id, Can.EDIT_NETWORK)
        if archived != bool(room.archived_at):
            room.archived_at = now() if archived else None
    return room


def _change(actor: Actor, thread: Thread, kind: str, message: Message | None = None) -> None:
    seq = writing.next_seq(thread.room)
    writing.log(thread, kind, message, seq, now())
    _tell_and_show(actor, thread, kind, seq, message)


def _tell_and_show(actor: Actor, thread: Thread, kind: str, seq: int, message: Message | None) -> None:
    """To the worker, what happened; to open pages, how it looks now."""
    outbox.tell(EVENTS.get(kind, kind), **_facts(thread, message))
    embeds = queries.embeds(actor, [one for one in (message or thread.answer,) if one])
    template, context = drawing(kind, thread, message, embeds, partial(queries.row, actor))
    facts = {"room": thread.room_id, "seq": seq, "kind": kind, "thread": thread.id,
             "message": message.id if message else None, "client_id": message.client_id if message else None}
    live.show(thread.room.channel, facts, template, **context)


def _facts(thread: Thread, message: Message | None) -> dict[str, int | None]:
    return {"network_id": thread.network_id, "room_id": thread.room_id, "thread_id": thread.id,
            "message_id": message.id if message else None}
