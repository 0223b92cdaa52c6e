"""Organisations of every kind, for programs."""

from typing import Any, Literal

from flask import Blueprint
from pydantic import Field
from spectree import Response

from app.accounts.session import current_actor
from app.api import Body, Problem, limited, listed, position, spec
from app.directory import queries
from app.networks.models import Organisation, OrganisationKind

bp = Blueprint("organisations_api", __name__, url_prefix="/api/v1")
Kind = Literal["municipality", "county", "state", "energy", "partner", "association", "ngo"]


class Asked(Body):
    """Which of them. `q`: words that stand in the name or in what it offers."""

    kind: Kind | None = None
    q: str = Field("", max_length=200)
    cursor: str | None = None
    limit: int | None = Field(None, ge=1)


class OrganisationShown(Body):
    """A municipality, a county, a partner, …; `code` is the official number, where there is one."""

    id: int
    name: str
    kind: Kind
    country: str
    code: str
    county: str | None
    offers: str
    website: str
    email: str
    phone: str
    active: bool
    url: str


class Organisations(Body):
    """Some organisations, and where the next ones begin."""

    items: list[OrganisationShown]
    next: str | None


@bp.get("/organisations")
@spec.validate(resp=Response(HTTP_200=Organisations, HTTP_401=Problem, HTTP_422=Problem), tags=["organisations"])
def organisations(query: Asked) -> dict[str, Any]:
    """Who works with the networks, and what one can come to them for."""
    limit = limited(query.limit)
    kind = OrganisationKind(query.kind) if query.kind else None
    found = queries.organisations(current_actor(), query.q, kind, position(query.cursor) or 0)
    return listed(found[:limit + 1], limit, shown, lambda one: one.id)


@bp.get("/organisations/<int:organisation_id>")
@spec.validate(resp=Response(HTTP_200=OrganisationShown, HTTP_401=Problem, HTTP_404=Problem), tags=["organisations"])
def organisation(organisation_id: int) -> dict[str, Any]:
    """One of them."""
    return shown(queries.organisation(current_actor(), organisation_id))


def shown(one: Organisation) -> dict[str, Any]:
    """ONE as programs see it."""
    registered = one.kind in (OrganisationKind.MUNICIPALITY, OrganisationKind.COUNTY)
    return {"id": one.id, "name": one.name, "kind": one.kind.value, "country": one.country,
            "code": one.code if registered else "", "county": one.county.name if one.county else None,
            "offers": one.offers, "website": one.url, "email": one.email, "phone": one.phone, "active": one.active,
            "url": one.path}
