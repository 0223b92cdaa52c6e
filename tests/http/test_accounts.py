"""Signing in and out, one's own settings, and tokens."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import service
from app.accounts.door import local_path
from app.accounts.session import actor_of
from app.permissions import SYSTEM
from tests import cast
from tests.pages import csrf, letters, send

Browser = Callable[[str | None], FlaskClient]
PASSWORD = "a meadow behind the school"


def give_password(email: str) -> None:
    service.change_password(actor_of(cast.person(email)), "", PASSWORD)


def program(app: Flask, token: str):
    return app.test_client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})


def test_someone_signs_in_by_password_and_comes_back_to_the_page_they_wanted(browser_of: Browser) -> None:
    give_password(cast.ANNE)
    browser = browser_of(None)
    assert browser.get("/settings").headers["Location"] == "/sign-in?next=/settings"
    answer = send(browser, "/sign-in", email="Anne@Bamble.example ", password=PASSWORD, next="/settings")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/settings")
    assert "Anne Berg" in browser.get("/settings").text


@pytest.mark.parametrize(("email", "password"), [
    (cast.ANNE, "not her password"), ("nobody@nowhere.example", PASSWORD), (cast.BJORN, PASSWORD)],
    ids=["a wrong password", "an unknown address", "somebody without a password"])
def test_what_does_not_fit_is_refused_in_the_same_words(
        browser_of: Browser, email: str, password: str) -> None:
    give_password(cast.ANNE)
    browser = browser_of(None)
    answer = send(browser, "/sign-in", email=email, password=password)
    assert answer.status_code == 422
    assert "The e-mail address or the password is not right." in answer.text
    assert f'value="{email}"' in answer.text, "the address that was typed is kept"
    assert password not in answer.text
    assert browser.get("/settings").status_code == 302


def test_a_form_that_is_not_ours_lets_nobody_in(browser_of: Browser) -> None:
    give_password(cast.ANNE)
    answer = browser_of(None).post("/sign-in", data={"email": cast.ANNE, "password": PASSWORD})
    assert answer.status_code == 400


def test_a_mailed_link_lets_in_once_and_only_by_its_button(stage: Flask, browser_of: Browser) -> None:
    browser = browser_of(None)
    asked = send(browser, "/sign-in/link", email=cast.ANNE, next="/settings")
    assert asked.headers["Location"] == "/sign-in/sent"
    [letter] = letters(stage)
    assert letter.startswith(cast.ANNE)
    path = re.search(r"http://[^/]+(/sign-in/link/\S+)", letter)
    assert path
    assert browser.get(path[1]).status_code == 200
    assert browser.get("/settings").status_code == 302, "looking at the page is not enough"
    plain = path[1].partition("?")[0]
    answer = send(browser, plain, path[1], next="/settings")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/settings")
    assert browser_of(None).get("/sign-in/link/no-such-link").status_code == 404
    other = browser_of(None)
    again = send(other, plain)
    assert again.status_code == 409 and "has been used" in again.text


def test_an_unknown_address_gets_the_same_answer_and_no_letter(stage: Flask, browser_of: Browser) -> None:
    known = send(browser_of(None), "/sign-in/link", email=cast.ANNE)
    assert len(letters(stage)) == 1
    unknown = send(browser_of(None), "/sign-in/link", email="nobody@nowhere.example")
    assert letters(stage) == []
    assert known.status_code == unknown.status_code == 303
    assert known.headers["Location"] == unknown.headers["Location"]


@pytest.mark.parametrize("path", ["https://evil.example", "//evil.example", "/\\evil.example", "evil",
                                  "/a\nb", "javascript:alert(1)", "", None])
def test_signing_in_never_leads_away_from_us(path: str | None) -> None:
    assert local_path(path) == "/"


def test_local_pages_are_kept() -> None:
    assert local_path("/threads/7?x=1#m-9") == "/threads/7?x=1#m-9"


def test_the_demo_people_are_not_there_unless_this_is_a_demonstration(browser_of: Browser) -> None:
    browser = browser_of(None)
    assert "Try it as" not in browser.get("/sign-in").text
    assert send(browser, "/sign-in/demo", email=cast.FRODE).status_code == 404


def test_signing_out_ends_the_sign_in_and_not_only_the_cookie(browser_of: Browser) -> None:
    browser = browser_of(cast.ANNE)
    cookie = browser.get_cookie("session")
    assert cookie and send(browser, "/sign-out", "/settings").status_code == 303
    browser.set_cookie("session", cookie.value)
    assert browser.get("/settings").status_code == 302


def test_a_browser_can_be_signed_out_from_another(browser_of: Browser) -> None:
    lost, here = browser_of(cast.ANNE), browser_of(cast.ANNE)
    rows = here.get("/settings").text.partition('id="sign-ins"')[2].split("<li")[1:3]
    [other] = [row for row in rows if "this one" not in row]
    end = re.search(r'action="(/settings/sign-ins/\d+/end)"', other)
    assert end and send(here, end[1], "/settings").status_code == 303
    assert lost.get("/settings").status_code == 302
    assert here.get("/settings").status_code == 200


def test_nobody_ends_the_sign_in_of_another(browser_of: Browser) -> None:
    anne, bjorn = browser_of(cast.ANNE), browser_of(cast.BJORN)
    path = re.findall(r'action="(/settings/sign-ins/\d+/end)"', anne.get("/settings").text)[0]
    assert send(bjorn, path, "/settings").status_code == 404
    assert anne.get("/settings").status_code == 200


def test_a_new_password_needs_the_old_one_and_signs_out_everywhere_else(browser_of: Browser) -> None:
    give_password(cast.ANNE)
    here, elsewhere = browser_of(cast.ANNE), browser_of(cast.ANNE)
    fresh = "a boat upon the long lake"

    def change(old: str, new: str):
        return send(here, "/settings/password", "/settings", old=old, new=new, again=new)
    assert "This is not your password." in change("not it at all", fresh).text
    assert [change(PASSWORD, "short").status_code, change(PASSWORD, fresh).status_code] == [422, 303]
    assert here.get("/settings").status_code == 200
    assert elsewhere.get("/settings").status_code == 302
    assert send(browser_of(None), "/sign-in", email=cast.ANNE, password=fresh).status_code == 303


def test_the_profile_and_the_language_are_ones_own_to_change(browser_of: Browser) -> None:
    browser = browser_of(cast.ANNE)

    def save(name: str) -> int:
        return send(browser, "/settings", "/settings", name=name, title="Climate adviser", phone="1",
                    language="sv").status_code
    assert [save("  "), save("Anne B. Berg")] == [422, 303]
    page = browser.get("/settings").text
    assert 'lang="sv"' in page and "Anne B. Berg" in page and "Climate adviser" in page


def test_anybody_chooses_a_language_and_comes_back_to_their_page(browser_of: Browser) -> None:
    browser = browser_of(None)
    answer = browser.post("/language", data={"csrf_token": csrf(browser), "language": "nn"},
                          headers={"Referer": "http://localhost/privacy?x=1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/privacy?x=1")
    assert '<html lang="nn"' in browser.get("/sign-in").text
    assert send(browser, "/language", language="xx").status_code == 422


def test_a_token_is_shown_once_works_and_can_be_stopped(stage: Flask, browser_of: Browser) -> None:
    browser = browser_of(cast.ANNE)
    send(browser, "/settings/tokens", "/settings", name="Office script")
    page = browser.get("/settings").text
    found = re.search(r'<code class="secret">([^<]+)</code>', page)
    assert found and found[1] not in browser.get("/settings").text
    program = stage.test_client()
    bearer = {"Authorization": f"Bearer {found[1]}"}
    assert program.get("/api/v1/me", headers=bearer).json["email"] == cast.ANNE
    end = re.search(r'action="(/settings/tokens/\d+/end)"', page)
    assert end and send(browser, end[1], "/settings").status_code == 303
    assert program.get("/api/v1/me", headers=bearer).status_code == 401


def test_the_api_makes_tokens_by_password_and_says_who_one_is(stage: Flask) -> None:
    give_password(cast.ANNE)
    program = stage.test_client()
    wrong = program.post("/api/v1/tokens", json={"email": cast.ANNE, "password": "no", "name": "x"})
    assert wrong.status_code == 422 and wrong.mimetype == "application/problem+json"
    made = program.post("/api/v1/tokens", json={"email": cast.ANNE, "password": PASSWORD, "name": "x"})
    assert made.status_code == 201
    me = program.get("/api/v1/me", headers={"Authorization": f"Bearer {made.json['token']}"}).json
    assert me["municipality"]["code"] == "4012"
    assert [(one["name"], one["role"]) for one in me["networks"]] == [(cast.TELEMARK, "member")]


def test_a_token_that_is_missing_or_wrong_is_401(stage: Flask) -> None:
    program = stage.test_client()
    for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer nonsense"}):
        answer = program.get("/api/v1/me", headers=headers)
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_someone_who_was_put_out_is_out_everywhere(stage: Flask, browser_of: Browser) -> None:
    give_password(cast.ANNE)
    browser = browser_of(cast.ANNE)
    person = cast.person(cast.ANNE)
    token = service.make_token(actor_of(person), "x")
    service.set_rights(SYSTEM, person.id, site_role=person.site_role, active=False)
    assert browser.get("/settings").status_code == 302
    assert program(stage, token).status_code == 401
    assert send(browser_of(None), "/sign-in", email=cast.ANNE, password=PASSWORD).status_code == 422


def test_the_command_line_makes_people_and_tokens(stage: Flask) -> None:
    run = stage.test_cli_runner()
    made = run.invoke(args=["user", "create", "New@place.example", "--name", "Nina Ny", "--role", "admin"])
    assert made.exit_code == 0 and "/sign-in/link/" in made.output
    assert cast.person("new@place.example").site_role == "admin"
    again = run.invoke(args=["user", "create", "new@place.example", "--name", "Nina Ny"])
    assert again.exit_code == 1 and "Noen har denne adressen fra før." in again.output
    token = run.invoke(args=["token", "create", "new@place.example"]).output.strip()
    assert program(stage, token).status_code == 200
    assert run.invoke(args=["token", "create", "nobody@nowhere.example"]).exit_code == 1


@pytest.mark.parametrize("language", ["nb", "nn", "sv"])
def test_what_is_wrong_in_a_form_is_said_in_the_persons_language(browser_of: Browser, language: str) -> None:
    anne = browser_of(cast.ANNE)
    send(anne, "/language", "/settings", language=language)
    answer = send(anne, "/settings", "/settings", name="x" * 300, title="", phone="", language=language)
    assert answer.status_code == 422 and "Field cannot be" not in answer.text


def test_a_name_loses_what_would_turn_the_words_around_it(browser_of: Browser) -> None:
    browser = browser_of(cast.ANNE)
    answer = send(browser, "/settings", page="/settings",
                  name="\u202eAnne\x00\x07 B", title="", phone="", language="en")
    assert answer.status_code == 303
    assert 'value="Anne B"' in browser.get("/settings").text


def test_who_does_not_want_to_be_seen_in_rooms_says_so_in_the_settings(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    assert re.search(r'name="presence" checked', anne.get("/settings").text)
    assert send(anne, "/settings/privacy", "/settings").status_code == 303
    assert not re.search(r'name="presence" checked', anne.get("/settings").text)
    send(anne, "/settings/privacy", "/settings", presence="on")
    assert re.search(r'name="presence" checked', anne.get("/settings").text)
