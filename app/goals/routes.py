"""Pages on which goals are read: those of a municipality, and one with its chart. Writing is in its own files."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from app.accounts.session import current_actor
from app.directory.queries import municipalities
from app.goals import action_pages, queries, regional_pages, service, writing_pages
from app.goals.covenant import workbook
from app.goals.labels import WORDS
from app.goals.shown import shown
from app.i18n import today
from app.indicators.card_pages import download
from app.indicators.workbook import XLSX
from app.permissions import Can, allows, require_site

bp = Blueprint("goals", __name__, template_folder="templates")
bp.register_blueprint(writing_pages.bp)
bp.register_blueprint(action_pages.bp)
bp.register_blueprint(regional_pages.bp)


@bp.get("/municipalities/<code>/goals")
def of_municipality(code: str) -> ResponseReturnValue:
    """What a municipality wants to reach, and how far it has come."""
    actor = current_actor()
    require_site(actor)
    place = municipalities(actor, code)[0]
    found = shown(actor, queries.of_municipality(actor, place))
    return render_template("goals/place.html", place=place, goals=found, may_begin=queries.shared_with(actor, place),
                           **WORDS)


@bp.get("/municipalities/<code>/goals/covenant.xlsx")
def covenant(code: str) -> ResponseReturnValue:
    """The same as the tables that the Covenant of Mayors asks for."""
    actor = current_actor()
    require_site(actor)
    place = municipalities(actor, code)[0]
    found = shown(actor, queries.of_municipality(actor, place))
    return download(workbook(place, found, today()), XLSX, f"covenant-{place.key}.xlsx")


@bp.get("/goals/<int:goal_id>")
def goal(goal_id: int) -> ResponseReturnValue:
    """One goal: the chart, the rule, what is done, what was found."""
    actor = current_actor()
    [found] = shown(actor, [queries.goal(actor, goal_id)])
    linked = [one.example_id for one in found.goal.actions]
    examples = queries.examples(actor, found.goal.organisation, linked) if any(linked) else []
    return render_template(
        "goals/show.html", goal=found.goal, view=found, examples={one.id: one for one in examples},
        edits=allows(actor, Can.EDIT_GOAL, found.goal), **WORDS)


@bp.post("/goals/<int:goal_id>/card")
def card(goal_id: int) -> ResponseReturnValue:
    """Freeze its figures in a card, to show in a thread."""
    return redirect(f"/cards/{service.make_card(current_actor(), goal_id).id}", 303)
