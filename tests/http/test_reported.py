"""What a network counts itself: defined by its coordinator, reported by its members, known to nobody else."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.database import at, db
from app.errors import Denied, Invalid, Missing
from app.indicators import queries
from app.indicators import service as indicators
from app.indicators.choice import Choice
from app.indicators.models import Indicator, Release
from app.permissions import SYSTEM, Actor
from app.reported import queries as reported
from app.reported import service
from app.reported.service import Facts
from app.rooms import service as rooms
from app.search import upkeep
from tests import cast
from tests.http.test_search_rights import _index
from tests.pages import letters, send

__all__ = ["_index"]
Who = Callable[[str], Actor]
Browser = Callable[[str | None], FlaskClient]
TRAILS = Facts("Merkede turstier per tusen", "Stier med blå merking, 1. januar.", "km", 1, "higher")
STRANGERS = (cast.CARIN, cast.HILDE, cast.GRO)


@pytest.fixture
def trails(actor: Who) -> Indicator:
    """The indicator that Dag defines."""
    return service.define(actor(cast.DAG), cast.network(cast.TELEMARK).id, TRAILS)


def place(email: str) -> int:
    found = cast.person(email).organisation_id
    assert found
    return found


def test_a_coordinator_defines_it_and_members_report(trails: Indicator, browser_of: Browser) -> None:
    path = f"/indicators/{trails.code}"
    anne, page = browser_of(cast.ANNE), f"{path}/report"
    assert send(anne, page, page=page, place=place(cast.ANNE), year_2025="3,5", year_2024="3").status_code == 303
    shown = anne.get(page).text
    assert 'value="3,5"' in shown and "Anne Berg" in shown
    assert "Merkede turstier per tusen" in browser_of(cast.BJORN).get(path).text
    card = anne.post("/api/v1/cards", json={"indicator": trails.code, "municipalities": ["4012"]}).json
    assert card["values"] == {"4012": {"2024": 3.0, "2025": 3.5}} and card["source"] == cast.TELEMARK


def test_it_is_defined_by_a_form_that_keeps_what_was_typed(browser_of: Browser) -> None:
    dag, base = browser_of(cast.DAG), f"/networks/{cast.network(cast.TELEMARK).id}/indicators"
    half = {"name": "Turstier", "definition": "", "unit": "km", "decimals": 0, "direction": "higher",
            "every_years": 2, "theme": 0}
    refused = send(dag, base, page=f"{base}/new", **half)
    assert refused.status_code == 422 and 'value="Turstier"' in refused.text
    made = send(dag, base, page=f"{base}/new", **half | {"definition": "Med blå merking."})
    assert made.status_code == 303 and dag.get(made.location).status_code == 200
    assert "Turstier" in dag.get(base).text
    assert browser_of(cast.ANNE).get(f"{base}/new").status_code == 403
    assert browser_of(cast.CARIN).get(f"{base}/new").status_code == 404


def test_nothing_is_overwritten(trails: Indicator, actor: Who) -> None:
    anne = actor(cast.ANNE)
    service.report(anne, trails.code, place(cast.ANNE), {2024: 3.0})
    card = indicators.make_card(anne, Choice(trails.code, ("4012",)))
    for value in (4.0, 3.0, None):
        service.report(anne, trails.code, place(cast.ANNE), {2024: value, 2025: 1.0})
    assert service.report(anne, trails.code, place(cast.ANNE), {2025: 1.0}) is None
    kept = db.session.query(Release).filter_by(indicator_id=trails.id).count()
    assert kept == 4 and card.figures.values == {"4012": {2024: 3.0}}
    assert queries.newer_figures(anne, [card]) == {card.id}
    found = reported.series(anne, trails, cast.person(cast.ANNE).organisation)  # type: ignore[arg-type]  # Bamble
    assert found == {2025: 1.0}
    assert [release.author.name for release, _ in reported.history(anne, trails) if release.author] == ["Anne Berg"] * 4


def test_one_reports_for_ones_own_municipality_and_a_coordinator_for_any(trails: Indicator, actor: Who) -> None:
    with pytest.raises(Denied):
        service.report(actor(cast.ANNE), trails.code, place(cast.BJORN), {2024: 1.0})
    assert service.report(actor(cast.DAG), trails.code, place(cast.BJORN), {2024: 1.0})
    with pytest.raises(Invalid):
        service.report(actor(cast.DAG), trails.code, place(cast.CARIN), {2024: 1.0})
    for stranger in STRANGERS:
        with pytest.raises(Missing):
            service.report(actor(stranger), trails.code, place(cast.ANNE), {2024: 1.0})


@pytest.mark.parametrize("typed", ["mange", "nan", "1e400", "=1+1"])
def test_what_is_no_number_is_refused_and_kept_in_the_form(trails: Indicator, browser_of: Browser, typed: str) -> None:
    page = f"/indicators/{trails.code}/report"
    refused = send(browser_of(cast.ANNE), page, page=page, place=place(cast.ANNE), year_2025=typed)
    assert refused.status_code == 422 and f'value="{typed}"' in refused.text


@pytest.mark.parametrize("email", STRANGERS)
def test_a_stranger_does_not_find_it(trails: Indicator, actor: Who, browser_of: Browser, email: str) -> None:
    service.report(actor(cast.ANNE), trails.code, place(cast.ANNE), {2024: 3.0})
    upkeep.rebuild()
    stranger, gone = browser_of(email), browser_of(email).get("/indicators/local_999999")
    for path in (f"/indicators/{trails.code}", f"/indicators/{trails.code}/report", f"/indicators/{trails.code}.csv"):
        assert stranger.get(path).status_code == gone.status_code == 404
    for path in (f"/api/v1/indicators/{trails.code}", f"/api/v1/indicators/{trails.code}/observations"):
        assert stranger.get(path).status_code == 404
    for path in ("/indicators", "/indicators?q=turstier", "/cards/new", "/cards/new?find=turstier",
                 "/api/v1/indicators", "/search?q=turstier", "/api/v1/search?q=turstier",
                 "/api/v1/search/suggest?q=turst", "/municipalities/NO/4012", f"/cards/new?indicator={trails.code}"):
        assert "Merkede" not in stranger.get(path).text, path
    made = stranger.post("/api/v1/cards", json={"indicator": trails.code, "municipalities": ["4012"]})
    assert made.status_code == 422 and "Merkede" not in made.text
    assert "Merkede" in browser_of(cast.BJORN).get("/cards/new?find=turstier").text


def test_it_is_not_carried_to_another_network_until_it_is_open(trails: Indicator, actor: Who) -> None:
    eli = actor(cast.ELI)
    service.report(actor(cast.DAG), trails.code, place(cast.ANNE), {2024: 3.0})
    card = indicators.make_card(actor(cast.FRODE), Choice(trails.code, ("4012",)))
    north = cast.room(cast.NORTH).id
    with pytest.raises(Invalid):
        rooms.start_thread(actor(cast.FRODE), north, "Se", "Stier", links=(f"card:{card.id}",))
    service.open_to_all(actor(cast.DAG), trails.code, True)
    assert rooms.start_thread(actor(cast.FRODE), north, "Se", "Stier", links=(f"card:{card.id}",))
    assert queries.indicator(actor(cast.CARIN), trails.code) and eli.is_staff


def test_who_leaves_the_network_keeps_no_card_of_it(trails: Indicator, actor: Who, browser_of: Browser) -> None:
    service.report(actor(cast.ANNE), trails.code, place(cast.ANNE), {2024: 3.0})
    card = indicators.make_card(actor(cast.ANNE), Choice(trails.code, ("4012",)))
    with db.transaction():
        for one in cast.person(cast.ANNE).memberships:
            one.ended_on = date(2025, 12, 31)
    assert browser_of(cast.ANNE).get(f"/cards/{card.id}").status_code == 404


def test_once_a_year_those_who_are_silent_are_asked(trails: Indicator, actor: Who, stage: Flask) -> None:
    letters(stage)
    with at(datetime(2026, 1, 20, tzinfo=UTC)):
        assert service.remind(SYSTEM) == 0
    service.report(actor(cast.BJORN), trails.code, place(cast.BJORN), {2025: 2.0})
    with at(datetime(2026, 2, 2, tzinfo=UTC)):
        assert service.remind(SYSTEM) == 1 and service.remind(SYSTEM) == 0
    [letter] = letters(stage)
    assert letter.startswith(cast.ANNE) and f"/indicators/{trails.code}/report" in letter
    with at(datetime(2027, 2, 2, tzinfo=UTC)):
        assert service.remind(SYSTEM) == 2
