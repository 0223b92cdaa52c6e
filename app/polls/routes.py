"""Pages of polls: making one, choosing without scripts, closing it."""

import re

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from app.accounts.session import current_actor
from app.errors import AppError
from app.permissions import require_site
from app.polls import queries, service
from app.polls.forms import PollForm
from app.polls.models import Poll
from app.rooms import pace
from app.rooms.forms import whole
from app.rooms.queries import require_place

bp = Blueprint("polls", __name__, template_folder="templates")
PLACE = re.compile(r"(thread|room):\d{1,10}")


@bp.get("/polls/new")
def new() -> ResponseReturnValue:
    """The form; `place` is where the message will be written."""
    require_site(current_actor())
    return maker(PollForm(formdata=None))


@bp.post("/polls")
def make() -> ResponseReturnValue:
    """Make it; then it is attached to the message that is being written."""
    actor, form = current_actor(), PollForm()
    try:
        pace.require_pace(actor)
        form.check()
        poll = service.make(actor, form.facts())
    except AppError as refusal:
        return maker(form, form.refuse(refusal))
    if request.headers.get("Turbo-Frame") == "poll_maker":
        return render_template("polls/made.html", poll=poll)
    kind, number = place_of().split(":")
    return redirect(f"/{kind}s/{number}?attach=poll:{poll.id}#composer-body", 303)


def maker(form: PollForm, status: int = 200) -> ResponseReturnValue:
    """The page with FORM."""
    return render_template("polls/new.html", form=form, place=place_of()), status


def place_of() -> str:
    """Where the message is being written: "thread:5". Raise Missing for where nobody writes."""
    place = request.values.get("place", "")
    require_place(current_actor(), place if PLACE.fullmatch(place) else "")
    return place


@bp.get("/polls/<int:poll_id>")
def show(poll_id: int) -> ResponseReturnValue:
    """The poll by itself, with what one chose oneself."""
    return page(queries.poll(current_actor(), poll_id))


def page(poll: Poll, trouble: str = "", status: int = 200) -> ResponseReturnValue:
    """The page of POLL."""
    actor = current_actor()
    return render_template("polls/show.html", poll=poll, message=queries.beneath(actor, poll), trouble=trouble,
                           chosen=queries.chosen(actor, poll)), status


@bp.post("/polls/<int:poll_id>/vote")
def vote(poll_id: int) -> ResponseReturnValue:
    """Choose an answer, or take it back: by a button beneath the message."""
    actor, option = current_actor(), whole(request.form, "option")
    poll = queries.poll(actor, poll_id)
    before = queries.chosen(actor, poll)
    wanted = before - {option} if option in before else {option or 0, *(before if poll.several else ())}
    try:
        service.vote(actor, poll_id, wanted)
    except AppError as refusal:
        if refusal.status not in (409, 422):
            raise
        return page(poll, str(refusal.title), refusal.status)
    return back(poll)


@bp.post("/polls/<int:poll_id>/close")
def close(poll_id: int) -> ResponseReturnValue:
    """Let nobody choose any more."""
    return back(service.close(current_actor(), poll_id))


def back(poll: Poll) -> Response:
    """To the poll, where one sees what one chose."""
    return redirect(f"/polls/{poll.id}", 303)
