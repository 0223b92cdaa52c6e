"""Which reader a file is for, found by its headings."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from app.indicators.importers import miljodirektoratet, ssb
from app.indicators.importers.rows import NO_COLUMNS, NO_LINES, UNREADABLE, Item, Refusal, Unreadable
from app.indicators.importers.table import Table, opened
from app.indicators.importers.workbook import as_csv

READERS = (miljodirektoratet.EMISSIONS, ssb.POPULATION, ssb.ELECTRICITY)


def read(path: Path) -> Iterator[Item]:
    """The figures of the CSV file or workbook at PATH, and a Refusal for each thing in it that is none.

    Knows Miljødirektoratet's emissions by sector or source, and Statistics Norway's tables 07459 and 14490.
    Reads line by line; raises only OSError. A file that is no such table gives one Refusal and no row.
    """
    try:
        with as_csv(path) as plain, opened(plain) as table:
            yield from _items(table)
    except Unreadable as problem:
        yield Refusal(1, problem.why)
    except UnicodeError:
        yield Refusal(1, UNREADABLE)


def _items(table: Table) -> Iterator[Item]:
    for reader in READERS:
        if columns := reader.columns(table.headings):
            item = None
            for item in reader.items(table.lines(columns)):
                yield item
            if item is None:
                yield Refusal(1, NO_LINES)
            return
    yield Refusal(1, NO_COLUMNS, cell=", ".join(table.headings)[:80])


def known(headings: Iterable[str]) -> bool:
    """Whether a table with these HEADINGS needs no mapping."""
    return any(reader.columns(headings) for reader in READERS)
