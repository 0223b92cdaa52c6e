"""Figures fetched over real HTTP from a source of our own that can be slow, busy, broken and cut off."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import registers
from app.database import db
from app.demo import office as workbooks
from app.indicators import queries, service
from app.indicators.importers import Row
from app.indicators.models import Release, SourceRun
from app.indicators.sources import asking, files, pxweb, pxweb1
from app.indicators.sources.asking import Fetcher, Pace, Unreachable
from app.indicators.sources.recipes import Recipe, Source, recipes, sources
from app.permissions import SYSTEM
from tests import cast
from tests.pages import csrf

Reply = tuple[int, dict[str, str], bytes]
POPULATION = Recipe(source="ssb", table="07459", series={"no_population": {"ContentsCode": "Personer1"}},
                    codelist={"Region": "agg_KommSummer"})
PLACES = {"K-4012": 14155, "K-4014": 10395, "K-4016": 6456}


class Office:
    """A statistics office on this machine. What it was asked is in `asked`; `moods` come before its answers."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[str] = []
        self.posted: list[Any] = []
        self.moods: list[Reply] = []
        self.cells = 100_000

    def reply(self, path: str, body: bytes = b"") -> Reply:
        self.asked.append(path)
        if self.moods:
            return self.moods.pop(0)
        if path.startswith("/old/"):
            return self.in_the_old_way(body)
        page, query = urlsplit(path).path, parse_qs(urlsplit(path).query)
        if page.endswith("/config"):
            return as_json({"maxDataCells": self.cells, "maxCallsPerTimeWindow": 30, "timeWindow": 60})
        if page.endswith("/metadata"):
            return as_json(table(list(PLACES)))
        regions = query["valueCodes[Region]"][0].split(",")
        return as_json({**table(regions), "size": [len(regions), 1, 1], "value": [PLACES[one] for one in regions]})


    def in_the_old_way(self, body: bytes) -> Reply:
        """Version 1: GET describes the table, POST gives figures."""
        if not body:
            return as_json({"title": "07459: Befolkning", "variables": [
                {"code": "Region", "text": "region", "values": ["0", "30", "4012"], "valueTexts": ["a", "b", "c"]},
                {"code": "Kjonn", "text": "kjønn", "values": ["1", "2"], "elimination": True},
                {"code": "ContentsCode", "text": "statistikkvariabel", "values": ["Personer1"]},
                {"code": "Tid", "text": "år", "values": ["2025"], "time": True}]})
        self.posted.append(json.loads(body))
        regions = next(one["selection"]["values"] for one in self.posted[-1]["query"] if one["code"] == "Region")
        return as_json({**table(regions), "size": [len(regions), 1, 1], "updated": "2026-02-24T07:00:00Z",
                        "note": ["Preliminary."], "extension": {"noteMandatory": {"0": True}},
                        "value": [PLACES.get(one) for one in regions]})


def as_json(document: Any) -> Reply:
    return 200, {"Content-Type": "application/json"}, json.dumps(document).encode()


def table(regions: list[str]) -> dict[str, Any]:
    return {"id": ["Region", "ContentsCode", "Tid"], "role": {"geo": ["Region"], "time": ["Tid"]},
            "dimension": {"Region": {"category": {"index": regions}},
                          "ContentsCode": {"category": {"index": ["Personer1", "Other"][:1]}},
                          "Tid": {"category": {"index": ["2025"]}}}}


@pytest.fixture
def office() -> Iterator[Office]:
    """Open while the test runs."""
    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, headers, body = open_office.reply(self.path, sent)
            known = self.headers.get("If-None-Match")
            if known and known == headers.get("ETag"):
                status, body = 304, b""
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *args: object) -> None:
            """Says nothing."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    open_office = Office(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield open_office
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def fetcher(tmp_path: Path) -> Iterator[Fetcher]:
    """One that does not wait between its attempts."""
    made = Fetcher(tmp_path / "fetched", Pace(1000, 1), retry_after=0)
    yield made
    made.close()


def source(office: Office) -> Source:
    return Source(key="ssb", name="SSB", kind="pxweb2", url=office.address, calls=1000, seconds=1,
                  older=f"{office.address}/old")


def test_a_table_is_asked_for_in_parts_that_the_source_allows(office: Office, fetcher: Fetcher) -> None:
    office.cells = 2
    found = pxweb.answer(fetcher, source(office), POPULATION).items
    assert [(row.municipality, row.value) for row in found] == [("4012", 14155.0), ("4014", 10395.0), ("4016", 6456.0)]
    asked = [parse_qs(urlsplit(path).query) for path in office.asked if "/data" in path]
    assert [one["valueCodes[Region]"] for one in asked] == [["K-4012,K-4014"], ["K-4016"]]
    assert asked[0]["codelist[Region]"] == ["agg_KommSummer"]
    assert asked[0]["valueCodes[Tid]"] == ["*"]


def test_the_older_way_posts_what_the_newer_asks_for(office: Office, fetcher: Fetcher) -> None:
    answer = pxweb1.answer(fetcher, source(office), POPULATION)
    asked = {one["code"]: one["selection"] for one in office.posted[0]["query"]}
    assert asked["Region"]["filter"] == "agg:KommSummer"
    assert len(asked["Region"]["values"]) == 357 and "K-4012" in asked["Region"]["values"]
    assert asked["ContentsCode"] == {"filter": "item", "values": ["Personer1"]}
    assert "Kjonn" not in asked  # the source sums it up
    assert office.posted[0]["response"] == {"format": "json-stat2"}
    assert Row("no_population", "4012", 2025, 14155.0) in answer.items
    assert (answer.notes, str(answer.updated)[:10]) == (["Preliminary."], "2026-02-24")


def test_the_older_way_is_split_too_and_asks_for_municipalities_alone(office: Office, fetcher: Fetcher) -> None:
    small = source(office).model_copy(update={"cells": 100})
    assert len(pxweb1.answer(fetcher, small, POPULATION).items) == 357
    assert [len(one["query"][0]["selection"]["values"]) for one in office.posted] == [100, 100, 100, 57]
    office.posted.clear()
    pxweb1.answer(fetcher, small, POPULATION.model_copy(update={"codelist": {}}))
    assert office.posted[0]["query"][0]["selection"] == {"filter": "item", "values": ["4012"]}


def test_a_busy_source_is_posted_to_again(office: Office, fetcher: Fetcher) -> None:
    office.moods = [(503, {}, b""), as_json([7])]
    assert fetcher.json(f"{office.address}/x", body={"query": []}) == [7]


def test_what_was_cut_goes_on_with_the_answers_it_had(office: Office, fetcher: Fetcher) -> None:
    office.cells = 2
    pxweb.answer(fetcher, source(office), POPULATION)
    before = len(office.asked)
    assert len(list(pxweb.answer(fetcher, source(office), POPULATION).items)) == 3
    assert len(office.asked) == before


def test_what_has_not_changed_is_not_sent_again(office: Office, fetcher: Fetcher) -> None:
    reply = (200, {"ETag": '"7"'}, b"[1]")
    office.moods = [reply, reply]
    assert fetcher.json(f"{office.address}/x") == [1]
    fetcher.forget()
    assert fetcher.json(f"{office.address}/x") == [1]
    assert len(office.asked) == 2


def test_a_busy_source_is_asked_again(office: Office, fetcher: Fetcher) -> None:
    office.moods = [(429, {"Retry-After": "0"}, b""), (503, {}, b""), as_json({"well": True})]
    assert fetcher.json(f"{office.address}/x") == {"well": True}


@pytest.mark.parametrize(("moods", "why"), [
    ([(200, {"Content-Type": "text/html"}, b"<!doctype html><p>Maintenance")], asking.A_PAGE),
    ([(200, {}, b'{"value": [1, 2')], asking.NO_JSON),
    ([(404, {}, b"")], asking.REFUSED),
    ([(200, {"Content-Length": "5000"}, b"[1")] * 3, asking.CUT),
], ids=["a_web_page", "cut_json", "not_there", "cut_connection"])
def test_what_is_no_answer_is_said_in_plain_words(
        office: Office, fetcher: Fetcher, moods: list[Reply], why: str) -> None:
    office.moods = moods
    with pytest.raises(Unreachable) as refused:
        fetcher.json(f"{office.address}/x")
    assert refused.value.why == why


def test_an_endless_answer_is_not_read_to_its_end(
        office: Office, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "LARGEST", 1000)
    office.moods = [(200, {}, b"[" + b"1," * 1000)]
    with pytest.raises(Unreachable, match="larger"):
        fetcher.json(f"{office.address}/x")


def test_nobody_there_is_said_too(fetcher: Fetcher) -> None:
    with pytest.raises(Unreachable, match="does not answer"):
        fetcher.json("http://127.0.0.1:1/x")


def test_a_pace_is_kept() -> None:
    clock, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds
    pace = Pace(2, 60, lambda: clock[0], sleep)
    for _ in range(4):
        pace.wait()
    assert slept == [60.0, 0.0] or slept == [60.0]


@pytest.fixture
def ours(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own office in the place of SSB."""
    known = {**sources(), "ssb": source(office)}
    monkeypatch.setattr("app.indicators.sources.fetching.sources", lambda: known)


@pytest.mark.usefixtures("ours")
def test_a_refresh_makes_a_release_and_the_same_figures_make_none(stage: Flask, office: Office, tmp_path: Path) -> None:
    report = service.refresh(SYSTEM, tmp_path / "one", [POPULATION])
    assert [(one.indicator.code, one.rows, one.table_id) for one in report.releases
            if one.indicator.code == "no_population"] == [("no_population", 3, "07459")]
    again = service.refresh(SYSTEM, tmp_path / "two", [POPULATION])
    assert "no_population" in again.unchanged
    assert again.releases == []


@pytest.mark.usefixtures("ours")
def test_where_the_newer_way_fails_the_older_is_taken(stage: Flask, office: Office, tmp_path: Path) -> None:
    office.moods = [(404, {}, b"")]
    release = next(one for one in service.refresh(SYSTEM, tmp_path, [POPULATION]).releases
                   if one.indicator.code == "no_population")
    assert (release.notes, release.updated_at) == (["Preliminary."], datetime(2026, 2, 24, 7, tzinfo=UTC))


@pytest.mark.usefixtures("ours")
def test_a_source_that_fails_leaves_the_old_figures_and_tells_staff(
        stage: Flask, office: Office, tmp_path: Path, browser_of: Callable[[str | None], FlaskClient]) -> None:
    service.refresh(SYSTEM, tmp_path, [POPULATION])
    before = db.session.scalars(select(Release.id)).all()
    office.moods = [(200, {}, b"<html>Closed</html>")] * 2  # in the newer way, and in the older
    told: list[bool] = []
    service.refresh(SYSTEM, tmp_path / "later", [POPULATION], lambda recipe, report: told.append(report is None))
    assert told == [True]
    assert db.session.scalars(select(Release.id)).all() == before
    assert queries.source_tables(SYSTEM)[0].trouble == asking.A_PAGE
    page = browser_of(cast.ELI).get("/indicators/sources").text
    assert "closed for maintenance" in page
    assert "SSB 07459" in page


def test_only_staff_see_where_figures_come_from(browser_of: Callable[[str | None], FlaskClient]) -> None:
    assert browser_of(cast.ELI).get("/indicators/sources").status_code == 200
    assert browser_of(cast.ANNE).get("/indicators/sources").status_code == 403


def test_every_table_that_is_fetched_is_for_indicators_of_the_catalogue() -> None:
    known = {one.code for one in registers.indicators()}
    assert {code for one in recipes() for code in one.series} <= known
    assert {one.source for one in recipes()} <= set(sources())


@pytest.mark.usefixtures("ours")
def test_staff_begin_a_refresh_and_see_how_far_it_is(
        stage: Flask, tmp_path: Path, browser_of: Callable[[str | None], FlaskClient]) -> None:
    eli = browser_of(cast.ELI)
    proof = {"csrf_token": csrf(eli, "/indicators/sources")}
    assert eli.post("/indicators/sources/refresh", data=proof).status_code == 303
    assert "It begins in a moment" in eli.get("/indicators/sources").text
    assert eli.post("/indicators/sources/refresh", data=proof).status_code == 303  # twice is once
    run = queries.last_run(SYSTEM)
    assert run and db.session.scalar(select(func.count(SourceRun.id))) == 1
    seen: list[str] = []
    service.refresh(SYSTEM, tmp_path, [POPULATION, POPULATION.model_copy(update={"table": "07460"})],
                    lambda recipe, report: seen.append(eli.get("/indicators/sources").text), run_id=run.id)
    assert "1 of 2 tables" in seen[0] and "SSB 07459" in seen[0]
    assert "All went well." in eli.get("/indicators/sources").text
    part = eli.get("/indicators/sources", headers={"Turbo-Frame": "refreshing"}).text
    assert part.lstrip().startswith("<turbo-frame") and "<html" not in part


def test_only_staff_begin_a_refresh(browser_of: Callable[[str | None], FlaskClient]) -> None:
    anne = browser_of(cast.ANNE)
    assert anne.post("/indicators/sources/refresh", data={"csrf_token": csrf(anne, "/settings")}).status_code == 403


def test_a_workbook_at_an_address_is_fetched_like_the_others(office: Office, fetcher: Fetcher) -> None:
    office.moods = [(200, {}, workbooks.xlsx({"Oversikt - detaljert": [
        ["Kommune", "Kommunenummer", "År", "Sektor", "Utslipp (tonn CO2-ekvivalenter)"],
        ["Bamble", "4012", 2023, "Veitrafikk", 12.5]]}))]
    recipe = recipes(f"{office.address}/utslipp.xlsx")[-1]
    found = files.answer(fetcher, source(office), recipe)
    assert Row("no_ghg_road", "4012", 2023, 12.5) in found.items
    office.moods = [(200, {}, b"<!doctype html><p>Moved")]
    with pytest.raises(Unreachable, match="web page"):
        files.answer(fetcher, source(office), recipe.model_copy(update={"url": f"{office.address}/gone.xlsx"}))


def test_it_is_not_fetched_while_nobody_knows_where_it_lies() -> None:
    assert all(one.source != "miljodirektoratet" for one in recipes())
