"""Networks: who sees them, who changes them, and the registers that they are built of."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.database import db
from app.networks import service
from app.networks.models import Organisation, OrganisationKind, State, Theme
from app.permissions import SYSTEM
from tests import cast
from tests.pages import send

Browser = Callable[[str | None], FlaskClient]


def edit_path(name: str = cast.TELEMARK) -> str:
    return f"/networks/{cast.network(name).id}/edit"


def details(**changes: str) -> dict[str, Any]:
    network = cast.network(cast.TELEMARK)
    return {"name": network.name, "about": "", "language": "nb", "programme": "", "version": str(network.version),
            "themes": str(network.themes[0].id), **changes}


def municipality(code: str) -> Organisation:
    return db.session.scalars(select(Organisation).where(
        Organisation.code == code, Organisation.country == "NO")).one()


@pytest.mark.parametrize(("who", "sees"), [
    (cast.ANNE, [cast.TELEMARK]), (cast.CARIN, [cast.NORR]), (cast.ELI, [cast.TELEMARK, cast.NORR]),
    (cast.FRODE, [cast.TELEMARK, cast.NORR]), (cast.GRO, []), (cast.HILDE, [])])
def test_the_list_and_the_api_hold_the_networks_that_one_may_read_and_no_others(
        browser_of: Browser, who: str, sees: list[str]) -> None:
    browser = browser_of(who)
    page, answer = browser.get("/networks").text, browser.get("/api/v1/networks").json
    assert [one["name"] for one in answer["items"]] == sees
    for name in (cast.TELEMARK, cast.NORR):
        assert (name in page) == (name in sees)
        status = browser.get(f"/api/v1/networks/{cast.network(name).id}").status_code
        assert status == (200 if name in sees else 404)


def test_who_has_no_network_is_told_how_to_come_into_one(browser_of: Browser) -> None:
    assert "You are in no network yet" in browser_of(cast.HILDE).get("/networks").text


def test_what_is_hidden_and_what_is_not_there_answer_alike(browser_of: Browser) -> None:
    browser = browser_of(cast.CARIN)
    hidden = browser.get(f"/api/v1/networks/{cast.network(cast.TELEMARK).id}")
    missing = browser.get("/api/v1/networks/987654")
    assert (hidden.status_code, hidden.json) == (missing.status_code, missing.json)


def test_the_api_tells_municipalities_themes_and_coordinator(browser_of: Browser) -> None:
    found = browser_of(cast.ANNE).get(f"/api/v1/networks/{cast.network(cast.TELEMARK).id}").json
    assert [one["code"] for one in found["municipalities"]] == ["4010", "4012", "4014", "4016"]
    assert [one["key"] for one in found["themes"]] == ["climate_energy", "outdoor_health"]
    assert [one["name"] for one in found["coordinators"]] == ["Dag Moen"]
    assert found["state"] == "active"


@pytest.mark.parametrize(("who", "status"), [
    (None, 302), (cast.CARIN, 404), (cast.HILDE, 404), (cast.GRO, 404), (cast.ANNE, 403), (cast.ELI, 403),
    (cast.DAG, 200), (cast.FRODE, 200)])
def test_a_network_is_looked_after_by_its_coordinator(browser_of: Browser, who: str | None, status: int) -> None:
    assert browser_of(who).get(edit_path()).status_code == status


def test_a_coordinator_changes_what_the_network_says(browser_of: Browser) -> None:
    browser = browser_of(cast.DAG)
    themes = [str(theme.id) for theme in db.session.scalars(select(Theme))]
    sent = {**details(about="Six small places.", programme="Livskraft"), "themes": themes}
    answer = send(browser, edit_path(), edit_path(), **sent)
    assert answer.status_code == 303
    network = cast.network(cast.TELEMARK)
    assert (network.about, len(network.themes)) == ("Six small places.", len(themes))
    assert network.programme and network.programme.name == "Livskraft"


def test_a_name_that_is_missing_or_taken_comes_back_with_what_was_written(browser_of: Browser) -> None:
    browser = browser_of(cast.DAG)
    for name, words in (("", "A network needs a name."), (cast.NORR, "Another network has this name.")):
        answer = send(browser, edit_path(), edit_path(), **details(name=name, about="Do not lose this."))
        assert answer.status_code == 422
        assert words in answer.text and "Do not lose this." in answer.text


def test_of_two_editors_the_second_is_told_and_loses_nothing(browser_of: Browser) -> None:
    dag, frode, old = browser_of(cast.DAG), browser_of(cast.FRODE), details(about="The second text")
    assert send(frode, edit_path(), edit_path(), **details(about="The first text")).status_code == 303
    answer = send(dag, edit_path(), edit_path(), **old)
    assert answer.status_code == 409
    assert "The first text" in answer.text and "The second text" in answer.text


def test_a_municipality_takes_part_by_decision_of_its_council_and_leaves_again(browser_of: Browser) -> None:
    service.load_registers(SYSTEM)
    browser, network = browser_of(cast.DAG), cast.network(cast.TELEMARK)
    nome, path = municipality("4018"), f"/networks/{network.id}/municipalities"
    fields = {"organisation_id": str(nome.id), "body": "Nome kommunestyre", "date": "2024-04-11",
              "case_number": "24/036"}
    assert send(browser, path, edit_path(), **fields).status_code == 303
    page = browser.get(edit_path()).text
    assert "Nome kommunestyre" in page and "24/036" in page
    again = send(browser, path, edit_path(), **fields)
    assert again.status_code == 422 and "It takes part already." in again.text
    part = network.current[-1]
    assert send(browser, f"{path}/{part.id}/end", edit_path()).status_code == 303
    assert "4018" not in [one.organisation.code for one in cast.network(cast.TELEMARK).current]
    assert send(browser, path, edit_path(), **fields).status_code == 303, "it may come back"


@pytest.mark.parametrize("fields", [{}, {"organisation_id": "0"}, {"organisation_id": "999999"},
                                    {"organisation_id": "x"}, {"date": "yesterday"}])
def test_a_municipality_that_is_none_is_refused(browser_of: Browser, fields: dict[str, str]) -> None:
    path = f"/networks/{cast.network(cast.TELEMARK).id}/municipalities"
    assert send(browser_of(cast.DAG), path, edit_path(), **fields).status_code == 422


def test_too_few_municipalities_are_a_warning_and_no_more(browser_of: Browser) -> None:
    browser, network = browser_of(cast.DAG), cast.network(cast.TELEMARK)
    assert "Networks work best with four to six" not in browser.get(edit_path()).text
    path = f"/networks/{network.id}/municipalities/{network.current[0].id}/end"
    assert send(browser, path, edit_path()).status_code == 303
    assert "3 municipalities take part. Networks work best with four to six." in browser.get(edit_path()).text


def test_a_network_is_concluded_and_opened_again(browser_of: Browser) -> None:
    browser, path = browser_of(cast.DAG), f"/networks/{cast.network(cast.TELEMARK).id}/state"
    assert send(browser, path, edit_path(), state="concluded").status_code == 303
    assert cast.network(cast.TELEMARK).state == State.CONCLUDED
    assert "concluded" in browser_of(cast.ANNE).get("/networks").text
    assert send(browser, path, edit_path(), state="active").status_code == 303
    assert send(browser, path, edit_path(), state="burnt").status_code == 422
    assert cast.network(cast.TELEMARK).state == State.ACTIVE


@pytest.mark.parametrize("part", ["edit", "state", "municipalities"])
def test_members_and_strangers_change_nothing(browser_of: Browser, part: str) -> None:
    path = f"/networks/{cast.network(cast.TELEMARK).id}/{part}"
    assert send(browser_of(cast.ANNE), path, "/settings", **details(state="concluded")).status_code == 403
    assert send(browser_of(cast.CARIN), path, "/settings", **details(state="concluded")).status_code == 404
    assert cast.network(cast.TELEMARK).state == State.ACTIVE


def test_the_registers_hold_every_municipality_of_two_countries_and_load_twice_alike(stage: Flask) -> None:
    service.load_registers(SYSTEM)
    assert service.load_registers(SYSTEM) == 0
    count = select(func.count(Organisation.id))
    for country, kind, number in (
            ("NO", OrganisationKind.MUNICIPALITY, 357), ("SE", OrganisationKind.MUNICIPALITY, 290),
            ("NO", OrganisationKind.COUNTY, 15), ("SE", OrganisationKind.COUNTY, 21)):
        assert db.session.scalar(count.where(Organisation.country == country, Organisation.kind == kind)) == number
    assert municipality("4012").county.name == "Telemark"
    assert len(db.session.scalars(select(Theme)).all()) == 6


def test_a_file_of_municipalities_is_taken_row_by_row_or_not_at_all(stage: Flask, tmp_path: Path) -> None:
    service.load_registers(SYSTEM)
    file = tmp_path / "new.csv"
    file.write_text("municipality_number,name_first,county_number\n4012,Nye Bamble,40\n40,Too short,40\n9999,,40\n")
    run = stage.test_cli_runner()
    strict = run.invoke(args=["import", "municipalities", str(file), "--strict"])
    assert strict.exit_code == 1 and municipality("4012").name == "Bamble"
    loose = run.invoke(args=["import", "municipalities", str(file)])
    assert "row 3: 40 is not a number of four digits" in loose.output
    assert "row 4: 9999 has no name" in loose.output
    assert "1 rows read, 1 new or different, 2 refused." in loose.output
    assert municipality("4012").name == "Nye Bamble"
