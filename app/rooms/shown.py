"""Rooms, threads and messages as JSON, the same over the API and the socket."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.accounts.models import Person
from app.links import Embed
from app.networks.models import OrganisationKind
from app.permissions import Actor
from app.rooms import queries
from app.rooms.models import Change, Draft, Message, MessageVersion, Room, Thread
from app.rooms.rows import Row

Json = dict[str, Any]


def moment(at: datetime | None) -> str | None:
    """ISO 8601, UTC."""
    return at.isoformat().replace("+00:00", "Z") if at else None


def person(one: Person) -> Json:
    """Who said it, and for which municipality."""
    place = one.organisation
    municipality = place.name if place and place.kind == OrganisationKind.MUNICIPALITY else None
    return {"id": one.id, "name": one.name, "municipality": municipality}


def room(one: Room, unread: int) -> Json:
    """UNREAD is the number of threads with something new."""
    return {"id": one.id, "name": one.name, "about": one.about, "kind": one.kind, "network": one.network_id,
            "network_name": one.network and one.network.name, "seq": one.seq, "unread": unread,
            "archived": one.archived_at is not None}


def thread(one: Thread) -> Json:
    """Without its messages."""
    return {"id": one.id, "room": one.room_id, "network": one.network_id, "title": one.title, "kind": one.kind,
            "state": one.state, "author": person(one.author), "answer": one.answer_id, "about": one.about,
            "created_at": moment(one.created_at), "last_at": moment(one.last_at), "last_seq": one.last_seq,
            "pinned": one.pinned_at is not None, "merged_into": one.merged_into_id}


def thread_line(row: Row, unread: bool) -> Json:
    """In a list."""
    return {**thread(row.thread), "replies": row.replies, "excerpt": row.excerpt, "unread": unread}


def messages(actor: Actor, some: Sequence[Message]) -> list[Json]:
    """Messages that ACTOR was given, with what is beneath them."""
    embeds = queries.embeds(actor, some)
    return [message(one, embeds.get(one.id, [])) for one in some]


def one_message(actor: Actor, one: Message) -> Json:
    """One of them."""
    return messages(actor, [one])[0]


def message(one: Message, embeds: Sequence[Embed] = ()) -> Json:
    """Of a removed one only the trace is left."""
    return {
        "id": one.id, "room": one.room_id, "thread": one.thread_id, "seq": one.seq, "client_id": one.client_id,
        "author": person(one.author), "body": one.body, "html": one.html, "created_at": moment(one.created_at),
        "edited_at": moment(one.edited_at), "removed": one.removed,
        "files": [file(embed) for embed in embeds if "file" in embed.context],
        "cards": [pointed(key) for key in one.links if key.startswith("card:") and not one.removed],
        "links": [] if one.removed else one.links,
        "reactions": [reaction(emoji, people) for emoji, people in one.reacted.items()]}


def reaction(emoji: str, people: Sequence[Person]) -> Json:
    """An emoji and who said it."""
    return {"emoji": emoji, "count": len(people), "people": [person(one) for one in people]}


def file(embed: Embed) -> Json:
    """A file beneath a message, as the API of files shows it."""
    kept = embed.context["file"]
    return {"id": kept.id, "name": kept.name, "size": kept.size, "media_type": kept.media_type,
            "url": f"/files/{kept.id}"}


def pointed(key: str) -> Json:
    """A thing of another feature: where to ask for it."""
    kind, _, number = key.partition(":")
    return {"id": int(number), "url": f"/{kind}s/{number}"}


def change(one: Change, kind: str, thread: Thread, said: Message | None, embeds: Sequence[Embed],
           html: str | None) -> Json:
    """One change of a room, with its thread and message as `drawing.as_it_is` has them."""
    return {"seq": one.seq, "kind": kind, "thread": thread.id, "at": moment(one.at), "html": html,
            "message": message(said, embeds) if said else None}


def version(one: MessageVersion) -> Json:
    """How a message read until somebody changed it."""
    return {"body": one.body, "html": one.html, "until": moment(one.created_at)}


def draft(one: Draft | None) -> Json:
    """What was begun; nothing is as good as empty."""
    return {"body": one.body if one else "", "title": one.title if one else "",
            "updated_at": moment(one.updated_at) if one else None}
