"""Writes a sheet of a workbook as CSV, in a process of its own: `… -m app.indicators.importers.workbook_worker PATH`.

It limits its own memory and time before it reads, and knows neither Flask nor the database. `workbook` starts it.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import python_calamine

from app.confine import limit
from app.files.zips import Unsafe, open_zip
from app.indicators.importers.table import MOST_ROWS
from app.indicators.importers.workbook import REFUSED

MEMORY = 768 * 2**20  # Miljødirektoratet's workbook has some 200,000 lines
SECONDS = 60  # of processor time
OUTPUT = 256 * 2**20
BROKEN = 1
DETAILED = "detaljert"  # Miljødirektoratet's sheet "Oversikt - detaljert", which is not always the largest


def main(path: Path) -> int:
    """Write the sheet of PATH to stdout; return the exit status."""
    limit(MEMORY, SECONDS, OUTPUT)
    try:
        open_zip(path).close()
        sheet = chosen(python_calamine.load_workbook(str(path)))
    except Unsafe as unsafe:
        return REFUSED if str(unsafe) == "bomb" else BROKEN
    except (python_calamine.CalamineError, OSError, ValueError):
        return BROKEN
    except MemoryError:
        return REFUSED
    if sheet is None:
        return BROKEN
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows(rows(sheet))
    sys.stdout.flush()
    return 0


def chosen(book: python_calamine.CalamineWorkbook) -> python_calamine.CalamineSheet | None:
    """The sheet with the details, else the one with the most rows."""
    best = None
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if DETAILED in name.casefold():
            return sheet
        if best is None or sheet.height > best.height:
            best = sheet
    return best


def rows(sheet: python_calamine.CalamineSheet) -> Iterator[list[str]]:
    """Its cells as text, as many rows as any reader reads; the empty ones on top too, so that line numbers hold."""
    top = sheet.start[0] if sheet.start else 0
    for _ in range(min(top, MOST_ROWS)):
        yield []
    for _, row in zip(range(MOST_ROWS), sheet.iter_rows(), strict=False):
        yield [cell(value) for value in row]


def cell(value: object) -> str:
    """VALUE on one line; 2024.0 is 2024."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return " ".join(text.splitlines())


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a file, where `workbook` starts it
    sys.exit(main(Path(sys.argv[1])))
