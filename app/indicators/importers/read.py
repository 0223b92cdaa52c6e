"""Which reader a file is for, found by its headings."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.indicators.importers import miljodirektoratet, ssb
from app.indicators.importers.rows import NO_COLUMNS, NO_LINES, UNREADABLE, Item, Refusal, Unreadable
from app.indicators.importers.table import Line, lines

READERS = (miljodirektoratet.EMISSIONS, ssb.POPULATION, ssb.ELECTRICITY)


def read(path: Path) -> Iterator[Item]:
    """The figures of the CSV file at PATH, and a Refusal for each thing in it that is none.

    Knows Miljødirektoratet's emissions by sector or source, and Statistics Norway's tables 07459 and 14490.
    Reads line by line; raises only OSError. A file that is no such table gives one Refusal and no row.
    """
    try:
        yield from _items(lines(path))
    except Unreadable as problem:
        yield Refusal(1, problem.why)
    except UnicodeError:
        yield Refusal(0, UNREADABLE)


def _items(every: Iterator[Line | Refusal]) -> Iterator[Item]:
    refused: list[Refusal] = []
    for first in every:
        if isinstance(first, Line):
            break
        refused.append(first)
    else:
        yield from refused or [Refusal(1, NO_LINES)]
        return
    yield from refused
    for reader in READERS:
        if columns := reader.columns(first.cells):
            yield from reader.items(_named(first, every, columns))
            return
    yield Refusal(1, NO_COLUMNS, cell=", ".join(first.cells)[:80])


def _named(first: Line, rest: Iterator[Line | Refusal], columns: dict[str, str]) -> Iterator[Line | Refusal]:
    yield replace(first, columns=columns)
    for line in rest:
        yield replace(line, columns=columns) if isinstance(line, Line) else line
