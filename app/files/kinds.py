"""What a file is, by its own bytes; its name has to agree. What is not listed here is not taken."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from flask_babel import lazy_gettext

from app.errors import TooLarge, WrongKind
from app.files.pixels import pixels
from app.files.zips import Unsafe, open_zip, read_part

HEAD = 2**20  # bytes read from the beginning: a JPEG may hold long notes before it says how large it is
START = 4096  # bytes in which a web page would show itself
TAIL = 22 + 65_535  # bytes in which the end of a zip stands
MAX_PIXELS = 100_000_000


@dataclass(frozen=True)
class Kind:
    """A sort of file that we take. Only `inline` kinds are opened in the browser; the rest are downloads."""

    media_type: str
    extension: str  # without the dot
    family: str  # pdf, text, slides, sheet, image
    inline: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def extensions(self) -> tuple[str, ...]:
        """What a name may end in."""
        return self.extension, *self.aliases


OFFICE = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
PDF = Kind("application/pdf", "pdf", "pdf", inline=True)
DOCX = Kind(f"{OFFICE}.wordprocessingml.document", "docx", "text")
PPTX = Kind(f"{OFFICE}.presentationml.presentation", "pptx", "slides")
XLSX = Kind(f"{OFFICE}.spreadsheetml.sheet", "xlsx", "sheet")
ODT = Kind(f"{ODF}.text", "odt", "text")
ODP = Kind(f"{ODF}.presentation", "odp", "slides")
ODS = Kind(f"{ODF}.spreadsheet", "ods", "sheet")
TXT = Kind("text/plain", "txt", "text", aliases=("text", ""))
MD = Kind("text/markdown", "md", "text", aliases=("markdown",))
CSV = Kind("text/csv", "csv", "sheet")
PNG = Kind("image/png", "png", "image", inline=True)
JPEG = Kind("image/jpeg", "jpg", "image", inline=True, aliases=("jpeg",))
GIF = Kind("image/gif", "gif", "image", inline=True)
WEBP = Kind("image/webp", "webp", "image", inline=True)
KINDS = {kind.media_type: kind for kind in
         (PDF, DOCX, PPTX, XLSX, ODT, ODP, ODS, TXT, MD, CSV, PNG, JPEG, GIF, WEBP)}

MAGIC = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG, b"GIF87a": GIF, b"GIF89a": GIF}
OFFICE_MAIN = {b"wordprocessingml.document.main+xml": DOCX, b"presentationml.presentation.main+xml": PPTX,
               b"spreadsheetml.sheet.main+xml": XLSX}
ODF_MIMETYPES = {kind.media_type.encode(): kind for kind in (ODT, ODP, ODS)}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!--|!doctype|\?xml|html|head|body|script|svg|iframe)",
                      re.IGNORECASE)
WEB_INSIDE = re.compile(rb"<(?:!doctype\s+html|html|script|svg|iframe)[\s/>]", re.IGNORECASE)
MACROS = re.compile(r"(?:.*/)?vbaProject\.bin|(?:Basic|Scripts)/.+", re.IGNORECASE)

EMPTY = lazy_gettext("The file is empty.")
UNKNOWN = lazy_gettext("We cannot take this kind of file. We take PDF, Word, PowerPoint, Excel, "
                       "OpenDocument, plain text and pictures.")
DISGUISED = lazy_gettext("The name and the content of the file do not agree. Save it again.")
WEB = lazy_gettext("Web pages and SVG drawings may hold programs. Save it as PDF or PNG.")
OLD = lazy_gettext("This Office file is old or has a password. Save it as .docx, .pptx or .xlsx.")
ARCHIVE = lazy_gettext("This is an archive. Send the files in it one by one.")
UNSAFE = {
    "broken": lazy_gettext("The file is broken or not complete."),
    "protected": lazy_gettext("The file has a password. Save it without one."),
    "bomb": lazy_gettext("The file holds far more than its size says, and may be unsafe."),
    "mixed": lazy_gettext("The file is two kinds of file at once, and may be unsafe."),
    "macros": lazy_gettext("The file holds macros, and may be unsafe. Save it without them.")}
TOO_MANY_PIXELS = lazy_gettext("The picture is too large. It may have 100 million pixels.")


def detect(path: Path, name: str) -> Kind:
    """What the file at PATH is, if its NAME agrees. Raise WrongKind or TooLarge with a plain reason."""
    head, tail = _ends(path)
    if not head:
        raise WrongKind(EMPTY)
    extension = PurePosixPath(name.lower()).suffix.removeprefix(".")
    is_zip = head.startswith(b"PK\x03\x04")
    kind = _in_zip(path) if is_zip else _by_magic(head, tail) or _text(head, extension)
    if extension not in kind.extensions:
        raise WrongKind(DISGUISED)
    return kind


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(HEAD)
        size = file.seek(0, 2)
        file.seek(max(0, size - TAIL))
        return head, file.read()


def _by_magic(head: bytes, tail: bytes) -> Kind | None:
    kind = next((kind for magic, kind in MAGIC.items() if head.startswith(magic)), None)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        kind = WEBP
    if kind and (WEB_INSIDE.search(head[:START]) or _ends_as_zip(tail)):
        raise WrongKind(UNSAFE["mixed"])
    if kind and kind.family == "image":
        _check_picture(kind, head)
    return kind


def _check_picture(kind: Kind, head: bytes) -> None:
    try:
        count = pixels(kind.extension, head)
    except ValueError as error:
        raise WrongKind(UNSAFE["broken"]) from error
    if count > MAX_PIXELS:
        raise TooLarge(TOO_MANY_PIXELS)


def _ends_as_zip(tail: bytes) -> bool:
    place = tail.rfind(b"PK\x05\x06")
    while place >= 0:
        if place + 22 + int.from_bytes(tail[place + 20:place + 22], "little") == len(tail):
            return True
        place = tail.rfind(b"PK\x05\x06", 0, place)
    return False


def _in_zip(path: Path) -> Kind:
    try:
        with open_zip(path) as archive:
            names = set(archive.namelist())
            types = read_part(archive, "[Content_Types].xml", 2**20)
            mimetype = read_part(archive, "mimetype", 100).strip()
    except Unsafe as error:
        raise WrongKind(UNSAFE[str(error)]) from error
    if any(MACROS.fullmatch(name) for name in names) or b"macroEnabled" in types:
        raise WrongKind(UNSAFE["macros"])
    found = {kind for main, kind in OFFICE_MAIN.items() if main in types}
    if mimetype in ODF_MIMETYPES and "content.xml" in names:
        found.add(ODF_MIMETYPES[mimetype])
    if len(found) != 1:
        raise WrongKind(UNSAFE["mixed"] if found else ARCHIVE)
    return found.pop()


def _text(head: bytes, extension: str) -> Kind:
    if head.startswith(OLD_OFFICE):
        raise WrongKind(OLD)
    letters = head.decode("utf-16", "replace").encode() if head.startswith(UTF_16) else head
    if WEB_PAGE.match(letters):
        raise WrongKind(WEB)
    kind = next((kind for kind in (TXT, MD, CSV) if extension in kind.extensions), None)
    if kind is None or CONTROL.search(letters):
        claimed = any(extension in kind.extensions for kind in KINDS.values())
        raise WrongKind(DISGUISED if claimed else UNKNOWN)
    return kind
