"""Networks for programs."""

from typing import Any

from flask import Blueprint
from pydantic import Field
from spectree import Response

from app.accounts.models import Person
from app.accounts.queries import coordinators
from app.accounts.session import current_actor
from app.api import Body, Problem, limited, listed, position, spec
from app.i18n import locale
from app.networks import queries
from app.networks.models import Network

bp = Blueprint("networks_api", __name__, url_prefix="/api/v1")


class Page(Body):
    """Which part of a list."""

    cursor: str | None = None
    limit: int | None = Field(None, ge=1)


class ThemeShown(Body):
    """A theme, in the language that was asked for."""

    key: str
    name: str


class Taking(Body):
    """A municipality that takes part, and the decision of its council."""

    code: str
    country: str
    name: str
    since: str
    decision_body: str
    decision_date: str | None
    case_number: str


class PersonShown(Body):
    """Who coordinates."""

    id: int
    name: str


class NetworkShown(Body):
    """A network; `state` is setting_up, active or concluded."""

    id: int
    name: str
    about: str
    state: str
    language: str
    programme: str | None
    themes: list[ThemeShown]
    municipalities: list[Taking]
    coordinators: list[PersonShown]
    url: str


class Networks(Body):
    """Some networks, and where the next ones begin."""

    items: list[NetworkShown]
    next: str | None


@bp.get("/networks")
@spec.validate(resp=Response(HTTP_200=Networks, HTTP_401=Problem), tags=["networks"])
def networks(query: Page) -> dict[str, Any]:
    """The networks that one may read."""
    limit = limited(query.limit)
    found = queries.networks(current_actor(), position(query.cursor) or 0, limit + 1)
    people = coordinators(current_actor(), [one.id for one in found])
    return listed(found, limit, lambda one: shown(one, people[one.id]), lambda one: one.id)


@bp.get("/networks/<int:network_id>")
@spec.validate(resp=Response(HTTP_200=NetworkShown, HTTP_401=Problem, HTTP_404=Problem), tags=["networks"])
def network(network_id: int) -> dict[str, Any]:
    """One of them."""
    found = queries.network(current_actor(), network_id)
    return shown(found, coordinators(current_actor(), [found.id])[found.id])


def shown(network: Network, people: list[Person]) -> dict[str, Any]:
    """NETWORK as programs see it."""
    return {
        "id": network.id, "name": network.name, "about": network.about, "state": network.state.value,
        "language": network.language, "programme": network.programme.name if network.programme else None,
        "themes": [{"key": theme.key, "name": theme.label(locale())} for theme in network.themes],
        "municipalities": [{
            "code": one.organisation.code, "country": one.organisation.country, "name": one.organisation.name,
            "since": one.started_on.isoformat(), "decision_body": one.decision_body,
            "decision_date": one.decision_date.isoformat() if one.decision_date else None,
            "case_number": one.case_number} for one in network.current],
        "coordinators": [{"id": person.id, "name": person.name} for person in people],
        "url": f"/networks/{network.id}"}
