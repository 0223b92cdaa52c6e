"""The list of what one follows, and the button that follows or mutes a thread."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.session import current_actor
from app.errors import Missing
from app.following import queries
from app.rooms import queries as rooms
from app.rooms import service

bp = Blueprint("following", __name__, template_folder="templates")
MOST_PAGES = 1000


@bp.get("/following")
def following() -> ResponseReturnValue:
    """All threads that one follows, or those with something new."""
    actor = current_actor()
    page = min(max(request.args.get("page", 1, int), 1), MOST_PAGES)
    only_unread = request.args.get("show") == "unread"
    found = queries.inbox(actor, page, only_unread)
    return render_template("following/list.html", inbox=found, rows=rooms.rows(actor, found.threads), page=page,
                           unread=found.unread, muted=set(), only_unread=only_unread)


@bp.post("/following/read")
def read_all() -> ResponseReturnValue:
    """What stood in the list is read, as far as it went then: what came since stays new."""
    actor = current_actor()
    for thread, seq in (one.split(":") for one in request.form.getlist("read") if one.replace(":", "", 1).isdecimal()):
        try:
            service.mark_read(actor, int(thread[:12] or 0), int(seq[:15] or 0))
        except Missing:  # carried elsewhere meanwhile
            continue
    return redirect("/following", 303)


@bp.post("/threads/<int:thread_id>/follow")
def follow(thread_id: int) -> ResponseReturnValue:
    """Hear of a thread, or hear of it no more."""
    service.follow_thread(current_actor(), thread_id, muted="mute" in request.form)
    return redirect(f"/threads/{thread_id}", 303)
