"""The list of examples as its address asks for it, and the links that narrow it further."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask_babel import gettext

from app.examples.filters import Choice, Filters
from app.examples.labels import MEASURE_TYPES, STATUSES
from app.examples.models import MeasureStatus, MeasureType
from app.networks.models import Theme

MOST = 12  # values shown of each way
Kind = TypeVar("Kind", bound=StrEnum)


def asked(values: Mapping[str, str]) -> Filters:
    """What an address asks for; what is not one of ours is left out."""
    return Filters(
        values.get("theme") or None, values.get("municipality") or None, values.get("county") or None,
        member(MeasureType, values.get("measure_type")), member(MeasureStatus, values.get("status")),
        whole(values.get("year")), whole(values.get("network")))


def member(kind: type[Kind], value: str | None) -> Kind | None:
    """The member of KIND with this value, if it is one."""
    return kind(value) if value in set(kind) else None


def whole(value: str | None) -> int | None:
    """A whole number above nought, if it is one."""
    found = int(value) if value and value.isascii() and value.isdecimal() and len(value) < 10 else 0
    return found or None


def address(filters: Filters, page: int = 1) -> str:
    """The address of a page of the list."""
    values = {**filters.chosen, **({"page": page} if page > 1 else {})}
    return "/examples" + ("?" + urlencode(values) if values else "")


@dataclass(frozen=True)
class Narrowing:
    """What is chosen and what can be, as the macros of facets want it."""

    filters: Filters
    choices: dict[str, list[Choice]]
    themes: Sequence[Theme]
    locale: str

    @property
    def groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """[(title, its values)]."""
        titles = {"theme": gettext("Theme"), "municipality": gettext("Municipality"), "county": gettext("County"),
                  "measure_type": gettext("Type"), "status": gettext("How far"), "year": gettext("Began in")}
        return [(title, self.values(name)) for name, title in titles.items()]

    @property
    def chosen(self) -> list[dict[str, Any]]:
        """Each chosen value with the address that lets it go."""
        return [{"label": self.label(name, self.known(name, str(value))), "url": address(self.filters.without(name))}
                for name, value in self.filters.chosen.items() if name != "network"]

    def values(self, name: str) -> list[dict[str, Any]]:
        """The values of one way."""
        now = str(self.filters.chosen.get(name, ""))
        found = [one for place, one in enumerate(self.choices.get(name, ())) if place < MOST or one.value == now]
        return [{"label": self.label(name, one), "count": one.count, "chosen": one.value == now,
                 "url": address(self.filters.without(name) if one.value == now else self.narrowed(name, one.value))}
                for one in found]

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
            case _:
                return choice.label or choice.value
        return names.get(choice.value, choice.value)
