"""The words of a file are found page by page, and a hostile file harms nobody."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.demo import office
from app.demo.packages import opendocument
from app.files.extract import ROOT, Extracted, Page, extract
from app.files.kinds import KINDS
from app.files.models import Extraction
from tests.unit.files import hostile

BY_EXTENSION = {kind.extension: kind for kind in KINDS.values()}
SLIDES = [office.Slide("Solceller på Ås", ["Tak", "Strøm"], "Husk å nevne blåbær"), office.Slide("Slutt")]
SHOWN = ["Solceller på Ås\nTak\nStrøm\nHusk å nevne blåbær", "Slutt"]
ROWS = [["Kommune", "kWh"], ["Bø", 12.5], ["Ås", 3]]
GOOD = {
    "pdf": (office.pdf(["Årsmøte\nBlåbær – «sitat» (100 €)", "Side to"]),
            ["Årsmøte\nBlåbær – «sitat» (100 €)", "Side to"]),
    "docx": (office.docx(["# Årsmøte", "Blåbær & <tyttebær>"], "Topptekst"),
             ["Årsmøte\nBlåbær & <tyttebær>\nTopptekst"]),
    "odt": (office.odt(["# Årsmøte", "Blåbær & <tyttebær>"]), ["Årsmøte\nBlåbær & <tyttebær>"]),
    "pptx": (office.pptx(SLIDES), SHOWN),
    "odp": (office.odp(SLIDES), SHOWN),
    "xlsx": (office.xlsx({"Bygg & tak": ROWS, "To": [["x"]]}),
             ["Bygg & tak\nKommune\tkWh\nBø\t12.5\nÅs\t3", "To\nx"]),
    "ods": (office.ods({"Bygg & tak": ROWS}), ["Bygg & tak\nKommune\tkWh\nBø\t12.5\nÅs\t3"]),
    "txt": (office.txt("\ufeffBlåbær\r\npå Ås\x07"), ["Blåbær\npå Ås"]),
    "md": ("Blåbær på Ås".encode("cp1252"), ["Blåbær på Ås"]),
    "csv": ("år;Ås".encode("utf-16"), ["år;Ås"])}


def read(folder: Path, extension: str, content: bytes) -> Extracted:
    path = folder / "upload"
    path.write_bytes(content)
    return extract(path, BY_EXTENSION[extension])


@pytest.mark.parametrize("extension", GOOD)
def test_the_words_are_found_page_by_page(tmp_path: Path, extension: str) -> None:
    content, pages = GOOD[extension]
    found = read(tmp_path, extension, content)
    assert found == Extracted(Extraction.READ, tuple(Page(*numbered) for numbered in enumerate(pages, 1)))


def test_slides_come_in_the_order_they_are_shown(tmp_path: Path) -> None:
    turned = hostile.rewritten(office.pptx(SLIDES), "ppt/presentation.xml", lambda text: text.replace(
        "rId3", "first").replace("rId4", "rId3").replace("first", "rId4"))
    assert [page.text for page in read(tmp_path, "pptx", turned).pages] == SHOWN[::-1]


def test_a_word_divided_between_lines_is_one_word(tmp_path: Path) -> None:
    divided = office.pdf(["Tittel\nVi vil ha energi-\nomstilling"])
    assert "energiomstilling" in read(tmp_path, "pdf", divided).pages[0].text


def test_deleted_and_doubled_text_is_left_out(tmp_path: Path) -> None:
    word = hostile.word(
        '<w:document xmlns:w="w" xmlns:m="m"><w:p><w:t>Ny</w:t><w:del><w:delText>Gammel</w:delText></w:del>'
        "<w:tab/><w:t>tekst</w:t></w:p><m:Choice><w:p><w:t>Boks</w:t></w:p></m:Choice>"
        "<m:Fallback><w:p><w:t>Boks</w:t></w:p></m:Fallback></w:document>")
    assert read(tmp_path, "docx", word).pages[0].text == "Ny\ttekst\nBoks"


def test_text_between_and_after_marks_is_kept(tmp_path: Path) -> None:
    mixed = "<text:p>a <text:span>b</text:span> c<text:s/>d<text:line-break/>e<text:tab/>f</text:p>"
    assert read(tmp_path, "odt", opendocument("text", mixed)).pages[0].text == "a b c d\ne\tf"


@pytest.mark.parametrize(("extension", "content"), [
    ("pdf", office.pdf([""])), ("docx", office.docx([""])), ("txt", b" \n"), ("png", hostile.png())])
def test_a_file_without_words_is_empty(tmp_path: Path, extension: str, content: bytes) -> None:
    assert read(tmp_path, extension, content) == Extracted(Extraction.EMPTY)


@pytest.mark.parametrize(("name", "make", "reason"), [
    ("honest bomb.docx", lambda: hostile.zip_bomb(150), "bomb"),
    ("smaller bomb.docx", lambda: hostile.zip_bomb(45), "bomb"),
    ("lying bomb.docx", hostile.lying_zip_bomb, "broken"),
    ("laughs.docx", hostile.laughing, "entities"),
    ("cut.docx", lambda: office.docx(["x"])[:-40], "broken"),
    ("start.xlsx", lambda: b"PK\x03\x04", "broken"),
    ("word.xlsx", lambda: office.docx(["x"]), "broken"),
    ("start.pdf", lambda: b"%PDF-1.7 nothing more", "broken"),
    ("word.odt", lambda: office.docx(["x"]), "broken")])
def test_a_hostile_file_is_refused(
        tmp_path: Path, name: str, make: Callable[[], bytes], reason: str) -> None:
    found = read(tmp_path, name.partition(".")[2], make())
    assert found == Extracted(Extraction.REFUSED, reason=reason)


def test_a_file_cannot_fetch_another(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret")
    content = hostile.reaching_out((tmp_path / "secret").as_uri())
    assert read(tmp_path, "docx", content) == Extracted(Extraction.REFUSED, reason="entities")


def test_entities_in_a_workbook_are_not_unfolded(tmp_path: Path) -> None:
    assert read(tmp_path, "xlsx", hostile.laughing_sheet()).pages == ()


@pytest.mark.parametrize(("extension", "make"), [("xlsx", hostile.far_corner), ("pdf", hostile.pdf_bomb)])
def test_a_file_that_wants_all_memory_is_given_up(
        tmp_path: Path, extension: str, make: Callable[[], bytes]) -> None:
    assert read(tmp_path, extension, make()).status == Extraction.FAILED


@pytest.mark.parametrize("extension", ["pdf", "docx", "pptx", "xlsx", "odt"])
def test_a_file_cut_short_or_scratched_is_read_or_given_up(tmp_path: Path, extension: str) -> None:
    whole = GOOD[extension][0]
    scratched = bytearray(whole)
    scratched[len(whole) // 3::97] = b"\xff" * len(scratched[len(whole) // 3::97])
    for content in (whole[:len(whole) // 2], whole[:-200], bytes(scratched)):
        assert read(tmp_path, extension, content).status in set(Extraction) - {Extraction.WAITING}


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_process_that_reads_knows_neither_the_web_nor_the_database() -> None:
    code = "import sys, app.files.extract_worker; print({'flask', 'sqlalchemy'} & set(sys.modules))"
    assert python(code).stdout == "set()\n"


def test_it_stops_by_itself_when_it_takes_too_long() -> None:
    code = "from app.confine import limit; limit(256 << 20, 1, 1)\nwhile True: pass"
    assert python(code).returncode == -24


def test_it_gets_no_more_memory_than_it_may_have() -> None:
    code = "from app.confine import limit; limit(256 << 20, 20, 1); bytearray(300 << 20)"
    assert "MemoryError" in python(code).stderr


def test_it_stops_where_the_system_does_not_limit_memory() -> None:
    code = ("import resource; resource.setrlimit = lambda *_: None\n"
            "from app.confine import limit; limit(256 << 20, 20, 1 << 20)\n"
            "kept = b'x' * (300 << 20)\nwhile True: pass")
    assert python(code).returncode == 3


def test_no_secret_of_ours_reaches_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIVSKRAFT_SECRET_KEY", "secret")
    listing = tmp_path / "environment"
    monkeypatch.setattr(sys, "executable", str(tmp_path / "spy"))
    Path(sys.executable).write_text(f"#!/bin/sh\nenv > {listing}\n")
    Path(sys.executable).chmod(0o755)
    read(tmp_path, "txt", b"x")
    assert "LIVSKRAFT" not in listing.read_text()


def test_it_works_under_gevent_too(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(office.pdf(["Blåbær"]))
    code = ("from gevent import monkey; monkey.patch_all(); from pathlib import Path; import gevent\n"
            "from app.files.extract import extract; from app.files.kinds import PDF\n"
            f"jobs = [gevent.spawn(extract, Path({str(tmp_path / 'a.pdf')!r}), PDF) for _ in range(2)]\n"
            "print(*(job.get().pages[0].text for job in jobs))")
    assert python(code).stdout == "Blåbær Blåbær\n"
