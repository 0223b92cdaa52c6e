"""Who reads a room, and who would read what is carried into another."""

from flask_babel import lazy_ngettext
from sqlalchemy import select

from app.accounts.models import Person
from app.database import db
from app.errors import Conflict
from app.rooms.clauses import reads_room
from app.rooms.models import Room

NAMED = 6  # people; the others are a number


class Wider(Conflict):
    """More people would read it: whoever carries it there has to know who."""


def gained(old: Room, new: Room) -> list[Person]:
    """Who reads NEW and does not read OLD, by name."""
    return list(db.session.scalars(select(Person).where(reads_room(new), ~reads_room(old)).order_by(Person.name)))


def require_known(old: Room, new: Room, known: bool) -> None:
    """Raise Wider if more people read NEW than OLD, unless whoever carries something there has KNOWN it."""
    if not known and (people := gained(old, new)):
        names = ", ".join(one.name for one in people[:NAMED]) + (" …" if len(people) > NAMED else "")
        raise Wider(lazy_ngettext(
            "One person who cannot read this now will read it in “%(room)s” (%(network)s): %(names)s.",
            "%(num)s people who cannot read this now will read it in “%(room)s” (%(network)s): %(names)s.",
            len(people), room=new.name, network=new.network_name, names=names))
