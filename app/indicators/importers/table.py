"""CSV files as people and programs save them, line by line: encoding, separator and headings found out."""

import codecs
import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TextIO, TypeVar

from app.indicators.importers.rows import (
    EMPTY,
    NOT_A_TABLE,
    NOTE,
    TOO_MANY_ROWS,
    UNREADABLE,
    WEB_PAGE,
    WRONG_LENGTH,
    Item,
    Refusal,
    Unreadable,
)

MOST_ROWS = 1_000_000
TOP = 30  # lines among which the headings are looked for
Headings = Mapping[str, tuple[str, ...]]  # our name -> what the heading may be, in small letters
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """One line under the headings: its number in the file, and its cells by heading in small letters."""

    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, str]

    def has(self, name: str) -> bool:
        """Whether the file has the column that we call NAME."""
        return name in self.columns

    def cell(self, name: str) -> str:
        """What stands under the column that we call NAME; nothing where there is no such column."""
        return self.cells.get(self.columns.get(name, ""), "")

    def parse(self, name: str, how: Callable[[str], T]) -> T:
        """The cell under NAME as HOW reads it. Raises Unreadable that knows the column."""
        try:
            return how(self.cell(name))
        except Unreadable as problem:
            raise Unreadable(problem.why, self.columns.get(name, name), self.cell(name)) from None


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of table: the headings it is known by, others it may have, and what its lines give."""

    wanted: Headings
    optional: Headings
    items: Callable[[Iterable[Line | Refusal]], Iterator[Item]]

    def columns(self, headings: Iterable[str]) -> dict[str, str] | None:
        """Which of HEADINGS is which of ours; None where one that is wanted is missing."""
        headings = list(headings)
        found = {name: heading for name, names in {**self.wanted, **self.optional}.items()
                 for heading in reversed(headings) if heading in names or heading.split(" (")[0] in names}
        return found if set(self.wanted) <= set(found) else None


@dataclass(frozen=True, slots=True)
class Table:
    """An open CSV file whose headings have been read."""

    headings: list[str]
    separator: str
    file: Iterable[str]  # what comes under the headings
    above: int = 1  # lines of the file that are read already, the headings with them

    def lines(self, columns: Mapping[str, str]) -> Iterator[Line | Refusal]:
        """Its lines, with COLUMNS to find cells by; refusals for those that do not fit."""
        reader = csv.reader(self.file, delimiter=self.separator, strict=True)
        while True:
            number = reader.line_num + self.above + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except (csv.Error, UnicodeError):
                yield Refusal(number, UNREADABLE)
                return
            if number > MOST_ROWS:
                yield Refusal(number, TOO_MANY_ROWS)
                return
            if len(row) == len(self.headings):
                yield Line(number, dict(zip(self.headings, row, strict=True)), columns)
            elif filled := sum(bool(cell.strip()) for cell in row):
                yield Refusal(number, NOTE if filled == 1 else WRONG_LENGTH, cell=", ".join(row)[:80])


@contextmanager
def opened(path: Path) -> Iterator[Table]:
    """The CSV file at PATH. Raises Unreadable for what is no table, UnicodeError for what is no text."""
    with path.open(newline="", encoding=_encoding(path)) as file:
        top = list(_top(file))
        separator = max(";,\t", key=lambda mark: _usual(_rows(top, mark)))
        found = _rows(top, separator)
        at = _heading(found)
        if at is None:
            raise Unreadable(EMPTY)
        above, cells = found[at]
        yield Table(_distinct(cells), separator, chain(top[above:], file), above)


def _top(file: TextIO) -> Iterator[str]:
    """The first lines, and the empty ones before them."""
    filled = 0
    while filled < TOP and (line := file.readline(100_000)):
        filled += bool(line.strip(";,\t\r\n \""))
        yield line


def _rows(top: Iterable[str], separator: str) -> list[tuple[int, list[str]]]:
    """The rows of the lines on TOP, each with the number of the line that it ends on."""
    reader, found = csv.reader(top, delimiter=separator), []
    with suppress(csv.Error):  # a quote that never ends is met again, and reported, when the lines are read
        for row in reader:
            found.append((reader.line_num, row))
    return found


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _usual(rows: Iterable[tuple[int, list[str]]]) -> int:
    """How many cells are filled in most of ROWS; where two numbers are as usual, the smaller."""
    counts = Counter(number for _, row in rows if (number := _filled(row)))
    return min(counts, key=lambda number: (-counts[number], number), default=0)


def _heading(rows: Sequence[tuple[int, list[str]]]) -> int | None:
    """Which of ROWS has the headings: the first that is as full as they usually are. A title above is passed over."""
    fullest = max((_filled(row) for _, row in rows), default=0)
    least = max(_usual(rows), min(2, fullest))
    return next((at for at, (_, row) in enumerate(rows) if fullest and _filled(row) >= least), None)


def _distinct(cells: Iterable[str]) -> list[str]:
    """Headings, in small letters; one that comes again, or says nothing, gets the number of its column."""
    found: list[str] = []
    for number, cell in enumerate(cells, 1):
        heading = fold(cell)
        found.append(heading if heading and heading not in found else f"{heading} ({number})".strip())
    return found


def fold(heading: str) -> str:
    """HEADING in small letters with single spaces."""
    return " ".join(heading.replace("\ufeff", "").split()).casefold()


def _encoding(path: Path) -> str:
    """UTF-8 (16 by its mark), or what old spreadsheets write. Raises Unreadable for what is no text."""
    with path.open("rb") as file:
        start = file.read(4096)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if start.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")) or b"\0" in start:
            raise Unreadable(NOT_A_TABLE)
        if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            raise Unreadable(WEB_PAGE)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(start)
            while part := file.read(1 << 20):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"
