"""What an indicator card holds: values, definition and source as they were when the card was made."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal, Self, get_args
from urllib.parse import urlsplit

from app.indicators import frozen_parts
from app.indicators.frozen_parts import MOST_MARKS, Circle, Form, Mark, Target

Direction = Literal["lower", "higher", "neutral"]
Language = Literal["nb", "nn", "sv", "en"]
Point = tuple[int, float]

VERSION = 1
MOST_MUNICIPALITIES, MOST_YEARS, LARGEST = 60, 200, 1e15
LONGEST = {"title": 300, "unit": 120, "source": 300, "table": 200, "url": 500}


class FrozenError(ValueError):
    """A card that cannot be true: FIELD says where, the message says why."""

    def __init__(self, field: str, why: str) -> None:
        self.field = field
        super().__init__(f"{field}: {why}")


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality as it was called when the card was made."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """An indicator for some municipalities and years; checked when made, never changed afterwards."""

    indicator: str
    title: str
    unit: str
    decimals: int
    direction: Direction
    definition: str
    caveat: str
    lang: Language
    municipalities: tuple[Place, ...]
    own: str | None
    years: tuple[int, ...]
    values: Mapping[str, Mapping[int, float | None]]
    source: str
    table: str
    release: int | None
    retrieved: date
    updated: date | None = None
    url: str = ""
    note: str = ""
    form: Form = "chart"
    circle: Circle | None = None
    target: Target | None = None
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no true card can hold."""
        _check_texts(self)
        _check_places(self)
        _check_years(self)
        _check_values(self)

    def points(self, code: str) -> list[Point]:
        """The years that CODE has a value for, in order, with the value."""
        row = self.values.get(code, {})
        return [(year, value) for year in self.years if (value := row.get(year)) is not None]

    def every_value(self) -> list[float]:
        """All values that are there, in no particular order."""
        return [value for place in self.municipalities for _, value in self.points(place.code)]

    def drawn_values(self) -> list[float]:
        """All values that a chart has to make room for."""
        circle = [*self.circle.low.values(), *self.circle.high.values()] if self.circle else []
        return [*self.every_value(), *circle, *([self.target.value] if self.target else [])]

    def years_with_values(self) -> list[int]:
        """The years in which at least one municipality has a value."""
        return sorted({year for place in self.municipalities for year, _ in self.points(place.code)})

    def rows(self) -> Iterator[tuple[Place, list[float | None]]]:
        """The table: each municipality with one value or None for each of `years`."""
        for place in self.municipalities:
            row = self.values.get(place.code, {})
            yield place, [row.get(year) for year in self.years]

    def seen_from(self, code: str | None) -> Self:
        """The same card with CODE as the reader's own municipality, where it is on the card."""
        return replace(self, own=code if code in {place.code for place in self.municipalities} else None)

    def to_dict(self) -> dict[str, Any]:
        """What is kept as JSON; `from_dict` makes an equal card of it."""
        kept = {field.name: getattr(self, field.name) for field in fields(self)}
        return kept | {
            "version": VERSION,
            "municipalities": [{"code": place.code, "name": place.name} for place in self.municipalities],
            "years": list(self.years),
            "values": {code: {str(year): value for year, value in row.items()}
                       for code, row in self.values.items()},
            "retrieved": self.retrieved.isoformat(),
            "updated": self.updated.isoformat() if self.updated else None,
            "circle": frozen_parts.kept(self.circle) if self.circle else None,
            "target": frozen_parts.kept(self.target) if self.target else None,
            "marks": [frozen_parts.kept(mark) for mark in self.marks],
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """The card that `to_dict` wrote. Raises FrozenError where it is not one."""
        if kept.get("version") != VERSION:
            raise FrozenError("version", f"must be {VERSION}, not {kept.get('version')!r}")
        names = {field.name for field in fields(cls)}
        if unknown := set(kept) - names - {"version"}:
            raise FrozenError(sorted(unknown)[0], "is not a field of a card")
        try:
            return cls(**{name: _read(name, kept[name]) for name in names & set(kept)})
        except FrozenError:
            raise
        except (TypeError, ValueError, KeyError, AttributeError) as wrong:
            raise FrozenError("card", str(wrong)) from wrong


def _read(name: str, value: Any) -> Any:
    match name:
        case "municipalities":
            return tuple(Place(str(place["code"]), str(place["name"])) for place in value)
        case "years":
            return tuple(value)
        case "values":
            return {str(code): {int(year): number for year, number in row.items()}
                    for code, row in value.items()}
        case "circle":
            return value and frozen_parts.circle(value)
        case "target":
            return value and Target(**value)
        case "marks":
            return tuple(Mark(**mark) for mark in value)
        case "retrieved" | "updated":
            return value and date.fromisoformat(value)
    return value


def _check_texts(card: Frozen) -> None:
    for name in ("indicator", "title", "unit", "definition", "caveat", "source", "table", "url", "note"):
        text = getattr(card, name)
        if not isinstance(text, str):
            raise FrozenError(name, "must be text")
        if len(text) > LONGEST.get(name, 5000):
            raise FrozenError(name, f"is longer than {LONGEST.get(name, 5000)} characters")
    for name in ("indicator", "title", "source"):
        if not getattr(card, name).strip():
            raise FrozenError(name, "must not be empty")
    if card.direction not in get_args(Direction):
        raise FrozenError("direction", f"must be one of {', '.join(get_args(Direction))}")
    if card.form not in get_args(Form):
        raise FrozenError("form", f"must be one of {', '.join(get_args(Form))}")
    if len(card.marks) > MOST_MARKS:
        raise FrozenError("marks", f"must be at most {MOST_MARKS}")
    if card.lang not in get_args(Language):
        raise FrozenError("lang", f"must be one of {', '.join(get_args(Language))}")
    if not _whole(card.decimals) or not 0 <= card.decimals <= 6:
        raise FrozenError("decimals", "must be a whole number from 0 to 6")
    if not isinstance(card.retrieved, date):
        raise FrozenError("retrieved", "must be a date")
    if card.url and urlsplit(card.url).scheme not in ("http", "https"):
        raise FrozenError("url", "must begin with http:// or https://")


def _check_places(card: Frozen) -> None:
    codes = [place.code for place in card.municipalities]
    if not 1 <= len(codes) <= MOST_MUNICIPALITIES:
        raise FrozenError("municipalities", f"must be from 1 to {MOST_MUNICIPALITIES}")
    if len(set(codes)) != len(codes):
        raise FrozenError("municipalities", "must not hold the same one twice")
    if not all(place.code.strip() and place.name.strip() for place in card.municipalities):
        raise FrozenError("municipalities", "must all have a code and a name")
    if card.own is not None and card.own not in codes:
        raise FrozenError("own", "must be one of the municipalities")


def _check_years(card: Frozen) -> None:
    if not 1 <= len(card.years) <= MOST_YEARS:
        raise FrozenError("years", f"must be from 1 to {MOST_YEARS}")
    if not all(_whole(year) and 1000 <= year <= 9999 for year in card.years):
        raise FrozenError("years", "must have four digits")
    if list(card.years) != sorted(set(card.years)):
        raise FrozenError("years", "must rise, each year once")


def _check_values(card: Frozen) -> None:
    codes, years = {place.code for place in card.municipalities}, set(card.years)
    for code, row in card.values.items():
        if code not in codes:
            raise FrozenError("values", f"{code} is not one of the municipalities")
        for year, value in row.items():
            if year not in years:
                raise FrozenError("values", f"{year} is not one of the years")
            if value is not None and not _possible(value):
                raise FrozenError("values", f"{code} {year}: {value!r} is not a number we can show")


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _possible(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and abs(value) <= LARGEST
