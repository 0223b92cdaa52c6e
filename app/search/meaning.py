"""What operators mean for somebody: names become ids, of what ACTOR may know of.

A name that is unknown and one that is hidden are the same: they find nothing, and are said to.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import or_, select

from app.accounts.models import Person
from app.database import db
from app.networks.models import Organisation, OrganisationKind, place_key
from app.networks.queries import themes
from app.permissions import Actor
from app.search.keys import Ring
from app.search.operators import CARRIED, TYPES, Operator, key_of, moment
from search_index.analysis import fold, words

MOST_PEOPLE = 200
Pair = tuple[str, str]  # a field of documents, and the value that is meant
Named = tuple[Pair, str]  # a pair, and a name that people know it by
T = TypeVar("T")


@dataclass(frozen=True)
class Meaning:
    """What operators ask for. ALSO: of each of its sets a document has one. UNKNOWN ones mean nothing here."""

    also: tuple[frozenset[Pair], ...] = ()
    has: tuple[str, ...] = ()
    after: datetime | None = None
    before: datetime | None = None
    unknown: tuple[Operator, ...] = ()


def meaning_of(actor: Actor, operators: Iterable[Operator], ring: Ring) -> Meaning:
    """What OPERATORS mean. At most one statement for each."""
    meaning = Meaning()
    for one in operators:
        meaning = READ[one.name](meaning, one, actor, ring)
    return meaning


def meant(value: str, known: Iterable[tuple[T, str]]) -> list[T]:
    """What VALUE names among KNOWN: by the whole name; else by whole words of it; else by their beginnings."""
    wanted = _plain(value)
    named = [(one, f" {_plain(name)} ") for one, name in known]
    for looked_for in (f" {wanted} ", f" {wanted}"):
        if wanted and (found := [one for one, name in named if looked_for in name]):
            whole = [one for one, name in named if name == f" {wanted} "]
            return list(dict.fromkeys(whole or found))
    return []


def people_named(actor: Actor, value: str) -> list[tuple[Pair, str]]:
    """Active people with a word in their name that begins like the first of VALUE, as pairs with their names."""
    first = value.split()[0] if value.split() else ""
    if not (actor.signed_in or actor.is_admin) or not first:
        return []
    spellings = {first, first.lower(), first.capitalize()}  # SQLite knows capitals in English only
    beginning = or_(*(clause for one in spellings for clause in (
        Person.name.istartswith(one, autoescape=True), Person.name.icontains(f" {one}", autoescape=True))))
    found = db.session.execute(select(Person.id, Person.name).where(Person.active, beginning).order_by(Person.name)
                               .limit(MOST_PEOPLE))
    return [(("author", str(number)), name) for number, name in found]


def municipalities(actor: Actor) -> list[Named]:
    """Every municipality by its number and each of its names: they are no secret."""
    found = db.session.execute(select(
        Organisation.country, Organisation.code, Organisation.name, Organisation.names_all).where(
        Organisation.kind == OrganisationKind.MUNICIPALITY).order_by(Organisation.name))
    return [(("municipality", key), name) for country, code, *names in found for key in (place_key(country, code),)
            for name in dict.fromkeys([names[0], *names[1].split(" – "), key]) if name]


def themes_named(actor: Actor) -> list[Named]:
    """Every theme by its names in all languages."""
    return [(("theme", theme.key), name) for theme in themes(actor)
            for name in (theme.nb, theme.nn, theme.sv, theme.en)]


def places_named(ring: Ring) -> list[Named]:
    """The networks and rooms that holders of RING may read."""
    return [(("network", str(number)), name) for number, name in ring.networks.items()] + [
        (("room", str(number)), name) for number, name in ring.rooms.items()]


def _plain(name: str) -> str:
    return " ".join(fold(word) for word in words(name))


Read = Callable[[Meaning, Operator, Actor, Ring], Meaning]


def _one_of(known: Callable[[Operator, Actor, Ring], Iterable[Named]]) -> Read:
    """An operator whose value is a name among KNOWN."""
    def read(meaning: Meaning, one: Operator, actor: Actor, ring: Ring) -> Meaning:
        pairs = meant(one.value, known(one, actor, ring))
        return replace(meaning, also=(*meaning.also, frozenset(pairs))) if pairs else _unknown(meaning, one)
    return read


def _type(meaning: Meaning, one: Operator, actor: Actor, ring: Ring) -> Meaning:
    kind = key_of(one.value, TYPES)
    return replace(meaning, also=(*meaning.also, frozenset([("type", kind)]))) if kind else _unknown(meaning, one)


def _has(meaning: Meaning, one: Operator, actor: Actor, ring: Ring) -> Meaning:
    carried = key_of(one.value, CARRIED)
    return replace(meaning, has=(*meaning.has, carried)) if carried else _unknown(meaning, one)


def _after(meaning: Meaning, one: Operator, actor: Actor, ring: Ring) -> Meaning:
    if (at := moment(one.value)) is None:
        return _unknown(meaning, one)
    return replace(meaning, after=max(at, meaning.after or at))


def _before(meaning: Meaning, one: Operator, actor: Actor, ring: Ring) -> Meaning:
    if (at := moment(one.value)) is None:
        return _unknown(meaning, one)
    return replace(meaning, before=min(at, meaning.before or at))


def _unknown(meaning: Meaning, one: Operator) -> Meaning:
    return replace(meaning, unknown=(*meaning.unknown, one))


READ: dict[str, Read] = {
    "from": _one_of(lambda one, actor, ring: people_named(actor, one.value)),
    "in": _one_of(lambda one, actor, ring: places_named(ring)),
    "theme": _one_of(lambda one, actor, ring: themes_named(actor)),
    "municipality": _one_of(lambda one, actor, ring: municipalities(actor)),
    "type": _type, "has": _has, "after": _after, "before": _before}
