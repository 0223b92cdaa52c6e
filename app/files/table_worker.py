"""Reads the rows of one file in a process of its own: `python -m app.files.table_worker PATH EXTENSION`.

Gives JSON on stdout: {status, reason, sheets: [[[cell, …], …], …]}, every cell as text. Of a workbook, what its
formulas said when it was saved; of a Word file, the fields of a form, a row each: its tag and what was filled in. It
limits its own memory and time before it reads, and knows neither Flask nor the database. `tables` starts it.
"""

import csv
import datetime
import io
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import python_calamine
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.confine import limit
from app.files.extract_worker import CONTROL, MEMORY, OUTPUT, SECONDS
from app.files.zips import Unsafe, open_zip, read_part

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_LETTERS = 12_000_000
LONGEST_CELL = 50_000
MAX_PART = 20 * 2**20  # bytes of XML
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Rows = Iterator[list[str]]


def main(path: Path, extension: str) -> None:
    """Read PATH and print the result."""
    limit(MEMORY, SECONDS, OUTPUT)
    try:
        made: dict[str, Any] = {"status": "read", "reason": "", "sheets": read(path, extension)}
    except Unsafe as error:
        made = {"status": "refused", "reason": str(error), "sheets": []}
    except MemoryError:
        made = {"status": "failed", "reason": "memory", "sheets": []}
    sys.stdout.buffer.write(json.dumps(made, ensure_ascii=False).encode())


def read(path: Path, extension: str) -> list[list[list[str]]]:
    """The rows of each sheet; a file without sheets has one. Raise Unsafe."""
    room, found = MOST_LETTERS, []
    for rows in READERS[extension](path):
        sheet: list[list[str]] = []
        for row in rows:
            cells = [clean(cell) for cell in row[:MOST_COLUMNS]]
            room -= sum(map(len, cells))
            if len(sheet) >= MOST_ROWS or room < 0:
                raise Unsafe("large")
            sheet.append(cells)
        found.append(sheet)
    return found


def clean(cell: str) -> str:
    """CELL without control characters, its letters composed: «å» is one letter, whoever typed it."""
    return unicodedata.normalize("NFC", CONTROL.sub("", cell[:LONGEST_CELL].replace("\r\n", "\n"))).strip()


def read_sheets(path: Path) -> Iterator[Rows]:
    """The sheets of a workbook."""
    open_zip(path).close()
    try:
        book = python_calamine.load_workbook(str(path))
        for name in book.sheet_names:
            yield ([words(cell) for cell in row] for row in book.get_sheet_by_name(name).iter_rows())
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Unsafe("broken") from error


def words(cell: object) -> str:
    """A cell as somebody would have typed it: 12 for 12.0, a day as 2026-03-01."""
    match cell:
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime.datetime():
            return cell.date().isoformat()
        case datetime.date():
            return cell.isoformat()
    return str(cell)


def read_csv(path: Path) -> Iterator[Rows]:
    """The lines of a text, whichever of the usual encodings and separators it has."""
    csv.field_size_limit(LONGEST_CELL * 4)
    data = path.read_bytes()
    if len(data) > MAX_PART:
        raise Unsafe("large")
    text = _decoded(data)
    head = text[:text.find("\n") + 1] or text
    separator = max(";,\t", key=head.count)
    try:
        yield iter(list(csv.reader(io.StringIO(text, newline=""), delimiter=separator)))
    except csv.Error as error:
        raise Unsafe("broken") from error


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_form(path: Path) -> Iterator[Rows]:
    """The fields of a form in Word: (tag, what was filled in), in their order."""
    with open_zip(path) as archive:
        try:
            tree: Element = fromstring(read_part(archive, "word/document.xml", MAX_PART) or b"<none/>", forbid_dtd=True)
        except DefusedXmlException as error:
            raise Unsafe("entities") from error
        except (ParseError, ValueError) as error:
            raise Unsafe("broken") from error
    yield iter([[*_field(one)] for one in tree.iter(f"{WORD}sdt")])


def _field(control: Element) -> tuple[str, str]:
    tag = control.find(f"{WORD}sdtPr/{WORD}tag")
    content = control.find(f"{WORD}sdtContent")
    empty = control.find(f"{WORD}sdtPr/{WORD}showingPlcHdr") is not None or content is None
    paragraphs = [] if empty or content is None else [*content.iter(f"{WORD}p")] or [content]
    text = "\n".join("".join(_letters(one)) for one in paragraphs)
    return (tag.get(f"{WORD}val", "") if tag is not None else ""), text


def _letters(paragraph: Element) -> Iterable[str]:
    for one in paragraph.iter():
        if one.tag == f"{WORD}t":
            yield one.text or ""
        elif one.tag in (f"{WORD}br", f"{WORD}cr"):
            yield "\n"
        elif one.tag == f"{WORD}tab":
            yield "\t"


READERS: dict[str, Callable[[Path], Iterable[Rows]]] = {
    "xlsx": read_sheets, "ods": read_sheets, "csv": read_csv, "docx": read_form}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
