"""Taking a preview away."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.session import current_actor
from app.previews import queries, service

bp = Blueprint("previews", __name__, url_prefix="/messages/<int:message_id>/previews/<int:preview_id>",
               template_folder="templates")


@bp.get("")
def show(message_id: int, preview_id: int) -> ResponseReturnValue:
    """The preview, and the button that takes it away."""
    message, preview = queries.shown(current_actor(), message_id, preview_id)
    return render_template("previews/show.html", message=message, thread=message.thread, preview=preview)


@bp.post("/remove")
def take_away(message_id: int, preview_id: int) -> ResponseReturnValue:
    """Take it away; the link in the words stays."""
    service.take_away(current_actor(), message_id, preview_id)
    flash(gettext("The preview is gone. The link in your words stays."), "success")
    return redirect(f"/messages/{message_id}", 303)
