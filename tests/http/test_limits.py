"""Guessing is slow, signing in is not; and demo sign-in is there in a demonstration."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts import service
from app.accounts.session import actor_of
from tests import cast
from tests.alone import alone
from tests.pages import csrf, send

Browser = Callable[[str | None], FlaskClient]
PASSWORD = "a meadow behind the school"


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Flask]:
    """Livskraft with its limits on, as a demonstration."""
    with alone(tmp_path, rate_limits=True, demo=True) as app:
        with app.app_context():
            service.change_password(actor_of(cast.person(cast.ANNE)), "", PASSWORD)
        yield app


def test_guessing_a_password_is_slowed_down_and_signing_in_is_not(strict: Flask) -> None:
    def attempt(email: str, password: str, address: str) -> int:
        browser = strict.test_client()
        browser.environ_base["REMOTE_ADDR"] = address
        return send(browser, "/sign-in", email=email, password=password).status_code
    assert [attempt(cast.ANNE, PASSWORD, "10.0.0.1") for _ in range(12)] == [303] * 12, "a whole office may come"
    assert [attempt(cast.ANNE, "guess", "10.0.0.2") for _ in range(11)] == [422] * 10 + [429]
    assert attempt(cast.ANNE, "guess", "10.0.0.3") == 429, "from another machine as well: it is one account"
    assert attempt(cast.BJORN, "guess", "10.0.0.3") == 422


def test_who_is_slowed_down_is_told_when_to_come_again(strict: Flask) -> None:
    browser = strict.test_client()
    answers = [send(browser, "/sign-in", email="nobody@nowhere.example", password="guess") for _ in range(11)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
    program = [strict.test_client().post("/api/v1/tokens", json={"email": cast.ANNE, "password": "x", "name": "x"})
               for _ in range(11)]
    assert (program[-1].status_code, program[-1].mimetype) == (429, "application/problem+json")


@pytest.mark.parametrize("email", [cast.ANNE, "nobody@nowhere.example"], ids=["known", "unknown"])
def test_a_mailbox_is_not_flooded_with_links_whether_we_know_it_or_not(strict: Flask, email: str) -> None:
    answers = [send(strict.test_client(), "/sign-in/link", email=email).status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]


def test_in_a_demonstration_one_click_is_enough_but_only_for_invented_people(strict: Flask) -> None:
    browser = strict.test_client()
    for page in ("/", "/sign-in"):
        assert 'value="gro@gjest.example"' in browser.get(page).text
    assert send(browser, "/sign-in/demo", email="someone@real.example").status_code == 404
    answer = send(browser, "/sign-in/demo", email=cast.GRO, next="/settings")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/settings")
    assert browser.get("/api/v1/me").json["email"] == cast.GRO


def test_who_uploads_as_no_hand_can_is_asked_to_wait_and_the_others_in_the_office_go_on(strict: Flask) -> None:
    browsers = {email: strict.test_client() for email in (cast.ANNE, cast.BJORN)}
    for email, browser in browsers.items():
        assert send(browser, "/sign-in/demo", email=email).status_code == 303

    def upload(email: str) -> TestResponse:
        return browsers[email].post("/api/v1/files", data={"file": (BytesIO(b"Solceller"), "roof.txt")})
    assert {upload(cast.ANNE).status_code for _ in range(120)} == {201}
    refused = upload(cast.ANNE)
    assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")
    assert int(refused.headers["Retry-After"]) > 0
    assert upload(cast.BJORN).status_code == 201


def test_who_invites_as_no_hand_can_is_asked_to_wait(strict: Flask) -> None:
    dag = strict.test_client()
    assert send(dag, "/sign-in/demo", email=cast.DAG).status_code == 303
    with strict.app_context():
        network = cast.network(cast.TELEMARK).id
    fields = {"csrf_token": csrf(dag, "/settings"), "email": "not an address", "role": "2", "room_id": "0"}
    answers = [dag.post(f"/networks/{network}/invitations", data=fields) for _ in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {422}
    assert answers[60].status_code == 429 and int(answers[60].headers["Retry-After"]) > 0


def test_limits_are_off_where_they_were_switched_off(browser_of: Browser) -> None:
    codes = {send(browser_of(None), "/sign-in", email=cast.ANNE, password="guess").status_code for _ in range(15)}
    assert codes == {422}
