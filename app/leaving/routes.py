"""Pages for those who leave: who takes over."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.session import current_actor
from app.errors import Invalid
from app.leaving import queries, service
from app.leaving.forms import SuccessorForm
from app.leaving.queries import Plan

bp = Blueprint("leaving", __name__, template_folder="templates")


@bp.get("/people/<int:person_id>/hand-over")
def hand_over_page(person_id: int) -> ResponseReturnValue:
    """Who takes over; once somebody is chosen, what will move."""
    form = SuccessorForm(request.args, meta={"csrf": False})
    chosen = request.args.get("successor", 0, int)
    try:
        return page(person_id, form, queries.plan(current_actor(), person_id, chosen) if chosen else None)
    except Invalid as refusal:
        form.successor.errors = [str(words) for words in refusal.errors.values()]
        return page(person_id, form, None)


@bp.post("/people/<int:person_id>/hand-over")
def hand_over(person_id: int) -> ResponseReturnValue:
    """It moves."""
    form = SuccessorForm()
    try:
        done = service.hand_over(current_actor(), person_id, request.form.get("successor", 0, int))
    except Invalid as refusal:
        form.successor.errors = [str(words) for words in refusal.errors.values()]
        return page(person_id, form, None)
    flash(gettext("%(successor)s has taken over from %(name)s.", successor=done.successor.name,
                  name=done.person.name), "success")
    return redirect("/" if done.person_id == current_actor().id else f"/people/{person_id}", 303)


@bp.post("/people/<int:person_id>/hand-over/undo")
def undo(person_id: int) -> ResponseReturnValue:
    """It moves back."""
    person = service.undo(current_actor(), person_id)
    flash(gettext("%(name)s is back.", name=person.name), "success")
    return redirect(f"/people/{person_id}", 303)


def page(person_id: int, form: SuccessorForm, plan: Plan | None) -> ResponseReturnValue:
    """The page with FORM as it was filled in, and what would happen."""
    actor = current_actor()
    person = queries.leaver(actor, person_id)
    form.offer(queries.candidates(actor, person))
    return render_template("leaving/hand_over.html", person=person, form=form, plan=plan,
                           own=person.id == actor.id), 422 if form.errors else 200
