"""The rooms themselves."""

from flask_babel import lazy_gettext

from app.database import db, now
from app.errors import Invalid
from app.networks.models import Network
from app.permissions import Actor, Can, require, require_site
from app.rooms import queries, words, writing
from app.rooms.models import Room, RoomKind


def create_room(actor: Actor, network_id: int, name: str, about: str = "",
                kind: RoomKind = RoomKind.DISCUSSION) -> Room:
    """Open one more room in a network. Raise Invalid for a name that it has already."""
    require_site(actor)
    with db.transaction() as session:
        network = session.get(Network, network_id)
        require(actor, Can.EDIT_NETWORK, network)
        room = Room(network=network, name=words.room_name(name), about=words.clean(about), kind=kind)
        writing.require_open(room)
        if queries.has_room(actor, network_id, room.name):
            raise Invalid(errors={"name": lazy_gettext("The network has a room of this name.")})
        session.add(room)
    return room


def archive_room(actor: Actor, room_id: int, archived: bool) -> Room:
    """Close a room for writing, or open it again."""
    with db.transaction():
        room = queries.room(actor, room_id, Can.EDIT_NETWORK)
        if archived != bool(room.archived_at):
            room.archived_at = now() if archived else None
    return room
