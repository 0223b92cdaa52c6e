"""The way to save an example and a thread, from their pages."""

from app.bookmarks import queries
from app.examples import parts as examples
from app.examples.models import Example
from app.links import Embed
from app.permissions import Actor
from app.rooms import parts as rooms
from app.rooms.models import Thread


@examples.act_on_example
def save_example(actor: Actor, example: Example) -> Embed | None:
    """A button, which says whether it is saved."""
    key = f"example:{example.id}"
    return Embed("bookmarks/_button.html", {"key": key, "mark": queries.mark_of(actor, key)})


@rooms.in_menu
def save_thread(actor: Actor, thread: Thread) -> Embed | None:
    """A line in its menu."""
    return Embed("bookmarks/_menu.html", {"key": f"thread:{thread.id}"})
