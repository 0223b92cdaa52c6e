"""The rows of examples in a file that somebody sent in."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext

from app.errors import Invalid
from app.examples.exchange.cells import Cells, meant
from app.examples.exchange.columns import BY_KEY, Column, column_of
from app.examples.models import ExampleUpload
from app.files.tables import Sheet

LOOK = 10  # rows from the top, for the one with the headings


@dataclass(frozen=True)
class Row:
    """A row: where it stands in its file, and what stands in each column that we know."""

    number: int
    cells: Cells

    @property
    def key(self) -> str:
        """What it is known by, if it comes again: where it is from, or else its words."""
        if address := self.cells.get("address"):
            return address[:500]
        told = "\n".join(self.cells.get(name, "").casefold() for name in ("title", "municipalities", "start_date"))
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass
class Outcome:
    """What becomes of a row: "new", "there" (it was before), or "refused" with the reasons."""

    number: int
    title: str
    state: str
    words: list[str] = field(default_factory=list)
    path: str = ""  # of the example that is there

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        return {"number": self.number, "title": self.title, "state": self.state, "words": self.words,
                "path": self.path}


def rows_of(sheets: list[Sheet]) -> list[Row]:
    """The examples in SHEETS: a row each under headings that we know, or one form. Raise Invalid where none are."""
    found = [row for sheet in sheets for row in _form(sheet) or _table(sheet)]
    if not found:
        raise Invalid(errors={"file": lazy_gettext(
            "There are no examples in this file. Its first row must hold our headings, such as Title.")})
    return found


def stored(kept: ExampleUpload) -> list[Row]:
    """The rows of a file that was kept."""
    return [Row(one["number"], one["cells"]) for one in kept.rows]


def _table(sheet: Sheet) -> list[Row]:
    for top, heads in enumerate(sheet[:LOOK]):
        columns = [column_of(head) for head in heads]
        known = {column.key for column in columns if column}
        if "title" in known and len(known) > 1:
            rows = (Row(number, _cells(columns, cells)) for number, cells in enumerate(sheet[top + 1:], top + 2))
            return [row for row in rows if any(row.cells.values())]
    return []


def _cells(columns: list[Column | None], cells: list[str]) -> Cells:
    """The first of two columns with the same heading counts."""
    found: Cells = {}
    for column, cell in zip(columns, cells, strict=False):
        if column:
            found.setdefault(column.key, meant(cell))
    return found


def _form(sheet: Sheet) -> list[Row]:
    """One example that was written in our form: (key, words) each."""
    cells = {pair[0]: pair[1] for pair in sheet if len(pair) == 2 and pair[0] in BY_KEY and pair[1]}
    is_form = all(len(pair) == 2 for pair in sheet) and sum(pair[0] in BY_KEY for pair in sheet) > 1
    return [Row(1, cells)] if is_form and cells else []
