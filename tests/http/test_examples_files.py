"""Examples that leave as files and come in again: tables, the forms to fill in offline, documents with sources."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it comes without types
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from app import outbox
from app.database import db
from app.examples import queries
from app.examples.exchange import service
from app.examples.models import Example, ReviewState
from app.permissions import Actor, Visibility
from tests import cast
from tests.examples import draft, published

Browser = Callable[[str | None], FlaskClient]
Who = Callable[[str], Actor]
IMPORT = "/examples/import"
WHOLE: dict[str, Any] = {
    "title": "Čáhppesmuorra ja kvääni", "summary": "=1+1 er ikke en formel", "language": "se",
    "challenge": "- Første\n- Andre", "solution": "Vi gjorde **mye**, og [skrev](https://sak.example/1).\n\nMer.",
    "results": "@alle", "measure_type": "investment", "status": "completed", "start_date": "2024-03",
    "end_date": "2025", "cost_amount": 1850000.5, "currency": "SEK", "funding": "+Enova", "keywords": ["snø", "lys"],
    "effects": [{"measure": "Tonn CO2", "value": 12.5, "unit": "tonn", "year": 2025},
                {"measure": "Strøm", "value": -3.0, "unit": "", "year": None}],
    "links": [{"url": "https://sak.example/1", "label": "Saken"}], "sdg_targets": ["7", "11.6"],
    "geo_character": "coast", "barriers": "'Apostrof", "transferability": "\tNei"}


def send(browser: FlaskClient, content: bytes, name: str = "eksempler.csv", **more: Any) -> TestResponse:
    """Choose a file, and send it."""
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(IMPORT).text)[0]
    network = cast.network(cast.TELEMARK).id
    return browser.post(IMPORT, content_type="multipart/form-data", data={
        "csrf_token": token, "file": (io.BytesIO(content), name), "network_id": str(network), **more})


def bring(browser: FlaskClient, content: bytes, name: str = "eksempler.csv", **more: Any) -> str:
    """Send a file, look at it, and bring it in; what the page says at the end."""
    path = send(browser, content, name).location
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(path).text)[0]
    assert browser.post(path, data={"csrf_token": token, **more}).status_code == 303
    return browser.get(path).text


def table(*rows: tuple[str, ...], heads: tuple[str, ...] = ("Tittel", "summary", "Themes", "Kommune")) -> bytes:
    """A CSV file, with headings in whichever language."""
    text = io.StringIO()
    csv.writer(text).writerows([heads, *rows])
    return text.getvalue().encode()


def told(example: Example) -> dict[str, Any]:
    """All that was written in it."""
    return {name: getattr(example, name) for name in WHOLE} | {
        "themes": [one.key for one in example.themes], "places": [one.code for one in example.municipalities]}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_in_the_same(kind: str, browser_of: Browser, actor: Who) -> None:
    first = told(published(**WHOLE))
    content = browser_of(cast.BJORN).get(f"/examples/export.{kind}").data
    db.session.execute(update(Example).values(review_state=ReviewState.ARCHIVED, title="Noe annet"))
    db.session.commit()
    page = bring(browser_of(cast.BJORN), content, f"ut.{kind}")
    assert "1 example came in." in page
    again = db.session.scalars(select(Example).where(Example.author_id == actor(cast.BJORN).id)).one()
    assert told(again) == first and again.review_state == ReviewState.DRAFT


def test_no_cell_that_leaves_is_a_formula(browser_of: Browser) -> None:
    published(**WHOLE)
    browser = browser_of(cast.BJORN)
    rows = list(csv.reader(io.StringIO(browser.get("/examples/export.csv").data.decode("utf-8-sig")), delimiter=";"))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    with zipfile.ZipFile(io.BytesIO(browser.get("/examples/export.xlsx").data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "'=1+1" in book.read("xl/sharedStrings.xml").decode()


def test_an_export_holds_only_what_one_may_read_and_asked_for(browser_of: Browser) -> None:
    published(title="For oss")
    published(Visibility.MEMBERS, title="For alle", cost_amount=10)
    draft(title="Utkast")
    assert "For oss" not in browser_of(cast.CARIN).get("/examples/export.csv").text
    page = browser_of(cast.BJORN).get("/examples/export.csv?cost=1").text
    assert "For alle" in page and "For oss" not in page and "Utkast" not in page


def test_each_row_is_told_what_is_wrong_with_it_and_the_others_come_in(browser_of: Browser, actor: Who) -> None:
    content = table(("Godt", "Kort", "climate_energy", "Bamble; 4014"), ("", "Kort", "climate_energy", "Bamble"),
                    ("Feil", "Kort", "climate_energy", "Bambel"), ("Tema", "Kort", "Romfart", "SE-2510 Jokkmokk"),
                    ("Godt", "Kort", "climate_energy", "Bamble; 4014"), heads=("Title", "Summary", "Tema", "Kommune"))
    browser = browser_of(cast.DAG)
    preview = browser.get(send(browser, content).location).text
    assert "1 example can come in." in preview and "3 rows were refused" in preview
    assert db.session.scalar(select(func.count(Example.id))) == 0, "nothing before one says so"
    page = bring(browser, content)
    assert "Did you mean Bamble?" in page and "There is no «Romfart»." in page and "The same as row 2." in page
    assert [one.title for one in queries.unfinished(actor(cast.DAG))] == ["Godt"]
    assert "2 are there already" in browser.get(send(browser, content).location).text, "twice is once"


def test_what_one_may_not_read_is_not_there_for_the_one_who_imports(browser_of: Browser) -> None:
    draft(title="Hemmelig")
    content = table(("Hemmelig", "Kort", "climate_energy", "Bamble"))
    assert "1 example can come in." in browser_of(cast.BJORN).get(send(browser_of(cast.BJORN), content).location).text
    assert "1 is there already" in browser_of(cast.ANNE).get(send(browser_of(cast.ANNE), content).location).text


def test_only_staff_publish_what_comes_in_and_only_writers_bring_anything(browser_of: Browser) -> None:
    eli = browser_of(cast.ELI)
    page = bring(eli, table(("Solur", "Kort", "climate_energy", "Bamble")), publish="y")
    assert "They are published." in page and "Solur" in browser_of(cast.BJORN).get("/examples").text
    bjorn = browser_of(cast.BJORN)
    path = send(bjorn, table(("Nytt", "Kort", "climate_energy", "Bamble"))).location
    assert "publish" not in bjorn.get(path).text and browser_of(cast.DAG).get(path).status_code == 404
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', bjorn.get(path).text)[0]
    assert bjorn.post(path, data={"csrf_token": token, "publish": "y"}).status_code == 403
    assert browser_of(cast.GRO).get(IMPORT).status_code == 403


def test_many_rows_are_brought_in_by_the_worker(browser_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 1)
    monkeypatch.setattr(service, "BATCH", 2)
    rows = [(f"Nr {number}", "Kort", "climate_energy", "Bamble") for number in range(5)]
    browser = browser_of(cast.DAG)
    page = bring(browser, table(*rows))
    assert "0 of 5 rows so far." in page
    while outbox.run_due():
        pass
    assert db.session.scalar(select(func.count(Example.id))) == 5


@pytest.mark.parametrize("name", ["x.docx", "x.xlsx", "x.csv", "x.exe", "x"])
def test_a_file_that_is_none_is_refused_in_words(name: str, browser_of: Browser) -> None:
    answer = send(browser_of(cast.DAG), b"\x00\xff<!DOCTYPE a [<!ENTITY b 'c'>]>" * 50, name)
    assert answer.status_code == 422 and 'role="alert"' in answer.text


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_form_with_entities_or_a_bomb_in_it_is_refused(browser_of: Browser) -> None:
    entities = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    for content in (entities, b"<a>" + b" " * 200_000_000 + b"</a>"):
        answer = send(browser_of(cast.DAG), packed({"word/document.xml": content}), "skjema.docx")
        assert answer.status_code == 422 and "root:" not in answer.text


def test_the_word_form_filled_in_becomes_an_example(browser_of: Browser, actor: Who) -> None:
    browser = browser_of(cast.ANNE)
    form = browser.get("/examples/template.docx").data
    answers = {"title": "Lys i hallen", "summary": "Halvparten strøm.", "themes": "Klima og energi",
               "municipalities": "Bamble", "status": "Completed", "solution": "Vi byttet & ryddet.\nSå var det gjort."}
    with zipfile.ZipFile(io.BytesIO(form)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts["word/document.xml"].decode()
    for key, words in answers.items():
        before, tag, after = text.partition(f'<w:tag w:val="{key}"/>')
        runs = "<w:br/>".join(f"<w:t>{line.replace('&', '&amp;')}</w:t>" for line in words.split("\n"))
        content = f"<w:sdtContent><w:p><w:r>{runs}</w:r></w:p></w:sdtContent>"
        before_it, _, rest = after.partition("<w:sdtContent>")
        after = before_it + content + rest.partition("</w:sdtContent>")[2]
        text = before + tag + after.replace("<w:showingPlcHdr/>", "", 1)
    page = bring(browser, packed({**parts, "word/document.xml": text.encode()}), "Lys.docx")
    assert "1 example came in." in page
    [made] = queries.unfinished(actor(cast.ANNE))
    assert {name: getattr(made, name) for name in ("title", "summary", "solution", "status")} == {
        name: answers[name] if name != "status" else "completed" for name in ("title", "summary", "solution", "status")}


def test_the_forms_offer_the_choices_as_lists(browser_of: Browser) -> None:
    browser = browser_of(cast.ANNE)
    with zipfile.ZipFile(io.BytesIO(browser.get("/examples/template.xlsx").data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'type="list"' in sheet and "Investment" in sheet and "At most 100 characters." in sheet
    with zipfile.ZipFile(io.BytesIO(browser.get("/examples/template.docx").data)) as form:
        assert b'<w:listItem w:displayText="Investment"' in form.read("word/document.xml")


def test_an_example_is_a_document_with_its_sources(browser_of: Browser) -> None:
    example, browser = published(**WHOLE), browser_of(cast.BJORN)
    pdf = browser.get(f"/examples/{example.id}.pdf").data
    opened = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in opened)
    assert {words in text for words in (WHOLE["title"], "Sources", "https://sak.example/1", example.path)} == {True}
    assert b"/StructTreeRoot" in pdf and b"/Lang" in pdf, "it is tagged"
    with zipfile.ZipFile(io.BytesIO(browser.get(f"/examples/{example.id}.docx").data)) as word:
        body = word.read("word/document.xml").decode()
        assert WHOLE["title"] in body and "<w:b/>" in body and 'w:val="ListBullet"' in body
        assert "https://sak.example/1" in word.read("word/_rels/document.xml.rels").decode()
    assert browser_of(cast.CARIN).get(f"/examples/{example.id}.pdf").status_code == 404
    assert browser.get("/examples/export.pdf").data.startswith(b"%PDF") and (
        browser.get("/examples/export.docx").data.startswith(b"PK"))


def test_the_command_tells_what_it_refused_and_can_take_all_or_nothing(stage: Flask, tmp_path: Path) -> None:
    file = tmp_path / "inn.csv"
    file.write_bytes(table(("Godt", "Kort", "climate_energy", "Bamble"), ("Dårlig", "", "climate_energy", "Bamble")))
    command = ["import", "examples", str(file), "--by", cast.DAG, "--network", cast.TELEMARK]
    strict = stage.test_cli_runner().invoke(args=[*command, "--strict"])
    assert strict.exit_code == 1 and "nothing was changed" in strict.output
    assert db.session.scalar(select(func.count(Example.id))) == 0
    for new, there in ((1, 0), (0, 1)):
        done = stage.test_cli_runner().invoke(args=command)
        assert done.exit_code == 0 and f"2 rows read, {new} new for {cast.DAG}, {there} were there, 1 refused" in (
            done.output), done.output
        assert "row 3 «Dårlig»" in done.output
