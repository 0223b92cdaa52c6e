"""The words of Word, PowerPoint and OpenDocument files, read as a stream and within limits.

Used by the worker: no Flask, no database here.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser, fromstring

from app.files.zips import Unsafe, open_zip, read_part

MAX_PART = 40 * 2**20  # bytes of XML
MAX_LETTERS = 2_000_000  # of one part
CHUNK = 2**16

BROKEN = (ParseError, zipfile.BadZipFile, zlib.error, EOFError, LookupError, NotImplementedError)
LINES = {"p", "h", "tr", "table-row"}  # a line ends where these do
GAPS = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " ", "noBreakHyphen": "-"}
TWICE = {"Fallback", "moveFrom", "tracked-changes"}  # shown elsewhere, or deleted
MORE_OF_WORD = re.compile(r"word/(?:header|footer|footnotes|endnotes|comments)\d*\.xml")


def read_office(path: Path, extension: str) -> Iterator[str]:
    """The text of each slide of a presentation; all of a text as one. Raise Unsafe."""
    with open_zip(path) as archive:
        try:
            yield from READERS[extension](archive)
        except DefusedXmlException as error:
            raise Unsafe("entities") from error
        except BROKEN as error:
            raise Unsafe("broken") from error


def _word(archive: zipfile.ZipFile) -> Iterator[str]:
    main = _targets(archive, "", "officeDocument")[0]
    more = [name for name in archive.namelist() if MORE_OF_WORD.fullmatch(name)]
    yield "".join(_words(archive, part, {"t"}) for part in [main, *sorted(more)])


def _powerpoint(archive: zipfile.ZipFile) -> Iterator[str]:
    main = _targets(archive, "", "officeDocument")[0]
    slides = _relations(archive, main)
    for order in _parsed(archive, main).iter():
        if _local(order.tag) == "sldId":
            slide = slides[next(value for name, value in order.items() if name.endswith("}id"))][1]
            parts = [slide, *_targets(archive, slide, "notesSlide")]
            yield "".join(_words(archive, part, {"t"}) for part in parts)


def _opendocument(archive: zipfile.ZipFile) -> Iterator[str]:
    yield from _words(archive, "content.xml", {"p", "h"}).split("\f")


READERS = {"docx": _word, "pptx": _powerpoint, "odt": _opendocument, "odp": _opendocument}


class Words:
    """Hears the XML go by and keeps the words: those inside elements of the given names."""

    def __init__(self, inside: set[str]) -> None:
        """INSIDE: local names of the elements that hold words."""
        self.inside, self.depth, self.skipped, self.letters = inside, 0, 0, 0
        self.text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = _local(tag)
        self.depth += name in self.inside
        self.skipped += name in TWICE
        self.text.append(GAPS.get(name, ""))

    def data(self, words: str) -> None:
        """Words between two tags."""
        if self.depth and not self.skipped:
            self.text.append(words)
            self.letters += len(words)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = _local(tag)
        self.depth -= name in self.inside
        self.skipped -= name in TWICE
        if name in LINES:
            self.text.append("\n")
        elif name == "page":
            self.text.append("\f")

    def close(self) -> str:
        """All of it."""
        return "".join(self.text)


def _words(archive: zipfile.ZipFile, name: str, inside: set[str]) -> str:
    words = Words(inside)
    parser = XMLParser(target=words, forbid_dtd=True)
    size = 0
    with archive.open(name) as part:
        while (chunk := part.read(CHUNK)) and words.letters < MAX_LETTERS:
            size += len(chunk)
            if size > MAX_PART:
                raise Unsafe("bomb")
            parser.feed(chunk)
    return words.close()


def _targets(archive: zipfile.ZipFile, part: str, kind: str) -> list[str]:
    return [target for found, target in _relations(archive, part).values() if found == kind]


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What PART (or the whole, for "") refers to: (kind, name of a part) by id."""
    folder, base = posixpath.split(part)
    found = {}
    for link in _parsed(archive, posixpath.join(folder, "_rels", f"{base}.rels")):
        target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))
        found[link.get("Id", "")] = (link.get("Type", "").rpartition("/")[2], target.lstrip("/"))
    return found


def _parsed(archive: zipfile.ZipFile, name: str) -> Element:
    content = read_part(archive, name, 4 * 2**20) or b"<none/>"
    tree: Element = fromstring(content, forbid_dtd=True)
    return tree


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
