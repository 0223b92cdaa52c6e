"""The API door to conversations; what is said in them comes in by that of rooms."""

from typing import Annotated, Any

from flask import Blueprint
from pydantic import Field
from spectree import Response

from app.accounts.session import current_actor
from app.api import Body, Problem, spec
from app.conversations import service
from app.rooms import pace, shapes, shown
from app.rooms.asked import Id

bp = Blueprint("conversations_api", __name__, url_prefix="/api/v1")


class People(Body):
    """Whom to write to: their ids. One is in it oneself."""

    people: Annotated[list[Id], Field(max_length=50)]


@bp.post("/conversations")
@spec.validate(resp=Response(HTTP_200=shapes.Thread, HTTP_404=Problem, HTTP_422=Problem, HTTP_429=Problem),
               tags=["rooms"])
def write(json: People) -> dict[str, Any]:
    """The thread that you have with these people, and nobody else reads; it begins now if there is none yet.
    Read it, and write in it, like any other."""
    actor = current_actor()
    pace.require_pace(actor)
    return shown.thread(service.write_to(actor, json.people))
