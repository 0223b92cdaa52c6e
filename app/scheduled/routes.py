"""Pages of what is sent later: choosing the time, the list, changing, sending at once, letting go."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug import Response

from app.accounts.forms import typed
from app.accounts.session import current_actor
from app.database import now
from app.errors import AppError
from app.i18n import ZONE
from app.markup import plain
from app.rooms import pace
from app.rooms import service as rooms
from app.rooms.queries import require_place
from app.scheduled import queries, service
from app.scheduled.forms import LaterForm

bp = Blueprint("scheduled", __name__, template_folder="templates", url_prefix="/scheduled")


@bp.get("")
def waiting() -> ResponseReturnValue:
    """All that one has waiting."""
    actor = current_actor()
    found = queries.own(actor)
    return render_template("scheduled/list.html", waiting=found, names=queries.names(actor, found),
                           words={one.id: plain(one.body) for one in found})


@bp.post("/new")
def new() -> ResponseReturnValue:
    """What stands in the text box, with the question when to send it. Nothing is kept yet: hence 422."""
    actor, form = current_actor(), LaterForm()
    rooms.save_draft(actor, form.place.data or "", typed(form.body), typed(form.title))  # until it is put off
    form.take_in(actor)
    form.when.data = (now().astimezone(ZONE) + timedelta(days=1)).replace(hour=8, minute=0)
    return page(form, "/scheduled", 422)


@bp.post("")
def put_off() -> ResponseReturnValue:
    """Keep it until its time."""
    actor, form = current_actor(), LaterForm()
    try:
        pace.require_pace(actor)
        form.check()
        service.put_off(actor, form.facts)
    except AppError as refusal:
        require_place(actor, form.place.data or "")
        return page(form, "/scheduled", form.refuse(refusal))
    return redirect("/scheduled", 303)


@bp.get("/<int:scheduled_id>")
def edit_page(scheduled_id: int) -> ResponseReturnValue:
    """One of them in a form."""
    return page(LaterForm.of(queries.one(current_actor(), scheduled_id)), f"/scheduled/{scheduled_id}")


@bp.post("/<int:scheduled_id>")
def edit(scheduled_id: int) -> ResponseReturnValue:
    """Other words, or another time."""
    actor, form = current_actor(), LaterForm()
    form.place.data = queries.one(actor, scheduled_id).place
    try:
        form.check()
        service.change(actor, scheduled_id, form.facts)
    except AppError as refusal:
        return page(form, f"/scheduled/{scheduled_id}", form.refuse(refusal))
    return redirect("/scheduled", 303)


@bp.post("/<int:scheduled_id>/now")
def send_now(scheduled_id: int) -> ResponseReturnValue:
    """Send it at once; refused, it stays in the list."""
    actor = current_actor()
    queries.one(actor, scheduled_id)
    try:
        posted = service.send_now(actor, scheduled_id)
    except AppError as refusal:
        flash(" ".join(str(one) for one in refusal.errors.values()) or str(refusal.title), "danger")
        return redirect("/scheduled", 303)
    return redirect(f"/threads/{posted.thread.id}?message={posted.message.id}#m-{posted.message.id}", 303)


@bp.post("/<int:scheduled_id>/cancel")
def let_go(scheduled_id: int) -> Response:
    """Send it never; it is a draft again."""
    service.let_go(current_actor(), scheduled_id)
    flash(gettext("It will not be sent. Its words are a draft again."), "success")
    return redirect("/scheduled", 303)


def page(form: LaterForm, action: str, status: int = 200) -> ResponseReturnValue:
    """The page with FORM, which goes to ACTION."""
    return render_template("scheduled/form.html", form=form, action=action), status
