"""The summary on top of a thread, and the way to write one."""

from app.links import Embed
from app.permissions import Actor
from app.rooms import parts
from app.rooms.models import Thread
from app.summaries import queries


@parts.under_title
def summary(actor: Actor, thread: Thread) -> Embed | None:
    """Where there is one."""
    found = queries.latest(actor, thread) if thread.network_id is not None else None
    return Embed("summaries/_summary.html", {"summary": found}) if found and found.text else None


@parts.in_menu
def write(actor: Actor, thread: Thread) -> Embed | None:
    """For every thread of a network."""
    return Embed("summaries/_menu.html", {"thread": thread}) if thread.network_id is not None else None
