"""Every door, as those who should learn nothing: a new one is closed until someone lists it here."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests import cast
from tests.pages import csrf
from tests.secrets import WORD, Secrets, plant

Browser = Callable[[str | None], FlaskClient]
OUTSIDERS = [None, cast.CARIN, cast.HILDE, cast.GRO]
REFUSALS = {401, 403, 404}
PROOFS: WeakKeyDictionary[FlaskClient, str] = WeakKeyDictionary()
# Doors that anybody may knock on; they show nothing of anybody.
OPEN = {
    "static", "api.openapi", "api.docs",
}


def arguments(rule: Rule, secrets: Secrets) -> dict[str, Any]:
    """What fills the address of RULE: things of a room and a network that the outsider is not in."""
    missing = rule.arguments - set(secrets.by_name)
    assert not missing, f"say in tests/secrets.py what {missing} of {rule} is"
    return {name: secrets.by_name[name] for name in rule.arguments}


def doors(app: Flask, private: bool) -> Iterator[tuple[Rule, str]]:
    """Every rule with every method; PRIVATE ones lead to a thing that is not for outsiders."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if bool(rule.arguments - Secrets.OPEN_NAMES) == private:
                yield rule, method


def knock(browser: FlaskClient, rule: Rule, method: str, secrets: Secrets) -> tuple[int, str]:
    """The status and the text of the answer to an empty request; 401 where one is asked to sign in."""
    path = browser.application.url_map.bind("localhost").build(rule.endpoint, arguments(rule, secrets), method)
    proof = {"X-CSRFToken": PROOFS.get(browser) or PROOFS.setdefault(browser, proof_of(browser))}
    with browser.open(path, method=method, headers=proof, follow_redirects=True) as answer:
        status = 401 if answer.request.path == "/sign-in" != path else answer.status_code
        return status, words(answer.get_data())


def words(content: bytes) -> str:
    """What CONTENT says, that of office files too."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(map(archive.read, archive.namelist()))
    return content.decode("utf-8", "replace")


def proof_of(browser: FlaskClient) -> str:
    """What a form of this browser carries: from its settings, or from the page where one signs in."""
    page = browser.get("/settings", follow_redirects=True).request.path
    return csrf(browser, page)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_a_thing_of_others_is_not_there_at_any_door(stage: Flask, browser_of: Browser, who: str | None) -> None:
    secrets, browser, leaks = plant(stage), browser_of(who), []
    for rule, method in doors(stage, private=True):
        status, text = knock(browser, rule, method, secrets)
        # An empty request may be called empty before anybody asks, if it is so for what is not there too.
        empty = status == 422 == knock(browser, rule, method, secrets.missing())[0]
        if not (status in REFUSALS or empty) or WORD in text:
            leaks.append((str(rule), method, status))
    assert leaks == []


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_list_search_or_suggestion_says_the_word(stage: Flask, browser_of: Browser, who: str | None) -> None:
    secrets, browser, leaks = plant(stage), browser_of(who), []
    for rule, method in doors(stage, private=False):
        if method != "GET":
            continue
        status, text = knock(browser, rule, method, secrets)
        if WORD.lower() in text.lower() or (status >= 500 and rule.endpoint != "health.ready"):
            leaks.append((str(rule), status))
    for path in (f"/search?q={WORD}", f"/api/v1/search?q={WORD}", f"/api/v1/suggest?q={WORD[:4]}",
                 f"/contacts?q={WORD}", f"/contacts/who?q={WORD}", f"/api/v1/people?q={WORD}", f"/examples?q={WORD}"):
        text = browser.get(path).get_data(as_text=True).replace(f"q={WORD}", "").replace(f'value="{WORD}"', "")
        if text.count(f"{WORD} ") or f"{WORD[:4]}ork" in text.replace(WORD, "", 3):
            leaks.append((path, 200))
    assert leaks == []


def test_what_is_hidden_and_what_is_not_there_look_the_same(stage: Flask, browser_of: Browser) -> None:
    secrets, carin, different = plant(stage), browser_of(cast.CARIN), []
    for rule, method in doors(stage, private=True):
        if method != "GET" or not all(isinstance(secrets.by_name[name], int) for name in rule.arguments):
            continue
        hidden = knock(carin, rule, method, secrets)
        missing = knock(carin, rule, method, secrets.missing())
        if hidden[0] != missing[0] or same(hidden[1]) != same(missing[1]):
            different.append(str(rule))
    assert different == []


def same(text: str) -> str:
    """A page without what differs each time it is made."""
    varying = ("csrf", "nonce", "/sign-in")
    lines = [line for line in text.splitlines() if not any(word in line for word in varying)]
    return "\n".join(line for line in lines if not any(letter.isdecimal() and "next" in line for letter in line))


def test_a_door_nobody_thought_of_answers_404(browser_of: Browser) -> None:
    assert browser_of(cast.ANNE).get("/no-such-door").status_code == 404
    assert browser_of(None).get("/api/v1/no-such-door").json["status"] == 404


@pytest.mark.parametrize("path", ["/", "/sign-in", "/api/v1/me", "/no-such-door"])
def test_every_answer_carries_the_headers(browser_of: Browser, path: str) -> None:
    headers = browser_of(None).get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy and "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff" and "no-store" in headers["Cache-Control"]


def test_another_sites_form_is_refused(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    for path in ("/sign-out", "/language", "/api/v1/cards"):
        answer = anne.post(path, headers={"Origin": "https://evil.example", "X-CSRFToken": proof_of(anne)})
        assert answer.status_code == 403
    assert anne.post("/sign-out").status_code == 400, "a form without its proof is refused"
