"""What is about the same: beside what one reads, and beneath a title that one types."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.accounts.session import actor_of
from app.database import db
from app.permissions import Visibility
from app.rooms import service as rooms
from app.search import upkeep
from tests import cast, finding
from tests.finding import words_of, work
from tests.talk import asked, said

Browser = Callable[[str | None], FlaskClient]
SOLAR = "Solceller på skoletak: hvilken støtte fikk dere?"


@pytest.fixture(autouse=True)
def _index(stage: Flask, tmp_path: Path) -> Iterator[None]:
    with finding.own_index(stage, tmp_path):
        upkeep.rebuild()
        yield


def beside(browser: FlaskClient, key: str) -> str:
    """What a page shows beside the thing KEY, as somebody reads it."""
    answer = browser.get("/search/related", query_string={"of": key})
    assert answer.status_code == 200 and '<turbo-frame id="related">' in answer.text
    return words_of(answer.text)


def beneath(browser: FlaskClient, title: str) -> str:
    """What is shown beneath a title that is being typed."""
    answer = browser.get("/search/similar", query_string={"room": cast.room(cast.CLIMATE).id, "q": title})
    assert answer.status_code == 200
    return words_of(answer.text)


def test_beside_a_thread_stand_threads_and_examples_about_the_same(browser_of: Browser) -> None:
    first = asked(body="Hvem har solceller på skoletak med støtte fra Enova?")
    second = asked(cast.BJORN, cast.SOLAR, SOLAR)
    said(second, "Enova ga støtte til solceller på skoletak.")
    asked(body="Sykkelvei langs elva")
    number = finding.example("Solceller på skoletak i Bamble", Visibility.NETWORK)
    work()
    upkeep.refresh([f"example:{number}"])
    anne = browser_of(cast.ANNE)
    shown = beside(anne, f"thread:{first.id}")
    assert SOLAR in shown and "Solceller på skoletak i Bamble" in shown
    assert "Sykkelvei" not in shown and first.title not in shown
    assert SOLAR in beside(anne, f"example:{number}")
    assert f"/search/related?of=example:{number}" in anne.get(f"/examples/{number}-eksempel").text


def test_beneath_a_title_stand_threads_that_resemble_it(browser_of: Browser) -> None:
    asked(cast.BJORN, cast.SOLAR, SOLAR)
    work()
    anne = browser_of(cast.ANNE)
    assert SOLAR in beneath(anne, "Har noen fått støtte til solcelle")
    assert beneath(anne, "Sykkelvei") == beneath(anne, "") == beneath(anne, '" -( \0') == ""


def test_who_may_not_read_learns_nothing(browser_of: Browser) -> None:
    hidden = asked(cast.BJORN, cast.CLIMATE, SOLAR)
    open_to_gro = asked(cast.ANNE, cast.SOLAR, "Solceller på skoletak i Kragerø, med støtte")
    work()
    for who in (None, cast.CARIN, cast.HILDE):
        browser = browser_of(who)
        assert beside(browser, f"thread:{hidden.id}") == beside(browser, "thread:999999") == ""
        assert beneath(browser, "støtte til solceller på skoletak") == ""
    gro = browser_of(cast.GRO)
    assert beside(gro, f"thread:{open_to_gro.id}") == "" and SOLAR not in beneath(gro, "støtte til solceller")
    assert open_to_gro.title in beneath(gro, "støtte til solceller")


def test_what_is_gone_is_not_shown_though_the_index_has_it_still(browser_of: Browser) -> None:
    thread = asked(cast.BJORN, cast.CLIMATE, SOLAR)
    work()
    opening = browser_of(cast.ANNE).get(f"/api/v1/threads/{thread.id}/messages").json["items"][0]
    rooms.remove_message(actor_of(cast.person(cast.DAG)), opening["id"])
    assert beneath(browser_of(cast.ANNE), "støtte til solceller") == ""


@pytest.mark.parametrize("key", ["", "thread", "person:1", "thread:x", "thread:9:all", "room:1", "thread:٣"])
def test_a_key_of_nothing_is_not_there(browser_of: Browser, key: str) -> None:
    assert browser_of(cast.ANNE).get("/search/related", query_string={"of": key}).status_code == 404


@pytest.mark.parametrize("path", ["/search/related?of=thread:1", "/search/similar?q=solceller"])
def test_it_asks_the_database_little(browser_of: Browser, path: str) -> None:
    asked(body=SOLAR)
    asked(body=SOLAR)
    work()
    anne, statements = browser_of(cast.ANNE), []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement) if statement.startswith("SELECT") else None
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        anne.get(path)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(statements) <= 12, statements
