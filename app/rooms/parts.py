"""What features above put on the page of a thread, without being known here.

    @parts.in_menu
    def leave(actor: Actor, thread: Thread) -> Embed | None: ...
"""

from collections.abc import Callable

from app.links import Embed
from app.permissions import Actor
from app.rooms.models import Thread

OfThread = Callable[[Actor, Thread], Embed | None]
MENU: list[OfThread] = []
ACTS: list[OfThread] = []
SECTIONS: list[OfThread] = []


def in_menu(part: OfThread) -> OfThread:
    """Let PART add to the menu of a thread; it says None where it has nothing."""
    MENU.append(part)
    return part


def act_on_thread(part: OfThread) -> OfThread:
    """Let PART add a button beside the menu of a thread; it says None where it has nothing."""
    ACTS.append(part)
    return part


def under_title(part: OfThread) -> OfThread:
    """Let PART add a section between the title of a thread and its messages; None where it has nothing."""
    SECTIONS.append(part)
    return part


def drawn_by(actor: Actor, thread: Thread, parts: list[OfThread]) -> list[Embed]:
    """What PARTS add for ACTOR, in the order of registration."""
    return [embed for part in parts if (embed := part(actor, thread))]
