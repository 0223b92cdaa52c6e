"""Pages of follow-ups: the list of a thread and of a network, making one, changing it, doing it."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from app.accounts.session import current_actor
from app.errors import AppError, Missing
from app.followups import queries, service
from app.followups.forms import FollowUpForm
from app.networks.queries import network as network_of
from app.permissions import Can
from app.rooms import queries as rooms
from app.rooms.models import Message

bp = Blueprint("followups", __name__, template_folder="templates")


@bp.get("/threads/<int:thread_id>/followups")
def of_thread(thread_id: int) -> ResponseReturnValue:
    """All that was agreed in a thread."""
    actor = current_actor()
    thread = rooms.thread(actor, thread_id)
    return render_template("followups/list.html", items=queries.of_thread(actor, thread), thread=thread, network=None)


@bp.get("/networks/<int:network_id>/followups")
def of_network(network_id: int) -> ResponseReturnValue:
    """What is open in a network, for who looks after it."""
    actor = current_actor()
    network = network_of(actor, network_id)
    return render_template("followups/list.html", items=queries.of_network(actor, network_id), thread=None,
                           network=network)


@bp.get("/messages/<int:message_id>/followups/new")
def new(message_id: int) -> ResponseReturnValue:
    """The form, for what follows from a message."""
    message = rooms.message(current_actor(), message_id, Can.POST_MESSAGE)
    if message.removed:
        raise Missing
    return page(message, FollowUpForm(formdata=None), f"/messages/{message_id}/followups")


@bp.post("/messages/<int:message_id>/followups")
def add(message_id: int) -> ResponseReturnValue:
    """Put it beneath the message."""
    actor = current_actor()
    message = rooms.message(actor, message_id, Can.POST_MESSAGE)
    form = offered(message)
    try:
        form.check()
        service.add(actor, message_id, form.facts)
    except AppError as refusal:
        return page(message, form, f"/messages/{message_id}/followups", form.refuse(refusal))
    return back(message)


@bp.get("/followups/<int:followup_id>")
def edit_page(followup_id: int) -> ResponseReturnValue:
    """One of them in a form."""
    item = queries.follow_up(current_actor(), followup_id, Can.POST_MESSAGE)
    return page(item.message, FollowUpForm.of(item), f"/followups/{followup_id}")


@bp.post("/followups/<int:followup_id>")
def edit(followup_id: int) -> ResponseReturnValue:
    """Change it."""
    actor = current_actor()
    item = queries.follow_up(actor, followup_id, Can.POST_MESSAGE)
    form = offered(item.message)
    try:
        form.check()
        service.change(actor, followup_id, form.facts)
    except AppError as refusal:
        return page(item.message, form, f"/followups/{followup_id}", form.refuse(refusal))
    return back(item.message)


@bp.post("/followups/<int:followup_id>/done")
def done(followup_id: int) -> ResponseReturnValue:
    """It is done, or was not after all."""
    return back(service.set_done(current_actor(), followup_id, request.form.get("done") == "1").message)


def offered(message: Message) -> FollowUpForm:
    """The form as it was filled in, with the people of the room of MESSAGE to choose among."""
    form = FollowUpForm()
    form.offer(queries.owners(current_actor(), message.room))
    return form


def page(message: Message, form: FollowUpForm, action: str, status: int = 200) -> ResponseReturnValue:
    """The page with FORM, which goes to ACTION."""
    form.offer(queries.owners(current_actor(), message.room))
    return render_template("followups/form.html", form=form, message=message, action=action), status


def back(message: Message) -> Response:
    """To the message."""
    return redirect(f"/threads/{message.thread_id}?message={message.id}#m-{message.id}", 303)
