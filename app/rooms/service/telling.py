"""What follows a change: its number in the room, the outbox, the open pages."""

from functools import partial

from app import live, outbox
from app.database import db, now
from app.permissions import SYSTEM, Actor
from app.rooms import queries, writing
from app.rooms.drawing import drawing
from app.rooms.models import Message, Room, Thread

LINK = '<a href="http'
# A message that is back has to be found again, but nobody needs a second letter about it.
EVENTS = {"message_added": "message_posted", "message_restored": "message_edited"}


def change(actor: Actor, thread: Thread, kind: str, message: Message | None = None) -> None:
    """Give a change its number in the room, write it down, tell of it and show it."""
    seq = writing.next_seq(thread.room)
    writing.log(thread, kind, message, seq, now())
    tell_and_show(actor, thread, kind, seq, message)


def tell_and_show(actor: Actor, thread: Thread, kind: str, seq: int, message: Message | None) -> None:
    """To the worker, what happened; to open pages, how it looks now."""
    tell(actor, EVENTS.get(kind, kind), thread, message)
    if message and (LINK in message.html or kind == "message_edited"):  # it leads somewhere, or perhaps no more
        tell(actor, "message_linked", thread, message)
    embeds = queries.embeds(actor, [one for one in (message or thread.answer,) if one])
    template, context = drawing(kind, thread, message, embeds, partial(queries.row, actor))
    facts = {"room": thread.room_id, "seq": seq, "kind": kind, "thread": thread.id,
             "message": message.id if message else None, "client_id": message.client_id if message else None}
    live.show(thread.room.channel, facts, template, **context)


def tell(actor: Actor, event: str, thread: Thread, message: Message | None) -> None:
    """Tell the worker of EVENT and where ACTOR made it happen."""
    outbox.tell(event, network_id=thread.network_id, room_id=thread.room_id, thread_id=thread.id,
                message_id=message.id if message else None)


def leave(actor: Actor, thread: Thread) -> None:
    """Say in the room where THREAD stands that it goes elsewhere: all of it, with one number."""
    seq = writing.next_seq(thread.room)
    writing.log(thread, "thread_moved", None, seq, now())
    template, context = drawing("thread_moved", thread, None, {}, partial(queries.row, actor))
    facts = {"room": thread.room_id, "seq": seq, "kind": "thread_moved", "thread": thread.id, "message": None,
             "client_id": None}
    live.show(thread.room.channel, facts, template, **context)


def point(actor: Actor, room: Room) -> None:
    """Tell the open pages of ROOM where it stands now: they fetch what they have not."""
    def emit() -> None:
        [(room_id, seq)] = queries.heads(SYSTEM, [room.id]).items()
        live.socketio.emit("seq", {"room": room_id, "seq": seq}, to=room.channel)
    db.after_commit(emit)
