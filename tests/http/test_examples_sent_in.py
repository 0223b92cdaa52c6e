"""Files of examples that people send in through the page: the Excel form filled in, and files that mean harm."""

import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from xml.sax.saxutils import escape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from xlsxwriter.utility import xl_col_to_name

from app.database import db
from app.examples import queries
from app.examples.exchange.columns import COLUMNS
from app.examples.models import Example
from app.permissions import Actor
from tests import cast
from tests.http.test_examples_files import bring, send
from tests.unit.files import hostile

Browser = Callable[[str | None], FlaskClient]
Who = Callable[[str], Actor]
SHEET, LINK = "xl/worksheets/sheet1.xml", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ANSWERS = {"title": "Lys i hallen", "summary": "Halvparten strøm.", "themes": "Climate and energy",
           "municipalities": "Bamble; 4014", "measure_type": "Investment", "solution": "Vi byttet & ryddet.\nNå.",
           "cost_amount": "120000", "effects": "Strøm | 12,5 | MWh | 2025", "start_date": "2025-03"}
NEEDED = {"title": "Lys", "summary": "Kort.", "themes": "Climate and energy", "municipalities": "Bamble"}


def cell(key: str, inside: str, kind: str = "inlineStr") -> str:
    """A cell of the form, in the second row."""
    at = next(number for number, column in enumerate(COLUMNS) if column.key == key)
    return f'<c r="{xl_col_to_name(at)}2" t="{kind}">{inside}</c>'


def filled_in(form: bytes, **answers: str) -> bytes:
    """The Excel FORM with ANSWERS in its first empty row; one that begins with < is a cell of one's own making."""
    cells = "".join(cell(column.key, f"<is><t>{escape(words)}</t></is>") if not words.startswith("<") else words
                    for column in COLUMNS if (words := answers.get(column.key, "")))
    return hostile.rewritten(form, SHEET, lambda sheet: sheet.replace(
        "</sheetData>", f'<row r="2">{cells}</row></sheetData>'))


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server nearby, and what it was asked for."""
    asked: list[str] = []

    class Note(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *words: object) -> None:
            """Say nothing."""
    server = HTTPServer(("127.0.0.1", 0), Note)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/x", asked
    server.shutdown()
    server.server_close()


def number_of_examples() -> int:
    return db.session.scalar(select(func.count(Example.id))) or 0


def test_the_excel_form_filled_in_becomes_an_example(browser_of: Browser, actor: Who) -> None:
    browser = browser_of(cast.ANNE)
    form = browser.get("/examples/template.xlsx").data
    assert send(browser, form, "Tomt.xlsx").status_code == 422, "nothing was written in it"
    assert "1 example came in." in bring(browser, filled_in(form, **ANSWERS), "Lys.xlsx")
    [made] = queries.unfinished(actor(cast.ANNE))
    assert (made.title, made.solution, made.cost_amount) == ("Lys i hallen", "Vi byttet & ryddet.\nNå.", 120_000)
    assert (made.measure_type, made.start_date) == ("investment", "2025-03")
    assert made.effects == [{"measure": "Strøm", "value": 12.5, "unit": "MWh", "year": 2025}]
    assert sorted(one.code for one in made.municipalities) == ["4012", "4014"]


def test_a_formula_is_never_worked_out_and_does_not_leave_as_one(browser_of: Browser, actor: Who) -> None:
    browser = browser_of(cast.ELI)
    form = browser.get("/examples/template.xlsx").data
    with listening() as (address, asked):
        sheet = filled_in(form, **NEEDED | {
            "summary": cell("summary", f'<f>WEBSERVICE("{address}")</f><v>Sagt før</v>', "str"),
            "challenge": "=cmd|' /C calc'!A0", "results": '=HYPERLINK("https://x.example","her")'})
        assert "1 example came in." in bring(browser, sheet, "Lys.xlsx", publish="y")
    assert asked == []
    [made] = db.session.scalars(select(Example))
    assert (made.summary, made.challenge) == ("Sagt før", "=cmd|' /C calc'!A0"), "words are words"
    out = browser.get("/examples/export.csv").data.decode("utf-8-sig")
    assert "'=cmd|" in out and ";=" not in out and ';"=' not in out


def test_a_workbook_that_leads_elsewhere_is_read_without_going_there(browser_of: Browser) -> None:
    browser = browser_of(cast.ANNE)
    with listening() as (address, asked):
        form = filled_in(browser.get("/examples/template.xlsx").data, **NEEDED)
        out = io.BytesIO(form)
        with zipfile.ZipFile(out, "a") as archive:
            for target in (address, "file:///etc/passwd"):
                number = len(archive.namelist())
                archive.writestr(f"xl/externalLinks/externalLink{number}.xml", "<externalLink/>")
                archive.writestr(f"xl/externalLinks/_rels/externalLink{number}.xml.rels", (
                    f'<Relationships><Relationship Id="r1" Type="{LINK}/externalLinkPath" Target="{target}" '
                    'TargetMode="External"/></Relationships>'))
        page = bring(browser, out.getvalue(), "Lys.xlsx")
    assert "1 example came in." in page and "root:" not in page and asked == []


def test_a_word_form_that_leads_elsewhere_is_refused_or_read_without_going_there(browser_of: Browser) -> None:
    browser = browser_of(cast.ANNE)
    form = browser.get("/examples/template.docx").data
    with listening() as (address, asked):
        leading = hostile.rewritten(form, "word/_rels/document.xml.rels", lambda rels: rels.replace(
            "</Relationships>", f'<Relationship Id="out" Type="{LINK}/attachedTemplate" Target="{address}" '
            'TargetMode="External"/></Relationships>'))
        for content in (leading, hostile.reaching_out(address), hostile.reaching_out("file:///etc/passwd")):
            answer = send(browser, content, "skjema.docx")
            assert answer.status_code == 422 and "root:" not in answer.text
    assert asked == [] and number_of_examples() == 0


@pytest.mark.parametrize(("make", "name"), [
    (lambda: hostile.zip_bomb(90), "bombe.docx"), (hostile.lying_zip_bomb, "bombe.docx"),
    (hostile.laughing, "latter.docx"), (hostile.laughing_sheet, "latter.xlsx"), (hostile.far_corner, "hjørne.xlsx"),
    (lambda: b"PK\x03\x04not a zip", "x.xlsx")],
    ids=["bomb", "lying_bomb", "laughing", "laughing_sheet", "far_corner", "no_zip"])
def test_a_bomb_is_one_refusal_in_words(browser_of: Browser, make: Callable[[], bytes], name: str) -> None:
    answer = send(browser_of(cast.ANNE), make(), name)
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert "haha" not in answer.text and number_of_examples() == 0
