"""The API door to polls."""

from typing import Annotated, Any

from flask import Blueprint
from pydantic import AwareDatetime, Field
from spectree import Response

from app.accounts.session import current_actor
from app.api import Body, Problem, spec
from app.polls import queries, service
from app.polls.models import Poll
from app.rooms import pace
from app.rooms.asked import Id
from app.rooms.shown import moment

bp = Blueprint("polls_api", __name__, url_prefix="/api/v1")


class Asked(Body):
    """A new poll. Put it beneath a message with `polls: [ID]`."""

    question: str
    options: Annotated[list[str], Field(max_length=50)]
    several: bool = False
    anonymous: bool = False
    closes_at: AwareDatetime | None = None


class Vote(Body):
    """All that you choose; an empty list takes it back."""

    options: Annotated[list[Id], Field(max_length=50)]


class Option(Body):
    """An answer, how many chose it, and who: null where that is nobody's to see."""

    id: int
    text: str
    votes: int
    people: list[int] | None


class Shown(Body):
    """A poll; `chosen` are the options that you chose."""

    id: int
    question: str
    several: bool
    anonymous: bool
    open: bool
    closes_at: str | None
    voters: int
    options: list[Option]
    chosen: list[int]


ANSWERS = Response(HTTP_200=Shown, HTTP_404=Problem, HTTP_409=Problem, HTTP_422=Problem)


@bp.post("/polls")
@spec.validate(resp=Response(HTTP_201=Shown, HTTP_422=Problem, HTTP_429=Problem), tags=["polls"])
def make(json: Asked) -> tuple[dict[str, Any], int]:
    """Make a poll; nobody sees it before it stands beneath a message of yours."""
    pace.require_pace(current_actor())
    return shown(service.make(current_actor(), service.Facts(
        json.question, tuple(json.options), json.several, json.anonymous, json.closes_at))), 201


@bp.get("/polls/<int:poll_id>")
@spec.validate(resp=ANSWERS, tags=["polls"])
def poll(poll_id: int) -> dict[str, Any]:
    """A poll as it stands."""
    return shown(queries.poll(current_actor(), poll_id))


@bp.put("/polls/<int:poll_id>/vote")
@spec.validate(resp=ANSWERS, tags=["polls"])
def vote(poll_id: int, json: Vote) -> dict[str, Any]:
    """Choose, choose something else, or take it back."""
    return shown(service.vote(current_actor(), poll_id, json.options))


def shown(one: Poll) -> dict[str, Any]:
    """POLL, for the person who asks."""
    options = [{"id": option.id, "text": option.text, "votes": len(option.votes),
                "people": None if one.anonymous else [vote.person_id for vote in option.votes]}
               for option in one.options]
    return {"id": one.id, "question": one.question, "several": one.several, "anonymous": one.anonymous,
            "open": one.is_open, "closes_at": moment(one.closes_at), "voters": one.voters, "options": options,
            "chosen": sorted(queries.chosen(current_actor(), one))}
