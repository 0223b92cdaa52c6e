"""«Vi har brukt dette»: the form in which one tells it, changes it, or takes it back."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, StringField, TextAreaField

from app.accounts.forms import Form, option, typed
from app.accounts.session import current_actor, current_person
from app.errors import AppError, Denied
from app.examples import queries, service
from app.examples.models import Example, ExampleUse
from app.examples.service import Used
from app.permissions import Actor

bp = Blueprint("examples_used", __name__, url_prefix="/examples", template_folder="templates")


class UsedForm(Form):
    """Which municipality, when, how it went, and what they did otherwise."""

    municipality_id = SelectField(lazy_gettext("Municipality"), coerce=lambda value: int(value) if value else None,
                                  validate_choice=False)
    began = StringField(lazy_gettext("When"))
    story = TextAreaField(lazy_gettext("How did it go?"))
    changed = TextAreaField(lazy_gettext("What did you do otherwise?"))

    @property
    def used(self) -> Used:
        """What was written."""
        return Used(self.municipality_id.data, typed(self.began), typed(self.story), typed(self.changed))


@bp.get("/<int:example_id>/used")
def new_page(example_id: int) -> ResponseReturnValue:
    """Tell it."""
    actor, me = current_actor(), current_person()
    found = queries.example(actor, example_id)
    if not queries.writes(actor):
        raise Denied
    form = UsedForm(formdata=None, data={"municipality_id": me.organisation_id if me else None})
    return page(actor, found, form)


@bp.post("/<int:example_id>/used")
def create(example_id: int) -> ResponseReturnValue:
    """Keep it; those who answer for the example hear of it."""
    actor, form = current_actor(), UsedForm()
    found = queries.example(actor, example_id)
    try:
        service.say_used(actor, example_id, form.used)
    except AppError as refusal:
        return page(actor, found, form, status=refuse(form, refusal))
    flash(gettext("Thank you. Those who wrote the example hear of it."), "success")
    return redirect(f"{found.path}#used", 303)


@bp.get("/uses/<int:use_id>")
def edit_page(use_id: int) -> ResponseReturnValue:
    """One of one's own in the form."""
    actor = current_actor()
    use, found = queries.own_use(actor, use_id)
    form = UsedForm(formdata=None, data={"municipality_id": use.organisation_id, "began": use.began,
                                         "story": use.story, "changed": use.changed})
    return page(actor, found, form, use)


@bp.post("/uses/<int:use_id>")
def edit(use_id: int) -> ResponseReturnValue:
    """Keep it as it is told now."""
    actor, form = current_actor(), UsedForm()
    use, found = queries.own_use(actor, use_id)
    try:
        service.change_use(actor, use_id, form.used)
    except AppError as refusal:
        return page(actor, found, form, use, refuse(form, refusal))
    return redirect(f"{found.path}#used", 303)


@bp.post("/uses/<int:use_id>/remove")
def remove(use_id: int) -> ResponseReturnValue:
    """Take it back."""
    found = service.remove_use(current_actor(), use_id)
    flash(gettext("It is taken back."), "success")
    return redirect(found.path, 303)


def refuse(form: UsedForm, refusal: AppError) -> int:
    """Put REFUSAL beside the fields it names; return its status."""
    for name, said in refusal.errors.items():
        form[name].errors = [str(said)]
    if not refusal.errors:
        form.form_errors.append(str(refusal.title))
    return refusal.status


def page(actor: Actor, example: Example, form: UsedForm, use: ExampleUse | None = None,
         status: int = 200) -> ResponseReturnValue:
    """The form."""
    form.municipality_id.choices = [option("", lazy_gettext("Choose"))] + [
        option(one.id, one.name) for one in queries.places_to_speak_for(actor)
        if example.owner is None or one.id != example.owner.id]
    return render_template("examples/used.html", example=example, form=form, use=use), status
