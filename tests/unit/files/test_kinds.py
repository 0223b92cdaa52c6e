"""A file is what its bytes say, whatever its name says; what may do harm is not taken."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.demo import office
from app.demo.packages import zipped
from app.errors import TooLarge, WrongKind
from app.files.kinds import KINDS, detect
from tests.unit.files import hostile

GOOD = {
    "plan.pdf": office.pdf(["Årsplan"]),
    "referat.docx": office.docx(["Referat"]),
    "notat.odt": office.odt(["Notat"]),
    "lysbilder.pptx": office.pptx([office.Slide("Ås")]),
    "visning.odp": office.odp([office.Slide("Ås")]),
    "tall.xlsx": office.xlsx({"Ark": [["Bø", 1]]}),
    "tall.ods": office.ods({"Ark": [["Bø", 1]]}),
    "les.txt": office.txt("Blåbær på Ås"),
    "les.md": b"# Tittel\n<b>fet</b>",
    "tall.csv": "by;år\nBø;2024".encode("cp1252"),
    "notat.TXT": "Blåbær".encode("utf-16"),
    "uten endelse": b"bare tekst",
    "kart.png": hostile.png(), "kart.gif": hostile.gif(), "foto.webp": hostile.webp(),
    "foto.JPG": hostile.jpeg(), "foto.jpeg": hostile.jpeg()}
ODT_MEDIA = "application/vnd.oasis.opendocument.text"
MACRO = {"word/vbaProject.bin": ("application/vnd.ms-office.vbaProject", "x")}
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
BAD = {
    "disguised.pdf": hostile.HTML, "disguised.png": hostile.SVG,
    "page.html": hostile.HTML, "drawing.svg": hostile.SVG,
    "page.txt": b"\xef\xbb\xbf \n<script>alert(1)</script>",
    "page16.txt": hostile.HTML.decode().encode("utf-16"),
    "program.pdf": hostile.PROGRAM, "program.exe": hostile.PROGRAM, "program.txt": hostile.PROGRAM,
    "report.pdf.exe": office.pdf(["x"]), "faktura\u202efdp.exe": office.pdf(["x"]),
    "really-a.docx": office.pdf(["x"]), "really-b.pdf": office.docx(["x"]),
    "really-c.xlsx": office.docx(["x"]),
    "picture.txt": hostile.png(), "text.png": b"bare tekst", "code.js": b"alert(1)", "data.json": b"{}",
    "old.doc": hostile.OLD_WORD, "locked.docx": hostile.OLD_WORD, "empty.txt": b"",
    "archive.zip": zipped({"a.txt": "x"}), "archive.docx": zipped({"word/document.xml": "x"}),
    "macros.docx": hostile.word("<d/>", MACRO), "macros2.docx": hostile.word("<d/>", kind=MACRO_WORD),
    "basic.odt": zipped({"mimetype": ODT_MEDIA, "content.xml": "<d/>", "Basic/Standard/Module1.xml": "x"}),
    "both.pdf": hostile.pdf_and_zip(), "gifar.gif": hostile.gif() + zipped({"a.class": "x"}),
    "script.gif": hostile.gif(more=b"<script>alert(1)</script>"), "script.pdf": b"%PDF-1.7\n" + hostile.HTML,
    "two.docx": hostile.word("<d/>", {"xl/workbook.xml": (hostile.EXCEL, "<d/>")}),
    "before.docx": b"PK\x03\x04 something first" + office.docx(["x"]),
    "slip.docx": hostile.word("<d/>", {"../../evil.xml": ("text/xml", "x")}),
    "slip2.docx": hostile.word("<d/>", {"..\\evil.xml": ("text/xml", "x")}),
    "rooted.docx": hostile.word("<d/>", {"/etc/evil.xml": ("text/xml", "x")}),
    "drive.docx": hostile.word("<d/>", {"C:/evil.xml": ("text/xml", "x")}),
    "parts.docx": zipped({f"{number}.xml": "" for number in range(5001)}),
    "cut.docx": office.docx(["x"])[:-40], "cut.png": hostile.png()[:18],
    "nothing.jpg": b"\xff\xd8\xff\xd9", "nothing.gif": hostile.gif(0, 0)}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_it_says_is_taken(tmp_path: Path, name: str) -> None:
    (tmp_path / "upload").write_bytes(GOOD[name])
    kind = detect(tmp_path / "upload", name)
    assert KINDS[kind.media_type] is kind
    assert name.lower().endswith(kind.extensions)


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_may_do_harm_is_not_taken(tmp_path: Path, name: str) -> None:
    (tmp_path / "upload").write_bytes(BAD[name])
    with pytest.raises(WrongKind) as refusal:
        detect(tmp_path / "upload", name)
    assert str(refusal.value.title).endswith(".")


def test_a_zip_bomb_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "upload").write_bytes(hostile.zip_bomb(150))
    with pytest.raises(WrongKind, match="far more"):
        detect(tmp_path / "upload", "bomb.docx")


@pytest.mark.parametrize(("name", "make"), [
    ("a.png", hostile.png), ("a.gif", hostile.gif), ("a.jpg", hostile.jpeg), ("a.webp", hostile.webp)])
def test_a_flood_of_pixels_is_too_large(tmp_path: Path, name: str, make: Callable[[int, int], bytes]) -> None:
    path = tmp_path / "upload"
    path.write_bytes(make(10_000, 10_000))
    assert detect(path, name).family == "image"
    path.write_bytes(make(16_000, 16_000))
    with pytest.raises(TooLarge):
        detect(path, name)


def test_only_pictures_and_pdf_open_in_the_browser() -> None:
    assert {kind.extension for kind in KINDS.values() if kind.inline} == {"pdf", "png", "jpg", "gif", "webp"}
    assert not {"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml"} & KINDS.keys()


def test_the_reason_helps(tmp_path: Path) -> None:
    def reason(name: str) -> str:
        (tmp_path / "upload").write_bytes(BAD[name])
        with pytest.raises(WrongKind) as refusal:
            detect(tmp_path / "upload", name)
        return str(refusal.value.title)

    assert "Send the files in it one by one" in reason("archive.zip")
    assert "Save it as .docx" in reason("old.doc")
    assert "macros" in reason("macros.docx")
    assert "do not agree" in reason("really-a.docx")
    assert "We take PDF" in reason("data.json")
    assert "empty" in reason("empty.txt")
