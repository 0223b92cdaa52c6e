"""What is done with a thread as a whole: its title and kind, its state, its pin, and where it stands."""

from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug import Response

from app.accounts.forms import typed
from app.accounts.session import current_actor
from app.errors import AppError
from app.permissions import Actor, Can, allows
from app.rooms import overview, pace, queries, service
from app.rooms.audience import Wider
from app.rooms.carrying_forms import ElsewhereForm, MergeForm, MoveForm, SplitForm
from app.rooms.forms import Form, TitleForm, whole
from app.rooms.models import Message, Room, Thread, ThreadKind, ThreadState

bp = Blueprint("thread_acts", __name__, url_prefix="/threads/<int:thread_id>")


@bp.get("/<any(next, previous):way>")
def beside(thread_id: int, way: str) -> Response:
    """To the next thread with something unread, or the one before; to the room if there is none."""
    actor = current_actor()
    thread = queries.thread(actor, thread_id)
    if found := overview.unread_beside(actor, thread, back=way == "previous"):
        return redirect(f"/threads/{found.id}#unread")
    flash(gettext("You are up to date."), "success")
    return redirect(f"/rooms/{thread.room_id}")


@bp.post("/title")
def rename(thread_id: int) -> Response:
    """Another title, another kind."""
    actor, form = current_actor(), TitleForm()
    service.rename_thread(actor, thread_id, typed(form.title))
    if form.kind.data in set(ThreadKind):
        service.set_thread_kind(actor, thread_id, ThreadKind(form.kind.data))
    return back(thread_id)


@bp.post("/state")
def state(thread_id: int) -> Response:
    """Close, or open again."""
    actor = current_actor()
    found = queries.thread(actor, thread_id)
    again = ThreadState.ANSWERED if found.answer_id else ThreadState.OPEN
    service.set_thread_state(actor, thread_id, ThreadState.CLOSED if "close" in request.form else again)
    return back(thread_id)


@bp.post("/pin")
def pin(thread_id: int) -> Response:
    """Pin it on top of its room, or no more."""
    service.pin_thread(current_actor(), thread_id, pinned="off" not in request.form)
    return back(thread_id)


@bp.get("/move")
def move_page(thread_id: int) -> ResponseReturnValue:
    """Into which room?"""
    actor = current_actor()
    thread = queries.thread(actor, thread_id, Can.EDIT_THREAD)
    return page("move", thread, MoveForm.among(rooms(actor, thread)))


@bp.post("/move")
def move(thread_id: int) -> ResponseReturnValue:
    """Move it. Where more people would read it, the page says who, and asks again."""
    actor = current_actor()
    thread = queries.thread(actor, thread_id, Can.EDIT_THREAD)
    form = MoveForm.among(rooms(actor, thread), sent=True)
    try:
        service.move_thread(actor, thread_id, form.room_id, bool(form.wider.data))
    except AppError as refusal:
        return refused("move", actor, thread_id, form, refusal)
    flash(gettext("The thread is moved. Old links lead here."), "success")
    return back(thread_id)


@bp.get("/split")
def split_page(thread_id: int) -> ResponseReturnValue:
    """Which messages?"""
    actor = current_actor()
    thread = queries.thread(actor, thread_id, Can.EDIT_THREAD)
    chosen = whole(request.args, "message")
    return page("split", thread, SplitForm.begun([chosen] if chosen else []), messages=said(actor, thread))


@bp.post("/split")
def split(thread_id: int) -> ResponseReturnValue:
    """Let them be a thread of their own."""
    actor, form = current_actor(), SplitForm()
    try:
        new = service.split_thread(actor, thread_id, form.chosen, typed(form.title))
    except AppError as refusal:
        thread = queries.thread(actor, thread_id, Can.EDIT_THREAD)
        return page("split", thread, form, form.refuse(refusal), messages=said(actor, thread))
    flash(gettext("The messages are a thread of their own now. Old links lead here."), "success")
    return back(new.id)


@bp.get("/merge")
def merge_page(thread_id: int) -> ResponseReturnValue:
    """Into which thread?"""
    actor = current_actor()
    thread = queries.thread(actor, thread_id, Can.EDIT_THREAD)
    return page("merge", thread, MergeForm.among(overview.neighbours(actor, thread)))


@bp.post("/merge")
def merge(thread_id: int) -> ResponseReturnValue:
    """Merge it."""
    actor = current_actor()
    thread = queries.thread(actor, thread_id, Can.EDIT_THREAD)
    form = MergeForm.among(overview.neighbours(actor, thread), sent=True)
    try:
        into = service.merge_thread(actor, thread_id, form.into_id, bool(form.wider.data))
    except AppError as refusal:
        return refused("merge", actor, thread_id, form, refusal)
    flash(gettext("The threads are one now. Old links lead here."), "success")
    return back(into.id)


@bp.get("/elsewhere")
def elsewhere_page(thread_id: int) -> ResponseReturnValue:
    """Where else, and with which words?"""
    actor = current_actor()
    thread = queries.thread(actor, thread_id)
    form = ElsewhereForm.among(overview.rooms_to_write_in(actor, thread), title=thread.title, client_id=str(uuid4()))
    return page("elsewhere", thread, form)


@bp.post("/elsewhere")
def elsewhere(thread_id: int) -> ResponseReturnValue:
    """Ask there too, and go there."""
    actor = current_actor()
    thread = queries.thread(actor, thread_id)
    form = ElsewhereForm.among(overview.rooms_to_write_in(actor, thread), sent=True)
    try:
        pace.require_pace(actor)
        posted = service.ask_elsewhere(actor, thread_id, form.room_id, typed(form.body), form.title.data,
                                       form.client_id.data)
    except AppError as refusal:
        return refused("elsewhere", actor, thread_id, form, refusal)
    return back(posted.thread.id)


def rooms(actor: Actor, thread: Thread) -> list[Room]:
    """Where THREAD can be moved to: out of its network by its coordinators only."""
    found = overview.rooms_to_write_in(actor, thread)
    if allows(actor, Can.EDIT_NETWORK, thread):
        return found
    return [room for room in found if room.network_id == thread.network_id]


def said(actor: Actor, thread: Thread) -> list[Message]:
    """The latest messages of THREAD that are there to be chosen."""
    return [one for one in queries.messages(actor, thread.id, limit=queries.LONGEST) if not one.removed]


def page(act: str, thread: Thread, form: Form, status: int = 200, **more: object) -> ResponseReturnValue:
    """The page on which ACT is done."""
    return render_template(f"rooms/{act}.html", thread=thread, room=thread.room, form=form, **more), status


def refused(act: str, actor: Actor, thread_id: int, form: Form, refusal: AppError) -> ResponseReturnValue:
    """The page again; after a warning of who will read it, with a box that says that one has seen it."""
    thread = queries.thread(actor, thread_id)
    return page(act, thread, form, form.refuse(refusal), warned=isinstance(refusal, Wider))


def back(thread_id: int) -> Response:
    """To the thread."""
    return redirect(f"/threads/{thread_id}", 303)
