"""The API door to messages, to what changed in a room, and to what is being written."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint
from markupsafe import Markup
from spectree import Response

from app import live
from app.accounts.session import current_actor
from app.api import Problem, cursor, limited, position, spec
from app.links import Embed
from app.permissions import Actor, Can
from app.rooms import asked, naming, pace, queries, service, shapes, shown
from app.rooms.drawing import as_it_is, drawing
from app.rooms.models import Change, Message, Thread

bp = Blueprint("messages_api", __name__, template_folder="templates")
Json = dict[str, Any]
POSTED = Response(HTTP_200=shapes.Message, HTTP_201=shapes.Message, HTTP_404=Problem, HTTP_409=Problem,
                  HTTP_422=Problem, HTTP_429=Problem)


def answers(model: Any) -> Response:
    """A call that gives a MODEL, or a problem."""
    return Response(HTTP_200=model, HTTP_404=Problem, HTTP_409=Problem, HTTP_422=Problem)


@bp.app_template_filter()
def drawn(embed: Embed, message_id: int | None = None) -> Markup:
    """A small card as everybody sees it, beneath a message or elsewhere."""
    return Markup(live.rendered(embed.template, {**embed.context, "message_id": message_id}))


def seq_of(mark: str | None) -> int | None:
    """A place in the order: a `seq` as such, or a `next` of ours."""
    if mark and mark.isascii() and mark.isdecimal():
        return min(int(mark[:18]), 2**53)
    return position(mark)


@bp.get("/threads/<int:thread_id>/messages")
@spec.validate(resp=answers(shapes.Messages), tags=["messages"])
def messages(thread_id: int, query: asked.Messages) -> Json:
    """Messages in their order: from the first on, or after or before a `seq` or a `next` of ours."""
    actor, limit = current_actor(), limited(query.limit)
    after, before = seq_of(query.after), seq_of(query.before)
    if before is None or after is not None:
        found = queries.messages(actor, thread_id, after or 0, None, limit + 1)
        page, edge = found[:limit], -1
    else:
        found = queries.messages(actor, thread_id, None, before, limit + 1)
        page, edge = found[-limit:], 0
    return {"items": shown.messages(actor, page),
            "next": cursor(page[edge].seq) if len(found) > limit else None}


@bp.post("/threads/<int:thread_id>/messages")
@spec.validate(resp=POSTED, tags=["messages"])
def post(thread_id: int, json: asked.Message) -> tuple[Json, int]:
    """Answer in a thread. The same `client_id` again answers 200 with the first message."""
    pace.require_pace(actor := current_actor())
    posted = service.post_message(actor, thread_id, json.body, json.client_id, json.links, tuple(json.files),
                                  json.sure)
    return shown.one_message(actor, posted.message), 200 if posted.duplicate else 201


@bp.post("/rooms/<int:room_id>/preview")
@spec.validate(resp=answers(shapes.Preview), tags=["messages"])
def preview(room_id: int, json: asked.Words) -> Json:
    """How words will stand in a room. Nothing is kept."""
    actor = current_actor()
    text = naming.rendered(actor, queries.room(actor, room_id, Can.POST_MESSAGE), json.body)
    return {"html": text.html}


@bp.post("/rooms/<int:room_id>/told")
@spec.validate(resp=answers(shapes.Told), tags=["messages"])
def told(room_id: int, json: asked.Words) -> Json:
    """Who reads the room, and whom words would tell. Where `ask` is true, send them with `sure`."""
    actor = current_actor()
    room = queries.room(actor, room_id, Can.POST_MESSAGE)
    people = naming.told(actor, room, naming.rendered(actor, room, json.body).mentions)
    return {"people": len(people), "words": naming.telling(people), "readers": naming.reading(actor, room),
            "ask": naming.are_many(people)}


@bp.get("/messages/<int:message_id>")
@spec.validate(resp=answers(shapes.Message), tags=["messages"])
def message(message_id: int) -> Json:
    """One message."""
    return shown.one_message(actor := current_actor(), queries.message(actor, message_id))


@bp.patch("/messages/<int:message_id>")
@spec.validate(resp=answers(shapes.Message), tags=["messages"])
def edit(message_id: int, json: asked.Edit) -> Json:
    """Give a message of yours other words."""
    actor = current_actor()
    return shown.one_message(actor, service.edit_message(actor, message_id, json.body, json.seen_edited_at, json.sure))


@bp.delete("/messages/<int:message_id>")
@spec.validate(resp=answers(shapes.Message), tags=["messages"])
def remove(message_id: int) -> Json:
    """Take a message away; a trace stays."""
    return shown.one_message(actor := current_actor(), service.remove_message(actor, message_id))


@bp.post("/messages/<int:message_id>/restore")
@spec.validate(resp=answers(shapes.Message), tags=["messages"])
def restore(message_id: int) -> Json:
    """Undo a removal, within a quarter of an hour."""
    return shown.one_message(actor := current_actor(), service.restore_message(actor, message_id))


@bp.put("/messages/<int:message_id>/reactions")
@spec.validate(resp=answers(shapes.Message), tags=["messages"])
def react(message_id: int, json: asked.Reaction) -> Json:
    """Say an emoji to a message, or take it back. Said twice it counts once."""
    pace.require_reactions(actor := current_actor())
    return shown.one_message(actor, service.react(actor, message_id, json.emoji, json.on))


@bp.post("/messages/<int:message_id>/unread")
@spec.validate(resp=answers(shapes.Read), tags=["messages"])
def unread(message_id: int) -> Json:
    """Let it, and all after it in its thread, be unread to you again."""
    actor = current_actor()
    seq = service.mark_unread_from(actor, message_id)
    return {"thread": queries.message(actor, message_id).thread_id, "seq": seq}


@bp.get("/messages/<int:message_id>/history")
@spec.validate(resp=answers(shapes.Versions), tags=["messages"])
def history(message_id: int) -> Json:
    """How a message read before each edit."""
    found = queries.history(current_actor(), message_id)
    return {"items": [shown.version(version) for version in found], "next": None}


@bp.get("/rooms/<int:room_id>/changes")
@spec.validate(resp=answers(shapes.Changes), tags=["rooms"])
def changes(room_id: int, query: asked.Changes) -> Json:
    """Everything that happened in a room after a `seq`, edits and removals too, without a hole."""
    actor = current_actor()
    room = queries.room(actor, room_id)
    found = queries.changes(actor, room_id, query.after, limited(query.limit))
    seen = [as_it_is(change) for change in found]
    embeds = queries.embeds(actor, [one for _, thread, message in seen for one in (message, thread.answer) if one])
    html = drawn_changes(actor, found, seen, embeds) if query.html else {}
    return {"seq": room.seq, "items": [
        shown.change(one, kind, thread, message, embeds.get(message.id, []) if message else [], html.get(one.seq))
        for one, (kind, thread, message) in zip(found, seen, strict=True)]}


def drawn_changes(actor: Actor, changes: Sequence[Change], seen: Sequence[tuple[str, Thread, Message | None]],
                  embeds: dict[int, list[Embed]]) -> dict[int, str | None]:
    """Seq -> the turbo-stream, as it would be broadcast now."""
    rows = {row.thread.id: row for row in queries.rows(
        actor, list({thread for kind, thread, _ in seen if kind != "thread_moved"}))}
    return {change.seq: live.rendered(*drawing(*each, embeds, lambda thread: rows[thread.id]))
            for change, each in zip(changes, seen, strict=True)}


@bp.get("/drafts/<place>")
@spec.validate(resp=answers(shapes.Draft), tags=["drafts"])
def draft(place: str) -> Json:
    """What you have begun to write in `thread:ID` or `room:ID`."""
    actor = current_actor()
    queries.require_place(actor, place)
    return shown.draft(queries.draft(actor, place))


@bp.put("/drafts/<place>")
@spec.validate(resp=answers(shapes.Draft), tags=["drafts"])
def save_draft(place: str, json: asked.Draft) -> Json:
    """Keep it, on any device. Nothing but space drops it. 409 with `theirs` where another device was first."""
    return shown.draft(service.save_draft(current_actor(), place, json.body, json.title, json.seen))


@bp.delete("/drafts/<place>")
@spec.validate(resp=answers(shapes.Draft), tags=["drafts"])
def drop_draft(place: str) -> Json:
    """Forget it."""
    service.drop_draft(current_actor(), place)
    return shown.draft(None)
