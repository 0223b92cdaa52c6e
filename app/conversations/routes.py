"""Pages of conversations: the list, whom to write to, leaving. Reading and answering are those of any thread."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.session import current_actor
from app.conversations import queries, service
from app.errors import Invalid
from app.rooms import pace

bp = Blueprint("conversations", __name__, template_folder="templates")
MOST_PAGES = 1000


@bp.get("/messages")
def messages() -> ResponseReturnValue:
    """What was said last in each conversation."""
    page = min(max(request.args.get("page", 1, int), 1), MOST_PAGES)
    found = queries.latest(current_actor(), page)
    return render_template("conversations/list.html", talks=found[:queries.PAGE], page=page,
                           more=len(found) > queries.PAGE)


@bp.get("/messages/new")
def new() -> ResponseReturnValue:
    """Whom to write to; `to` are those who are chosen already."""
    return picker(request.args.getlist("to", int))


def picker(ids: list[int], trouble: str = "", status: int = 200) -> ResponseReturnValue:
    """The page where people are chosen: the chosen ones on top, then those who fit what was searched for."""
    actor, words = current_actor(), request.values.get("who", "")[:100]
    chosen = queries.among(actor, ids)
    offered = [one for one in queries.people(actor, words) if one not in chosen]
    return render_template("conversations/new.html", chosen=chosen, offered=offered, words=words, trouble=trouble,
                           adding="adding" in request.values, most=service.MOST), status


@bp.post("/messages")
def write() -> ResponseReturnValue:
    """To the conversation with these people, or to one that begins; or on looking for whom to write to."""
    actor, ids = current_actor(), request.form.getlist("to", int)
    if "find" in request.form:
        words, adding = request.form.get("who", ""), request.form.get("adding")
        return redirect(url_for(".new", to=ids, who=words or None, adding=adding), 303)
    pace.require_pace(actor)
    try:
        thread = service.write_to(actor, ids)
    except Invalid as refusal:
        return picker(ids, str(refusal.errors["people"]), 422)
    return redirect(f"/threads/{thread.id}#composer-body", 303)


@bp.get("/threads/<int:thread_id>/leave")
def leave_page(thread_id: int) -> ResponseReturnValue:
    """What it means to leave."""
    return render_template("conversations/leave.html", thread=queries.thread(current_actor(), thread_id))


@bp.post("/threads/<int:thread_id>/leave")
def leave(thread_id: int) -> ResponseReturnValue:
    """Be in it no more."""
    service.leave(current_actor(), thread_id)
    flash(gettext("You have left the conversation."), "success")
    return redirect("/messages", 303)
