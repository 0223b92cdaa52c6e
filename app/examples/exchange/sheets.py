"""Tables of examples that go out: CSV and Excel, and the Excel file to fill in offline."""

import csv
import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from flask_babel import gettext

from app.examples.exchange.cells import Cells, neutral
from app.examples.exchange.columns import ADDRESS, COLUMNS, Column

LONGEST = 32_000  # letters in a cell of Excel
ROWS_TO_FILL = 200
MOST_IN_TIP, MOST_IN_TITLE = 255, 32
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_of(rows: Iterable[Cells]) -> bytes:
    """ROWS under the headings of the page's language, as Excel in the Nordic countries reads it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([str(column.label) for column in COLUMNS])
    writer.writerows([neutral(row.get(column.key, "")) for column in COLUMNS] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(rows: Iterable[Cells]) -> bytes:
    """The same as a workbook. Every cell is text: none is a formula or a link."""
    return _workbook([*rows], COLUMNS, to_fill=False)


def xlsx_to_fill() -> bytes:
    """An empty workbook with headings, help at each cell, and the choices as lists."""
    return _workbook([], tuple(column for column in COLUMNS if column is not ADDRESS), to_fill=True)


def _workbook(rows: list[Cells], columns: tuple[Column, ...], to_fill: bool) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": gettext("Examples"), "author": "Livskraft"})
    sheet = book.add_worksheet(gettext("Examples")[:31])
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 45 if column.long or column.key == "summary" else 22, cell)
        sheet.write_string(0, place, f"{column.label}{' *' if column.needed else ''}", head)
        if to_fill:
            _help(sheet, place, column)
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(columns):
            sheet.write_string(number, place, neutral(row.get(column.key, ""))[:LONGEST], cell)
    sheet.freeze_panes(1, 1)
    if to_fill:
        _help_sheet(book, columns)
    book.close()
    return file.getvalue()


def _help(sheet: Any, place: int, column: Column) -> None:
    """What to write, shown where it is written; a list where there are choices."""
    rule: dict[str, Any] = {"validate": "any", "input_title": str(column.label)[:MOST_IN_TITLE],
                            "input_message": str(column.help)[:MOST_IN_TIP]}
    if column.choices:
        rule |= {"validate": "list", "source": [str(label) for label in column.choices.values()]}
    if column.choices or column.help:
        sheet.data_validation(1, place, ROWS_TO_FILL, place, rule)


def _help_sheet(book: Any, columns: tuple[Column, ...]) -> None:
    """The same help to read at once. Its headings are none of ours: nothing on it is an example."""
    sheet = book.add_worksheet(gettext("Help"))
    sheet.set_column(0, 2, 45, book.add_format({"text_wrap": True, "valign": "top"}))
    for number, column in enumerate(columns):
        choices = ", ".join(str(label) for label in (column.choices or {}).values())
        needed = gettext("Needed.") if column.needed else ""
        sheet.write_row(number, 0, [str(column.label), " ".join(filter(None, (needed, str(column.help)))), choices])
