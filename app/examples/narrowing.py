"""The list of examples as its address asks for it, and the links that narrow it further."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask_babel import gettext

from app.examples.filters import FRESH, NOT_FRESH, SIZES, Choice, Filters
from app.examples.labels import COSTS, FRESHNESS, MEASURE_TYPES, SIZE_NAMES, STATUSES
from app.examples.models import MeasureStatus, MeasureType
from app.networks.models import Theme

MOST = 12  # values shown of each way
VIEWS = ("cards", "table", "map")
IN_STEPS: dict[str, Mapping[str, Any]] = {"size": SIZE_NAMES, "cost": COSTS}  # not by how many there are
ORDERS = ("newest", "confirmed", "title", "began", "cost")
Kind = TypeVar("Kind", bound=StrEnum)


def asked(values: Mapping[str, str]) -> Filters:
    """What an address asks for; what is not one of ours is left out."""
    return Filters(
        values.get("theme") or None, values.get("municipality") or None, values.get("county") or None,
        member(MeasureType, values.get("measure_type")), member(MeasureStatus, values.get("status")),
        whole(values.get("year")), whole(values.get("network")), one_of(SIZES, values.get("size")),
        within(1, whole(values.get("cost")), 5), one_of((FRESH, NOT_FRESH), values.get("fresh")))


def one_of(known: Iterable[str], value: str | None) -> str | None:
    """VALUE, if it is KNOWN."""
    return value if value is not None and value in known else None


def within(least: int, value: int | None, most: int) -> int | None:
    """VALUE, if it is a number between the two."""
    return value if value and least <= value <= most else None


def member(kind: type[Kind], value: str | None) -> Kind | None:
    """The member of KIND with this value, if it is one."""
    return kind(value) if value in set(kind) else None


def whole(value: str | None) -> int | None:
    """A whole number above nought, if it is one."""
    found = int(value) if value and value.isascii() and value.isdecimal() and len(value) < 10 else 0
    return found or None


@dataclass(frozen=True)
class Look:
    """How the list is shown: as cards, a table or a map, and in which order."""

    view: str = VIEWS[0]
    order: str = ORDERS[0]

    @classmethod
    def asked(cls, values: Mapping[str, str]) -> "Look":
        """What an address asks for."""
        return cls(one_of(VIEWS, values.get("view")) or VIEWS[0], one_of(ORDERS, values.get("sort")) or ORDERS[0])


def address(filters: Filters, page: int = 1, look: Look = Look(), path: str = "/examples") -> str:
    """The address of a page of the list."""
    values = {**filters.chosen, **({"view": look.view} if look.view != VIEWS[0] else {}),
              **({"sort": look.order} if look.order != ORDERS[0] else {}), **({"page": page} if page > 1 else {})}
    return path + ("?" + urlencode(values) if values else "")


@dataclass(frozen=True)
class Narrowing:
    """What is chosen and what can be, as the macros of facets want it."""

    filters: Filters
    choices: dict[str, list[Choice]]
    themes: Sequence[Theme]
    locale: str
    look: Look = Look()

    @property
    def groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """[(title, its values)]."""
        titles = {"theme": gettext("Theme"), "municipality": gettext("Municipality"), "county": gettext("County"),
                  "size": gettext("Inhabitants"), "measure_type": gettext("Type"), "status": gettext("How far"),
                  "cost": gettext("Cost"), "year": gettext("Began in"), "fresh": gettext("Still true?")}
        return [(title, self.values(name)) for name, title in titles.items()]

    @property
    def chosen(self) -> list[dict[str, Any]]:
        """Each chosen value with the address that lets it go."""
        return [{"label": self.label(name, self.known(name, str(value))),
                 "url": self.address(self.filters.without(name))}
                for name, value in self.filters.chosen.items() if name != "network"]

    def values(self, name: str) -> list[dict[str, Any]]:
        """The values of one way."""
        now = str(self.filters.chosen.get(name, ""))
        found = [one for place, one in enumerate(self.choices.get(name, ())) if place < MOST or one.value == now]
        if name in IN_STEPS:
            found.sort(key=lambda one: [*IN_STEPS[name]].index(one.value))
        return [{"label": self.label(name, one), "count": one.count, "chosen": one.value == now,
                 "url": self.address(self.filters.without(name) if one.value == now
                                     else self.narrowed(name, one.value))}
                for one in found]

    def address(self, filters: Filters) -> str:
        """The same look at what FILTERS leave."""
        return address(filters, look=self.look)

    def looking(self, view: str = "", order: str = "") -> str:
        """The same examples, looked at in another way."""
        return address(self.filters, look=Look(view or self.look.view, order or self.look.order))

    def file(self, kind: str) -> str:
        """The same examples as a file."""
        return address(self.filters, path=f"/examples/export.{kind}")

    def narrowed(self, name: str, value: str) -> Filters:
        """The same list, narrowed by one more."""
        return asked({**{key: str(kept) for key, kept in self.filters.chosen.items()}, name: value})

    def known(self, name: str, value: str) -> Choice:
        """The choice with this VALUE, also where it leaves nothing."""
        return next((one for one in self.choices.get(name, ()) if one.value == value), Choice(value, value, 0))

    def label(self, name: str, choice: Choice) -> str:
        """What a value is called in the reader's language."""
        match name:
            case "theme":
                names = {theme.key: theme.label(self.locale) for theme in self.themes}
            case "measure_type":
                names = {str(kind): str(words) for kind, words in MEASURE_TYPES.items()}
            case "status":
                names = {str(status): str(words) for status, words in STATUSES.items()}
            case "size" | "cost" | "fresh":
                names = {key: str(words) for key, words in (SIZE_NAMES | COSTS | FRESHNESS).items()}
            case _:
                return choice.label or choice.value
        return names.get(choice.value, choice.value)
