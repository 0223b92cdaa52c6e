"""Choosing among people: by theme, network, county, municipality and words. Asks no database."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.networks.models import Organisation, OrganisationKind

DIMENSIONS = ("theme", "role", "network", "county", "municipality", "organisation")
ORDERED = ("theme", "role")  # their values stand as they come, those of others by name
COUNTRIES = ("NO", "SE")  # in this order, where both use a number
FEW = 12  # values; municipalities are offered when there are no more, or when something else is chosen
LAST_LETTERS = {"sv": str.maketrans({"å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c"})}
NORWEGIAN = str.maketrans({"æ": "{a", "ä": "{a", "ø": "{b", "ö": "{b", "å": "{c"})


@dataclass(frozen=True)
class Place:
    """Where people work, as far as choosing goes; COUNTY, MUNICIPALITY, ORGANISATION are {key: name}, or empty."""

    name: str
    words: str
    county: Mapping[str, str]
    municipality: Mapping[str, str]
    organisation: Mapping[str, str]


NOWHERE = Place("", "", {}, {}, {})


@dataclass(frozen=True)
class Row:
    """A person as far as choosing goes. VALUES are by dimension; WORDS are what free words look in."""

    id: int
    name: str
    place: str
    words: str
    values: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Register:
    """Everybody, and what the values of each dimension are called."""

    rows: list[Row]
    labels: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Value:
    """One value of a facet, and how many people have it."""

    key: str
    label: str
    count: int


def place_key(place: Organisation) -> str:
    """«NO-4012»: a number alone may stand for two places."""
    return f"{place.country}-{place.code}"


def place(one: Organisation) -> Place:
    """ONE as far as choosing goes; a county lies in itself."""
    county = one if one.kind == OrganisationKind.COUNTY else one.county
    return Place(one.name, f"{one.name} {one.names_all}", {place_key(county): county.name} if county else {},
                 {place_key(one): one.name} if one.kind == OrganisationKind.MUNICIPALITY else {},
                 {} if one.kind == OrganisationKind.MUNICIPALITY else {str(one.id): one.name})


def row(number: int, said: tuple[str, ...], at: Place, **values: Iterable[str]) -> Row:
    """A person who works AT a place; SAID is their name and what they say of themselves."""
    placed = {"county": at.county, "municipality": at.municipality, "organisation": at.organisation}
    return Row(number, said[0], at.name, " ".join((*said, at.words)).casefold(),
               {name: frozenset(some) for name, some in {**placed, **values}.items()})


def resolved(asked: Mapping[str, str], register: Register) -> dict[str, str]:
    """ASKED with the country before the number of each place: of two, the first that has people there."""
    def key(name: str, value: str) -> str:
        keys = [value.upper(), *(f"{country}-{value}" for country in COUNTRIES)]
        return next((key for key in keys if key in register.labels[name]), value)
    return {name: key(name, value) if name in ("county", "municipality") else value
            for name, value in asked.items() if value}


def matching(rows: list[Row], asked: Mapping[str, str], but: str = "") -> list[Row]:
    """Those that fit everything ASKED (a value a dimension, and "q"), but for one dimension."""
    for name in DIMENSIONS:
        if name != but and (value := asked.get(name)):
            rows = [row for row in rows if value in row.values[name]]
    for word in asked.get("q", "").casefold().split():
        rows = [row for row in rows if word in row.words]
    return rows


def facets(register: Register, asked: Mapping[str, str], locale: str) -> dict[str, list[Value]]:
    """For each dimension its values among those who fit all the rest: themes as ordered, others by name."""
    found = {}
    for name in DIMENSIONS:
        count = Counter(key for row in matching(register.rows, asked, but=name) for key in row.values[name])
        labels = register.labels[name]
        keys = labels if name in ORDERED else sorted(labels, key=lambda key: alphabetical(labels[key], locale))
        found[name] = [Value(key, labels[key], count[key]) for key in keys if count[key] or asked.get(name) == key]
    if len(found["municipality"]) > FEW and not any(asked.get(name) for name in DIMENSIONS):
        found["municipality"] = []
    return found


def in_order(rows: Iterable[Row], locale: str) -> list[Row]:
    """By municipality and name; those of none last."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.place, []).append(row)
    return [row for place in sorted(groups, key=lambda place: (not place, alphabetical(place, locale)))
            for row in sorted(groups[place], key=lambda row: (alphabetical(row.name, locale), row.id))]


def alphabetical(text: str, locale: str) -> str:
    """A key that puts æ, ø, å (or å, ä, ö) where readers of LOCALE look for them: after z."""
    return text.casefold().translate(LAST_LETTERS.get(locale, NORWEGIAN))
