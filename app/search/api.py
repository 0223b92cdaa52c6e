"""Search for programs. Without a sign-in it finds what is public."""

from typing import Any

from flask import Blueprint
from spectree import Response

from app.accounts.session import current_actor
from app.api import Problem, spec
from app.networks.models import OrganisationKind
from app.permissions import NOBODY
from app.search import pace, queries, service
from app.search.asked import Asked, Typed
from app.search.names import Shown
from app.search.saved_pages import require_letter
from app.search.shapes import SearchShown, SuggestionsShown

bp = Blueprint("search_api", __name__, url_prefix="/api/v1")


@bp.get("/search")
@spec.validate(resp=Response(HTTP_200=SearchShown, HTTP_422=Problem, HTTP_429=Problem), tags=["search"])
def search(query: Asked) -> dict[str, Any]:
    """Find in everything that you may read: words, "exact phrases", -unwanted words; in any Nordic spelling."""
    actor = current_actor()
    pace.require_pace(actor)
    found = queries.search(actor, query)
    return {"total": found.total, "total_is_exact": found.total_is_exact,
            "hits": [shown(hit) for hit in found.hits],
            "facets": {name: [vars(choice) for choice in choices] for name, choices in found.facets.items()},
            "suggestion": found.suggestion}


@bp.get("/suggest")
@spec.validate(resp=Response(HTTP_200=SuggestionsShown, HTTP_422=Problem, HTTP_429=Problem), tags=["search"])
def suggest(query: Typed) -> dict[str, Any]:
    """Titles that begin as was typed, of what you may read."""
    actor = current_actor()
    pace.require_pace(actor, pace.SUGGESTIONS)
    return {"items": [one._asdict() for one in queries.suggest(actor, query.q)]}


@bp.post("/search/letters/end")
@spec.validate(resp=Response(HTTP_204=None, HTTP_404=Problem), tags=["search"])
def end_letters() -> tuple[str, int]:
    """For mail programs (RFC 8058): no more letters about saved searches to whom the `token` was written."""
    service.end_letters(NOBODY, require_letter())
    return "", 204


def shown(hit: Shown) -> dict[str, Any]:
    """A hit as programs see it."""
    place = hit.place if hit.place and hit.place.kind == OrganisationKind.MUNICIPALITY else None
    return {"type": hit.type, "id": hit.thing.id, "title": hit.thing.title, "url": hit.url,
            "snippet_html": hit.snippet_html, "municipality": place.name if place else None,
            "network": hit.network_id, "network_name": hit.network or None,
            "date": hit.date.isoformat().replace("+00:00", "Z") if hit.date else None,
            "score": hit.score, "page": hit.page}
