"""Reads the rows of one table in a process of its own: `python -m app.files.sheet_worker PATH MOST_ROWS`.

Gives JSON on stdout: {trouble, rows: [[cell]]}. Limits itself before it reads; `sheets` starts it.
"""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import python_calamine

from app.confine import limit
from app.files.extract_worker import CONTROL, read_text
from app.files.zips import Unsafe, open_zip

MEMORY, SECONDS, OUTPUT = 256 * 2**20, 30, 32 * 2**20
LONGEST = 5_000  # letters of a cell


def main(path: Path, most: int) -> None:
    """Read PATH and print its rows."""
    limit(MEMORY, SECONDS, OUTPUT)
    print(json.dumps(read(path, most)))


def read(path: Path, most: int) -> dict[str, object]:
    """The rows that hold something, at most MOST; or what is wrong."""
    with path.open("rb") as file:
        start = file.read(4096)
    try:
        if start.startswith(b"PK"):
            found = list(islice(workbook(path), most + 1))
        elif b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return {"trouble": "this is no CSV, XLSX or ODS file", "rows": []}
        else:
            found = list(islice(text(path), most + 1))
    except (Unsafe, python_calamine.CalamineError, csv.Error, OSError, ValueError) as error:
        why = {"bomb": "it is far larger than it looks", "protected": "it is locked with a password"}
        return {"trouble": why.get(str(error), "it is damaged"), "rows": []}
    if len(found) > most:
        return {"trouble": f"it has more than {most} rows", "rows": []}
    return {"trouble": "", "rows": [[clean(cell) for cell in row] for row in found]}


def workbook(path: Path) -> Iterator[Sequence[object]]:
    """The rows of the first sheet."""
    open_zip(path).close()
    book = python_calamine.load_workbook(str(path))
    yield from book.get_sheet_by_index(0).iter_rows()


def text(path: Path) -> Iterator[Sequence[object]]:
    """The rows of a text with a separator: whichever its first line has most of."""
    lines: Iterable[str] = "".join(read_text(path)).splitlines(keepends=True)
    head = next(iter(lines), "")
    yield from csv.reader(lines, delimiter=max(";,\t", key=head.count), strict=True)


def clean(cell: object) -> str:
    """CELL as words: whole numbers without a point, nothing that is no letter."""
    whole = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    return CONTROL.sub("", whole).strip()[:LONGEST]


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
