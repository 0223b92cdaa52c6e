"""Two-step sign-in: a code of one's phone besides the password or the link, at every door."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts import codes, sealing, service
from app.accounts.models import RecoveryCode, SignIn, TwoStep
from app.accounts.session import actor_of
from app.database import db, now
from app.leaving import service as leaving
from app.leaving.packing import rows_of
from app.permissions import SYSTEM
from tests import cast
from tests.alone import alone
from tests.pages import letters, send

Browser = Callable[[str | None], FlaskClient]
PASSWORD = "a meadow behind the school"


def code_of(email: str, later: int = 0) -> str:
    """What the app of somebody shows, or will show LATER by so many steps of the clock."""
    kept = db.session.get_one(TwoStep, cast.person(email).id)
    key = sealing.unseal(kept.sealed_key)
    assert key
    return codes._clock(key).generate(now().timestamp() + later * codes.SECONDS).decode()


def turn_on(email: str) -> list[str]:
    """Somebody has it, with a password; their recovery codes. The code of this moment is used up."""
    actor = actor_of(cast.person(email))
    service.change_password(actor, "", PASSWORD)
    service.begin_two_step(actor, PASSWORD)
    return service.confirm_two_step(actor, code_of(email, -1))


def first_step(browser: FlaskClient, email: str = cast.ANNE, onward: str = "/settings") -> TestResponse:
    return send(browser, "/sign-in", email=email, password=PASSWORD, next=onward)


def write(browser: FlaskClient, code: str) -> TestResponse:
    return send(browser, "/sign-in/code", "/sign-in/code", code=code, next="/settings")


def test_someone_turns_it_on_in_the_settings_and_keeps_ten_recovery_codes(stage: Flask, browser_of: Browser) -> None:
    browser = browser_of(cast.ANNE)
    assert send(browser, "/settings/two-step/begin", "/settings/two-step").status_code == 303
    page = browser.get("/settings/two-step").text
    key = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert key and "<svg" in page and "style=" not in page.partition("<svg")[2].partition("</svg>")[0]
    wrong = send(browser, "/settings/two-step/confirm", "/settings/two-step", code="000000")
    assert wrong.status_code == 422 and "This code is not right" in wrong.text
    assert not letters(stage), "nothing is on before the app has shown a code"
    right = send(browser, "/settings/two-step/confirm", "/settings/two-step", code=code_of(cast.ANNE))
    assert right.status_code == 303
    page = browser.get("/settings/two-step").text
    assert len(set(re.findall(r"<li><code>([a-z0-9-]{14})</code>", page))) == 10
    assert "<li><code>" not in browser.get("/settings/two-step").text, "they are shown once"
    [letter] = letters(stage)
    assert letter.startswith(cast.ANNE)


def test_the_password_alone_lets_nobody_in(stage: Flask, browser_of: Browser) -> None:
    turn_on(cast.ANNE)
    browser = browser_of(None)
    answer = first_step(browser)
    assert answer.headers["Location"] == "/sign-in/code?next=%2Fsettings"
    assert browser.get("/settings").status_code == 302
    assert browser.get("/api/v1/me").status_code == 401
    assert write(browser, "000000").status_code == 422
    assert browser.get("/settings").status_code == 302
    answer = write(browser, f" {code_of(cast.ANNE)[:3]} {code_of(cast.ANNE)[3:]} ")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/settings")
    assert browser.get("/api/v1/me").json["email"] == cast.ANNE


def test_the_cookie_of_the_first_step_is_worth_nothing_after_the_second(browser_of: Browser) -> None:
    turn_on(cast.ANNE)
    browser, thief = browser_of(None), browser_of(None)
    first_step(browser)
    before = browser.get_cookie("session")
    assert before and write(browser, code_of(cast.ANNE)).status_code == 303
    thief.set_cookie("session", before.value)
    assert thief.get("/settings").status_code == 302


def test_a_mailed_link_alone_lets_nobody_in(stage: Flask, browser_of: Browser) -> None:
    turn_on(cast.ANNE)
    letters(stage)
    browser = browser_of(None)
    send(browser, "/sign-in/link", email=cast.ANNE)
    path = re.search(r"http://[^/]+(/sign-in/link/\S+)", letters(stage)[0])
    assert path and send(browser, path[1], path[1]).headers["Location"].startswith("/sign-in/code")
    assert browser.get("/settings").status_code == 302
    assert write(browser, code_of(cast.ANNE)).status_code == 303
    assert browser.get("/settings").status_code == 200


def test_a_program_needs_the_code_for_a_new_token_and_an_old_token_goes_on(stage: Flask) -> None:
    anne = actor_of(cast.person(cast.ANNE))
    old = service.make_token(anne, "device")
    turn_on(cast.ANNE)
    program = stage.test_client()
    asked = {"email": cast.ANNE, "password": PASSWORD, "name": "x"}
    refused = program.post("/api/v1/tokens", json=asked)
    assert (refused.status_code, [one["field"] for one in refused.json["errors"]]) == (422, ["code"])
    code = code_of(cast.ANNE)
    assert program.post("/api/v1/tokens", json={**asked, "code": code}).status_code == 201
    assert program.post("/api/v1/tokens", json={**asked, "code": code}).status_code == 422, "it was used"
    assert program.get("/api/v1/me", headers={"Authorization": f"Bearer {old}"}).status_code == 200


def test_a_code_lets_in_once_though_its_time_is_not_over(browser_of: Browser) -> None:
    turn_on(cast.ANNE)
    code, one, two = code_of(cast.ANNE), browser_of(None), browser_of(None)
    first_step(one), first_step(two)
    assert write(one, code).status_code == 303
    assert write(two, code).status_code == 422


@pytest.mark.parametrize("later, status", [(-3, 422), (-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_a_clock_may_be_off_by_one_step(browser_of: Browser, later: int, status: int) -> None:
    start = now()
    with time_machine.travel(start - timedelta(minutes=5), tick=False):
        turn_on(cast.ANNE)
    with time_machine.travel(start, tick=False):
        browser = browser_of(None)
        first_step(browser)
        assert write(browser, code_of(cast.ANNE, later)).status_code == status


def test_a_recovery_code_lets_in_once_however_it_is_written_and_a_letter_says_so(
        stage: Flask, browser_of: Browser) -> None:
    kept = turn_on(cast.ANNE)
    letters(stage)
    one, two = browser_of(None), browser_of(None)
    first_step(one), first_step(two)
    assert write(one, kept[3].upper().replace("-", " ")).status_code == 303
    assert write(two, kept[3]).status_code == 422
    assert [letter.partition("\n")[0] for letter in letters(stage)] == [cast.ANNE]
    assert "9 reservekoder" in one.get("/settings/two-step").text


def test_the_recovery_code_of_another_opens_nothing(browser_of: Browser) -> None:
    turn_on(cast.ANNE)
    browser = browser_of(None)
    first_step(browser)
    assert write(browser, turn_on(cast.BJORN)[0]).status_code == 422


def test_after_five_wrong_codes_one_begins_anew_and_a_letter_tells(stage: Flask, browser_of: Browser) -> None:
    turn_on(cast.ANNE)
    letters(stage)
    browser = browser_of(None)
    first_step(browser)
    assert [write(browser, "000000").status_code for _ in range(5)] == [422] * 4 + [303]
    assert "Begynn på nytt." in browser.get("/sign-in").text
    assert browser.get("/sign-in/code").headers["Location"] == "/sign-in"
    [letter] = letters(stage)
    assert letter.startswith(cast.ANNE)


def test_the_first_step_holds_ten_minutes(browser_of: Browser) -> None:
    turn_on(cast.ANNE)
    browser = browser_of(None)
    first_step(browser)
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        assert browser.get("/sign-in/code").headers["Location"] == "/sign-in"


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Flask]:
    """Livskraft with its limits on."""
    with alone(tmp_path, rate_limits=True) as app:
        with app.app_context():
            turn_on(cast.ANNE)
        yield app


def test_guessing_codes_from_many_machines_is_slowed_down(strict: Flask) -> None:
    def attempt(address: str) -> int:
        browser = strict.test_client()
        browser.environ_base["REMOTE_ADDR"] = address
        first_step(browser)
        return write(browser, "000000").status_code
    assert [attempt(f"10.0.0.{number}") for number in range(11)] == [422] * 10 + [429]


def test_guessing_codes_for_tokens_is_slowed_down_however_the_address_is_written(strict: Flask) -> None:
    def attempt(number: int) -> int:
        asked = {"email": f"{cast.ANNE.title()}{' ' * number}", "password": PASSWORD, "name": "x", "code": "000000"}
        return strict.test_client().post("/api/v1/tokens", json=asked, environ_base={
            "REMOTE_ADDR": f"10.0.0.{number}"}).status_code
    assert [attempt(number) for number in range(11)] == [422] * 10 + [429]


def test_without_a_fresh_sign_in_the_password_is_asked_for(stage: Flask, browser_of: Browser) -> None:
    turn_on(cast.ANNE)
    browser = browser_of(cast.ANNE)
    with db.transaction() as session:
        for row in session.query(SignIn):
            row.created_at = now() - timedelta(hours=1)
    letters(stage)
    for act in ("codes", "off"):
        refused = send(browser, f"/settings/two-step/{act}", "/settings/two-step", password="not hers at all")
        assert refused.status_code == 422 and "This is not your password." in refused.text
    assert send(browser, "/settings/two-step/codes", "/settings/two-step", password=PASSWORD).status_code == 303
    assert send(browser, "/settings/two-step/off", "/settings/two-step", password=PASSWORD).status_code == 303
    assert len(letters(stage)) == 2
    other = browser_of(None)
    assert first_step(other).headers["Location"] == "/settings"


def test_who_has_no_password_signs_in_anew_to_change_it(browser_of: Browser) -> None:
    browser = browser_of(cast.BJORN)
    with db.transaction() as session:
        for row in session.query(SignIn):
            row.created_at = now() - timedelta(hours=1)
    page = browser.get("/settings/two-step").text
    assert "Send me a link" in page and "/settings/two-step/begin" not in page
    assert send(browser, "/settings/two-step/begin", "/settings", password="").status_code == 422
    assert db.session.get(TwoStep, cast.person(cast.BJORN).id) is None


def test_who_has_no_password_chooses_none_at_a_page_left_open_to_turn_it_off(browser_of: Browser) -> None:
    browser, bjorn = browser_of(cast.BJORN), actor_of(cast.person(cast.BJORN))
    service.begin_two_step(bjorn, fresh=True)
    service.confirm_two_step(bjorn, code_of(cast.BJORN, -1))
    assert 'action="/settings/password"' in browser.get("/settings").text
    with db.transaction() as session:
        for row in session.query(SignIn):
            row.created_at = now() - timedelta(hours=1)
    page = browser.get("/settings").text
    assert "Send me a link" in page and 'action="/settings/password"' not in page
    chosen = send(browser, "/settings/password", "/settings", new=PASSWORD, again=PASSWORD)
    assert chosen.status_code == 422 and "show that it is you" in chosen.text
    assert send(browser, "/settings/two-step/off", "/settings/two-step", password=PASSWORD).status_code == 422
    assert db.session.get(TwoStep, bjorn.id)


def test_new_recovery_codes_replace_the_old(browser_of: Browser) -> None:
    old = turn_on(cast.ANNE)
    service.new_recovery_codes(actor_of(cast.person(cast.ANNE)), PASSWORD)
    browser = browser_of(None)
    first_step(browser)
    assert write(browser, old[0]).status_code == 422


def test_an_administrator_resets_it_which_is_written_down_and_told(stage: Flask, browser_of: Browser) -> None:
    turn_on(cast.ANNE)
    letters(stage)
    frode, anne = browser_of(cast.FRODE), cast.person(cast.ANNE).id
    assert "Turn off their two-step sign-in?" in frode.get(f"/admin/people/{anne}").text
    for email in (cast.BJORN, cast.DAG, cast.ELI):
        assert send(browser_of(email), f"/admin/people/{anne}/two-step/reset", "/settings").status_code == 403
    assert send(frode, f"/admin/people/{anne}/two-step/reset", "/settings").status_code == 303
    assert first_step(browser_of(None)).headers["Location"] == "/settings"
    assert "turned off their two-step sign-in – Anne Berg" in frode.get("/admin/access").text
    [letter] = letters(stage)
    assert letter.startswith(cast.ANNE)


def test_administrators_turn_off_their_own_only_by_their_password(browser_of: Browser) -> None:
    turn_on(cast.FRODE)
    answer = send(browser_of(cast.FRODE), f"/admin/people/{cast.person(cast.FRODE).id}/two-step/reset", "/settings")
    assert answer.status_code == 409


def test_the_command_line_lets_the_last_administrator_in_again(stage: Flask, browser_of: Browser) -> None:
    turn_on(cast.FRODE)
    done = stage.test_cli_runner().invoke(args=["user", "reset-two-step", cast.FRODE])
    assert done.exit_code == 0
    assert first_step(browser_of(None), cast.FRODE).headers["Location"] == "/settings"


def test_rows_alone_make_no_codes_and_own_data_holds_no_secret(stage: Flask) -> None:
    turn_on(cast.ANNE)
    anne = cast.person(cast.ANNE).id
    kept = db.session.get_one(TwoStep, anne)
    key = sealing.unseal(kept.sealed_key)
    assert key and codes.as_words(key).replace(" ", "") not in kept.sealed_key
    rows = rows_of(anne)
    assert rows["two_step"] and len(rows["recovery_code"]) == 10
    assert kept.sealed_key not in str(rows) and "code_hash" not in str(rows)


def test_with_another_secret_key_no_code_fits_and_nothing_breaks(
        stage: Flask, browser_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    turn_on(cast.ANNE)
    code, browser = code_of(cast.ANNE), browser_of(None)
    first_step(browser)
    monkeypatch.setitem(stage.config, "LIVSKRAFT", replace(stage.config["LIVSKRAFT"], secret_key="another one"))
    assert write(browser, code).status_code == 422


def test_who_is_erased_leaves_neither_key_nor_codes(stage: Flask) -> None:
    turn_on(cast.ANNE)
    leaving.ask_to_be_erased(actor_of(cast.person(cast.ANNE)), cast.person(cast.ANNE).id)
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        leaving.erase_due(SYSTEM)
    assert db.session.query(TwoStep).all() == db.session.query(RecoveryCode).all() == []


def test_a_token_of_staff_who_must_have_it_is_none_of_staff_before(tmp_path: Path) -> None:
    with alone(tmp_path, require_two_step=True) as app:
        with app.app_context():
            service.change_password(actor_of(cast.person(cast.ELI)), "", PASSWORD)
            path = f"/api/v1/networks/{cast.network(cast.TELEMARK).id}"
        program = app.test_client()
        made = program.post("/api/v1/tokens", json={"email": cast.ELI, "password": PASSWORD, "name": "x"})
        bearer = {"Authorization": f"Bearer {made.json['token']}"}
        assert program.get(path, headers=bearer).status_code == 404
        assert program.get("/api/v1/me", headers=bearer).status_code == 200
        with app.app_context():
            eli = actor_of(cast.person(cast.ELI))
            service.begin_two_step(eli, PASSWORD)
            service.confirm_two_step(eli, code_of(cast.ELI))
        assert program.get(path, headers=bearer).status_code == 200


def test_staff_who_must_have_it_are_led_there_and_may_nothing_of_staff_before(tmp_path: Path) -> None:
    with alone(tmp_path, require_two_step=True) as app:
        browser = app.test_client()
        with app.app_context():
            service.change_password(actor_of(cast.person(cast.ELI)), "", PASSWORD)
            service.change_password(actor_of(cast.person(cast.ANNE)), "", PASSWORD)
            network = cast.network(cast.TELEMARK).id
        assert first_step(browser, cast.ELI, "/networks").status_code == 303
        for path in ("/", f"/networks/{network}", "/examples", "/admin/access"):
            assert browser.get(path).headers["Location"] == "/settings/two-step"
        assert browser.get(f"/api/v1/networks/{network}").status_code == 404, "what staff may read is hidden as yet"
        with app.app_context():
            send(browser, "/settings/two-step/begin", "/settings/two-step")
            assert send(browser, "/settings/two-step/confirm", "/settings/two-step",
                        code=code_of(cast.ELI)).status_code == 303
        assert browser.get(f"/networks/{network}").status_code == 200
        assert browser.get(f"/api/v1/networks/{network}").status_code == 200
        ordinary = app.test_client()
        assert first_step(ordinary, cast.ANNE, "/").status_code == 303
        assert ordinary.get("/").status_code == 200
