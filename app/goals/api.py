"""The API door to goals."""

from typing import Any

from flask import Blueprint
from spectree import Response

from app.accounts.session import current_actor
from app.api import Problem, limited, listed, position, spec
from app.directory.queries import municipalities
from app.goals import queries, shapes
from app.goals.models import Goal
from app.goals.shown import GoalShown, shown
from app.permissions import require_site

bp = Blueprint("goals_api", __name__, url_prefix="/api/v1")
Json = dict[str, Any]
ACTION = ("id", "title", "about", "responsible", "from_year", "to_year", "cost", "effect")
FOUND = ("id", "year", "value", "source", "words")


@bp.get("/goals")
@spec.validate(resp=Response(HTTP_200=shapes.GoalsShown, HTTP_401=Problem, HTTP_404=Problem, HTTP_422=Problem),
               tags=["goals"])
def goals(query: shapes.Page) -> Json:
    """The goals that you may read, of all municipalities or one."""
    actor, limit = current_actor(), limited(query.limit)
    require_site(actor)
    place = municipalities(actor, query.municipality)[0] if query.municipality else None
    found = queries.after(actor, place, position(query.cursor) or 0, limit + 1)
    views = {view.goal.id: view for view in shown(actor, found)}
    return listed(found, limit, lambda one: goal_json(views[one.id]), lambda one: one.id)


@bp.get("/goals/<int:goal_id>")
@spec.validate(resp=Response(HTTP_200=shapes.GoalShown, HTTP_401=Problem, HTTP_404=Problem), tags=["goals"])
def goal(goal_id: int) -> Json:
    """One goal with its actions and what was found."""
    actor = current_actor()
    [view] = shown(actor, [queries.goal(actor, goal_id)])
    return goal_json(view)


def goal_json(view: GoalShown) -> Json:
    """A goal as programs read it."""
    goal, latest, place = view.goal, view.progress.latest, view.goal.organisation
    return {
        "id": goal.id, "municipality": {"code": place.code, "country": place.country, "name": place.name},
        "network": goal.network_id, "visibility": goal.visibility.value, "title": goal.title, "about": goal.about,
        "language": goal.language, "indicator": goal.indicator.code if goal.indicator else None, "unit": view.unit,
        "direction": goal.direction.value, "baseline": _baseline(goal),
        "target": {"year": goal.target_year, "value": goal.target_value, "percent": goal.target_percent},
        "latest": {"year": latest[0], "value": latest[1]} if latest else None, "track": view.track.value,
        "plan": f"plan:{goal.plan_id}" if goal.plan_id else None,
        "due": goal.due_on.isoformat() if goal.due_on else None,
        "actions": [{name: getattr(one, name) for name in ACTION} | {"status": one.status.value}
                    for one in goal.actions],
        "monitoring": [{name: getattr(one, name) for name in FOUND} | {"made_on": one.made_on.isoformat()}
                       for one in goal.monitorings],
        "version": goal.version, "url": goal.path}


def _baseline(goal: Goal) -> Json:
    return {"year": goal.baseline_year, "value": goal.baseline_value, "source": goal.baseline_source,
            "retrieved": goal.baseline_on.isoformat() if goal.baseline_on else None}
