"""Files that somebody made to do harm, or that are broken; and tiny pictures."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from app.demo.office import docx, pdf
from app.demo.packages import OOXML, package, zipped

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
EXCEL_SPACES = f'xmlns="{OOXML}/spreadsheetml/2006/main" xmlns:r="{OOXML}/officeDocument/2006/relationships"'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
PROGRAM = b"MZ\x90\x00" + bytes(range(256))
LAUGHS = '<!ENTITY l0 "ha">' + "".join(
    f'<!ENTITY l{depth} "{f"&l{depth - 1};" * 10}">' for depth in range(1, 10))


def png(width: int = 2, height: int = 2) -> bytes:
    """A PNG that says it is so large; it never holds more than a few pixels."""
    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check
    rows = zlib.compress((b"\0" + b"\x20\x60\x40" * min(width, 9)) * min(height, 9))
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def gif(width: int = 2, height: int = 2, more: bytes = b"") -> bytes:
    """The beginning of a GIF."""
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0" + more + b";"


def jpeg(width: int = 2, height: int = 2) -> bytes:
    """The beginning of a JPEG, with a long note before its size."""
    note = b"\xff\xe1" + struct.pack(">H", 2 + 3000) + bytes(3000)
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + bytes(9)
    return b"\xff\xd8" + note + frame


def webp(width: int = 2, height: int = 2) -> bytes:
    """The beginning of a WebP."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + size


def word(document: str, more: dict[str, tuple[str, str]] | None = None, kind: str = WORD) -> bytes:
    """A Word file around a document of one's own making."""
    return package({"word/document.xml": (kind, document)} | (more or {}), {})


def zip_bomb(megabytes: int) -> bytes:
    """A small Word file with a document that unpacks to so much."""
    out = io.BytesIO(word("<d/>").replace(b"word/document.xml", b"word/documens.xml"))
    with (zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
          archive.open("word/document.xml", "w") as part):
        part.write(b"<d>")
        for _ in range(megabytes):
            part.write(b" " * 2**20)
    return out.getvalue()


def lying_zip_bomb() -> bytes:
    """A zip bomb that says it unpacks to 100 bytes."""
    return zip_bomb(60).replace(struct.pack("<I", 60 * 2**20 + 3), struct.pack("<I", 100))


def reaching_out(target: str) -> bytes:
    """A Word file that asks for another file (XXE)."""
    return word(f'<!DOCTYPE d [<!ENTITY x SYSTEM "{target}">]><d><p><t>&x;</t></p></d>')


def laughing() -> bytes:
    """A Word file with entities in entities: a billion laughs."""
    return word(f"<!DOCTYPE d [{LAUGHS}]><d><t>&l9;</t></d>")


def rewritten(file: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """FILE with one part changed."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    return zipped(parts | {part: change(parts[part])})


def workbook(rows: str, start: str = "") -> bytes:
    """A workbook of one sheet, with rows of one's own making."""
    names = '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets>'
    return package({
        "xl/workbook.xml": (EXCEL, f"{start}<workbook {EXCEL_SPACES}>{names}</workbook>"),
        "xl/worksheets/sheet1.xml": (
            EXCEL.replace("sheet.main", "worksheet"),
            f"{start}<worksheet {EXCEL_SPACES}><sheetData>{rows}</sheetData></worksheet>"),
    }, {"xl/workbook.xml": ["worksheets/sheet1.xml"]})


def laughing_sheet() -> bytes:
    """A workbook with a billion laughs in its only cell."""
    return workbook("<row><c t='inlineStr'><is><t>&l9;</t></is></c></row>", f"<!DOCTYPE d [{LAUGHS}]>")


def far_corner() -> bytes:
    """A workbook of two cells in opposite corners: 17 thousand million empty ones lie between them."""
    return workbook('<row r="1"><c r="A1"><v>1</v></c></row>'
                    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def pdf_bomb() -> bytes:
    """A PDF with a page that unpacks to 300 MB."""
    packer = zlib.compressobj(1)
    stream = b"".join(packer.compress(b"(a) Tj " * 150_000) for _ in range(300)) + packer.flush()
    head = b"9 0 obj\n<< /Filter /FlateDecode /Length %d >>\n" % len(stream)
    page = head + b"stream\n" + stream + b"\nendstream\nendobj\n"
    return pdf(["x"]).replace(b"/Contents 7 0 R", b"/Contents 9 0 R").replace(b"xref\n0", page + b"xref\n0")


def pdf_and_zip() -> bytes:
    """Both a PDF and a Word file."""
    return pdf(["x"]) + docx(["x"])
