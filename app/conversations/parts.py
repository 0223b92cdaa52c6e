"""What conversations add elsewhere: a way to write to a person, and what one can do with a conversation."""

from app.accounts.models import Person
from app.conversations import queries
from app.directory import parts as people
from app.links import Embed
from app.permissions import Actor
from app.rooms import direct
from app.rooms import parts as threads
from app.rooms.models import Thread


@people.act_on_person
def write_to(actor: Actor, person: Person) -> Embed | None:
    """Beside the name of somebody to whom one may write."""
    if not queries.may_write_to(actor, person):
        return None
    return Embed("conversations/_write_to.html", {"person": person})


@threads.in_menu
def in_menu(actor: Actor, thread: Thread) -> Embed | None:
    """Others can be asked along, and one can leave."""
    if thread.network_id is not None:
        return None
    return Embed("conversations/_menu.html", {"thread": thread, "people": direct.people(thread.room)})
