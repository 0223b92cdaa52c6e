"""The rooms themselves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext

from app import links as things
from app import outbox
from app.database import db, now
from app.errors import Invalid, Missing
from app.links import Place
from app.networks.models import Network, Theme
from app.permissions import Actor, Can, require, require_site
from app.rooms import queries, words, writing
from app.rooms.models import PinnedLink, Room, RoomKind, Template

KEY = re.compile(r"[a-z]+:\d{1,9}")
ADDRESS = re.compile(r"(https?://[^\s/]|/(?!/))\S*")
MOST_LINKS, MOST_TEMPLATES, LONGEST_ADDRESS = 8, 6, 2000


@dataclass(frozen=True)
class Facts:
    """What its coordinators say about a room."""

    name: str
    about: str = ""
    kind: RoomKind = RoomKind.DISCUSSION
    theme_id: int | None = None
    position: int = 0
    links: Sequence[PinnedLink] = ()
    templates: Sequence[Template] = ()


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
        session.flush()
        outbox.tell("room_changed", network_id=network_id, room_id=room.id)
    return room


def facts_of(actor: Actor, room_id: int) -> Facts:
    """What a room is now, for who may change it."""
    room = queries.room(actor, room_id, Can.EDIT_NETWORK)
    return Facts(room.name, room.about, room.kind, room.theme_id, room.position, room.links, room.templates)


def edit_room(actor: Actor, room_id: int, facts: Facts) -> Room:
    """Let a room be what FACTS say. Raise Invalid with the field named."""
    with db.transaction() as session:
        room = queries.room(actor, room_id, Can.EDIT_NETWORK)
        if room.network_id is None:
            raise Missing
        name = words.room_name(facts.name)
        if name.lower() != room.name.lower() and queries.has_room(actor, room.network_id, name):
            raise Invalid(errors={"name": lazy_gettext("The network has a room of this name.")})
        if facts.theme_id is not None and session.get(Theme, facts.theme_id) is None:
            raise Invalid(errors={"theme": lazy_gettext("There is no such theme.")})
        room.name, room.about, room.kind = name, words.clean(facts.about), facts.kind
        room.theme_id, room.position = facts.theme_id, facts.position
        room.links = [_link(actor, room, one) for one in facts.links if one["target"].strip()][:MOST_LINKS]
        room.templates = [_template(one) for one in facts.templates if one["name"].strip()][:MOST_TEMPLATES]
        outbox.tell("room_changed", network_id=room.network_id, room_id=room.id)
    return room


def _link(actor: Actor, room: Room, link: PinnedLink) -> PinnedLink:
    """LINK as it is kept: to an address of the web, a page of ours or a thing that everybody in ROOM may see."""
    target = words.clean(link["target"])[:LONGEST_ADDRESS]
    try:
        if KEY.fullmatch(target):
            things.share(actor, [target], Place(room.network_id, room.id, f"room:{room.id}"))
        elif not ADDRESS.fullmatch(target):
            raise Missing
    except (Missing, Invalid):
        raise Invalid(errors={"links": lazy_gettext(
            "“%(target)s” leads nowhere. Give a whole address (https://…) or a thing of ours (example:4).",
            target=target)}) from None
    return PinnedLink(title=words.title(link["title"], target), target=target)


def _template(template: Template) -> Template:
    """TEMPLATE as it is kept."""
    return Template(name=words.room_name(template["name"]), title=words.clean(template["title"])[:words.MAX_TITLE],
                    body=words.clean(template["body"])[:words.MAX_BODY])


def archive_room(actor: Actor, room_id: int, archived: bool) -> Room:
    """Close a room for writing, or open it again."""
    with db.transaction():
        room = queries.room(actor, room_id, Can.EDIT_NETWORK)
        if archived != bool(room.archived_at):
            room.archived_at = now() if archived else None
    return room
