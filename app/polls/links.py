"""How a message shows a poll: `poll:3` becomes its question, the answers and how many chose each."""

from app.links import Embed, Kind, Place, register
from app.permissions import SYSTEM, Actor
from app.polls import queries, service


def share(actor: Actor, ids: set[int], place: Place) -> None:
    """Put polls of ACTOR beneath the message of PLACE."""
    service.place(actor, ids, place.where)


def embeds(ids: set[int], place: Place) -> dict[int, Embed]:
    """Those that stand beneath messages of the room of PLACE."""
    return {one.id: Embed("polls/_poll.html", {"poll": one}) for one in queries.in_room(SYSTEM, ids, place.room_id)}


register(Kind("poll", share, embeds))
