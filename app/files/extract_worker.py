"""Reads the text of one file in a process of its own: `python -m app.files.extract_worker PATH EXTENSION`.

Gives JSON on stdout: {status, reason, pages: [{number, text}]}. It limits its own memory and time before
it reads, and knows neither Flask nor the database, so a hostile file finds nothing here. `extract` starts it.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it comes without types
import python_calamine

from app.confine import limit
from app.files.office_text import READERS as OFFICE
from app.files.office_text import read_office
from app.files.zips import Unsafe, open_zip

MEMORY = 256 * 2**20
SECONDS = 20  # of processor time
OUTPUT = 32 * 2**20
MAX_PAGES = 2_000
MAX_LETTERS = 2_000_000

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufeff\uffff]")
HYPHEN = re.compile("[\x02\ufffe]\\s*")  # how PDFium marks a word that is divided between two lines
AIR = [(re.compile(r"\r\n?"), "\n"), (re.compile(r"[ \t]+\n"), "\n"), (re.compile(r"\n{3,}"), "\n\n")]


def main(path: Path, extension: str) -> None:
    """Read PATH and print the result."""
    limit(MEMORY, SECONDS, OUTPUT)
    print(json.dumps(read(path, extension)))


def read(path: Path, extension: str) -> dict[str, Any]:
    """The pages that hold words, or why there are none."""
    try:
        pages = list(_pages(READERS[extension](path)))
    except Unsafe as error:
        return {"status": "refused", "reason": str(error), "pages": []}
    except MemoryError:
        return {"status": "failed", "reason": "memory", "pages": []}
    return {"status": "read" if pages else "empty", "reason": "", "pages": pages}


def _pages(texts: Iterable[str]) -> Iterator[dict[str, Any]]:
    room = MAX_LETTERS
    for number, text in enumerate(islice(texts, MAX_PAGES), 1):
        words = clean(text)[:room]
        room -= len(words)
        if words:
            yield {"number": number, "text": words}
        if room <= 0:
            return


def clean(text: str) -> str:
    """TEXT without control characters, divided words and needless air."""
    text = HYPHEN.sub("", text)
    for pattern, instead in AIR:
        text = pattern.sub(instead, text)
    return CONTROL.sub("", text).strip()


def read_pdf(path: Path) -> Iterator[str]:
    """The text of each page; nothing for a page that cannot be read."""
    try:
        document = pypdfium2.PdfDocument(path)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise Unsafe("protected" if "password" in str(error).lower() else "broken") from error
    for number in range(count):
        try:
            page = document[number]
            yield page.get_textpage().get_text_range()
            page.close()
        except pypdfium2.PdfiumError:
            yield ""


def read_sheets(path: Path) -> Iterator[str]:
    """The name and the rows of each sheet, a line a row."""
    open_zip(path).close()
    try:
        book = python_calamine.load_workbook(str(path))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).iter_rows()
            yield "\n".join([name, *("\t".join(map(_cell, row)).rstrip() for row in rows)])
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Unsafe("broken") from error


def _cell(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def read_text(path: Path) -> Iterator[str]:
    """The text, whichever of the usual encodings it is in."""
    with path.open("rb") as file:
        data = file.read(4 * MAX_LETTERS)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield data.decode("utf-16", "replace")
        return
    try:
        yield data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield data.decode("cp1252", "replace")


READERS: dict[str, Callable[[Path], Iterable[str]]] = {
    "pdf": read_pdf, "xlsx": read_sheets, "ods": read_sheets, "txt": read_text, "md": read_text,
    "csv": read_text, **{kind: partial(read_office, extension=kind) for kind in OFFICE}}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
