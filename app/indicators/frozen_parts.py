"""What a card may hold beside the figures of its municipalities: others to compare with, a target, measures."""

import math
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Form = Literal["chart", "bars", "table"]
Compared = Literal["network", "similar", "county", "country"]
FEWEST = 3  # of fewer, a middle says nothing, and might give one of them away
FEW = 10  # up to so many, the spread is from the lowest to the highest; of more, that of the middle half
MOST_MARKS, LONGEST = 12, 160
ROWS = ("middle", "low", "high")


class Wrong(ValueError):
    """A part that cannot be true."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Municipalities summed up: the median of each year, and between which values they lie."""

    kind: Compared
    name: str  # of the network or county; nothing for the others
    size: int
    middle: Mapping[int, float]
    low: Mapping[int, float]
    high: Mapping[int, float]
    codes: tuple[str, ...] = ()  # of those that were counted; cards made before this was kept have none

    def __post_init__(self) -> None:
        """Refuse what no true one can hold."""
        rows = [getattr(self, name) for name in ROWS]
        if self.kind not in get_args(Compared) or self.size < FEWEST or not self.middle:
            raise Wrong("circle")
        if any(row.keys() != self.middle.keys() for row in rows) or not all(
                math.isfinite(value) for row in rows for value in row.values()):
            raise Wrong("circle")


@dataclass(frozen=True, slots=True)
class Target:
    """Where the card's own municipality wants to be in a year."""

    year: int
    value: float

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        if not 1000 <= self.year <= 9999 or not math.isfinite(self.value) or abs(self.value) > 1e15:
            raise Wrong("target")


@dataclass(frozen=True, slots=True)
class Mark:
    """A measure that was taken in a year; URL leads to the example that tells of it."""

    year: int
    text: str
    url: str = ""

    def __post_init__(self) -> None:
        """Refuse what leads elsewhere, or says nothing."""
        if not self.text.strip() or len(self.text) > LONGEST or (self.url and not self.url.startswith("/")):
            raise Wrong("marks")


def summed_up(kind: Compared, name: str, series: Iterable[Mapping[int, float]]) -> Circle | None:
    """The circle of SERIES, one for each municipality: the median of each year that at least FEWEST of them have.

    None where there is no such year.
    """
    rows = [row for row in series if row]
    years = sorted({year for row in rows for year in row})
    values = {year: sorted(row[year] for row in rows if year in row) for year in years}
    values = {year: some for year, some in values.items() if len(some) >= FEWEST}
    if not values:
        return None
    spread = {year: _spread(some) for year, some in values.items()}
    return Circle(kind, name, len(rows), {year: statistics.median(some) for year, some in values.items()},
                  {year: low for year, (low, _) in spread.items()}, {year: high for year, (_, high) in spread.items()})


def _spread(values: list[float]) -> tuple[float, float]:
    if len(values) <= FEW:
        return values[0], values[-1]
    lower, _, upper = statistics.quantiles(values, n=4, method="inclusive")
    return lower, upper


def kept(part: Circle | Target | Mark) -> dict[str, Any]:
    """PART as JSON holds it."""
    return {name: {str(year): number for year, number in value.items()} if isinstance(value, Mapping) else value
            for name, value in asdict(part).items()}


def circle(found: Mapping[str, Any]) -> Circle:
    """The circle that `kept` wrote."""
    rows = {name: {int(year): float(value) for year, value in found[name].items()} for name in ROWS}
    return Circle(**{**found, **rows, "codes": tuple(found.get("codes", ()))})
