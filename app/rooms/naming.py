"""Who can be named in a room, how words that name them are drawn, and whom that tells."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import force_locale, gettext, lazy_gettext, ngettext
from sqlalchemy import func, select, true

from app import markup
from app.accounts.models import Person
from app.database import db
from app.errors import Invalid
from app.i18n import locale
from app.networks.models import Organisation
from app.permissions import Actor
from app.rooms import queries
from app.rooms.clauses import reads_room, takes_part
from app.rooms.models import Room

SUGGESTIONS = 8
MANY = 10  # people; who tells more of them at once is asked first whether that is meant
NAMED = re.compile(r"@\[[^\[\]\n]{1,80}\]\(((?:person|organisation|room):\d{1,9})\)")
UNSURE = lazy_gettext("Tick the box if that is what you want. Nothing is sent yet.")


@dataclass(frozen=True)
class Group:
    """Several people who are mentioned as one: all from somewhere, or everybody who takes part."""

    key: str  # "organisation:4", "room:2"
    name: str
    people: int  # without who asks
    organisation: Organisation | None = None


def mentionable(actor: Actor, room_id: int, prefix: str = "") -> list[Person]:
    """Up to 8 others who read a room and have a name with a word that begins with PREFIX, first names first."""
    readers = select(Person).where(reads_room(queries.room(actor, room_id)), Person.id != actor.id)
    words = prefix.strip().lower()  # by Python, since SQLite's LIKE knows no big Å
    found = [one for one in db.session.scalars(readers.order_by(Person.name))
             if f" {words}" in f" {one.name.lower()}"]
    return sorted(found, key=lambda one: not one.name.lower().startswith(words))[:SUGGESTIONS]


def groups(actor: Actor, room_id: int, prefix: str = "") -> list[Group]:
    """The groups of a room whose name begins with PREFIX, everybody first. Nobody is counted who is not in it."""
    room = queries.room(actor, room_id)
    counted = select(Organisation, func.count(Person.id)).select_from(Person).outerjoin(
        Organisation, Organisation.id == Person.organisation_id).where(
        takes_part(room), Person.id != actor.id).group_by(Organisation.id).order_by(Organisation.name)
    rows = db.session.execute(counted).all()
    everybody = Group(f"room:{room.id}", gettext("everyone"), sum(number for _, number in rows))
    found = [everybody, *(Group(f"organisation:{one.id}", one.name, number, one) for one, number in rows if one)]
    return [one for one in found if one.people and one.name.lower().startswith(prefix.strip().lower())]


def names(actor: Actor, room: Room, keys: Collection[str]) -> dict[str, str]:
    """Key -> name of those of KEYS who can be told of what is said in ROOM, which ACTOR was given."""
    found = {key: _everyone(room) for key in keys if key == f"room:{room.id}"}
    if people := _ids(keys, "person"):
        readers = select(Person.id, Person.name).where(reads_room(room), Person.id.in_(people))
        found.update({f"person:{number}": name for number, name in db.session.execute(readers)})
    if places := _ids(keys, "organisation"):
        there = select(Organisation.id, Organisation.name).where(Organisation.id.in_(places)).where(
            select(Person.id).where(Person.organisation_id == Organisation.id, takes_part(room)).exists())
        found.update({f"organisation:{number}": name for number, name in db.session.execute(there)})
    return found


def rendered(actor: Actor, room: Room, body: str) -> markup.Rendered:
    """BODY as HTML. Only who reads ROOM, which ACTOR was given, is mentioned; other names stay words."""
    return markup.render(body, names(actor, room, set(NAMED.findall(body))).get)


def told(actor: Actor, room: Room, mentions: Collection[str]) -> dict[int, bool]:
    """Id of each person that MENTIONS of a rendered text tell -> whether only as one of many."""
    direct = dict.fromkeys(_ids(mentions, "person"), False)
    places, everybody = _ids(mentions, "organisation"), f"room:{room.id}" in mentions
    if not places and not everybody:
        return direct
    wanted = select(Person.id).where(takes_part(room), Person.id != actor.id,
                                     true() if everybody else Person.organisation_id.in_(places))
    return {**dict.fromkeys(db.session.scalars(wanted), True), **direct}


def reading(actor: Actor, room: Room) -> str:
    """How many others ROOM is for, which ACTOR was given, in words."""
    wanted = select(func.count(Person.id)).where(takes_part(room), Person.id != actor.id)
    number = db.session.scalar(wanted) or 0
    return str(ngettext("%(num)s other reads here.", "%(num)s others read here.", number))


def are_many(people: dict[int, bool]) -> bool:
    """Whether one is asked before PEOPLE are told: named one by one, they were meant."""
    return len(people) > MANY and any(people.values())


def telling(people: dict[int, bool]) -> str:
    """How many are told, in words; empty for none."""
    number = len(people)
    return str(ngettext("%(num)s person is told.", "%(num)s people are told.", number)) if number else ""


def require_sure(people: dict[int, bool], sure: bool) -> None:
    """Raise Invalid where many would be told and nobody has said that this is meant."""
    if are_many(people) and not sure:
        raise Invalid(errors={"sure": f"{telling(people)} {UNSURE}"})


def _everyone(room: Room) -> str:
    """What everybody is called, in the language of those who read it."""
    with force_locale(room.network.language if room.network else locale()):
        return str(gettext("everyone"))


def _ids(keys: Collection[str], kind: str) -> set[int]:
    return {int(key.partition(":")[2]) for key in keys if key.startswith(f"{kind}:")}
