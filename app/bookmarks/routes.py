"""«Lagret»: one's own list, and the page on which one saves a thing or lets it go."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import DateField
from wtforms.validators import Optional

from app.accounts.forms import Form
from app.accounts.session import current_actor
from app.bookmarks import queries, service
from app.errors import AppError, Invalid

bp = Blueprint("bookmarks", __name__, template_folder="templates")


class ReminderForm(Form):
    """When to be reminded, if at all."""

    remind_on = DateField(lazy_gettext("Remind me"), [Optional()])


@bp.get("/saved")
def saved() -> ResponseReturnValue:
    """All that one has saved."""
    return render_template("bookmarks/list.html", found=queries.saved(current_actor()))


@bp.get("/saved/<key>")
def page(key: str) -> ResponseReturnValue:
    """One thing: save it, be reminded, let it go."""
    found = queries.thing(current_actor(), key)
    return shown(found, ReminderForm(formdata=None, data={"remind_on": found.mark.remind_on}))


@bp.post("/saved/<key>")
def save(key: str) -> ResponseReturnValue:
    """Save it; back to the thing."""
    actor, form = current_actor(), ReminderForm()
    found = queries.thing(actor, key)
    try:
        if not form.validate():
            raise Invalid(errors={"remind_on": gettext("Write a day, for example 2026-12-01.")})
        service.save(actor, key, form.remind_on.data)
    except AppError as refusal:
        form.remind_on.errors = [str(one) for one in refusal.errors.values()] or [str(refusal.title)]
        return shown(found, form), refusal.status
    flash(gettext("Saved. You find it under your name, in your list."), "success")
    return redirect(found.path, 303)


@bp.post("/saved/<key>/remove")
def remove(key: str) -> ResponseReturnValue:
    """Let it go; it can be saved again."""
    service.remove(current_actor(), key)
    flash(gettext("It is off your list."), "success")
    return redirect("/saved" if "list" in request.form else f"/saved/{key}", 303)


def shown(found: queries.Saved, form: ReminderForm) -> str:
    """The page of one thing."""
    return render_template("bookmarks/save.html", found=found, form=form)
