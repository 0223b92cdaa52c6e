"""The API door to rooms and threads; messages come in by the one beside it."""

from dataclasses import replace

from flask import Blueprint
from spectree import Response

from app.accounts.session import current_actor
from app.api import Problem, limited, listed, spec
from app.database import db
from app.permissions import Actor
from app.rooms import api_carrying, api_messages, asked, direct, naming, pace, queries, service, shapes, shown
from app.rooms.api_messages import Json, answers, seq_of

bp = Blueprint("rooms_api", __name__, url_prefix="/api/v1")
bp.register_blueprint(api_messages.bp)
bp.register_blueprint(api_carrying.bp)
STARTED = Response(HTTP_200=shapes.Started, HTTP_201=shapes.Started, HTTP_404=Problem, HTTP_409=Problem,
                   HTTP_422=Problem, HTTP_429=Problem)


@bp.get("/rooms")
@spec.validate(resp=answers(shapes.Rooms), tags=["rooms"])
def rooms() -> Json:
    """All rooms that you read, and after them your conversations."""
    actor = current_actor()
    found = queries.rooms(actor) + direct.rooms(actor)
    unread = queries.unread_threads(actor, found)
    return {"items": [shown.room(room, len(unread[room.id])) for room in found], "next": None}


@bp.post("/rooms")
@spec.validate(resp=Response(HTTP_201=shapes.Room, HTTP_404=Problem, HTTP_422=Problem), tags=["rooms"])
def create_room(json: asked.Room) -> tuple[Json, int]:
    """Open one more room in a network that you coordinate."""
    actor = current_actor()
    return shown.room(service.create_room(actor, json.network, json.name, json.about, json.kind), 0), 201


@bp.get("/rooms/<int:room_id>")
@spec.validate(resp=answers(shapes.WholeRoom), tags=["rooms"])
def room(room_id: int) -> Json:
    """One room."""
    return shown_room(current_actor(), room_id)


@bp.patch("/rooms/<int:room_id>")
@spec.validate(resp=answers(shapes.WholeRoom), tags=["rooms"])
def edit_room(room_id: int, json: asked.RoomEdit) -> Json:
    """Change what a room says of itself, close it for writing, or open it again."""
    actor = current_actor()
    with db.transaction():
        if wanted := json.model_dump(exclude_unset=True, exclude={"archived"}):
            service.edit_room(actor, room_id, replace(service.facts_of(actor, room_id), **wanted))
        if json.archived is not None:
            service.archive_room(actor, room_id, json.archived)
    return shown_room(actor, room_id)


def shown_room(actor: Actor, room_id: int) -> Json:
    """A room with its number of unread threads."""
    found = queries.room(actor, room_id)
    return {**shown.room(found, len(queries.unread_threads(actor, [found])[room_id])),
            "links": found.links, "templates": found.templates}


@bp.get("/rooms/<int:room_id>/people")
@spec.validate(resp=answers(shapes.People), tags=["rooms"])
def people(room_id: int, query: asked.People) -> Json:
    """Whom you can mention: write `@[Name](person:ID)`; all from somewhere, `@[Bamble](organisation:ID)`."""
    found = naming.mentionable(current_actor(), room_id, query.q)
    return {"items": [shown.person(person) for person in found], "next": None}


@bp.get("/rooms/<int:room_id>/threads")
@spec.validate(resp=answers(shapes.Threads), tags=["threads"])
def threads(room_id: int, query: asked.Threads) -> Json:
    """The threads of a room, the latest first."""
    actor, limit = current_actor(), limited(query.limit)
    found = queries.threads(actor, room_id, query.kind, query.state, seq_of(query.cursor), limit + 1)
    unread = queries.unread_threads(actor, [found[0].room])[room_id] if found else set()
    return listed(queries.rows(actor, found), limit, key=lambda row: row.thread.last_seq,
                  shown=lambda row: shown.thread_line(row, row.thread.id in unread))


@bp.post("/rooms/<int:room_id>/threads")
@spec.validate(resp=STARTED, tags=["threads"])
def start_thread(room_id: int, json: asked.Thread) -> tuple[Json, int]:
    """Ask, or tell, something new. The same `client_id` again answers 200 with the first message."""
    pace.require_pace(actor := current_actor())
    posted = service.start_thread(actor, room_id, json.body, json.title, json.thread_kind, json.client_id,
                                  json.links, tuple(json.files), sure=json.sure)
    answer = {"thread": shown.thread(posted.thread), "message": shown.one_message(actor, posted.message)}
    return answer, 200 if posted.duplicate else 201


@bp.get("/threads/<int:thread_id>")
@spec.validate(resp=answers(shapes.Thread), tags=["threads"])
def thread(thread_id: int) -> Json:
    """One thread, without its messages."""
    return shown.thread(queries.thread(current_actor(), thread_id))


@bp.patch("/threads/<int:thread_id>")
@spec.validate(resp=answers(shapes.Thread), tags=["threads"])
def edit_thread(thread_id: int, json: asked.ThreadEdit) -> Json:
    """Give a thread another title or kind, close it or open it again, pin it."""
    actor = current_actor()
    with db.transaction():
        if json.title is not None:
            service.rename_thread(actor, thread_id, json.title)
        if json.kind is not None:
            service.set_thread_kind(actor, thread_id, json.kind)
        if json.state is not None:
            service.set_thread_state(actor, thread_id, json.state)
        if json.pinned is not None:
            service.pin_thread(actor, thread_id, json.pinned)
    return shown.thread(queries.thread(actor, thread_id))


@bp.put("/threads/<int:thread_id>/answer")
@spec.validate(resp=answers(shapes.Thread), tags=["threads"])
def answer(thread_id: int, json: asked.Answer) -> Json:
    """Mark the message that answers the thread."""
    return shown.thread(service.mark_answer(current_actor(), thread_id, json.message))


@bp.put("/threads/<int:thread_id>/read")
@spec.validate(resp=answers(shapes.Read), tags=["threads"])
def read(thread_id: int, json: asked.Read) -> Json:
    """Say how far you have read. It never goes back."""
    return {"thread": thread_id, "seq": service.mark_read(current_actor(), thread_id, json.seq)}
