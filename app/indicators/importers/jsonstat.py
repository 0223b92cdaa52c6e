"""JSON-stat 2 as PxWebApi answers it (SSB, SCB): a cube of figures, and a refusal for each cell that is none.

Source of the format: json-stat.org/full, version 2.0, of which PxWebApi 1 and 2 write a part.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from typing import Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from app.indicators.importers import cells
from app.indicators.importers.rows import (
    NOT_A_NUMBER,
    NOT_FINITE,
    NOT_THIS_FORM,
    TOO_LARGE,
    TOO_MANY_CELLS,
    UNKNOWN_STATISTIC,
    WRONG_SIZE,
    Item,
    Refusal,
    Row,
    Unreadable,
)

MOST_CELLS = 800_000  # what SSB gives in one answer
GEO_NAMES = ("region", "kokkommuneregion0000", "kommune")  # where role.geo is missing, as at SCB
TIME_NAMES = ("tid", "time", "år")
Selection = Mapping[str, str]  # dimension -> the code, or the label, of what is meant
Series = Mapping[str, Selection]  # our indicator -> where it is in the cube


class Category(BaseModel):
    """Of a dimension with a single category, the index may be missing."""

    index: dict[str, int] | list[str] | None = None
    label: dict[str, str] = {}

    @property
    def codes(self) -> list[str]:
        """In their order."""
        if isinstance(self.index, dict):
            return sorted(self.index, key=self.index.__getitem__)
        return self.index or list(self.label)


class Noted(BaseModel):
    """What has notes, of which the source marks some as such that must be shown."""

    note: list[str] = []
    extension: dict[str, Any] = {}

    @property
    def mandatory(self) -> list[str]:
        """Those."""
        marked = self.extension.get("noteMandatory")
        return [one for at, one in enumerate(self.note) if isinstance(marked, dict) and marked.get(str(at)) is True]


class Dimension(Noted):
    """One side of the cube."""

    category: Category

    @property
    def summed_up(self) -> bool:
        """Whether the source sums it up where nobody asks for it."""
        return self.extension.get("elimination") is True

    def place(self, wanted: str) -> int | None:
        """Where the category of this code or label is; None where there is none, or two."""
        codes, labels = self.category.codes, self.category.label
        if wanted in codes:
            return codes.index(wanted)
        named = [at for at, code in enumerate(codes) if fold(labels.get(code, "")) == fold(wanted)]
        return named[0] if len(named) == 1 else None


class Described(Noted):
    """A table without its figures: what it is counted by."""

    id: list[str] = Field(min_length=1)
    dimension: dict[str, Dimension]
    role: dict[str, list[str]] = {}
    label: str = ""
    updated: datetime | None = None

    @property
    def sides(self) -> dict[str, Dimension]:
        """Its dimensions in their order."""
        return {name: self.dimension[name] for name in self.id}

    @property
    def following(self) -> date | None:
        """The day on which the source means to publish next, where it says so."""
        px = self.extension.get("px")
        said = px.get("nextUpdate") if isinstance(px, dict) else None
        try:
            return datetime.fromisoformat(str(said)).date() if said else None
        except ValueError:
            return None

    @property
    def geo(self) -> str:
        """The dimension of municipalities. Raises Unreadable where there is none."""
        return self._role("geo", GEO_NAMES)

    @property
    def time(self) -> str:
        """The dimension of years. Raises Unreadable where there is none."""
        return self._role("time", TIME_NAMES)

    def _role(self, role: str, names: Sequence[str]) -> str:
        given = [one for one in self.role.get(role, []) if one in self.id]
        found = given or [one for one in self.id if one.casefold() in names]
        if not found:
            raise Unreadable(NOT_THIS_FORM, f"role.{role}")
        return found[0]


class Document(Described):
    """The answer, as far as we use it."""

    size: list[int]
    value: list[Any] | dict[str, Any]
    status: list[str | None] | dict[str, str] | str | None = None


T = TypeVar("T", bound=Described)


@dataclass(frozen=True, slots=True)
class Cube:
    """A table whose sizes agree. GEO and TIME are places among its dimensions."""

    document: Document
    sides: Sequence[Dimension]
    geo: int
    time: int

    @property
    def notes(self) -> list[str]:
        """Those that must be shown beside the figures."""
        return [note for one in (self.document, *self.sides) for note in one.mandatory]

    def cell(self, at: int) -> tuple[Any, str]:
        """The value at a place as it was sent, and the source's sign beside it."""
        values, signs = self.document.value, self.document.status
        value = values.get(str(at)) if isinstance(values, dict) else values[at]
        if isinstance(signs, dict):
            return value, signs.get(str(at), "")
        if isinstance(signs, list):
            return value, (signs[at] or "") if at < len(signs) else ""
        return value, signs or ""


def cube(answer: Any) -> Cube:
    """The cube in ANSWER, which is JSON as it was sent. Raises Unreadable for all that is none."""
    sizes = answer.get("size") if isinstance(answer, dict) else None
    # Asked before anything of that size is made.
    if isinstance(sizes, list) and all(type(one) is int for one in sizes) and math.prod(sizes) > MOST_CELLS:
        raise Unreadable(TOO_MANY_CELLS, "size", " × ".join(map(str, sizes)))
    document = _validated(Document, answer)
    sides = list(document.sides.values())
    if document.size != [len(side.category.codes) for side in sides]:
        raise Unreadable(WRONG_SIZE, "size")
    if isinstance(document.value, list) and len(document.value) != math.prod(document.size):
        raise Unreadable(WRONG_SIZE, "value")
    return Cube(document, sides, document.id.index(document.geo), document.id.index(document.time))


def described(answer: Any) -> Described:
    """What the table of ANSWER is counted by. Raises Unreadable."""
    return _validated(Described, answer)


def _validated(model: type[T], answer: Any) -> T:
    try:
        found = model.model_validate(answer)
    except ValidationError as wrong:
        raise Unreadable(NOT_THIS_FORM, ".".join(map(str, wrong.errors()[0]["loc"]))) from None
    if set(found.id) - set(found.dimension) or len(set(found.id)) != len(found.id):
        raise Unreadable(NOT_THIS_FORM, "id")
    return found


def rows(table: Cube, series: Series) -> Iterator[Item]:
    """A row for each municipality and year of each of SERIES."""
    for code, selection in series.items():
        try:
            yield from _series(table, code, selection)
        except Unreadable as problem:
            yield Refusal(0, problem.why, problem.column, problem.cell)


def _series(table: Cube, code: str, selection: Selection) -> Iterator[Item]:
    ranges = [range(len(side.category.codes)) if at in (table.geo, table.time) else _chosen(name, side, selection)
              for at, (name, side) in enumerate(zip(table.document.id, table.sides, strict=True))]
    steps = [math.prod(table.document.size[at + 1:]) for at in range(len(ranges))]
    regions, periods = (table.sides[at].category.codes for at in (table.geo, table.time))
    for places in product(*ranges):
        at = sum(place * step for place, step in zip(places, steps, strict=True))
        region, period = regions[places[table.geo]], periods[places[table.time]]
        try:
            yield Row(code, cells.municipality(region), cells.year(period), *figure(*table.cell(at)))
        except Unreadable as problem:
            yield Refusal(at + 1, problem.why, f"{region} {period}", problem.cell)


def _chosen(name: str, side: Dimension, selection: Selection) -> range:
    """The one category that SELECTION means. Where there is only one, it need not say. Raises Unreadable."""
    place = side.place(selection[name]) if name in selection else 0 if len(side.category.codes) == 1 else None
    if place is None:
        raise Unreadable(UNKNOWN_STATISTIC, name, selection.get(name, ""))
    return range(place, place + 1)


def figure(value: Any, sign: str) -> tuple[float | None, str]:
    """VALUE as JSON has it, with the source's SIGN. Raises Unreadable for what is no figure: text, NaN, 1e308."""
    if value is None:
        return None, sign or ".."
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable(NOT_A_NUMBER, cell=str(value))
    if not math.isfinite(value):
        raise Unreadable(NOT_FINITE, cell=str(value))
    if abs(value) > cells.LARGEST:
        raise Unreadable(TOO_LARGE, cell=str(value))
    return float(value), sign


def fold(text: str) -> str:
    """TEXT without what people write differently: letter case and spaces."""
    return " ".join(text.split()).casefold()
