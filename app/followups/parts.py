"""The way from a thread to all that was agreed in it."""

from app.links import Embed
from app.permissions import Actor
from app.rooms import parts
from app.rooms.models import Thread


@parts.in_menu
def in_menu(actor: Actor, thread: Thread) -> Embed | None:
    """For every thread, without asking whether there is something."""
    return Embed("followups/_menu.html", {"thread": thread})
