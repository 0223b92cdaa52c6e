"""Pages on which people say what is done for a goal, and what they found when they looked."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.session import current_actor
from app.errors import AppError, Conflict
from app.goals import queries, service
from app.goals.forms import ActionForm, MonitoringForm, status_of
from app.goals.labels import WORDS
from app.goals.models import Action, ActionStatus, Goal
from app.goals.shown import shown
from app.permissions import Can

bp = Blueprint("goals_actions", __name__, template_folder="templates")


@bp.get("/goals/<int:goal_id>/actions/new")
def new(goal_id: int) -> ResponseReturnValue:
    """The form for one more thing that is done."""
    return page(ActionForm(formdata=None), queries.goal(current_actor(), goal_id, Can.EDIT_GOAL))


@bp.post("/goals/<int:goal_id>/actions/new")
def add(goal_id: int) -> ResponseReturnValue:
    """Put it beneath the goal."""
    goal, form = queries.goal(current_actor(), goal_id, Can.EDIT_GOAL), ActionForm()
    try:
        service.add_action(current_actor(), goal_id, form.facts())
    except AppError as refusal:
        return page(form, goal, status=form.refuse(refusal))
    flash(gettext("Saved."), "success")
    return redirect(f"{goal.path}#actions", 303)


@bp.get("/goals/actions/<int:action_id>/edit")
def edit_page(action_id: int) -> ResponseReturnValue:
    """An action as it is, to be changed."""
    action = queries.action(current_actor(), action_id, Can.EDIT_GOAL)
    return page(ActionForm.of(action), action.goal, action)


@bp.post("/goals/actions/<int:action_id>/edit")
def edit(action_id: int) -> ResponseReturnValue:
    """Change it. Where somebody was first, both texts are shown and nothing is lost."""
    action, form = queries.action(current_actor(), action_id, Can.EDIT_GOAL), ActionForm()
    theirs: dict[str, str] = {}
    try:
        service.edit_action(current_actor(), action_id, form.facts(), form.seen)
    except AppError as refusal:
        status = form.refuse(refusal)
        if isinstance(refusal, Conflict):
            action = queries.action(current_actor(), action_id, Can.EDIT_GOAL)
            now = ActionForm.of(action)
            for one in (form, now):
                one.offer_examples(queries.examples(current_actor(), action.goal.organisation, [action.example_id]))
            theirs = form.differing(now)
            form.version.data = now.version.data
        return page(form, action.goal, action, theirs, status)
    flash(gettext("Saved."), "success")
    return redirect(f"{action.goal.path}#actions", 303)


@bp.post("/goals/actions/<int:action_id>/remove")
def remove(action_id: int) -> ResponseReturnValue:
    """Take it away; the next page offers to bring it back."""
    service.set_action_removed(current_actor(), action_id, True)
    return redirect(f"/goals/actions/{action_id}/removed", 303)


@bp.get("/goals/actions/<int:action_id>/removed")
def removed(action_id: int) -> ResponseReturnValue:
    """It is gone, and can be brought back."""
    action = queries.action(current_actor(), action_id, Can.EDIT_GOAL, removed=True)
    return render_template("goals/removed.html", title=action.title, back=f"/goals/actions/{action.id}/restore",
                           on=action.goal.path)


@bp.post("/goals/actions/<int:action_id>/restore")
def restore(action_id: int) -> ResponseReturnValue:
    """Bring it back."""
    action = service.set_action_removed(current_actor(), action_id, False)
    flash(gettext("It is back."), "success")
    return redirect(f"{action.goal.path}#actions", 303)


@bp.get("/goals/<int:goal_id>/monitoring/new")
def look(goal_id: int) -> ResponseReturnValue:
    """The form for what one finds today."""
    return monitoring_page(MonitoringForm(formdata=None), queries.goal(current_actor(), goal_id, Can.EDIT_GOAL), {})


@bp.post("/goals/<int:goal_id>/monitoring/new")
def monitor(goal_id: int) -> ResponseReturnValue:
    """Keep it, for good."""
    goal, form = queries.goal(current_actor(), goal_id, Can.EDIT_GOAL), MonitoringForm()
    sent = {one.id: status_of(request.form[f"status-{one.id}"]) for one in goal.actions
            if f"status-{one.id}" in request.form}
    try:
        service.monitor(current_actor(), goal_id, form.facts(sent))
    except AppError as refusal:
        return monitoring_page(form, goal, sent, form.refuse(refusal))
    flash(gettext("Kept. It is never changed: who knows better looks again."), "success")
    return redirect(f"{goal.path}#found", 303)


def page(form: ActionForm, goal: Goal, action: Action | None = None, theirs: dict[str, str] | None = None,
         status: int = 200) -> ResponseReturnValue:
    """The page with FORM; THEIRS is what somebody else wrote meanwhile."""
    actor = current_actor()
    form.offer_examples(queries.examples(actor, goal.organisation, [action.example_id if action else None]))
    return render_template("goals/action_form.html", form=form, goal=goal, action=action, theirs=theirs or {},
                           view=shown(actor, [goal])[0], **WORDS), status


def monitoring_page(form: MonitoringForm, goal: Goal, sent: dict[int, ActionStatus],
                    status: int = 200) -> ResponseReturnValue:
    """The page with FORM, and how far each action is, as it was SENT or as it is now."""
    actor = current_actor()
    figures = queries.figures(actor, goal.organisation, goal.indicator) if goal.indicator else []
    return render_template("goals/monitoring_form.html", form=form, goal=goal, view=shown(actor, [goal])[0],
                           newest=figures[-1] if figures else None, sent=sent, **WORDS), status
