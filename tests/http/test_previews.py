"""Beneath a message stands what its links lead to: for who reads it, as long as the link and its author want it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import outbox
from app.conversations import service as conversations
from app.database import at, db, now
from app.errors import AppError
from app.links import Place, share
from app.outbox import Job
from app.permissions import SYSTEM, Actor
from app.previews import jobs, service
from app.previews.models import Preview
from app.previews.page import Found
from app.rooms import service as rooms
from app.rooms.models import Message
from tests import cast
from tests.alone import alone
from tests.pages import send
from tests.talk import Browser, Line, asked, heard, listening, said

Persons = Callable[[str], Actor]
URL = "https://ks.example/sol?a=1&b=2"
PAGE = Found("Sol på <b>taket</b>", 'Slik "gjorde" vi.', "KS")


@pytest.fixture(autouse=True)
def _on(stage: Flask) -> Iterator[None]:
    """Previews are switched on; the worker has nothing else to do."""
    object.__setattr__(stage.config["LIVSKRAFT"], "previews", True)
    yield
    object.__setattr__(stage.config["LIVSKRAFT"], "previews", False)


def wanted() -> list[dict]:
    """The pages that somebody is to fetch, taken from the outbox."""
    jobs.want([{"message_id": job.facts["message_id"]} for job in taken("message_linked")])
    return [job.facts for job in taken("page_wanted")]


def taken(event: str) -> list[Job]:
    found = list(db.session.scalars(select(Job).where(Job.event == event)))
    with db.transaction() as session:
        for job in found:
            session.delete(job)
    return found


def work(found: Found | None = PAGE) -> list[str]:
    """What the worker does, on an internet where each page is FOUND; what it fetched."""
    fetched: list[str] = []
    jobs.show(wanted(), lambda url: fetched.append(url) or found)
    return fetched


def shown(browser: object, message: Message) -> str:
    return browser.get(f"/threads/{message.thread_id}").text


def test_a_link_is_fetched_once_and_shown_live_to_all_who_read_it(browser_of: Browser, socket_of: Line) -> None:
    message = said(thread := asked(), f"See {URL} and <{URL}#part>.")
    bjorn = listening(socket_of, cast.BJORN, thread.room_id)
    assert work() == [URL]
    [change] = heard(bjorn)
    assert change["kind"] == "message_edited" and change["message"] == message.id
    for page in (change["html"], shown(browser_of(cast.ANNE), message)):
        assert "Sol på &lt;b&gt;taket&lt;/b&gt;" in page and "Slik &#34;gjorde&#34; vi." in page
        assert "KS · ks.example" in page
        assert 'href="https://ks.example/sol?a=1&amp;b=2" rel="nofollow noopener ugc"' in page
        assert "<img" not in page.partition('class="preview"')[2].partition("</article>")[0]
    assert "edited" not in change["html"], "nobody's words have changed"
    assert said(thread, f"Again {URL}") and work() == [], "it is remembered for a while"
    assert shown(browser_of(cast.ANNE), message).count('class="preview"') == 2


@pytest.mark.parametrize("found", [None, Found(), Found("", "words without a title")])
def test_where_nothing_was_found_nothing_is_shown(browser_of: Browser, found: Found | None) -> None:
    message = said(asked(), URL)
    assert work(found) == [URL]
    assert 'class="preview"' not in shown(browser_of(cast.ANNE), message)


@pytest.mark.parametrize("body", [
    "No link at all.", "`https://ks.example/`", "post@ks.example", "@[Anne Berg](person:1)", "ftp://ks.example/",
    "http://127.0.0.1:8000/threads/1"])
def test_only_links_that_lead_out_are_followed(body: str) -> None:
    said(asked(), body)
    assert work() == []


def test_of_many_links_only_the_first_are_shown() -> None:
    said(asked(), " ".join(f"https://ks.example/{number}" for number in range(9)))
    assert work() == ["https://ks.example/0", "https://ks.example/1"]


def test_what_was_brought_in_from_elsewhere_is_not_fetched() -> None:
    with at(now() - timedelta(days=3)):
        said(asked(), URL)
    assert work() == []


def test_a_link_that_is_edited_away_takes_its_preview_along_and_another_comes(
        browser_of: Browser, actor: Persons) -> None:
    message = said(asked(), URL)
    work()
    rooms.edit_message(actor(cast.BJORN), message.id, "See https://ks.example/other")
    assert work(Found("The other")) == ["https://ks.example/other"]
    page = shown(browser_of(cast.ANNE), message)
    assert "The other" in page and "Sol på" not in page
    rooms.edit_message(actor(cast.BJORN), message.id, "No link any more.")
    assert work() == []
    assert 'class="preview"' not in shown(browser_of(cast.ANNE), message)


def test_its_author_takes_a_preview_away_for_good(browser_of: Browser, actor: Persons) -> None:
    message = said(asked(), URL)
    work()
    [preview] = db.session.scalars(select(Preview))
    path = f"/messages/{message.id}/previews/{preview.id}"
    bjorn, anne, carin = (browser_of(email) for email in (cast.BJORN, cast.ANNE, cast.CARIN))
    assert f'href="{path}"' in bjorn.get(f"/messages/{message.id}").text
    assert "Take the preview away" in bjorn.get(path).text
    assert [one.get(path).status_code for one in (anne, carin)] == [403, 404]
    assert send(anne, f"{path}/remove", "/settings").status_code == 403
    assert send(bjorn, f"{path}/remove", "/settings").status_code == 303
    assert 'class="preview"' not in shown(anne, message)
    assert bjorn.get(path).status_code == 404
    rooms.edit_message(actor(cast.BJORN), message.id, f"Still {URL}")
    assert work() == [] and 'class="preview"' not in shown(anne, message)


def test_nobody_shows_a_page_by_its_number(browser_of: Browser, actor: Persons) -> None:
    """A URL may be a secret of another room."""
    said(asked(), URL)
    work()
    [preview] = db.session.scalars(select(Preview))
    thread = asked(cast.CARIN, cast.NORTH)
    answer = send(browser_of(cast.CARIN), f"/threads/{thread.id}/messages", "/settings", body="x",
                  links=f"preview:{preview.id}")
    assert answer.status_code == 422 and "Sol på" not in answer.text
    for place in ("message:999", "example:1", f"thread:{thread.id}"):
        with pytest.raises(AppError):
            share(actor(cast.CARIN), [f"preview:{preview.id}"], Place(1, 1, place))


def test_a_removed_message_shows_none_and_one_that_is_back_shows_it_again(
        browser_of: Browser, actor: Persons) -> None:
    message = said(asked(), URL)
    work()
    rooms.remove_message(actor(cast.BJORN), message.id)
    assert 'class="preview"' not in shown(browser_of(cast.ANNE), message)
    rooms.restore_message(actor(cast.BJORN), message.id)
    assert 'class="preview"' in shown(browser_of(cast.ANNE), message)


def test_a_page_is_fetched_anew_after_a_while() -> None:
    preview = service.keep(SYSTEM, URL, PAGE)
    assert preview.is_fresh
    preview.fetched_at = now() - timedelta(days=8)
    assert not preview.is_fresh
    absent = service.keep(SYSTEM, URL, None)
    absent.fetched_at = now() - timedelta(hours=2)
    assert not absent.is_fresh


def test_what_is_done_twice_changes_nothing(browser_of: Browser, socket_of: Line) -> None:
    message = said(thread := asked(), URL)
    facts = wanted()
    jobs.show(facts, lambda url: PAGE)
    bjorn = listening(socket_of, cast.BJORN, thread.room_id)
    jobs.show(facts, lambda url: PAGE)
    jobs.want([{"message_id": message.id}])
    assert heard(bjorn) == [] and taken("page_wanted") == []


def test_switched_off_nothing_is_fetched(tmp_path: Path) -> None:
    with alone(tmp_path) as app, app.app_context():
        said(asked(), URL)
        while outbox.run_due():
            pass
        assert db.session.scalars(select(Preview)).all() == []


def test_what_waits_for_others_is_done_apart() -> None:
    said(asked(), URL)
    while outbox.run_due(apart=False):
        pass
    [job] = db.session.scalars(select(Job).where(Job.event == "page_wanted"))
    assert job.facts["url"] == URL and job.tries == 0


def test_in_a_conversation_too_a_link_is_shown_and_an_emoji_said_and_nobody_else_sees_either(
        browser_of: Browser, actor: Persons) -> None:
    thread = conversations.write_to(actor(cast.ANNE), [cast.person(cast.BJORN).id])
    message = said(thread, URL)
    assert work() == [URL] and 'class="preview"' in shown(browser_of(cast.ANNE), message)
    path = f"/api/v1/messages/{message.id}/reactions"
    assert browser_of(cast.ANNE).put(path, json={"emoji": "👍"}).status_code == 200
    for email in (cast.DAG, cast.FRODE, cast.ELI):
        assert browser_of(email).put(path, json={"emoji": "👍"}).status_code == 404
    rooms.edit_message(actor(cast.BJORN), message.id, "No link any more.")
    work()
    assert 'class="preview"' not in shown(browser_of(cast.ANNE), message)
