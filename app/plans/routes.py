"""Pages on which the plan documents of a municipality are kept. They are shown on its own page."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.session import current_actor
from app.errors import AppError
from app.files import service as files
from app.networks.models import Organisation
from app.permissions import Can, require_site
from app.plans import queries, service
from app.plans.forms import PlanForm
from app.plans.models import Plan

bp = Blueprint("plans", __name__, template_folder="templates")


@bp.get("/organisations/<int:organisation_id>/plans/new")
def new(organisation_id: int) -> ResponseReturnValue:
    """An empty form."""
    require_site(current_actor())
    return page(queries.owner(current_actor(), organisation_id), PlanForm(formdata=None))


@bp.post("/organisations/<int:organisation_id>/plans")
def add(organisation_id: int) -> ResponseReturnValue:
    """Put a plan on the list."""
    require_site(current_actor())
    owner, form = queries.owner(current_actor(), organisation_id), PlanForm()
    if not form.validate_on_submit():
        return page(owner, form)
    try:
        made = service.add(current_actor(), organisation_id, form.facts, taken())
    except AppError as refusal:
        return page(owner, refused(form, refusal))
    return back(owner, gettext("The plan is on the list."), f"plan-{made.id}")


@bp.get("/plans/<int:plan_id>/edit")
def edit_page(plan_id: int) -> ResponseReturnValue:
    """How it reads now."""
    require_site(current_actor())
    plan = queries.plan(current_actor(), plan_id, Can.EDIT_ORGANISATION)
    return page(plan.organisation, PlanForm.of(plan), plan)


@bp.post("/plans/<int:plan_id>")
def edit(plan_id: int) -> ResponseReturnValue:
    """Keep the changes."""
    require_site(current_actor())
    plan, form = queries.plan(current_actor(), plan_id, Can.EDIT_ORGANISATION), PlanForm()
    if not form.validate_on_submit():
        return page(plan.organisation, form, plan)
    try:
        service.edit(current_actor(), plan_id, form.facts, taken())
    except AppError as refusal:
        return page(plan.organisation, refused(form, refusal), plan)
    return back(plan.organisation, gettext("Saved."), f"plan-{plan_id}")


@bp.post("/plans/<int:plan_id>/remove")
def remove(plan_id: int) -> ResponseReturnValue:
    """Off the list."""
    plan = service.remove(current_actor(), plan_id)
    return back(plan.organisation, gettext("The plan is off the list."), "plans")


def taken() -> list[int]:
    """The number of the file that was sent along, if any was."""
    sent = request.files.get("file")
    return [files.upload(current_actor(), sent.filename, sent.stream).id] if sent and sent.filename else []


def refused(form: PlanForm, refusal: AppError) -> PlanForm:
    """FORM with what was wrong, beside the field it is about: what names none is about the file."""
    for name, words in (refusal.errors or {"file": refusal.title}).items():
        form[name if name in form else "file"].errors = [str(words)]
    return form


def page(owner: Organisation, form: PlanForm, plan: Plan | None = None) -> ResponseReturnValue:
    """The page with FORM, as it was filled in."""
    return render_template("plans/form.html", form=form, owner=owner, plan=plan), 422 if form.errors else 200


def back(owner: Organisation, words: str, anchor: str) -> ResponseReturnValue:
    """To the page of OWNER, with WORDS on top."""
    flash(words, "success")
    return redirect(f"{owner.path}#{anchor}", 303)
