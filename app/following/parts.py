"""The button beside the menu of a thread."""

from app.following import queries
from app.links import Embed
from app.permissions import Actor
from app.rooms import parts
from app.rooms import queries as rooms
from app.rooms.models import Thread


@parts.act_on_thread
def follow_or_mute(actor: Actor, thread: Thread) -> Embed | None:
    """For a conversation only the way to be quiet and back: who is in it hears of it."""
    followed = not rooms.is_muted(actor, thread) if thread.network_id is None else queries.is_followed(actor, thread)
    return Embed("following/_button.html", {"thread": thread, "followed": followed})
