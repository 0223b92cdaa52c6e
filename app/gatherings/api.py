"""Gatherings for programs."""

from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint
from pydantic import Field
from spectree import Response

from app.accounts.session import current_actor
from app.api import Body, Problem, limited, listed, position, spec
from app.files.models import File
from app.gatherings import queries, service
from app.gatherings.models import AgendaItem, Gathering

Number = Annotated[int, Field(gt=0, lt=2**31)]
bp = Blueprint("gatherings_api", __name__, url_prefix="/api/v1")


class Page(Body):
    """Which part of a list."""

    cursor: str | None = None
    limit: int | None = Field(None, ge=1)


class Place(Body):
    """The municipality that hosts it."""

    code: str
    country: str
    name: str


class Material(Body):
    """A file at a point of the agenda."""

    id: int
    name: str
    size: int
    media_type: str
    url: str


class Point(Body):
    """A point of the agenda."""

    id: int
    title: str
    starts_at: str | None
    minutes: int | None
    host: str
    files: list[Material]


class GatheringShown(Body):
    """A gathering in a list."""

    id: int
    title: str
    network: int
    place: str
    host: Place | None
    starts_at: str
    ends_at: str
    cancelled: bool
    url: str


class WholeGathering(GatheringShown):
    """A gathering with its agenda, and how many answered what."""

    about: str
    html: str
    version: int
    agenda: list[Point]
    answers: dict[str, int]


class Gatherings(Body):
    """Some gatherings, and where the next ones begin."""

    items: list[GatheringShown]
    next: str | None


class MaterialSent(Body):
    """Files that were uploaded, and the point of the agenda that they are for."""

    item: Number
    files: list[Number] = Field(min_length=1, max_length=50)


@bp.get("/gatherings")
@spec.validate(resp=Response(HTTP_200=Gatherings, HTTP_401=Problem), tags=["gatherings"])
def gatherings(query: Page) -> dict[str, Any]:
    """The gatherings of the networks that one may read."""
    limit = limited(query.limit)
    found = queries.gatherings(current_actor(), position(query.cursor) or 0, limit + 1)
    return listed(found, limit, shown, lambda one: one.id)


@bp.get("/gatherings/<int:gathering_id>")
@spec.validate(resp=Response(HTTP_200=WholeGathering, HTTP_401=Problem, HTTP_404=Problem), tags=["gatherings"])
def gathering(gathering_id: int) -> dict[str, Any]:
    """One of them, with its agenda and material."""
    actor = current_actor()
    found = queries.gathering(actor, gathering_id)
    material = queries.material(actor, found)
    answers = [one.answer for one in queries.attendances(actor, found)]
    return {**shown(found), "about": found.about, "html": found.about_html, "version": found.version,
            "agenda": [shown_point(item, material.get(item.id, [])) for item in found.agenda],
            "answers": {answer: answers.count(answer) for answer in sorted(set(answers))}}


@bp.post("/gatherings/<int:gathering_id>/material")
@spec.validate(resp=Response(HTTP_201=Point, HTTP_401=Problem, HTTP_403=Problem, HTTP_404=Problem,
                             HTTP_409=Problem, HTTP_422=Problem), tags=["gatherings"])
def add_material(gathering_id: int, json: MaterialSent) -> tuple[dict[str, Any], int]:
    """Put uploaded files (see `POST /files`) at a point of the agenda; answers the point with all it has."""
    actor = current_actor()
    item = service.add_material(actor, gathering_id, json.item, json.files)
    return shown_point(item, queries.material(actor, item.gathering)[item.id]), 201


def shown(gathering: Gathering) -> dict[str, Any]:
    """A gathering in a list."""
    host = gathering.host
    return {"id": gathering.id, "title": gathering.title, "network": gathering.network_id, "place": gathering.place,
            "host": host and {"code": host.code, "country": host.country, "name": host.name},
            "starts_at": moment(gathering.starts_at), "ends_at": moment(gathering.ends_at),
            "cancelled": gathering.cancelled_at is not None, "url": f"/gatherings/{gathering.id}"}


def shown_point(item: AgendaItem, files: list[File]) -> dict[str, Any]:
    """A point of the agenda with its FILES."""
    return {"id": item.id, "title": item.title, "host": item.host, "minutes": item.minutes,
            "starts_at": moment(item.starts_at) if item.starts_at else None,
            "files": [{"id": file.id, "name": file.name, "size": file.size, "media_type": file.media_type,
                       "url": f"/files/{file.id}"} for file in files]}


def moment(at: datetime) -> str:
    """ISO 8601, UTC."""
    return at.isoformat().replace("+00:00", "Z")
