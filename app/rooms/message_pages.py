"""A message on a page of its own: what can be done with it, its edit and its history."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from app.accounts.forms import typed
from app.accounts.session import current_actor
from app.errors import AppError, Conflict
from app.permissions import Actor, Can
from app.rooms import pace, queries, reactions, service
from app.rooms.differing import differences
from app.rooms.forms import EditForm
from app.rooms.models import Message

bp = Blueprint("messages", __name__, url_prefix="/messages/<int:message_id>")


@bp.get("")
def show(message_id: int) -> ResponseReturnValue:
    """The message, and all that its reader may do with it."""
    actor = current_actor()
    found = queries.message(actor, message_id)
    return render_template("rooms/message.html", message=found, thread=found.thread, emojis=reactions.EMOJIS,
                           embeds=queries.embeds(actor, [found]).get(message_id, []))


@bp.get("/edit")
def edit_page(message_id: int) -> ResponseReturnValue:
    """Its words in a form."""
    found = queries.message(current_actor(), message_id, Can.EDIT_MESSAGE)
    return edit_form(found, EditForm(formdata=None, data={"body": found.body, "seen": found.written_at.isoformat()}))


@bp.post("/edit")
def edit(message_id: int) -> ResponseReturnValue:
    """Give it other words. Who was overtaken sees both texts, and decides."""
    actor, form = current_actor(), EditForm()
    try:
        service.edit_message(actor, message_id, typed(form.body), form.seen_at, form.sure.data)
    except Conflict as conflict:
        return overtaken(actor, message_id, form, conflict)
    except AppError as refusal:
        return edit_form(queries.message(actor, message_id, Can.EDIT_MESSAGE), form, form.refuse(refusal))
    return redirect(f"/messages/{message_id}", 303)


def overtaken(actor: Actor, message_id: int, form: EditForm, conflict: Conflict) -> ResponseReturnValue:
    """The form with the words of both; who sends it again has seen the other's."""
    found = queries.message(actor, message_id, Can.EDIT_MESSAGE)
    form.seen.data = found.written_at.isoformat()
    return edit_form(found, form, form.refuse(conflict), theirs=str(conflict.kept.get("theirs", "")))


def edit_form(message: Message, form: EditForm, status: int = 200, theirs: str = "") -> ResponseReturnValue:
    """The page with the form."""
    return render_template("rooms/edit.html", message=message, thread=message.thread, form=form,
                           theirs=theirs), status


@bp.get("/history")
def history(message_id: int) -> ResponseReturnValue:
    """How it read before."""
    actor = current_actor()
    found, versions = queries.message(actor, message_id), queries.history(actor, message_id)
    texts = [*(one.body for one in versions), found.body]
    steps = [(version, differences(before, after)) for version, before, after in zip(
        versions, texts, texts[1:], strict=False)]
    return render_template("rooms/history.html", message=found, thread=found.thread, steps=steps[::-1])


@bp.post("/reactions")
def react(message_id: int) -> Response:
    """Say an emoji to it, or take it back."""
    pace.require_reactions(actor := current_actor())
    off = request.form.get("off")
    service.react(actor, message_id, off or request.form.get("emoji", ""), on=off is None)
    return redirect(f"/messages/{message_id}#reactions", 303)


@bp.post("/unread")
def unread(message_id: int) -> Response:
    """Let it and what follows be unread again; so one leaves the thread."""
    actor = current_actor()
    found = queries.message(actor, message_id)
    service.mark_unread_from(actor, message_id)
    return redirect("/messages" if found.network_id is None else f"/rooms/{found.room_id}", 303)


@bp.post("/remove")
def remove(message_id: int) -> Response:
    """Take it away; its page offers to put it back."""
    service.remove_message(current_actor(), message_id)
    return redirect(f"/messages/{message_id}", 303)


@bp.post("/restore")
def restore(message_id: int) -> Response:
    """Put it back."""
    service.restore_message(current_actor(), message_id)
    return redirect(f"/messages/{message_id}", 303)
