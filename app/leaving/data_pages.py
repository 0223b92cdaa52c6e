"""One's own data to take along, and to be forgotten."""

from flask import Blueprint, flash, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.session import current_actor
from app.database import now
from app.leaving import packing, queries, service
from app.leaving.forms import EraseForm
from app.permissions import require_site
from app.security import limiter

bp = Blueprint("own_data", __name__, template_folder="templates")


@bp.get("/settings/data")
def page() -> ResponseReturnValue:
    """What one can take along, who can take over, and the way out."""
    actor = current_actor()
    require_site(actor)
    return render_template("leaving/own_data.html", data=queries.own_data(actor),
                           erasure=queries.erasure(actor, actor.id or 0))


@bp.post("/settings/data")
@limiter.limit("5/hour")
def ask() -> ResponseReturnValue:
    """Have it gathered."""
    service.ask_for_data(current_actor())
    return redirect("/settings/data", 303)


@bp.get("/settings/data/<int:data_id>.zip")
def fetch(data_id: int) -> ResponseReturnValue:
    """All of it."""
    data = queries.own_data_ready(current_actor(), data_id)
    return send_file(packing.path_of(data.id, data.token), "application/zip", as_attachment=True,
                     download_name=f"livskraft-{now().date().isoformat()}.zip")


@bp.get("/settings/data/<int:data_id>.json")
def fetch_json(data_id: int) -> ResponseReturnValue:
    """The same without the files."""
    data = queries.own_data_ready(current_actor(), data_id)
    return packing.json_in(packing.path_of(data.id, data.token)), {
        "Content-Type": "application/json", "Content-Disposition": "attachment; filename=livskraft.json"}


@bp.get("/people/<int:person_id>/erase")
def erase_page(person_id: int) -> ResponseReturnValue:
    """What goes and what stays; nothing happens before the address is written."""
    return asked_twice(person_id, EraseForm(formdata=None))


@bp.post("/people/<int:person_id>/erase")
@limiter.limit("20/hour")
def erase(person_id: int) -> ResponseReturnValue:
    """In a week."""
    actor, form = current_actor(), EraseForm()
    form.must_be(queries.erasable(actor, person_id).email)
    if not form.validate_on_submit():
        return asked_twice(person_id, form)
    service.ask_to_be_erased(actor, person_id)
    return back(person_id, gettext("It will be done in a week. Until then it can be regretted."))


@bp.post("/people/<int:person_id>/erase/undo")
def regret(person_id: int) -> ResponseReturnValue:
    """Stay."""
    service.regret(current_actor(), person_id)
    return back(person_id, gettext("Nobody is erased."))


def asked_twice(person_id: int, form: EraseForm) -> ResponseReturnValue:
    """The page with FORM as it was filled in."""
    actor = current_actor()
    person = queries.erasable(actor, person_id)
    return render_template("leaving/erase.html", person=person, form=form, own=person.id == actor.id,
                           erasure=queries.erasure(actor, person_id)), 422 if form.errors else 200


def back(person_id: int, words: str) -> ResponseReturnValue:
    """To where one came from, with WORDS on top."""
    flash(words, "success")
    return redirect("/settings/data" if person_id == current_actor().id else request.path.removesuffix("/undo"), 303)
