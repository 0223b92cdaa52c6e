"""How a change looks to everybody in the room: the same for a broadcast and for who catches up."""

from collections.abc import Callable
from typing import Any

from app.links import Embed
from app.rooms.models import Change, Message, Thread
from app.rooms.rows import Row

TEMPLATES = {"message_added": "rooms/_message_added.html", "message_moved": "rooms/_message_moved.html",
             "thread_changed": "rooms/_thread_changed.html", "thread_moved": "rooms/_thread_moved.html",
             "reaction": "rooms/_reaction.html", "beneath_changed": "rooms/_beneath_changed.html"}


def drawing(kind: str, thread: Thread, message: Message | None, embeds: dict[int, list[Embed]],
            row_of: Callable[[Thread], Row]) -> tuple[str, dict[str, Any]]:
    """Template and context for a change of KIND. Where no MESSAGE changed, the thread's answer is at hand.

    EMBEDS are by message id. ROW_OF is called by the template, so after the commit.
    """
    shown = message or thread.answer
    return TEMPLATES.get(kind, "rooms/_message_changed.html"), {
        "thread": thread, "message": shown, "row_of": row_of, "embeds": embeds.get(shown.id, []) if shown else []}


def as_it_is(change: Change) -> tuple[str, Thread, Message | None]:
    """Kind, thread and message of CHANGE as its room sees them now: of what was carried elsewhere since then,
    only that it is gone."""
    message, thread = change.message, change.message.thread if change.message else change.thread
    if thread.room_id != change.room_id or thread.merged_into_id:
        return "thread_moved", change.thread, None
    return "message_moved" if thread.id != change.thread_id else change.kind, thread, message
