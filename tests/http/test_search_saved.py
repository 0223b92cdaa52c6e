"""Saved searches and their weekly letter, recent searches, and what staff learn of what is missing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import outbox, schedule
from app.accounts.models import Membership
from app.accounts.session import actor_of
from app.database import db
from app.permissions import SYSTEM, Actor
from app.search import service, upkeep
from app.search.models import SavedSearch, Unanswered
from tests import cast, finding
from tests.finding import main_of, work
from tests.pages import send
from tests.talk import asked

Browser = Callable[[str | None], FlaskClient]
THURSDAY = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _index(stage: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    finding.only_search_is_due(monkeypatch)
    with finding.own_index(stage, tmp_path), time_machine.travel(THURSDAY, tick=False):
        upkeep.rebuild()
        schedule.tick()
        yield


def save(browser: FlaskClient, **fields: str) -> None:
    assert send(browser, "/search/saved", page="/settings", **fields).status_code == 303


def letters_on(stage: Flask, moment: datetime) -> list[EmailMessage]:
    """What the worker mails at MOMENT."""
    folder = stage.config["LIVSKRAFT"].data_dir / "mail"
    for old in folder.glob("*.eml"):
        old.unlink()
    with time_machine.travel(moment, tick=False):
        schedule.tick()
        work()
    assert not list(outbox.failed())
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(folder.glob("*.eml"))]


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    part = letter.get_body((kind,))
    assert part
    return str(part.get_content())


def told(title: str, moment: datetime, room: str = cast.CLIMATE) -> None:
    with time_machine.travel(moment, tick=False):
        asked(cast.BJORN, room, title)
        work()


def test_what_is_new_in_saved_searches_comes_in_one_letter_a_week(stage: Flask, browser_of: Browser) -> None:
    told("Solceller på rådhuset", THURSDAY - WEEK)
    save(browser_of(cast.ANNE), q="solceller", name="Sol på tak")
    save(browser_of(cast.ANNE), q="vindkraft", type="thread", name="")
    told("Solceller på skolen", THURSDAY + timedelta(days=1))
    [letter] = letters_on(stage, MONDAY)
    text, html = text_of(letter), text_of(letter, "html")
    assert letter["To"] == cast.ANNE and "Sol på tak" in letter["Subject"]
    for words in ("Sol på tak", "Solceller på skolen", "Kragerø", cast.TELEMARK, "/threads/"):
        assert words in text and words in html
    assert "rådhuset" not in text + html and "vindkraft" not in text + html, "only what is new"
    assert letters_on(stage, MONDAY + WEEK) == [], "nothing new, no letter"
    told("Vindkraft til havs", MONDAY + WEEK + timedelta(days=1))
    [letter] = letters_on(stage, MONDAY + 2 * WEEK)
    assert "Vindkraft til havs" in text_of(letter) and "Solceller" not in text_of(letter)


def test_a_letter_speaks_the_language_of_who_gets_it(stage: Flask, browser_of: Browser) -> None:
    save(browser_of(cast.CARIN), q="solceller")
    with db.transaction():
        cast.person(cast.CARIN).language = "en"
    with time_machine.travel(THURSDAY, tick=False):
        asked(cast.CARIN, cast.NORTH, "Solceller på skolan")
        work()
    [letter] = letters_on(stage, MONDAY)
    assert "Hello Carin Lind," in text_of(letter) and 'lang="en"' in text_of(letter, "html")


def test_nothing_is_mailed_that_one_may_not_read_any_more(stage: Flask, browser_of: Browser) -> None:
    for who in (cast.BJORN, cast.GRO, cast.CARIN):
        save(browser_of(who), q="solceller")
    told("Solceller på skolen", THURSDAY)
    told("Solceller på taket", THURSDAY, cast.SOLAR)
    with db.transaction() as session:
        session.scalars(select(Membership).where(
            Membership.person_id == cast.person(cast.BJORN).id)).one().ended_on = THURSDAY.date()
    [letter] = letters_on(stage, MONDAY)
    assert letter["To"] == cast.GRO and "taket" in text_of(letter) and "skolen" not in text_of(letter)


def test_who_may_not_sign_in_gets_none(stage: Flask, browser_of: Browser) -> None:
    save(browser_of(cast.ANNE), q="solceller")
    told("Solceller på skolen", THURSDAY)
    with db.transaction():
        cast.person(cast.ANNE).active = False
    assert letters_on(stage, MONDAY) == []


def test_one_click_in_the_letter_or_the_mail_program_ends_it(stage: Flask, browser_of: Browser) -> None:
    save(browser_of(cast.ANNE), q="solceller")
    told("Solceller på skolen", THURSDAY)
    [letter] = letters_on(stage, MONDAY)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    anybody, button = browser_of(None), urlsplit(letter["List-Unsubscribe"].strip("<>"))
    in_text = next(word for word in text_of(letter).split() if "/search/letters?" in word)
    page = in_text[in_text.index("/search"):]
    assert "No more such letters" in anybody.get(page).text
    assert db.session.scalars(select(SavedSearch)).one().letter, "to look changes nothing"
    assert anybody.post(f"{button.path}?{button.query}x").status_code == 404
    assert anybody.post(f"{button.path}?{button.query}").status_code == 204
    db.session.expire_all()
    assert not db.session.scalars(select(SavedSearch)).one().letter
    service.choose_letter(*_own())
    assert "You get no more such letters" in send(anybody, page, page=page).text
    db.session.expire_all()
    assert not db.session.scalars(select(SavedSearch)).one().letter


def _own() -> tuple[Actor, int, bool]:
    return actor_of(cast.person(cast.ANNE)), db.session.scalars(select(SavedSearch.id)).one(), True


def test_saved_searches_stand_on_the_search_page_for_their_owner(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    assert "Tell me when something new comes" in main_of(anne.get("/search?q=sol&type=thread").text)
    save(anne, q="sol", type="thread", municipality="4012", sort="newest")
    save(anne, q="sol", type="thread", municipality="4012", sort="newest", name="Hos oss")
    place = "/search?q=sol&type=thread&municipality=4012&sort=newest"
    [one] = db.session.scalars(select(SavedSearch)).all()
    assert (one.name, one.address) == ("Hos oss", place), "saved twice, kept once"
    assert "Hos oss" in main_of(anne.get("/search").text)
    assert "Hos oss" not in main_of(browser_of(cast.BJORN).get("/search").text)
    assert send(browser_of(cast.BJORN), f"/search/saved/{one.id}/remove", page="/settings").status_code == 404
    assert send(anne, f"/search/saved/{one.id}/letter", page="/settings").status_code == 303
    assert "No letter" in main_of(anne.get("/search").text)
    assert send(anne, f"/search/saved/{one.id}/remove", page="/settings").headers["Location"] == one.address
    assert not db.session.scalars(select(SavedSearch)).all()


def test_nothing_and_too_much_cannot_be_saved(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    assert send(anne, "/search/saved", page="/settings", q=" ").status_code == 422
    assert send(anne, "/search/saved", page="/settings", q="sol", type="cat").status_code == 422
    for number in range(30):
        save(anne, q=f"sol {number}")
    assert send(anne, "/search/saved", page="/settings", q="en til").status_code == 422
    assert send(browser_of(None), "/search/saved", q="sol").status_code == 401


def test_recent_searches_are_kept_in_the_browser_and_can_be_forgotten(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    for words in ("solceller", "vindkraft", "solceller"):
        anne.get("/search", query_string={"q": words})
    anne.get("/search?q=forhandsvist", headers={"Sec-Purpose": "prefetch"})
    page = main_of(anne.get("/search").text)
    assert "forhandsvist" not in page
    assert page.count("/search?q=solceller") == 1 and page.index("q=solceller") < page.index("q=vindkraft")
    assert "q=solceller" not in main_of(browser_of(cast.ANNE).get("/search").text), "another browser knows nothing"
    assert send(anne, "/search/recent/clear", page="/settings").status_code == 303
    assert "q=solceller" not in main_of(anne.get("/search").text)


def missed(browser_of: Browser, words: str, *days: int, who: str | None = cast.ANNE) -> None:
    for day in days:
        with time_machine.travel(THURSDAY + timedelta(days=day), tick=False):
            browser_of(who).get("/search", query_string={"q": words})


def test_staff_see_what_was_missed_on_several_days_and_nobody_sees_who(browser_of: Browser) -> None:
    missed(browser_of, "Havvind på land", 0, 1, 1)
    missed(browser_of, "anne berg sykmeldt", 0)
    missed(browser_of, "kari@bamble.no", 0, 1)
    missed(browser_of, "ring 47 12 34 56", 0, 1)
    missed(browser_of, "xyzzyq type:fil", 0, 1)
    eli = browser_of(cast.ELI)
    with time_machine.travel(THURSDAY + timedelta(days=1), tick=False):
        page = main_of(eli.get("/admin/search").text)
    assert "havvind på land" in page and '<td class="number">2</td><td class="number">3</td>' in page
    for hidden in ("sykmeldt", "kari", "47", "xyzzyq", "Anne"):
        assert hidden not in page
    columns = set(Unanswered.__table__.columns.keys())
    assert columns == {"words", "day", "times"}, "there is no place for a person"


@pytest.mark.parametrize(("who", "status"), [
    (None, 302), (cast.ANNE, 403), (cast.DAG, 403), (cast.ELI, 200), (cast.FRODE, 200)])
def test_the_desk_of_the_search_is_for_staff(browser_of: Browser, who: str | None, status: int) -> None:
    assert browser_of(who).get("/admin/search").status_code == status


def test_what_found_nothing_is_forgotten_after_three_months(browser_of: Browser) -> None:
    missed(browser_of, "havvind", 0, 60)
    with time_machine.travel(THURSDAY + timedelta(days=100), tick=False):
        service.forget_unanswered(SYSTEM)
    assert [one.day for one in db.session.scalars(select(Unanswered))] == [(THURSDAY + timedelta(days=60)).date()]
