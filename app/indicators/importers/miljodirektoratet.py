"""Miljødirektoratet's greenhouse gases of municipalities: a file's sectors or sources become three sums."""

import math
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from app.indicators.importers import cells
from app.indicators.importers.rows import (
    EMPTY,
    INCOMPLETE,
    NOTE,
    TWICE,
    UNKNOWN_SECTOR,
    Item,
    Refusal,
    Row,
    Unreadable,
    name_key,
)
from app.indicators.importers.single import place, refusal, year
from app.indicators.importers.table import Line, Reader, fold

INDUSTRY, ROAD = "industri, olje og gass", "veitrafikk"
SECTORS = {INDUSTRY, ROAD, "annen mobil forbrenning", "avfall og avløp", "energiforsyning", "jordbruk",
           "luftfart", "oppvarming", "produkter med fluorgasser", "sjøfart"}
Hole = tuple[str | None, int | None]


@dataclass
class Sum:
    """The parts of one municipality's emissions in one year, in tonnes, with the sector of each."""

    place: str
    year: int
    parts: list[tuple[str, float]] = field(default_factory=list)

    def add(self, sector: str, tonnes: float, *, once: bool) -> None:
        """One part more. Raises Unreadable where a sector comes ONCE and is there already.

        A file by source has several lines of the same words, one for each gas; by sector that is a mistake.
        """
        if once and sector in {known for known, _ in self.parts}:
            raise Unreadable(TWICE, "sektor", f"{self.place} {self.year} {sector}")
        self.parts.append((sector, tonnes))

    def rows(self) -> Iterator[Row]:
        """Total, without industry, and road (where the file has road), in tonnes."""
        road = [tonnes for sector, tonnes in self.parts if sector == ROAD]
        yield self._row("no_ghg_total", [tonnes for _, tonnes in self.parts])
        yield self._row("no_ghg_ex_industry", [tonnes for sector, tonnes in self.parts if sector != INDUSTRY])
        if road:
            yield self._row("no_ghg_road", road)

    def _row(self, code: str, tonnes: list[float]) -> Row:
        return Row(code, self.place, self.year, round(math.fsum(tonnes), 6))


def _emissions(lines: Iterable[Line | Refusal]) -> Iterator[Item]:
    """Refusals as they are met; the sums when the file has been read, but for those that lack a part."""
    sums: dict[tuple[str, int], Sum] = {}
    holes: set[Hole] = set()
    for line in lines:
        refused = line if isinstance(line, Refusal) else _add(sums, line)
        if refused:
            holes |= _holes(line)
            yield refused
    for (key, when), total in sums.items():
        if holes & {(key, when), (key, None), (None, when), (None, None)}:
            yield Refusal(0, INCOMPLETE, cell=f"{total.place} {when}")
        else:
            yield from total.rows()


def _add(sums: dict[tuple[str, int], Sum], line: Line) -> Refusal | None:
    try:
        total = Sum(place(line), year(line))
        total = sums.setdefault((name_key(total.place), total.year), total)
        total.add(_sector(line), _tonnes(line), once=not line.has("source"))
    except Unreadable as problem:
        return refusal(line, problem)
    return None


def _sector(line: Line) -> str:
    sector = fold(line.cell("sector"))
    if sector not in SECTORS:
        raise Unreadable(UNKNOWN_SECTOR if sector else EMPTY, "sektor", line.cell("sector"))
    return sector


def _tonnes(line: Line) -> float:
    value, _ = line.parse("value", cells.figure)
    if value is None:
        raise Unreadable(EMPTY, "utslipp", line.cell("value"))
    return value


def _holes(line: Line | Refusal) -> set[Hole]:
    """Which sums a refused line is missing from: None stands for all, where the line does not say."""
    if isinstance(line, Refusal):
        return set() if line.why == NOTE else {(None, None)}
    where, when = None, None
    with suppress(Unreadable):
        where = name_key(place(line))
    with suppress(Unreadable):
        when = year(line)
    return {(where, when)}


EMISSIONS = Reader(
    wanted={"name": ("kommune",), "year": ("år",), "sector": ("sektor",), "value": ("utslipp",)},
    optional={"number": ("kommunenummer", "kommunenr"), "source": ("utslippskilde",), "gas": ("klimagass",)},
    items=_emissions,
)
