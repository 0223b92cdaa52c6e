"""Tables of any form, read by a mapping that somebody chose: which column is which."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from app.indicators.importers.rows import (
    NO_INDICATOR,
    NO_LINES,
    NO_SUCH_COLUMN,
    UNREADABLE,
    Item,
    Refusal,
    Unreadable,
)
from app.indicators.importers.single import figures
from app.indicators.importers.table import Line, Table, fold, opened
from app.indicators.importers.workbook import as_csv

YEAR = re.compile(r"(?:19|20)[0-9]{2}")
IN_HEADINGS = "*"  # each year has a column of its own
PREVIEW = 8  # lines


@dataclass(frozen=True, slots=True)
class Columns:
    """Which heading is which of ours. YEAR may be IN_HEADINGS; then VALUE says nothing."""

    municipality: str
    year: str
    value: str = ""
    status: str = ""  # the source's sign beside a figure
    indicator: str = ""  # a column that names indicators; without it, all are of CODE
    code: str = ""

    def chosen(self) -> dict[str, str]:
        """What was chosen, by our names."""
        return {name: heading for name, heading in asdict(self).items() if heading}

    def missing(self, headings: Iterable[str]) -> list[str]:
        """The headings that are chosen and not there."""
        wanted = [heading for name, heading in self.chosen().items() if name != "code" and heading != IN_HEADINGS]
        return [heading for heading in wanted if heading not in set(headings)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as somebody sees it before they choose."""

    headings: list[str]
    lines: list[list[str]]

    @property
    def years(self) -> dict[str, str]:
        """Heading -> the year in it, where it has one."""
        return years(self.headings)


def sheet(path: Path) -> Sheet:
    """The headings and the first lines of the CSV file or workbook at PATH. Raises Unreadable."""
    try:
        with as_csv(path) as plain, opened(plain) as table:
            lines = islice((line for line in table.lines({}) if isinstance(line, Line)), PREVIEW)
            return Sheet(table.headings, [list(line.cells.values()) for line in lines])
    except UnicodeError:
        raise Unreadable(UNREADABLE) from None


def mapped(path: Path, columns: Columns, codes: Mapping[str, str]) -> Iterator[Item]:
    """The figures of the file at PATH by COLUMNS. CODES: what an indicator may be called, folded -> its code."""
    try:
        with as_csv(path) as plain, opened(plain) as table:
            if missing := columns.missing(table.headings):
                yield Refusal(1, NO_SUCH_COLUMN, cell=missing[0])
                return
            item = None
            for item in figures(_lines(table, columns), lambda line: _code(line, columns, codes), least=-math.inf):
                yield item
            if item is None:
                yield Refusal(1, NO_LINES)
    except Unreadable as problem:
        yield Refusal(1, problem.why)
    except UnicodeError:
        yield Refusal(1, UNREADABLE)


def years(headings: Iterable[str]) -> dict[str, str]:
    """Heading -> the one year in it, for those that have one."""
    found = {heading: YEAR.findall(heading) for heading in headings}
    return {heading: some[0] for heading, some in found.items() if len(some) == 1}


def _lines(table: Table, columns: Columns) -> Iterator[Line | Refusal]:
    """The lines of TABLE; where each year has a column, one for each year."""
    names = {ours: heading for ours, heading in columns.chosen().items() if ours not in ("code", "municipality")}
    names["number"] = columns.municipality
    if columns.year != IN_HEADINGS:
        yield from table.lines(names)
        return
    each = years(table.headings)
    for line in table.lines(names):
        if isinstance(line, Refusal):
            yield line
            continue
        for heading, year in each.items():
            cell = line.cells[heading].strip() or ".."  # an empty place in such a table is a gap
            yield Line(line.number, {**line.cells, heading: cell, IN_HEADINGS: year}, {**names, "value": heading})


def _code(line: Line, columns: Columns, codes: Mapping[str, str]) -> str:
    if not columns.indicator:
        return columns.code
    named = line.cell("indicator")
    if fold(named) not in codes:
        raise Unreadable(NO_INDICATOR, columns.indicator, named)
    return codes[fold(named)]
