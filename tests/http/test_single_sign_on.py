"""Single sign-on, at a real provider on this machine: one that tells the truth, and one that does not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts import service
from app.accounts.models import Person, SignIn
from app.accounts.session import actor_of
from app.database import db
from app.leaving.packing import rows_of
from app.memberships.service import name_domain
from app.permissions import SYSTEM
from app.sso import line
from app.sso.models import Identity
from config import Provider
from tests import cast
from tests.http.test_two_step import PASSWORD, first_step, turn_on
from tests.oidc import CLIENT, SECRET, House, open_house, sent_back
from tests.pages import letters, send

Browser = Callable[[str | None], FlaskClient]


@pytest.fixture(scope="module")
def running() -> Iterator[House]:
    with open_house() as house:
        yield house


@pytest.fixture
def house(running: House, stage: Flask, monkeypatch: pytest.MonkeyPatch) -> House:
    """A provider that Livskraft knows as «Bamble kommune»; it tells the truth as yet."""
    running.claims, running.user, running.signed, running.metadata, running.instead = {}, None, "well", {}, {}
    offer(stage, monkeypatch, running)
    return running


def offer(stage: Flask, monkeypatch: pytest.MonkeyPatch, house: House, **more: Any) -> None:
    provider = Provider("work", "Bamble kommune", house.issuer, CLIENT, SECRET, **more)
    monkeypatch.setitem(stage.config, "LIVSKRAFT", replace(stage.config["LIVSKRAFT"], oidc=(provider,)))


def there_and_back(browser: FlaskClient, onward: str = "/settings") -> TestResponse:
    left = browser.get(f"/sign-in/with/work?next={onward}")
    assert left.status_code == 303, left.text
    return browser.get(sent_back(left.headers["Location"]))


def signed_in(browser: FlaskClient) -> str | None:
    answer = browser.get("/api/v1/me")
    return answer.json["email"] if answer.status_code == 200 else None


def test_who_has_an_account_at_work_comes_in_by_it_and_to_the_page_they_wanted(
        stage: Flask, house: House, browser_of: Browser) -> None:
    browser = browser_of(None)
    assert 'href="/sign-in/with/work?next=%2Fsettings"' in browser.get("/sign-in?next=/settings").text
    answer = there_and_back(browser)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/settings")
    assert signed_in(browser) == cast.ANNE
    assert "med Bamble kommune" in browser.get("/settings").text
    assert [letter.partition("\n")[0] for letter in letters(stage)] == [cast.ANNE], "the first time she is told"


def test_from_then_on_the_account_is_known_whatever_its_address_is(
        stage: Flask, house: House, browser_of: Browser) -> None:
    there_and_back(browser_of(None))
    house.claims = {"email": cast.FRODE, "email_verified": False}
    browser = browser_of(None)
    there_and_back(browser)
    assert signed_in(browser) == cast.ANNE
    assert len(letters(stage)) == 1


def test_an_address_that_was_given_to_somebody_else_opens_not_the_account_of_before(
        house: House, browser_of: Browser) -> None:
    there_and_back(browser_of(None))
    house.claims = {"sub": "number 2"}
    browser = browser_of(None)
    answer = there_and_back(browser)
    assert answer.status_code == 409 and "another account at Bamble kommune" in answer.text
    assert signed_in(browser) is None


@pytest.mark.parametrize("claims", [
    {"nonce": "another"}, {"nonce": None}, {"aud": "another"}, {"aud": ["another"], "azp": CLIENT}, {"aud": None},
    {"aud": [CLIENT, "another"], "azp": "another"}, {"iss": "https://evil.example"}, {"exp": 1_000_000_000},
    {"exp": None}, {"iat": 4_000_000_000}, {"sub": None}, {"sub": ""}], ids=str)
def test_a_token_that_is_not_for_us_now_lets_nobody_in(
        house: House, browser_of: Browser, claims: dict[str, Any]) -> None:
    house.claims = claims
    browser = browser_of(None)
    answer = there_and_back(browser)
    assert answer.status_code == 403 and "nobody is signed in" in answer.text
    assert signed_in(browser) is None


@pytest.mark.parametrize("signed", ["not at all", "with our secret", "by another"])
def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(
        house: House, browser_of: Browser, signed: str) -> None:
    house.signed = signed
    browser = browser_of(None)
    assert there_and_back(browser).status_code == 403
    assert signed_in(browser) is None


@pytest.mark.parametrize("claims", [
    {"email_verified": False}, {"email_verified": "false"}, {"email_verified": None}, {"email_verified": 1},
    {"email": None}, {"email": ["anne@bamble.example"]}, {"email": ""}], ids=str)
def test_an_address_that_is_not_verified_is_nobodys(house: House, browser_of: Browser, claims: dict[str, Any]) -> None:
    house.claims = claims
    browser = browser_of(None)
    answer = there_and_back(browser)
    assert answer.status_code == 403 and "does not confirm" in answer.text
    assert signed_in(browser) is None


@pytest.mark.parametrize("claims, status", [
    ({"email_verified": None}, 303), ({"email_verified": False}, 403), ({"email": cast.FRODE}, 403),
    ({"email": "anne@bamble.example.evil.example"}, 403)], ids=str)
def test_where_its_domains_are_named_a_provider_answers_for_those_and_no_other(
        stage: Flask, house: House, browser_of: Browser, monkeypatch: pytest.MonkeyPatch,
        claims: dict[str, Any], status: int) -> None:
    offer(stage, monkeypatch, house, domains=("bamble.example",))
    house.claims = claims
    assert there_and_back(browser_of(None)).status_code == status


def test_somebody_new_is_let_in_only_where_the_domain_is_known_here(house: House, browser_of: Browser) -> None:
    house.claims = {"email": "Nina@Nome.example", "name": "Nina Ny", "sub": "number 3"}
    stranger = browser_of(None)
    answer = there_and_back(stranger)
    assert answer.status_code == 403 and "Nobody here has the address" in answer.text
    place = cast.person(cast.BJORN).organisation
    assert place
    name_domain(SYSTEM, "nome.example", place.id)
    assert there_and_back(stranger).status_code == 303
    nina = cast.person("nina@nome.example")
    assert (nina.name, nina.organisation_id, nina.memberships) == ("Nina Ny", place.id, [])


@pytest.mark.parametrize("email", [
    "a,b@evil.example,c@nome.example", "a\nBcc: b@evil.example@nome.example", "b@evil.example@nome.example",
    "a b@nome.example", "@nome.example", f"{'a' * 300}@nome.example", "\u212aari@nome.example"], ids=ascii)
def test_what_is_not_one_plain_address_makes_nobody(house: House, browser_of: Browser, email: str) -> None:
    place = cast.person(cast.BJORN).organisation
    assert place
    name_domain(SYSTEM, "nome.example", place.id)
    house.claims = {"email": email, "sub": "number 3"}
    assert there_and_back(browser_of(None)).status_code == 403


def test_who_turned_on_codes_here_writes_one_after_a_provider_too(house: House, browser_of: Browser) -> None:
    turn_on(cast.ANNE)
    browser = browser_of(None)
    assert there_and_back(browser).headers["Location"].startswith("/sign-in/code")
    assert signed_in(browser) is None
    assert first_step(browser_of(None)).headers["Location"].startswith("/sign-in/code")


def test_who_was_put_out_does_not_come_in_by_a_provider_either(house: House, browser_of: Browser) -> None:
    there_and_back(browser_of(None))
    anne = cast.person(cast.ANNE)
    service.set_rights(SYSTEM, anne.id, site_role=anne.site_role, active=False)
    browser = browser_of(None)
    answer = there_and_back(browser)
    assert answer.status_code == 403 and "closed" in answer.text and signed_in(browser) is None


@pytest.mark.parametrize("state", ["", "another"])
def test_a_way_back_that_nobody_here_began_leads_nowhere(house: House, browser_of: Browser, state: str) -> None:
    browser, other = browser_of(None), browser_of(None)
    back = sent_back(browser.get("/sign-in/with/work").headers["Location"])
    code = back.partition("code=")[2].partition("&")[0]
    assert other.get(back).status_code == 409, "it belongs to another browser"
    assert browser.get(f"/sign-in/with/work/done?code={code}&state={state}").status_code == 409
    assert browser.get(back).status_code == 409, "one attempt is all there is"
    assert signed_in(browser) is None is signed_in(other)


def test_a_code_is_good_once_and_a_wrong_one_for_nothing(house: House, browser_of: Browser) -> None:
    browser = browser_of(None)
    back = sent_back(browser.get("/sign-in/with/work").headers["Location"])
    house.asked.clear()
    assert browser.get(back).status_code == 403
    assert signed_in(browser) is None


def test_who_says_no_at_the_provider_is_told_so(house: House, browser_of: Browser) -> None:
    browser = browser_of(None)
    back = sent_back(browser.get("/sign-in/with/work").headers["Location"])
    state = back.partition("state=")[2]
    answer = browser.get(f"/sign-in/with/work/done?error=access_denied&state={state}")
    assert answer.status_code == 403 and "did not let you in" in answer.text


def test_when_the_provider_is_down_the_password_still_opens(
        stage: Flask, house: House, browser_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    service.change_password(actor_of(cast.person(cast.ANNE)), "", PASSWORD)
    down = replace(stage.config["LIVSKRAFT"].oidc[0], issuer="http://127.0.0.1:9")
    monkeypatch.setitem(stage.config, "LIVSKRAFT", replace(stage.config["LIVSKRAFT"], oidc=(down,)))
    browser = browser_of(None)
    answer = browser.get("/sign-in/with/work")
    assert answer.status_code == 503 and "cannot be reached just now" in answer.text
    assert 'name="password"' in answer.text and first_step(browser).status_code == 303


@pytest.mark.parametrize("metadata", [
    {"issuer": "https://evil.example"}, {"authorization_endpoint": "http://evil.example/authorize"},
    {"authorization_endpoint": "javascript:alert(1)"}, {"authorization_endpoint": None}, {"padding": "x" * 300_000}],
    ids=["another issuer", "an open line", "a script", "nothing", "too much"])
def test_a_provider_that_says_nonsense_is_not_gone_to(
        house: House, browser_of: Browser, metadata: dict[str, Any]) -> None:
    house.metadata = metadata
    assert browser_of(None).get("/sign-in/with/work").status_code == 503


@pytest.mark.parametrize("name", ["token_endpoint", "jwks_uri"])
def test_secrets_go_over_no_open_line(house: House, browser_of: Browser, name: str) -> None:
    house.metadata = {name: "http://evil.example/"}
    assert there_and_back(browser_of(None)).status_code == 503


@pytest.mark.parametrize("place", ["token", "jwks", "openid-configuration"])
@pytest.mark.parametrize("said, status", [
    ("[]", 200), ('"x"', 200), ("", 200), ("{", 200), ("{}", 200), ("{}", 500), ("null", 200), ('{"keys": "x"}', 200),
    ('{"keys": [{"kty": "oct", "k": "AAAA"}]}', 200), ('{"id_token": 1}', 200), ('{"id_token": "a.b.c"}', 200),
    ('{"error": "invalid_grant"}', 400), ("{}", 302)])
def test_whatever_a_provider_answers_nobody_is_in_and_nothing_breaks(
        house: House, browser_of: Browser, place: str, said: str, status: int) -> None:
    browser = browser_of(None)
    back = sent_back(browser.get("/sign-in/with/work").headers["Location"])
    house.instead = {place: (said, status)}
    assert browser.get(back).status_code in (403, 503)
    assert signed_in(browser) is None


def test_a_provider_that_stalls_holds_nobody_up(
        house: House, browser_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "SECONDS", 0.4)
    house.stalls.set()
    try:
        assert browser_of(None).get("/sign-in/with/work").status_code == 503
    finally:
        house.stalls.clear()
        house.released.set()


def test_an_address_that_stands_only_in_userinfo_is_taken_if_it_is_about_the_same(
        house: House, browser_of: Browser) -> None:
    house.claims = {"email": None, "email_verified": None}
    house.user = {"sub": "number 1", "email": cast.BJORN, "email_verified": True}
    browser, other = browser_of(None), browser_of(None)
    there_and_back(browser)
    assert signed_in(browser) == cast.BJORN
    house.user = {"sub": "somebody else", "email": cast.FRODE, "email_verified": True}
    assert there_and_back(other).status_code == 403


def test_signing_in_so_leads_never_away_from_us(house: House, browser_of: Browser) -> None:
    assert there_and_back(browser_of(None), "https://evil.example").headers["Location"] == "/"


def test_a_provider_that_nobody_named_is_not_there(browser_of: Browser) -> None:
    browser = browser_of(None)
    assert browser.get("/sign-in/with/work").status_code == 404
    assert browser.get("/sign-in/with/work/done").status_code == 404
    assert "/sign-in/with" not in browser.get("/sign-in").text


def test_own_data_tells_of_the_account_at_work(house: House, browser_of: Browser) -> None:
    there_and_back(browser_of(None))
    anne = cast.person(cast.ANNE).id
    assert [row["subject"] for row in rows_of(anne)["identity"]] == ["number 1"]
    assert db.session.query(Identity).count() == 1 and db.session.get_one(Person, anne)
    assert {one.provider for one in db.session.query(SignIn).where(SignIn.person_id == anne)} == {"Bamble kommune"}


def test_an_account_at_work_can_be_removed_by_its_owner_and_by_no_other(
        stage: Flask, house: House, browser_of: Browser) -> None:
    browser = browser_of(None)
    there_and_back(browser)
    letters(stage)
    [number] = db.session.scalars(select(Identity.id))
    assert "Bamble kommune" in browser.get("/settings/work-accounts").text
    path = f"/settings/work-accounts/{number}/remove"
    assert send(browser_of(cast.BJORN), path, "/settings").status_code == 404
    assert send(browser, path, "/settings").status_code == 303
    assert db.session.scalars(select(Identity.id)).all() == [] and len(letters(stage)) == 1


def test_an_administrator_removes_an_account_that_became_somebody_elses(
        stage: Flask, house: House, browser_of: Browser) -> None:
    browser, frode, anne = browser_of(None), browser_of(cast.FRODE), cast.person(cast.ANNE).id
    there_and_back(browser)
    letters(stage)
    [number] = db.session.scalars(select(Identity.id))
    bjorn = cast.person(cast.BJORN).id
    assert "Bamble kommune" in frode.get(f"/admin/people/{anne}").text
    assert send(frode, f"/admin/people/{bjorn}/work-accounts/{number}/remove", "/settings").status_code == 404
    assert send(frode, f"/admin/people/{anne}/work-accounts/{number}/remove", "/settings").status_code == 303
    assert signed_in(browser) is None
    assert "removed their account at work – Anne Berg" in frode.get("/admin/access").text
    [letter] = letters(stage)
    assert letter.startswith(cast.ANNE)
    house.claims = {"sub": "number 2"}
    assert there_and_back(browser_of(None)).status_code == 303, "her new one is taken now"
