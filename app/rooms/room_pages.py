"""The page on which a coordinator looks after a room."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug import Response

from app.accounts.session import current_actor
from app.errors import AppError
from app.i18n import locale
from app.networks import queries as networks
from app.permissions import Actor, Can
from app.rooms import queries, service
from app.rooms.models import Room
from app.rooms.room_forms import RoomForm

bp = Blueprint("room_settings", __name__, url_prefix="/rooms/<int:room_id>")


@bp.get("/settings")
def settings(room_id: int) -> ResponseReturnValue:
    """Everything that a coordinator can change about a room."""
    actor = current_actor()
    room, form = queries.room(actor, room_id, Can.EDIT_NETWORK), RoomForm(formdata=None)
    form.show(room)
    return page(actor, room, form)


@bp.post("/settings")
def save(room_id: int) -> ResponseReturnValue:
    """Change it."""
    actor = current_actor()
    room, form = queries.room(actor, room_id, Can.EDIT_NETWORK), RoomForm()
    offer(actor, form)
    try:
        form.check()
        service.edit_room(actor, room_id, form.facts())
    except AppError as refusal:
        return page(actor, room, form, form.refuse(refusal))
    flash(gettext("Saved."), "success")
    return redirect(f"/rooms/{room_id}/settings", 303)


@bp.post("/archive")
def archive(room_id: int) -> Response:
    """Close it for writing, or open it again."""
    room = service.archive_room(current_actor(), room_id, archived="open" not in request.form)
    flash(gettext("The room is archived. It stays readable and searchable.") if room.archived_at
          else gettext("The room is open again."), "success")
    return redirect(f"/rooms/{room_id}/settings", 303)


def page(actor: Actor, room: Room, form: RoomForm, status: int = 200) -> ResponseReturnValue:
    """The form, and the way to archive the room."""
    offer(actor, form)
    return render_template("rooms/settings.html", room=room, form=form), status


def offer(actor: Actor, form: RoomForm) -> None:
    """What can be chosen in FORM."""
    form.offer(networks.themes(actor), locale())
