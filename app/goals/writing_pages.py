"""Pages on which a goal is begun, changed, taken away and brought back."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.session import current_actor
from app.directory.queries import municipalities
from app.errors import AppError, Conflict, Denied
from app.goals import queries, service
from app.goals.forms import GoalForm
from app.goals.models import Goal
from app.i18n import locale
from app.indicators.queries import indicators
from app.networks.models import Network, Organisation
from app.permissions import Can, require_site

bp = Blueprint("goals_writing", __name__, template_folder="templates")


@bp.get("/municipalities/<code>/goals/new")
def new(code: str) -> ResponseReturnValue:
    """The form, with all that can be guessed."""
    place, network = begun(code)
    actor = current_actor()
    return page(GoalForm(formdata=None, data={"contact_id": actor.id}), place, network)


@bp.post("/municipalities/<code>/goals/new")
def create(code: str) -> ResponseReturnValue:
    """A new goal."""
    place, network = begun(code)
    form = GoalForm()
    try:
        form.check()
        goal = service.create(current_actor(), place, network.id, form.facts())
    except AppError as refusal:
        return page(form, place, network, status=form.refuse(refusal))
    flash(gettext("The goal is in place. Add what is done to reach it."), "success")
    return redirect(goal.path, 303)


@bp.get("/goals/<int:goal_id>/edit")
def edit_page(goal_id: int) -> ResponseReturnValue:
    """The goal as it is, to be changed."""
    goal = queries.goal(current_actor(), goal_id, Can.EDIT_GOAL)
    return page(GoalForm.of(goal), goal.organisation, goal.network, goal)


@bp.post("/goals/<int:goal_id>/edit")
def edit(goal_id: int) -> ResponseReturnValue:
    """Change it. Where somebody was first, both texts are shown and nothing is lost."""
    goal, form = queries.goal(current_actor(), goal_id, Can.EDIT_GOAL), GoalForm()
    theirs: dict[str, str] = {}
    try:
        form.check()
        service.edit(current_actor(), goal_id, form.facts(), form.seen)
    except AppError as refusal:
        status = form.refuse(refusal)
        if isinstance(refusal, Conflict):
            goal = queries.goal(current_actor(), goal_id, Can.EDIT_GOAL)
            offered(form, goal.organisation, goal.network)
            now = GoalForm.of(goal)
            offered(now, goal.organisation, goal.network)
            theirs = form.differing(now)
            form.version.data = now.version.data
        return page(form, goal.organisation, goal.network, goal, theirs, status)
    flash(gettext("Saved."), "success")
    return redirect(goal.path, 303)


@bp.post("/goals/<int:goal_id>/remove")
def remove(goal_id: int) -> ResponseReturnValue:
    """Take it away; the next page offers to bring it back."""
    return redirect(f"{service.set_removed(current_actor(), goal_id, True).path}/removed", 303)


@bp.get("/goals/<int:goal_id>/removed")
def removed(goal_id: int) -> ResponseReturnValue:
    """It is gone, and can be brought back."""
    goal = queries.goal(current_actor(), goal_id, Can.EDIT_GOAL, removed=True)
    return render_template("goals/removed.html", title=goal.title, back=f"{goal.path}/restore",
                           on=f"/municipalities/{goal.organisation.key}/goals")


@bp.post("/goals/<int:goal_id>/restore")
def restore(goal_id: int) -> ResponseReturnValue:
    """Bring it back."""
    goal = service.set_removed(current_actor(), goal_id, False)
    flash(gettext("It is back."), "success")
    return redirect(goal.path, 303)


def begun(code: str) -> tuple[Organisation, Network]:
    """The municipality, and the network that its goal is shared with. Raise Denied where one may share none."""
    actor = current_actor()
    require_site(actor)
    place = municipalities(actor, code)[0]
    networks = queries.shared_with(actor, place)
    if not networks:
        raise Denied
    wanted = request.values.get("network", type=int)
    return place, next((one for one in networks if one.id == wanted), networks[0])


def offered(form: GoalForm, place: Organisation, network: Network) -> None:
    """Let FORM offer what a goal of PLACE can be about, and who can answer for it."""
    actor = current_actor()
    form.offer([one for one in indicators(actor) if one.country == place.country and one.places],
               queries.people(actor, place, network.id), queries.plans(actor, place), locale())


def page(form: GoalForm, place: Organisation, network: Network, goal: Goal | None = None,
         theirs: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    """The page with FORM; THEIRS is what somebody else wrote meanwhile."""
    offered(form, place, network)
    return render_template("goals/goal_form.html", form=form, place=place, network=network, goal=goal,
                           networks=[] if goal else queries.shared_with(current_actor(), place),
                           theirs=theirs or {}), status
