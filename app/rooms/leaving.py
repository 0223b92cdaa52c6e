"""Whoever may not read a room any more hears no more of it, even if the order to leave it was lost."""

from collections.abc import Collection

from sqlalchemy import select

from app import live
from app.accounts.models import Person
from app.database import db
from app.permissions import SYSTEM, Actor
from app.rooms import queries
from app.rooms.clauses import reads_room
from app.rooms.models import CHANNEL, Room


def turn_away() -> None:
    """Look at all who listen at this process. It is the net beneath `live.dismiss`, which works at once."""
    channels = live.channels()
    whose = {page: int(name.removeprefix("person:")) for name, pages in channels.items()
             if name.startswith("person:") for page in pages}
    before = CHANNEL.format("")
    for name in [name for name in channels if name.startswith(before)]:
        listeners = {whose[page] for page in channels[name] if page in whose}
        for person_id in listeners - readers(SYSTEM, int(name.removeprefix(before)), listeners):
            live.ORDERS["dismiss"](person_id, name)


def readers(actor: Actor, room_id: int, people: Collection[int]) -> set[int]:
    """Who of PEOPLE reads a room that ACTOR reads."""
    room: Room = queries.room(actor, room_id)
    return set(db.session.scalars(select(Person.id).where(reads_room(room), Person.id.in_(people))))
