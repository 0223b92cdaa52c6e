"""Indicators and cards: true figures, frozen, explained, and read by those who may read the room."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from app import links
from app.database import db
from app.errors import Denied, Missing
from app.indicators import queries, service
from app.indicators.choice import Choice
from app.indicators.importers import Row, read
from app.indicators.models import Indicator, Observation, Release, SnapshotCard
from app.indicators.releasing import Origin, Report
from app.links import Place
from app.permissions import SYSTEM, Actor
from app.registers import figures
from app.rooms import service as rooms
from tests import cast
from tests.pages import csrf

Browser = Callable[[str | None], FlaskClient]
Who = Callable[[str], Actor]
FOUR, FETCHED = ("4010", "4012", "4014", "4016"), date(2026, 11, 22)
CODE = "no_ghg_per_inhab_ex_industry"
PER_INHABITANT = 68485.29 / 14097  # Bamble 2009, by tests/unit and by shared data alike
EXITS = ("/cards/{}", "/cards/{}.svg", "/cards/{}.png", "/cards/{}.csv", "/cards/{}.xlsx", "/cards/{}.pdf",
         "/api/v1/cards/{}")


@cache
def items() -> list[Row]:
    """Real population, and emissions without industry, of the four municipalities of Telemark on stage."""
    return [item for file in figures() for item in read(file.path) if isinstance(item, Row)
            and item.municipality in FOUR and item.indicator_code in ("no_population", "no_ghg_ex_industry")]


@pytest.fixture
def figured(stage: Flask) -> Report:
    """The catalogue, and enough figures to count per inhabitant."""
    service.load_catalogue(SYSTEM)
    return service.import_figures(SYSTEM, items(), Origin(FETCHED))


@pytest.fixture
def card(figured: Report, actor: Who) -> SnapshotCard:
    """What Anne shows: her municipality against three others of the network."""
    return service.make_card(actor(cast.ANNE), Choice(CODE, ["4012", "4010", "4014", "4016"], 2009, 2024))


def bring_in(*municipalities: str) -> Report:
    """A newer edition, with figures of MUNICIPALITIES: Bamble's emissions of 2024 are more than was thought."""
    rows = [replace(item, value=60000) if (item.municipality, item.year) == ("4012", 2024) else item
            for item in items() if item.indicator_code == "no_ghg_ex_industry" and item.municipality in municipalities]
    return service.import_figures(SYSTEM, rows, Origin(date(2027, 3, 1)))


def put_into_solar(who: Actor, card_id: int) -> None:
    room = cast.room(cast.SOLAR)
    rooms.start_thread(who, room.id, "Se her: hvorfor går det ned?", cards_of(card_id)[0], links=cards_of(card_id))


def boxes(page: str) -> int:
    """How many municipalities are ticked."""
    return len(re.findall(r'<input checked[^>]*name="municipalities"', page))


def cards_of(card_id: int) -> tuple[str, ...]:
    return (f"card:{card_id}",)


def test_the_figures_are_those_of_the_source(figured: Report, browser_of: Browser) -> None:
    answer = browser_of(cast.ANNE).get(f"/api/v1/indicators/{CODE}/observations?municipality=4012&from=2009&to=2024")
    values = {item["year"]: item["value"] for item in answer.json["items"]}
    assert round(values[2009], 2) == 4.86 and round(values[2024], 2) == 3.92
    assert abs(values[2009] - PER_INHABITANT) < 1e-6
    assert sorted(values) == [2009, 2011, 2013, *range(2015, 2025)], "years without figures are not made up"


def test_every_figure_says_where_it_comes_from(figured: Report, browser_of: Browser) -> None:
    found = browser_of(cast.ANNE).get(f"/api/v1/indicators/{CODE}").json
    assert found["release"]["retrieved"] == "2026-11-22" and found["release"]["rows"] == 4 * 13
    assert "Miljødirektoratet" in found["source"] and "07459" in found["table"] and found["direction"] == "lower"
    assert found["definition"] and found["caveat"]


def test_importing_twice_makes_one_release(stage: Flask) -> None:
    assert len(service.load(SYSTEM).releases) == 15
    def counted() -> list[int]:
        return [db.session.scalar(select(func.count(model.id))) or 0 for model in (Release, Observation)]
    before = counted()
    again = service.load(SYSTEM)
    assert again.releases == [] and len(again.unchanged) == 11 and counted() == before


def test_a_new_release_stands_beside_the_old_one(figured: Report) -> None:
    old = db.session.scalar(select(func.count(Observation.id))) or 0
    report = bring_in(*FOUR)
    assert {one.indicator.code for one in report.releases} == {"no_ghg_ex_industry", CODE}
    assert db.session.scalar(select(func.count(Observation.id))) == old + 2 * 4 * 13


def test_a_file_about_one_municipality_takes_nothing_from_the_others(figured: Report, actor: Who) -> None:
    bring_in("4012")
    found = queries.indicator(actor(cast.ANNE), "no_ghg_ex_industry")
    now = {(one.organisation.code, one.year): one for one in queries.observations(actor(cast.ANNE), found)}
    assert len(now) == 4 * 13
    assert now["4012", 2024].release_id > now["4014", 2024].release_id
    mixed = service.make_card(actor(cast.ANNE), Choice(CODE, ["4012", "4014"]))
    assert mixed.frozen["retrieved"] == "2026-11-22", "the earlier day is the one that holds for all"


def test_what_is_refused_is_told_line_by_line(figured: Report, stage: Flask, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("Kommunenummer;Region;Statistikkvariabel;År;Value\n4012;Bamble;Personer;2031;14500\n"
                   "4012;Bamble;Personer;2032;mange\n9999;Ingensteds;Personer;2031;1\n", encoding="utf-8")
    run = stage.test_cli_runner()
    strict = run.invoke(args=["import", "indicators", str(bad), "--strict"])
    assert strict.exit_code == 1 and "nothing was changed" in strict.output
    told = run.invoke(args=["import", "indicators", str(bad)])
    assert told.exit_code == 0 and "line 3" in told.output and "“mange”: This is not a number." in told.output
    assert "“9999”" in told.output and "2 rows refused" in told.output
    assert "no_population: 1 figures" in told.output and "figures that were there before" in told.output


def test_a_web_page_is_no_table(figured: Report, stage: Flask, tmp_path: Path) -> None:
    page = tmp_path / "page.csv"
    page.write_text("<!doctype html><title>502</title>")
    told = stage.test_cli_runner().invoke(args=["import", "indicators", str(page)])
    assert told.exit_code == 1 and "web page" in told.output


def test_only_administrators_bring_figures_in(figured: Report, actor: Who) -> None:
    for verb in (service.load, service.load_catalogue):
        with pytest.raises(Denied):
            verb(actor(cast.ANNE))


def test_a_card_never_changes_and_says_when_newer_figures_exist(
        card: SnapshotCard, browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    before, drawing = anne.get(f"/api/v1/cards/{card.id}").json, anne.get(f"/cards/{card.id}.svg").data
    assert before["newer_figures"] is False and "stays as it was" not in anne.get(f"/cards/{card.id}").text
    bring_in(*FOUR)
    after = anne.get(f"/api/v1/cards/{card.id}").json
    assert after == before | {"newer_figures": True}
    assert anne.get(f"/cards/{card.id}.svg").data == drawing
    page = anne.get(f"/cards/{card.id}").text
    assert "Newer figures exist." in page and f"/cards/new?indicator={CODE}" in page
    newer = anne.post("/api/v1/cards", json={"indicator": CODE, "municipalities": ["4012"]}).json
    assert newer["values"]["4012"]["2024"] > before["values"]["4012"]["2024"]


def test_news_about_others_or_other_years_is_no_news_for_a_card(
        figured: Report, actor: Who) -> None:
    kragero = service.make_card(actor(cast.BJORN), Choice(CODE, ["4014"]))
    earlier = service.make_card(actor(cast.ANNE), Choice(CODE, ["4012"], 2009, 2020))
    bring_in(*FOUR)
    assert queries.newer_figures(actor(cast.ANNE), [kragero, earlier]) == set()


def test_a_card_keeps_the_words_of_its_maker_and_can_be_read_in_others(card: SnapshotCard, browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    page = anne.get(f"/cards/{card.id}").text
    assert '<h1 lang="nb">Klimagassutslipp per innbygger' in page and "Bamble gikk fra 4,9 til 3,9" in page
    swedish = anne.get(f"/cards/{card.id}?language=sv").text
    assert '<h1 lang="sv">Utsläpp av växthusgaser' in swedish and "Bamble gick från 4,9 till 3,9" in swedish


@pytest.mark.parametrize("path", EXITS)
def test_a_card_is_its_makers_until_it_is_shown_in_a_room(
        card: SnapshotCard, browser_of: Browser, actor: Who, path: str) -> None:
    def seen() -> dict[str | None, int]:
        return {who: browser_of(who).get(path.format(card.id)).status_code
                for who in (cast.ANNE, cast.BJORN, cast.GRO, cast.ELI, cast.CARIN, cast.HILDE, None)}
    unknown = 401 if "api" in path else 302
    assert seen() == {cast.ANNE: 200, cast.BJORN: 404, cast.GRO: 404, cast.ELI: 404, cast.CARIN: 404,
                      cast.HILDE: 404, None: unknown}
    put_into_solar(actor(cast.ANNE), card.id)
    assert seen() == {cast.ANNE: 200, cast.BJORN: 200, cast.GRO: 200, cast.ELI: 200, cast.CARIN: 404,
                      cast.HILDE: 404, None: unknown}


@pytest.mark.parametrize("path", EXITS)
@pytest.mark.parametrize("number", ["99999999", "9999999999999999999999"])
def test_a_card_that_is_not_there_is_missing_like_one_of_others(
        figured: Report, browser_of: Browser, path: str, number: str) -> None:
    assert browser_of(cast.ANNE).get(path.format(number)).status_code == 404


def test_nobody_shows_a_card_that_they_may_not_read(card: SnapshotCard, actor: Who) -> None:
    north = cast.room(cast.NORTH)
    with pytest.raises(Missing):
        service.share_cards(actor(cast.CARIN), [card.id], Place(north.network_id, north.id, "message:1"))
    assert links.embeds(cards_of(card.id), Place(north.network_id, north.id, "message:1")) == {}


def test_a_thread_shows_the_card_with_source_table_and_words(
        card: SnapshotCard, browser_of: Browser, actor: Who) -> None:
    put_into_solar(actor(cast.ANNE), card.id)
    gro = browser_of(cast.GRO)
    room = gro.get(f"/rooms/{cast.room(cast.SOLAR).id}").text
    thread = re.search(r'href="(/threads/\d+)', room)
    assert thread
    page = gro.get(thread[1]).text
    assert page.count("<svg xmlns") >= 2, "one drawing for the desk, one for the phone"
    assert "Kilde: Miljødirektoratet / SSB" in page and "Hentet\u00a022.11.2026" in page
    assert "ned 19\u00a0prosent siden 2009" in page and "Vis som tabell" in page and f"/cards/{card.id}.csv" in page


def test_the_sheet_holds_every_figure_and_no_formula(figured: Report, actor: Who, browser_of: Browser) -> None:
    made = service.make_card(actor(cast.ANNE), Choice(CODE, ["4012", "4014"], note='=HYPERLINK("http://evil.example")'))
    answer = browser_of(cast.ANNE).get(f"/cards/{made.id}.csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2 * 13 and {row["merknad"][0] for row in rows} == {"'"}
    first = next(row for row in rows if row["kommune"] == "Bamble" and row["år"] == "2009")
    assert abs(float(first["verdi"].replace(",", ".")) - PER_INHABITANT) < 1e-6
    assert first["kilde"] == "Miljødirektoratet / SSB" and first["hentet"] == "2026-11-22"


def test_the_picture_and_the_drawing_may_do_nothing(card: SnapshotCard, browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    picture, drawing = anne.get(f"/cards/{card.id}.png"), anne.get(f"/cards/{card.id}.svg")
    assert picture.data.startswith(b"\x89PNG") and picture.mimetype == "image/png"
    assert drawing.mimetype == "image/svg+xml" and b"Bamble gikk fra" in drawing.data
    assert drawing.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(("sent", "field", "words"), [
    ({"indicator": "no_such"}, "indicator", "no_such"),
    ({"indicator": "\u0000"}, "indicator", "We know no indicator"),
    ({"indicator": "se_n00401", "municipalities": ["2510"]}, "municipalities", "There are no figures"),
    ({"municipalities": ["4012", "9999"]}, "municipalities", "9999"),
    ({"municipalities": ["Atlantis"]}, "municipalities", "Atlantis"),
    ({"municipalities": []}, "municipalities", "at least one"),
    ({"municipalities": [str(number) for number in range(1000, 1100)]}, "municipalities", "at most"),
    ({"from": 2020, "to": 2010}, "to", "before the first"),
    ({"from": 20}, "from", "four digits"),
    ({"from": 1950, "to": 1960}, "municipalities", "There are no figures"),
    ({"note": "x" * 5000}, "note", "at most"),
    ({"colour": "red"}, "colour", ""),
])
def test_what_cannot_be_a_card_is_refused_by_name(
        figured: Report, browser_of: Browser, sent: dict[str, Any], field: str, words: str) -> None:
    answer = browser_of(cast.ANNE).post("/api/v1/cards", json={"indicator": CODE, "municipalities": ["4012"]} | sent)
    assert answer.status_code == 422
    [error] = answer.json["errors"]
    assert error["field"] == field and words in error["message"]


def test_a_municipality_without_figures_is_named_on_the_card(figured: Report, browser_of: Browser) -> None:
    db.session.execute(Observation.__table__.delete().where(  # as where the source has none for one of them
        Observation.organisation_id == cast.person(cast.HILDE).organisation_id))
    made = browser_of(cast.ANNE).post("/api/v1/cards", json={
        "indicator": CODE, "municipalities": ["Bamble", "Siljan"], "language": "en"})
    assert made.status_code == 201 and "No figures for 2010, 2012 and 2014. No figures for Siljan." in made.json["text"]
    page = browser_of(cast.ANNE).get(made.json["url"]).text
    assert "No figures for Siljan." in page and ">no figures</span>" in page


def test_ones_own_municipality_against_the_network_is_there_from_the_start(
        figured: Report, browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    assert f"indicator={CODE}" in anne.get("/cards/new").text
    chosen = anne.get(f"/cards/new?indicator={CODE}").text
    assert boxes(chosen) == 4 and "Bamble against Telemarksnettverket" in chosen
    assert "down 19 per cent since 2009" in chosen and "indicator-card" in chosen


def test_the_form_makes_the_card_and_leads_to_it(figured: Report, browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    sent = {"csrf_token": csrf(anne, "/cards/new"), "indicator": CODE, "municipalities": ["4012", "4014"],
            "from": "2015", "note": "Se på veien.", "chosen": "1"}
    made = anne.post("/cards", data=sent)
    assert made.status_code == 303
    page = anne.get(made.location).text
    assert "Se på veien." in page and "3.9" in page and "2009" not in page.partition("All figures")[2]


def test_the_composer_gets_the_card_to_attach(figured: Report, browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    sent = {"csrf_token": csrf(anne, "/cards/new"), "indicator": CODE, "municipalities": ["4012"],
            "into": "composer", "chosen": "1"}
    frame = anne.post("/cards", data=sent, headers={"Turbo-Frame": "card_maker"})
    assert frame.status_code == 200 and "<html" not in frame.text
    assert re.search(r'id="card_maker">\s*<div data-attached="card:\d+" data-title="Greenhouse', frame.text)


def test_what_was_typed_comes_back_with_what_is_wrong(figured: Report, browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    sent = {"csrf_token": csrf(anne, "/cards/new"), "indicator": CODE, "municipalities": ["4014"],
            "add": "Atlantis", "from": "20x4", "note": "Det jeg skrev", "chosen": "1"}
    page = anne.post("/cards", data=sent)
    assert page.status_code == 422 and "Write the year with four digits." in page.text
    assert all(f'value="{typed}"' in page.text for typed in ("Atlantis", "20x4")) and "Det jeg skrev" in page.text
    named = anne.post("/cards", data=sent | {"from": "2015"})
    assert named.status_code == 422 and "We know no municipality “Atlantis” in Norway." in named.text
    assert boxes(page.text) == 1


def test_the_catalogue_shows_what_has_figures_and_finds_words(figured: Report, browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    page = anne.get("/indicators").text
    assert "Greenhouse gas emissions per inhabitant, without industry" in page and ">3.9</strong>" in page
    assert "without figures yet" in page
    found = anne.get("/indicators?q=electric households").text
    assert "Households’ use of electricity per inhabitant" in found and "road traffic" not in found
    assert "Nothing by these words" in anne.get("/indicators?q=enhjørning").text


def test_before_any_catalogue_the_page_says_what_to_do(stage: Flask, browser_of: Browser) -> None:
    assert "No indicators yet" in browser_of(cast.ANNE).get("/indicators").text


def test_an_indicator_explains_itself_and_lists_the_cards_one_may_read(
        card: SnapshotCard, browser_of: Browser, actor: Who) -> None:
    path = f"/indicators/{CODE}"
    page = browser_of(cast.BJORN).get(path).text
    assert "Lower is better." in page and "oil and gas" in page and "fetched 22\u00a0November\u00a02026" in page
    assert f"/cards/{card.id}" not in page
    put_into_solar(actor(cast.ANNE), card.id)
    assert f'href="/cards/{card.id}"' in browser_of(cast.BJORN).get(path).text
    carin = browser_of(cast.CARIN).get(path)
    assert carin.status_code == 200 and f"/cards/{card.id}" not in carin.text and "Choose municipalities" in carin.text


def test_an_unknown_indicator_is_missing_at_every_door(figured: Report, browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    for path in ("/indicators/nothing", "/indicators/nothing.csv", "/api/v1/indicators/nothing", "/indicators/æ%00",
                 "/api/v1/indicators/nothing/observations"):
        assert anne.get(path).status_code == 404, path


def test_the_figures_of_a_page_can_be_taken_away(figured: Report, browser_of: Browser) -> None:
    sheet = browser_of(cast.ANNE).get(f"/indicators/{CODE}.csv?municipalities=4012&from=2020&chosen=1")
    rows = list(csv.DictReader(io.StringIO(sheet.data.decode("utf-8-sig"))))
    assert [row["year"] for row in rows] == ["2020", "2021", "2022", "2023", "2024"]
    assert browser_of(cast.ANNE).get(f"/indicators/{CODE}.csv").status_code == 422


@pytest.mark.parametrize("path", [
    "/indicators", f"/indicators/{CODE}", "/cards/new", f"/cards/new?indicator={CODE}", "/cards/{}", "/cards/{}.svg",
    "/api/v1/indicators", f"/api/v1/indicators/{CODE}/observations", "/api/v1/cards/{}"])
def test_a_page_asks_the_database_little(
        card: SnapshotCard, browser_of: Browser, actor: Who, stage: Flask, path: str) -> None:
    put_into_solar(actor(cast.ANNE), card.id)
    bjorn, said, path = browser_of(cast.BJORN), [], path.format(card.id)
    bjorn.get("/indicators")
    db.session.expire_all()
    event.listen(db.engine, "before_cursor_execute", lambda *args: said.append(args[2]))
    assert bjorn.get(path).status_code == 200
    asked = [one for one in said if not one.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(asked) <= 12, "\n".join(asked)


def test_the_catalogue_knows_its_themes(figured: Report) -> None:
    about = db.session.scalars(select(Indicator).where(Indicator.code == CODE)).one()
    assert about.theme_key == "climate_energy" and (about.first_year, about.last_year, about.places) == (2009, 2024, 4)
