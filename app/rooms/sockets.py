"""The live door to rooms: joining, posting, and the beacon that tells open pages where a room stands."""

from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

from flask import Flask
from flask_socketio import emit, join_room, leave_room
from pydantic import ValidationError

from app.accounts.session import current_actor, forget
from app.api import Body, invalid
from app.database import db
from app.errors import AppError
from app.live import socketio
from app.permissions import SYSTEM, Actor
from app.rooms import asked, leaving, pace, presence, queries, service, shown
from app.rooms.models import CHANNEL

BEAT = 3  # seconds: so long may a page miss what another process wrote, or a last broadcast that was lost
EVERYBODY = 7  # beats: then rooms that stand still are told too
Json = dict[str, Any]
T = TypeVar("T", bound=Body)


def event(name: str, model: type[T]) -> Callable[[Callable[[Actor, T], Json]], None]:
    """Register a handler that gets what was sent as a MODEL. Its answer, or why not, becomes the ack."""
    def register(handle: Callable[[Actor, T], Json]) -> None:
        @socketio.on(name)
        def answer(sent: Any = None, *_: Any) -> Json:
            try:
                asked_for = model.model_validate(sent)
            except ValidationError as error:
                raise invalid(error) from None
            return {"ok": True, **handle(current_actor(), asked_for)}
    return register


@event("room:join", asked.InRoom)
def join(actor: Actor, sent: asked.InRoom) -> Json:
    """Hear what happens in a room from now on."""
    channel = queries.room(actor, sent.room).channel
    join_room(channel)
    db.session.rollback()  # look again: what was said while we joined counts, and a right that ended
    forget()
    try:
        seq = queries.room(current_actor(), sent.room).seq
    except AppError:
        leave_room(channel)
        raise
    emit("seq", {"room": sent.room, "seq": seq})
    return {"seq": seq}


@event("room:leave", asked.InRoom)
def leave(actor: Actor, sent: asked.InRoom) -> Json:
    """Hear no more of a room."""
    leave_room(CHANNEL.format(sent.room))
    leave_room(presence.HERE.format(sent.room))
    return {}


@event("presence", asked.Here)
def look(actor: Actor, sent: asked.Here) -> Json:
    """Say that one looks at a room that one hears, or away from it; and be told who else does."""
    room = queries.room(actor, sent.room)
    (join_room if sent.here else leave_room)(presence.HERE.format(room.id))
    emit("presence", presence.told(presence.everywhere()).get(room.id, presence.nobody(room.id)))
    return {}


@event("message:post", asked.Post)
def post(actor: Actor, sent: asked.Post) -> Json:
    """Answer in a thread, or start one in a room."""
    pace.require_pace(actor)
    files = tuple(sent.files)
    if sent.thread is not None:
        posted = service.post_message(actor, sent.thread, sent.body, sent.client_id, sent.links, files,
                                      sent.sure)
    else:
        posted = service.start_thread(actor, sent.room or 0, sent.body, sent.title, sent.thread_kind,
                                      sent.client_id, sent.links, files, sure=sent.sure)
    return {"message": shown.one_message(actor, posted.message), "duplicate": posted.duplicate}


@event("typing", asked.InThread)
def typing(actor: Actor, sent: asked.InThread) -> Json:
    """Tell the others in the room, if it is not too often. It may be lost."""
    thread = queries.thread(actor, sent.thread)
    if pace.may_tell_typing(actor):
        facts = {"room": thread.room_id, "thread": thread.id, "person": {"id": actor.id, "name": actor.name}}
        emit("typing", facts, to=thread.room.channel, include_self=False)
    return {}


def start_beacon(app: Flask) -> None:
    """Tell open pages now and then where their rooms stand. Started once, by the web server."""
    socketio.start_background_task(_beacon, app)


def _beacon(app: Flask) -> None:
    told: dict[int, int] = {}
    company = presence.Teller()
    for beat in count(1):
        socketio.sleep(BEAT)
        try:
            with app.app_context():
                told = tell_heads(told if beat % EVERYBODY else {})
                company.beat()
                leaving.turn_away()
        except Exception:
            app.logger.exception("The beacon missed a beat.")


def tell_heads(told: dict[int, int]) -> dict[int, int]:
    """Tell the pages of each open room its `seq`, unless TOLD has it already. Return where all of them stand.

    Only those of this process: each has a beacon of its own.
    """
    heads = queries.heads(SYSTEM, _open_rooms())
    for room_id, seq in heads.items():
        if told.get(room_id) != seq:
            socketio.emit(  # type: ignore[call-arg]  # the stubs leave the last one out
                "seq", {"room": room_id, "seq": seq}, to=CHANNEL.format(room_id), ignore_queue=True)
    return heads


def _open_rooms() -> list[int]:
    """Rooms to which some page of this process listens."""
    before = CHANNEL.format("")
    server: Any = socketio.server  # type: ignore[attr-defined]  # the stubs leave it out
    channels = list(server.manager.rooms.get("/", {}))
    return [int(name.removeprefix(before)) for name in channels if name and name.startswith(before)]
