"""People for programs."""

from typing import Any, Literal

from flask import Blueprint
from pydantic import Field
from spectree import Response

from app.accounts.session import current_actor
from app.api import Body, Problem, limited, listed, position, spec
from app.directory import queries
from app.directory.choosing import DIMENSIONS, matching, resolved
from app.directory.seen import Seen
from app.i18n import locale
from app.networks.models import OrganisationKind

bp = Blueprint("directory_api", __name__, url_prefix="/api/v1")


class Asked(Body):
    """Whom one looks for. Places by number: «4012», or «SE-2510» where two countries use one."""

    theme: str = Field("", max_length=100)
    network: str = Field("", max_length=20)
    county: str = Field("", max_length=20)
    municipality: str = Field("", max_length=20)
    organisation: str = Field("", max_length=20)
    role: Literal["", "record", "coordinator", "staff"] = ""
    q: str = Field("", max_length=200)
    cursor: str | None = None
    limit: int | None = Field(None, ge=1)


class Place(Body):
    """A municipality, or another organisation."""

    name: str
    code: str
    country: str


class Known(Body):
    """A theme, in the language that was asked for."""

    key: str
    name: str


class Line(Body):
    """What a person answered of what administrators ask for: what was asked, and the answer."""

    label: str
    text: str


class PersonShown(Body):
    """A person; lines that are not shown to you are empty. `work_days`: "124" is Monday, Tuesday and Thursday."""

    id: int
    name: str
    title: str
    municipality: Place | None
    organisation: Place | None
    themes: list[Known]
    ask_about: str
    about: str
    languages: str
    availability: str
    work_days: str
    away_until: str | None
    stand_in: int | None
    contact_of_record: bool
    photo: str | None
    email: str
    phone: str
    lines: list[Line]
    url: str


class People(Body):
    """Some people, and where the next ones begin."""

    items: list[PersonShown]
    next: str | None


@bp.get("/people")
@spec.validate(resp=Response(HTTP_200=People, HTTP_401=Problem, HTTP_422=Problem), tags=["people"])
def people(query: Asked) -> dict[str, Any]:
    """Who knows something, and how to reach them."""
    actor, limit, after = current_actor(), limited(query.limit), position(query.cursor) or 0
    register = queries.register(actor, locale())
    chosen = resolved(query.model_dump(include={*DIMENSIONS, "q"}), register)
    found = [row.id for row in matching(register.rows, chosen) if row.id > after][:limit + 1]
    return listed(queries.seen(actor, found), limit, shown, lambda one: one.person.id)


@bp.get("/people/<int:person_id>")
@spec.validate(resp=Response(HTTP_200=PersonShown, HTTP_401=Problem, HTTP_404=Problem), tags=["people"])
def person(person_id: int) -> dict[str, Any]:
    """One person."""
    return shown(queries.person(current_actor(), person_id))


def shown(seen: Seen) -> dict[str, Any]:
    """A person, as the reader may see them."""
    person, card, place = seen.person, seen.card, seen.person.organisation
    placed = place and {"name": place.name, "code": place.code, "country": place.country}
    is_municipality = place is not None and place.kind == OrganisationKind.MUNICIPALITY
    return {"id": person.id, "name": person.name, "title": person.title, "organisation": placed,
            "municipality": placed if is_municipality else None,
            "themes": [{"key": theme.key, "name": theme.label(locale())} for theme in card.themes],
            "ask_about": card.ask_about, "about": card.about, "languages": card.languages,
            "availability": seen.availability, "work_days": seen.work_days,
            "away_until": person.away_until.isoformat() if person.is_away and person.away_until else None,
            "stand_in": person.stand_in_id if person.is_away else None, "contact_of_record": card.of_record,
            "photo": f"/people/{person.id}/photo" if person.photo else None, "email": seen.email, "phone": seen.phone,
            "lines": [{"label": line.field.label(locale()), "text": line.text} for line in seen.lines],
            "url": f"/people/{person.id}"}
