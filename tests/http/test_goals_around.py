"""Goals where others meet them: the region, the search, a thread, the first page, the API, a municipality's page."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from app import outbox
from app.goals import service
from app.goals.facts import ActionFacts, GoalFacts
from app.i18n import today
from app.permissions import Actor, Visibility
from app.rooms import service as rooms
from tests import cast
from tests.goals import HALVED, goal
from tests.http.test_indicators import CODE, figured
from tests.pages import selects
from tests.talk import asked

__all__ = ["figured"]
Browser = Callable[[str | None], FlaskClient]
Who = Callable[[str], Actor]
pytestmark = pytest.mark.usefixtures("figured")
RARE = "Kvitveissopp"


def region(browser: FlaskClient, **wanted: Any) -> str:
    """The page of a region."""
    return browser.get("/goals", query_string=wanted).text


def test_a_coordinator_sees_every_municipality_of_the_network_with_median_and_what_is_missing(
        browser_of: Browser) -> None:
    goal(), goal(cast.BJORN, title="Kragerø too", target_percent=10)
    dag, network = browser_of(cast.DAG), cast.network(cast.TELEMARK).id
    assert dag.get("/goals").headers["Location"] == f"/goals?network={network}"
    page = region(dag, network=network)
    assert "Kragerø too" in page and "Median" in page and "Behind the path: 1" in page and "Reached: 1" in page
    assert page.count("No goal") == 2  # Siljan and Drangedal
    assert "Sum" not in page.split("<tfoot>")[1]  # tonnes per inhabitant do not add up
    assert "Kragerø too" not in region(dag, network=network, track="behind")
    assert "Kragerø too" in region(dag, county="NO-40") and "Jokkmokk" not in region(dag, county="NO-40")


def test_what_is_counted_one_by_one_is_added_up(browser_of: Browser) -> None:
    for who in (cast.ANNE, cast.BJORN):
        goal(who, indicator="no_ghg_ex_industry")
    assert "Sum" in region(browser_of(cast.DAG), county="NO-40").split("<tfoot>")[1]


def test_nobody_counts_or_sees_in_a_region_what_they_may_not_read(browser_of: Browser) -> None:
    goal(title=RARE), goal(cast.BJORN, title="For everybody", public=True)
    for wanted in ({"county": "NO-40"}, {"network": cast.network(cast.TELEMARK).id}, {"indicator": CODE}):
        page = region(browser_of(cast.CARIN), **wanted)
        assert RARE not in page and "Behind the path: 2" not in page
    assert "For everybody" in region(browser_of(cast.CARIN), county="NO-40")
    assert browser_of(None).get("/goals.csv").status_code in (302, 401)


@pytest.mark.parametrize("wanted", [{"network": "x"}, {"network": "9" * 30}, {"county": "; drop"}, {"track": "lost"},
                                    {"indicator": "\u0000"}, {"network": "4711"}])
def test_an_address_that_means_nothing_shows_a_page_all_the_same(browser_of: Browser, wanted: dict[str, str]) -> None:
    goal()
    assert browser_of(cast.ANNE).get("/goals", query_string=wanted).status_code == 200


def test_the_spreadsheet_says_the_same_and_runs_nothing(browser_of: Browser) -> None:
    goal(title="=SUM(A1:A9)")
    text = browser_of(cast.DAG).get("/goals.csv?county=NO-40").text
    assert "Bamble,'=SUM(A1:A9)" in text and "Drangedal" in text and "No goal" in text


def test_goals_and_their_actions_are_found_by_who_may_read_them_and_gone_when_removed(
        stage: Flask, browser_of: Browser, actor: Who) -> None:
    made = goal(title="Mindre klimagass")
    service.add_action(actor(cast.ANNE), made.id, ActionFacts(f"Plante {RARE}"))

    def found(who: str) -> list[str]:
        while outbox.run_due():
            pass
        return [hit["url"] for hit in browser_of(who).get(f"/api/v1/search?q={RARE}").json["hits"]]
    assert found(cast.BJORN) == [made.path] and found(cast.CARIN) == [] and found(cast.GRO) == []
    service.edit(actor(cast.ANNE), made.id, _public(made.contact_id or 0), made.version)
    assert found(cast.CARIN) == [made.path]
    service.set_removed(actor(cast.ANNE), made.id, True)
    assert found(cast.BJORN) == []


def test_a_thread_cites_a_goal_as_a_small_card_for_those_who_read_it_anyway(
        browser_of: Browser, actor: Who) -> None:
    made, thread = goal(), asked()
    rooms.post_message(actor(cast.ANNE), thread.id, "Se her.", links=(f"goal:{made.id}",))
    page = browser_of(cast.BJORN).get(f"/threads/{thread.id}").text
    assert "goal-card" in page and "Halve the emissions" in page and "Bak banen" not in page
    guests = asked(room=cast.SOLAR)
    rooms.post_message(actor(cast.ANNE), guests.id, "Og her.", links=(f"goal:{made.id}",))
    assert "goal-card" not in browser_of(cast.GRO).get(f"/threads/{guests.id}").text


def test_the_first_page_says_what_monitoring_is_due_for_me(browser_of: Browser) -> None:
    soon = today() - timedelta(days=2 * 365 - 10)
    goal(begins=soon, deputy_id=cast.person(cast.DAG).id), goal(title="Not yet")
    for who in (cast.ANNE, cast.DAG):
        page = browser_of(who).get("/").text
        assert "Monitoring is due:" in page and "Halve the emissions" in page and "Not yet" not in page
    assert "Halve the emissions" not in browser_of(cast.BJORN).get("/").text


def test_programs_read_goals_of_a_municipality_and_one_of_them(browser_of: Browser, actor: Who) -> None:
    made, public = goal(begins=date(2025, 1, 1)), goal(cast.BJORN, public=True)
    service.add_action(actor(cast.ANNE), made.id, ActionFacts("Electric vans"))
    one = browser_of(cast.ANNE).get("/api/v1/goals?municipality=4012").json["items"]
    assert [(each["id"], each["track"], each["due"]) for each in one] == [(made.id, "behind", "2027-01-01")]
    assert browser_of(cast.ANNE).get(f"/api/v1/goals/{made.id}").json["actions"][0]["title"] == "Electric vans"
    carin = browser_of(cast.CARIN)
    assert [each["id"] for each in carin.get("/api/v1/goals").json["items"]] == [public.id]
    assert carin.get(f"/api/v1/goals/{made.id}").status_code == 404
    assert carin.get("/api/v1/goals?municipality=0000").status_code == 404
    assert browser_of(cast.ANNE).get("/api/v1/goals?limit=1").json["next"]


def test_the_page_of_a_municipality_shows_its_goals_to_those_who_may_read_them(browser_of: Browser) -> None:
    assert "Write the first goal" in browser_of(cast.ANNE).get("/municipalities/4012").text
    goal()
    assert "Halve the emissions" in browser_of(cast.BJORN).get("/municipalities/4012").text
    assert "Halve the emissions" not in browser_of(cast.CARIN).get("/municipalities/4012").text


def test_the_region_costs_few_statements(browser_of: Browser) -> None:
    for number in range(3):
        goal(title=f"Goal {number}"), goal(cast.BJORN, title=f"Other {number}")
    dag = browser_of(cast.DAG)
    with selects() as made:
        assert dag.get("/goals?county=NO-40").status_code == 200
    assert len(made) <= 12, "\n\n".join(made)


def _public(contact_id: int) -> GoalFacts:
    return replace(HALVED, contact_id=contact_id, visibility=Visibility.PUBLIC)


def test_the_tables_for_the_covenant_hold_what_we_have_say_what_is_blank_and_run_nothing(
        browser_of: Browser, actor: Who) -> None:
    made = goal(title="=HYPERLINK(1)")
    service.add_action(actor(cast.ANNE), made.id, ActionFacts("Electric vans", cost=1850000))
    answer = browser_of(cast.ANNE).get("/municipalities/4012/goals/covenant.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert book.sheet_names == ["About", "Strategy", "Emission inventory", "Mitigation actions"]
    strategy, inventory, actions = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names[1:])
    assert strategy[1][:1] + strategy[1][3:4] + strategy[1][8:9] == ["'=HYPERLINK(1)", 2009, -50]
    assert [row[1] for row in inventory[1:3]] == ["Baseline", "Monitoring"] and inventory[-1][2] == 2024
    assert "left blank" in inventory[1][6] and actions[1][1] == "Electric vans" and actions[1][7] == 1850000
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_the_tables_hold_only_what_one_may_read(browser_of: Browser) -> None:
    goal(title=RARE)
    carin = browser_of(cast.CARIN).get("/municipalities/4012/goals/covenant.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(carin.data)).get_sheet_by_name("Strategy").to_python()
    assert len(rows) == 1
    assert browser_of(None).get("/municipalities/4012/goals/covenant.xlsx").status_code in (302, 401)


def test_citizens_see_public_goals_with_their_chart_and_no_others(browser_of: Browser, actor: Who) -> None:
    made = goal(public=True)
    service.add_action(actor(cast.ANNE), made.id, ActionFacts("Electric vans"))
    goal(title=RARE)
    page = browser_of(None).get("/public/municipalities/4012?lang=en").text
    assert "Halve the emissions" in page and "Behind the path" in page and "Electric vans" in page
    assert RARE not in page and f'href="{made.path}"' not in page
