"""Tokens, and who one is."""

from typing import Any

from flask import Blueprint, request
from flask_limiter.util import get_remote_address
from pydantic import Field
from spectree import Response

from app.accounts import queries, service
from app.accounts.session import current_actor, current_person
from app.api import Body, Problem, spec
from app.permissions import require_site
from app.security import limiter

bp = Blueprint("accounts_api", __name__, url_prefix="/api/v1")


class TokenAsked(Body):
    """An e-mail address, its password, what the token is for; and the code of whoever has two-step sign-in."""

    email: str = Field(max_length=254)
    password: str = Field(max_length=200)
    name: str = Field(min_length=1, max_length=100)
    code: str = Field("", max_length=40)


class Token(Body):
    """The key. It is shown here, and never again."""

    token: str


class Place(Body):
    """A municipality, or another organisation."""

    name: str
    code: str
    country: str


class OwnNetwork(Body):
    """A network that one belongs to: as guest, member or coordinator."""

    id: int
    name: str
    role: str


class Me(Body):
    """Who one is."""

    id: int
    name: str
    email: str
    title: str
    phone: str
    language: str
    site_role: str
    municipality: Place | None
    networks: list[OwnNetwork]


def account() -> str:
    """Whose door somebody knocks at."""
    sent = request.get_json(silent=True)
    return str(sent.get("email", "")).strip().lower()[:254] if isinstance(sent, dict) else get_remote_address()


@bp.post("/tokens")
@limiter.limit("10/minute")
@limiter.limit("10/minute;50/hour", key_func=account)
@spec.validate(resp=Response(HTTP_201=Token, HTTP_422=Problem), tags=["accounts"])
def make_token(json: TokenAsked) -> tuple[dict[str, str], int]:
    """Make an API token, by e-mail address and password, and a code where two-step sign-in is on."""
    return {"token": service.token_for(current_actor(), json.email, json.password, json.name, json.code)}, 201


@bp.get("/me")
@spec.validate(resp=Response(HTTP_200=Me, HTTP_401=Problem), tags=["accounts"])
def me() -> dict[str, Any]:
    """Who acts with this token or cookie."""
    require_site(current_actor())
    person = current_person()
    assert person
    place, own = person.organisation, queries.own_memberships(current_actor())
    return {
        "id": person.id, "name": person.name, "email": person.email, "title": person.title,
        "phone": person.phone, "language": person.language, "site_role": person.site_role.value,
        "municipality": place and {"name": place.name, "code": place.code, "country": place.country},
        "networks": [{"id": one.network.id, "name": one.network.name, "role": one.role.name.lower()}
                     for one in own]}
