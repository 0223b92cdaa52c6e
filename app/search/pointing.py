"""What can be pointed at while one writes in a room: what the writer finds and the room may show."""

from typing import NamedTuple

from app import links
from app.links import Place
from app.permissions import Actor, Can
from app.rooms import queries as rooms
from app.search.queries import NUMBER, suggest

SHOWN_BY_PUTTING = ("card", "file")  # who shows them in a place lets its readers see them


class Target(NamedTuple):
    """A thing to point at: "example:4"."""

    key: str
    type: str
    title: str


def targets(actor: Actor, room_id: int, typed: str) -> list[Target]:
    """Things with a title like TYPED. Raise Missing or Denied unless ACTOR may write in the room."""
    room = rooms.room(actor, room_id, Can.POST_MESSAGE)
    found = [Target(f"{one.type}:{number[1]}", one.type, one.label) for one in suggest(actor, typed)
             if one.type in links.KINDS and (number := NUMBER.search(one.url))]
    shown = links.embeds([one.key for one in found if one.type not in SHOWN_BY_PUTTING],
                         Place(room.network_id, room.id, f"room:{room.id}"))
    return [one for one in found if one.type in SHOWN_BY_PUTTING or one.key in shown]
