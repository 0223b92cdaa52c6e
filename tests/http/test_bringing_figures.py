"""Staff bring tables of any form: look, choose, check, release; and what is hostile changes nothing."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.database import db
from app.demo import office
from app.indicators import queries, service
from app.indicators.importers import Refusal, Row, read
from app.indicators.importers.rows import BAD_WORKBOOK, TOO_LARGE_WORKBOOK
from app.indicators.models import FigureMapping, Observation
from app.indicators.releasing import Origin
from app.permissions import SYSTEM
from tests import cast
from tests.pages import csrf
from tests.unit.files import hostile

Browser = Callable[[str | None], FlaskClient]
START = "/indicators/sources/bring"
CHOSEN = {"check": "1", "municipality": "sted", "year": "årstall", "value": "mengde", "code": "no_population",
          "source": "Fylkeskommunen", "name": "Fylkets tabell"}
CSV = "Fylkets tall per kommune\n\nSted;Årstall;Mengde\nBamble;2023;14 101\nKragerø;2023;10 400\n"


@pytest.fixture
def eli(stage: Flask, browser_of: Browser) -> FlaskClient:
    service.load_catalogue(SYSTEM)
    return browser_of(cast.ELI)


def send(browser: FlaskClient, name: str, content: bytes | str) -> str:
    """The page of the table that was sent in."""
    body = content.encode() if isinstance(content, str) else content
    answer = browser.post(START, data={"csrf_token": csrf(browser, START), "file": (io.BytesIO(body), name)})
    assert answer.status_code == 303, answer.text
    return answer.location


def release(browser: FlaskClient, page: str, **fields: str) -> int:
    proof = csrf(browser, START)
    return int(browser.post(page, data={**CHOSEN, **fields, "csrf_token": proof}).status_code)


def figures(code: str = "no_population") -> dict[tuple[str, int], float | None]:
    found = queries.observations(SYSTEM, queries.indicator(SYSTEM, code))
    return {(one.organisation.name, one.year): one.value for one in found}


def test_a_table_is_looked_at_checked_and_released_and_its_columns_are_remembered(eli: FlaskClient) -> None:
    page = send(eli, "tall.csv", CSV)
    first = eli.get(page).text
    assert "<td>14 101</td>" in first and ">sted</th>" in first
    checked = eli.get(page, query_string=CHOSEN).text
    assert "Population: 2 figures" in checked and "Release the figures" in checked
    assert figures() == {}
    assert release(eli, page) == 303
    assert figures() == {("Bamble", 2023): 14101, ("Kragerø", 2023): 10400}
    assert "Fylkeskommunen" in eli.get("/indicators/no_population/releases").text
    again = eli.get(send(eli, "nye tall.csv", CSV.replace("14 101", "14 155"))).text
    assert "You chose this for the same headings before, as “Fylkets tabell”" in again
    assert re.search(r'<option selected value="mengde">', again)


def test_each_refused_row_is_told_and_nothing_is_kept_until_somebody_leaves_them_out(eli: FlaskClient) -> None:
    page = send(eli, "tall.csv", CSV + "Atlantis;2023;7\nDrangedal;2023;mange\nDrangedal;i fjor;4000\n")
    checked = eli.get(page, query_string=CHOSEN).text
    assert "3 things are refused" in checked
    assert "<td>8</td><td>årstall</td><td>i fjor</td><td>This is not a year.</td>" in checked
    assert "Atlantis" in checked and "This is not a number." in checked
    assert release(eli, page) == 422
    assert figures() == {}
    assert release(eli, page, partly="y") == 303
    assert figures() == {("Bamble", 2023): 14101, ("Kragerø", 2023): 10400}


def test_a_workbook_with_a_column_for_each_year_is_read(eli: FlaskClient) -> None:
    page = send(eli, "brei.xlsx", office.xlsx({"Om": [["Les meg"]], "Tall": [
        ["Kommunenr", "Kommune", "2022", "2023"], ["4012", "Bamble", 14060, 14101], ["4014", "Kragerø", "", 10400]]}))
    wide = {**CHOSEN, "municipality": "kommunenr", "year": "*", "value": ""}
    assert "Each year has its own column" in eli.get(page).text
    assert release(eli, page, **wide) == 303
    assert figures() == {("Bamble", 2022): 14060, ("Bamble", 2023): 14101, ("Kragerø", 2022): None,
                         ("Kragerø", 2023): 10400}


def test_a_column_may_name_the_indicator_and_another_the_sign(eli: FlaskClient) -> None:
    page = send(eli, "flere.csv", "sted,årstall,mengde,hva,merk\nBamble,2023,5,Folketall,*\nBamble,2023,,"
                                  "no_ghg_total,:\nBamble,2024,6,Lykke,\n")
    fields = {"indicator": "hva", "status": "merk", "code": ""}
    assert "Lykke" in eli.get(page, query_string={**CHOSEN, **fields}).text
    assert release(eli, page, partly="y", **fields) == 303
    assert figures() == {("Bamble", 2023): 5}
    seen = db.session.scalars(select(Observation).order_by(Observation.id)).all()
    assert [(one.value, one.status) for one in seen] == [(5, "*"), (None, ":")]


@pytest.mark.parametrize("missing", ["municipality", "year", "value", "code"])
def test_what_is_not_chosen_is_asked_for_and_the_rest_is_kept(eli: FlaskClient, missing: str) -> None:
    page = send(eli, "tall.csv", CSV)
    answer = eli.get(page, query_string={**CHOSEN, missing: ""})
    assert answer.status_code == 422
    assert "Choose one of these." in answer.text and 'value="Fylkeskommunen"' in answer.text
    assert eli.get(page, query_string={**CHOSEN, "value": "no such column"}).status_code == 422


EMISSIONS = [["Fylke", "Kommune", "Kommunenummer", "År", "Sektor ", "Utslippskilde", "Klimagass",
              "Utslipp (tonn CO2-ekvivalenter)"],
             ["Telemark", "Bamble ", "4012", 2009, "Veitrafikk ", "Personbiler", "CO2", 100.5],
             ["Telemark", "Bamble", "4012", 2011, "VEITRAFIKK", "Personbiler", "CO2", 90],
             ["Telemark", "Bamble", "4012", 2011, "Industri, olje og gass", "Industri", "CO2", 1000]]


def test_miljodirektoratets_workbook_needs_no_choices(eli: FlaskClient) -> None:
    page = send(eli, "utslipp.xlsx", office.xlsx({
        "Oversikt": [["x", "y"]] * 40, "Oversikt - detaljert ": [["Klimagassutslipp"], *EMISSIONS]}))
    assert "We know this table" in eli.get(page).text
    assert release(eli, page) == 303
    assert figures("no_ghg_ex_industry") == {("Bamble", 2009): 100.5, ("Bamble", 2011): 90}
    assert figures("no_ghg_total") == {("Bamble", 2009): 100.5, ("Bamble", 2011): 1090}


@pytest.mark.parametrize(("make", "why"), [
    (hostile.laughing_sheet, BAD_WORKBOOK), (hostile.far_corner, TOO_LARGE_WORKBOOK),
    (lambda: hostile.zip_bomb(200), TOO_LARGE_WORKBOOK), (lambda: b"PK\x03\x04not a zip", BAD_WORKBOOK)],
    ids=["billion_laughs", "far_corner", "zip_bomb", "no_zip"])
def test_a_hostile_workbook_is_one_refusal(tmp_path: Path, make: Callable[[], bytes], why: str) -> None:
    file = tmp_path / "hostile.xlsx"
    file.write_bytes(make())
    found = list(read(file))
    assert len(found) == 1 and isinstance(found[0], Refusal)
    assert found[0].why in (why, TOO_LARGE_WORKBOOK)


def test_a_hostile_workbook_leaves_the_old_figures_and_says_why(eli: FlaskClient) -> None:
    service.import_figures(SYSTEM, [Row("no_population", "4012", 2020, 1.0)], Origin(date(2026, 1, 1)))
    answer = eli.get(send(eli, "fjern.xlsx", hostile.far_corner()))
    assert answer.status_code == 422
    assert "larger than any that we read" in answer.text and "Nothing was changed" in answer.text
    file = io.BytesIO(hostile.lying_zip_bomb()), "b.xlsx"
    bomb = eli.post(START, data={"csrf_token": csrf(eli, START), "file": file})
    assert bomb.status_code in (413, 415, 422)
    assert figures() == {("Bamble", 2020): 1}


def test_without_a_file_the_page_comes_back(eli: FlaskClient) -> None:
    assert eli.post(START, data={"csrf_token": csrf(eli, START)}).status_code == 422


def test_what_is_remembered_can_be_forgotten(eli: FlaskClient) -> None:
    one = service.remember_mapping(SYSTEM, "Gammel", ["a"], {})
    assert "Gammel" in eli.get(START).text
    eli.post(f"/indicators/sources/mappings/{one.id}/forget", data={"csrf_token": csrf(eli, START)})
    assert db.session.scalar(select(func.count(FigureMapping.id))) == 0


def test_only_staff_bring_tables(browser_of: Browser) -> None:
    assert browser_of(cast.ANNE).get(START).status_code == 403
    assert browser_of(cast.ANNE).get(f"{START}/1").status_code == 403
