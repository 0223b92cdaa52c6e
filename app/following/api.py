"""The API door to what one follows."""

from typing import Any

from flask import Blueprint
from spectree import Response

from app.accounts.session import current_actor
from app.api import Body, Problem, spec
from app.rooms import service

bp = Blueprint("following_api", __name__, url_prefix="/api/v1")


class Wish(Body):
    """Whether to hear no more of a thread; else one follows it."""

    muted: bool = False


class Follow(Wish):
    """What was decided of which thread."""

    thread: int


@bp.put("/threads/<int:thread_id>/follow")
@spec.validate(resp=Response(HTTP_200=Follow, HTTP_404=Problem, HTTP_422=Problem), tags=["threads"])
def follow(thread_id: int, json: Wish) -> dict[str, Any]:
    """Follow a thread, or mute it."""
    decided = service.follow_thread(current_actor(), thread_id, json.muted)
    return {"thread": thread_id, "muted": decided.muted}
