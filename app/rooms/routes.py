"""Pages of rooms and threads. Each act is a plain form that ends in a redirect; scripts only make it quicker."""

from typing import TypeVar

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from werkzeug import Response

from app.accounts.forms import typed
from app.accounts.session import current_actor
from app.errors import AppError, Conflict
from app.i18n import locale
from app.permissions import Actor, Can, allows
from app.rooms import (
    direct,
    message_pages,
    naming,
    overview,
    pace,
    pages,
    parts,
    queries,
    reactions,
    room_pages,
    service,
    thread_pages,
    writing,
)
from app.rooms.forms import KINDS, ThreadForm, TitleForm, WriteForm, whole
from app.rooms.models import Message, Room, RoomKind, Thread, ThreadKind, ThreadState

bp = Blueprint("rooms", __name__, template_folder="templates")
bp.register_blueprint(message_pages.bp)
bp.register_blueprint(room_pages.bp)
bp.register_blueprint(thread_pages.bp)
E = TypeVar("E", ThreadKind, ThreadState)


@bp.get("/rooms/<int:room_id>")
def room(room_id: int) -> ResponseReturnValue:
    """What a room talks about; search and others may bring the first words of a new thread along."""
    actor = current_actor()
    brought = {name: request.args[name] for name in ("title", "body") if name in request.args}
    return room_page(actor, room_id, ThreadForm.begun(queries.draft(actor, f"room:{room_id}"), **brought))


def room_page(actor: Actor, room_id: int, form: WriteForm, status: int = 200) -> ResponseReturnValue:
    """The list of threads, beneath the form in which one starts."""
    room, siblings = overview.beside(actor, room_id)
    if room.kind == RoomKind.DIRECT:
        return redirect(f"/threads/{direct.thread_of(room).id}")
    wanted = overview.Wanted(one_of(ThreadKind, "kind"), one_of(ThreadState, "state"), whole(request.args, "before"))
    found = overview.threads(actor, room, wanted)
    pinned = [one for one in found if one.pinned_at]
    latest = found[len(pinned):][:queries.PAGE]
    unread, muted = queries.unread_and_muted(actor, room)
    may_announce = allows(actor, Can.ANNOUNCE, room)
    if not may_announce:
        form["kind"].choices = KINDS
    rows = queries.rows(actor, [*pinned, *latest])
    return render_template(
        "rooms/room.html", room=room, form=form, wanted=wanted, pinned=rows[:len(pinned)], rows=rows[len(pinned):],
        groups=overview.by_theme(actor, siblings, locale()), unread=unread, muted=muted,
        closed=closed(room), address=overview.address, gone=overview.gone(actor, room) if wanted.everything else [],
        may_start=may_announce if room.kind == RoomKind.ANNOUNCEMENT else allows(actor, Can.POST_MESSAGE, room),
        next=latest[-1].last_seq if len(found) > len(pinned) + queries.PAGE else None), status


def one_of(kind: type[E], name: str) -> E | None:
    """The KIND that the address names, if there is such a one."""
    value = request.args.get(name, "")
    return kind(value) if value in set(kind) else None


@bp.post("/rooms/<int:room_id>/threads")
def start(room_id: int) -> ResponseReturnValue:
    """Start a thread, and go there."""
    actor, form = current_actor(), ThreadForm()
    try:
        pace.require_pace(actor)
        form.check()
        form.take_in(actor)
        posted = service.start_thread(actor, room_id, typed(form.body), form.title.data,
                                      ThreadKind(form.kind.data), form.client_id.data, form.links, sure=form.sure.data)
    except AppError as refusal:
        return room_page(actor, room_id, form, form.refuse(refusal))
    return redirect(f"/threads/{posted.thread.id}", 303)


@bp.get("/rooms/<int:room_id>/threads")
def reload_room(room_id: int) -> Response:
    """Where a browser comes that asks again for the page of a form that was refused."""
    return redirect(f"/rooms/{room_id}")


@bp.get("/rooms/<int:room_id>/mentionable")
def mentionable(room_id: int) -> ResponseReturnValue:
    """Who can be mentioned, as the list that opens while one types."""
    actor, prefix = current_actor(), request.args.get("q", "")
    return render_template("rooms/_mentionable.html", people=naming.mentionable(actor, room_id, prefix),
                           groups=naming.groups(actor, room_id, prefix))


@bp.get("/threads/<int:thread_id>")
def thread(thread_id: int) -> ResponseReturnValue:
    """A thread, from what is new to the person; or around a message, or on from a place in it."""
    actor = current_actor()
    message = queries.place_of(actor, whole(request.args, "message"))
    # Who reads a message reads its thread: that is not asked for a second time.
    found = message.thread if message and message.thread_id == thread_id else queries.thread(actor, thread_id)
    if message and message.thread_id != thread_id:  # an old link: it was carried elsewhere
        return redirect(f"/threads/{message.thread_id}?message={message.id}#m-{message.id}")
    if found.merged_into_id:
        return redirect(f"/threads/{queries.thread(actor, found.merged_into_id).id}")
    if request.headers.get("Turbo-Frame", "").startswith(("earlier_", "later_")):
        return render_template("rooms/_part.html", thread=found, part=stretch(actor, found), is_frame=True)
    return thread_page(actor, found, WriteForm.begun(queries.draft(actor, f"thread:{thread_id}")), wanted=message)


def thread_page(actor: Actor, thread: Thread, form: WriteForm, status: int = 200,
                wanted: Message | None = None) -> ResponseReturnValue:
    """The thread with the form in which one answers, around the message WANTED or what is new."""
    part = stretch(actor, thread, queries.first_unread(actor, thread), wanted)
    return render_template(
        "rooms/thread.html", thread=thread, room=thread.room, form=form, part=part, files=part.files,
        menu=added(parts.MENU, actor, thread), acts=added(parts.ACTS, actor, thread),
        sections=added(parts.SECTIONS, actor, thread),
        people=queries.participants(actor, thread), closed=closed(thread.room, thread), room_closed=closed(thread.room),
        rename=TitleForm.of(thread, allows(actor, Can.ANNOUNCE, thread)),
        also=overview.also_asked(actor, thread), emojis=reactions.EMOJIS), status


def added(those: list[parts.OfThread], actor: Actor, thread: Thread) -> list[Markup]:
    """What other features add to the page, as HTML."""
    return [Markup(render_template(one.template, **one.context)) for one in parts.drawn_by(actor, thread, those)]


@bp.app_template_filter()
def way_to(room: Room) -> list[tuple[str, str]]:
    """What stands above the threads of ROOM, each with its address."""
    if room.network is None:
        return [(gettext("Direct messages"), "/messages")]
    return [(room.network.name, f"/networks/{room.network_id}"), (room.name, f"/rooms/{room.id}")]


def stretch(actor: Actor, thread: Thread, new: Message | None = None, wanted: Message | None = None) -> pages.Part:
    """The part of THREAD that the address asks for."""
    if (seq := whole(request.args, "before")) is not None:
        return pages.before(actor, thread, seq)
    if (seq := whole(request.args, "after")) is not None:
        return pages.after(actor, thread, seq)
    return pages.around(actor, thread, wanted or new, new)


def closed(room: Room, thread: Thread | None = None) -> str:
    """Why nothing can be written here; empty where it can."""
    try:
        writing.require_open(room, thread)
    except Conflict as why:
        return str(why.title)
    return ""


@bp.post("/threads/<int:thread_id>/messages")
def post(thread_id: int) -> ResponseReturnValue:
    """Answer in a thread."""
    actor, form = current_actor(), WriteForm()
    try:
        pace.require_pace(actor)
        form.take_in(actor)
        posted = service.post_message(actor, thread_id, typed(form.body), form.client_id.data, form.links,
                                      sure=form.sure.data)
    except AppError as refusal:
        return thread_page(actor, queries.thread(actor, thread_id), form, form.refuse(refusal))
    return redirect(f"/threads/{posted.thread.id}?message={posted.message.id}#m-{posted.message.id}", 303)


@bp.get("/threads/<int:thread_id>/messages")
def reload_thread(thread_id: int) -> Response:
    """As `reload_room`."""
    return redirect(f"/threads/{thread_id}")


@bp.post("/threads/<int:thread_id>/read")
def read(thread_id: int) -> Response:
    """All of it is read: for browsers without scripts."""
    actor = current_actor()
    service.mark_read(actor, thread_id, queries.thread(actor, thread_id).last_seq)
    return back(thread_id)


@bp.post("/threads/<int:thread_id>/answer")
def answer(thread_id: int) -> Response:
    """Mark the message that answers, or none."""
    service.mark_answer(current_actor(), thread_id, whole(request.form, "message"))
    return back(thread_id)


def back(thread_id: int) -> Response:
    """To the thread."""
    return redirect(f"/threads/{thread_id}", 303)
