"""Who can be named in a room, and how words that name them are drawn."""

import re
from collections.abc import Collection

from sqlalchemy import select

from app import markup
from app.accounts.models import Person
from app.database import db
from app.permissions import Actor
from app.rooms import queries
from app.rooms.clauses import reads_room
from app.rooms.models import Room

SUGGESTIONS = 8
NAMED = re.compile(r"\]\(person:(\d{1,9})\)")


def mentionable(actor: Actor, room_id: int, prefix: str = "") -> list[Person]:
    """Up to 8 others who read a room and have a name with a word that begins with PREFIX, first names first."""
    readers = select(Person).where(reads_room(queries.room(actor, room_id)), Person.id != actor.id)
    words = prefix.strip().lower()  # by Python, since SQLite's LIKE knows no big Å
    found = [one for one in db.session.scalars(readers.order_by(Person.name))
             if f" {words}" in f" {one.name.lower()}"]
    return sorted(found, key=lambda one: not one.name.lower().startswith(words))[:SUGGESTIONS]


def names(actor: Actor, room: Room, ids: Collection[str]) -> dict[str, str]:
    """Id -> name of those of the people IDS (digits) who read ROOM, which ACTOR was given."""
    numbers = {int(number) for number in ids}
    if not numbers:
        return {}
    readers = select(Person.id, Person.name).where(reads_room(room), Person.id.in_(numbers))
    return {str(number): name for number, name in db.session.execute(readers)}


def rendered(actor: Actor, room: Room, body: str) -> markup.Rendered:
    """BODY as HTML. Only people who read ROOM, which ACTOR was given, are mentioned; other names stay words."""
    return markup.render(body, names(actor, room, set(NAMED.findall(body))).get)
