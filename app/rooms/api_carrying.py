"""The API door to threads that come to stand elsewhere: moved, split, merged, asked in another room too."""

from flask import Blueprint
from spectree import Response

from app.accounts.session import current_actor
from app.api import Problem, spec
from app.rooms import asked, pace, queries, service, shapes, shown
from app.rooms.api_messages import Json, answers

bp = Blueprint("carrying_api", __name__, url_prefix="/threads/<int:thread_id>")
SPLIT = Response(HTTP_201=shapes.Thread, HTTP_404=Problem, HTTP_409=Problem, HTTP_422=Problem)
ASKED = Response(HTTP_200=shapes.Started, HTTP_201=shapes.Started, HTTP_404=Problem, HTTP_409=Problem,
                 HTTP_422=Problem, HTTP_429=Problem)


@bp.put("/room")
@spec.validate(resp=answers(shapes.Thread), tags=["threads"])
def move(thread_id: int, json: asked.Move) -> Json:
    """Let a thread stand in another room. 409 says who would read it and could not before."""
    return shown.thread(service.move_thread(current_actor(), thread_id, json.room, json.wider))


@bp.post("/split")
@spec.validate(resp=SPLIT, tags=["threads"])
def split(thread_id: int, json: asked.Split) -> tuple[Json, int]:
    """Let some of its messages be a thread of their own."""
    new = service.split_thread(current_actor(), thread_id, json.messages, json.title)
    return shown.thread(new), 201


@bp.post("/merge")
@spec.validate(resp=answers(shapes.Thread), tags=["threads"])
def merge(thread_id: int, json: asked.Merge) -> Json:
    """Let all of it stand in another thread, which is the answer. 409 as for a move."""
    return shown.thread(service.merge_thread(current_actor(), thread_id, json.into, json.wider))


@bp.post("/elsewhere")
@spec.validate(resp=ASKED, tags=["threads"])
def ask_elsewhere(thread_id: int, json: asked.Elsewhere) -> tuple[Json, int]:
    """Ask the same in another room. Who reads both threads sees in each that there is the other."""
    pace.require_pace(actor := current_actor())
    posted = service.ask_elsewhere(actor, thread_id, json.room, json.body, json.title, json.client_id)
    answer = {"thread": shown.thread(queries.thread(actor, posted.thread.id)),
              "message": shown.one_message(actor, posted.message)}
    return answer, 200 if posted.duplicate else 201
