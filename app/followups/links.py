"""How a message shows what follows from it: `followup:3` becomes who does what until when."""

from app.followups import queries, service
from app.links import Embed, Kind, Place, register
from app.permissions import SYSTEM, Actor


def share(actor: Actor, ids: set[int], place: Place) -> None:
    """Raise Missing unless they were made for the message of PLACE."""
    service.require_beneath(actor, ids, place.where)


def embeds(ids: set[int], place: Place) -> dict[int, Embed]:
    """Those beneath messages of the room of PLACE."""
    return {one.id: Embed("followups/_follow_up.html", {"item": one})
            for one in queries.in_room(SYSTEM, ids, place.room_id)}


register(Kind("followup", share, embeds))
