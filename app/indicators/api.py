"""The API door to indicators and cards."""

from typing import Any

from flask import Blueprint
from spectree import Response

from app.accounts.session import current_actor
from app.api import Problem, limited, listed, position, spec
from app.i18n import locale
from app.indicators import queries, service, shapes
from app.indicators.choice import Choice
from app.indicators.frozen_parts import Target
from app.indicators.models import Indicator, Observation, Release, SnapshotCard
from app.indicators.words_beside import told
from app.permissions import Actor

bp = Blueprint("indicators_api", __name__, url_prefix="/api/v1")
Json = dict[str, Any]


def answers(model: Any) -> Response:
    """A call that gives a MODEL, or a problem."""
    return Response(HTTP_200=model, HTTP_401=Problem, HTTP_404=Problem, HTTP_422=Problem)


@bp.get("/indicators")
@spec.validate(resp=answers(shapes.IndicatorsShown), tags=["indicators"])
def indicators(query: shapes.Indicators) -> Json:
    """The catalogue, or one theme of it, or where some words stand."""
    actor = current_actor()
    found = queries.indicators(actor, query.theme, query.q)
    newest = queries.newest_releases(actor, [one.id for one in found])
    return {"items": [indicator_json(one, newest.get(one.id)) for one in found], "next": None}


@bp.get("/indicators/<code>")
@spec.validate(resp=answers(shapes.IndicatorShown), tags=["indicators"])
def indicator(code: str) -> Json:
    """One indicator."""
    actor = current_actor()
    found = queries.indicator(actor, code)
    return indicator_json(found, queries.newest_releases(actor, [found.id]).get(found.id))


@bp.get("/indicators/<code>/observations")
@spec.validate(resp=answers(shapes.ObservationsShown), tags=["indicators"])
def observations(code: str, query: shapes.Observations) -> Json:
    """Its figures as they are now, of all municipalities or some."""
    actor, limit = current_actor(), limited(query.limit)
    found = queries.indicator(actor, code)
    places = queries.municipalities(actor, found.country, query.municipality) if query.municipality else None
    seen = queries.observations(actor, found, {place.id for place in places} if places else None, query.since,
                                query.until, position(query.cursor) or 0, limit + 1)
    return listed(seen, limit, observation_json, lambda one: one.id)


@bp.post("/cards")
@spec.validate(resp=Response(HTTP_201=shapes.CardShown, HTTP_401=Problem, HTTP_422=Problem), tags=["cards"])
def make_card(json: shapes.Card) -> tuple[Json, int]:
    """Freeze figures as they are now. Only you see the card until you put it into a message."""
    actor = current_actor()
    aim = Target(json.target.year, json.target.value) if json.target else None
    card = service.make_card(actor, Choice(
        json.indicator, tuple(json.municipalities), json.since, json.until, json.note, json.language, json.form,
        json.compare, aim, json.measures))
    return card_json(actor, card), 201


@bp.get("/cards/<int:card_id>")
@spec.validate(resp=answers(shapes.CardShown), tags=["cards"])
def card(card_id: int) -> Json:
    """One card, with the values that it was made with."""
    actor = current_actor()
    return card_json(actor, queries.card(actor, card_id))


def indicator_json(one: Indicator, release: Release | None) -> Json:
    """ONE in the language of the request."""
    texts = one.texts(locale())
    return {
        "code": one.code, "country": one.country, "theme": one.theme.key if one.theme else None,
        "name": texts["title"], "unit": texts["unit"], "definition": texts["definition"], "caveat": texts["caveat"],
        "decimals": one.decimals, "direction": one.direction, "source": one.source, "table": one.table_id,
        "variable": one.variable, "source_url": one.url, "periodicity": one.periodicity,
        "derived_from": one.derived_from, "municipalities": one.places, "first_year": one.first_year,
        "last_year": one.last_year, "release": release_json(release) if release else None,
        "url": f"/indicators/{one.code}"}


def release_json(one: Release) -> Json:
    """Where figures are from, and from when."""
    return {"id": one.id, "source": one.source, "table": one.table_id, "url": one.url,
            "retrieved": one.retrieved_on.isoformat(), "rows": one.rows,
            "updated": one.updated_at.date().isoformat() if one.updated_at else None}


def observation_json(one: Observation) -> Json:
    """One figure."""
    return {"municipality": {"code": one.organisation.code, "name": one.organisation.name}, "year": one.year,
            "value": one.value, "status": one.status, "release": one.release_id}


def card_json(actor: Actor, card: SnapshotCard) -> Json:
    """CARD with all that is frozen in it."""
    frozen = card.figures
    kept = frozen.to_dict()
    same = ("indicator", "title", "unit", "decimals", "direction", "definition", "caveat", "municipalities", "own",
            "years", "values", "source", "table", "release", "retrieved", "updated", "note", "form", "circle", "target",
            "marks")
    return {name: kept[name] for name in same} | {
        "id": card.id, "url": f"/cards/{card.id}", "source_url": frozen.url, "language": frozen.lang,
        "text": told(frozen), "author": {"id": card.author.id, "name": card.author.name},
        "created_at": card.created_at.isoformat().replace("+00:00", "Z"),
        "newer_figures": card.id in queries.newer_figures(actor, [card])}
