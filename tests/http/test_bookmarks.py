"""What people save for themselves: three kinds of things, reminded once, never more than they may read."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.accounts.session import actor_of
from app.bookmarks import jobs, queries, service
from app.bookmarks.models import Bookmark
from app.database import db, now
from app.errors import Invalid, Missing
from app.examples import service as examples
from app.rooms import service as rooms
from tests import cast
from tests.examples import published
from tests.pages import letters, selects, send
from tests.talk import Browser, asked, said

pytestmark = pytest.mark.usefixtures("stage")


def saved(who: str = cast.BJORN) -> list[str]:
    """The titles in a list."""
    return [one.title for one in queries.saved(actor_of(cast.person(who)))]


def test_an_example_a_thread_and_a_message_are_saved_and_let_go(browser_of: Browser) -> None:
    bjorn, thread = browser_of(cast.BJORN), asked(title="Solar")
    example, message = published(), said(thread, "**28 000** a year", cast.ANNE)
    for key in (f"example:{example.id}", f"thread:{thread.id}", f"message:{message.id}"):
        assert send(bjorn, f"/saved/{key}", f"/saved/{key}").status_code == 303
    assert saved() == ["Anne Berg: 28 000 a year", "Solar", example.title]
    page = bjorn.get("/saved").text
    assert f"#m-{message.id}" in page and example.path in page
    assert ">Saved</a>" in bjorn.get(example.path).text and f"/saved/thread:{thread.id}" in bjorn.get(
        f"/threads/{thread.id}").text
    send(bjorn, f"/saved/thread:{thread.id}/remove", "/saved")
    assert saved() == ["Anne Berg: 28 000 a year", example.title] and saved(cast.ANNE) == []


def test_on_its_day_one_letter_comes_and_it_waits_on_the_first_page(browser_of: Browser, app: Flask) -> None:
    bjorn, thread = actor_of(cast.person(cast.BJORN)), asked(title="Solar")
    key = f"thread:{thread.id}"
    service.save(bjorn, key, now().date() + timedelta(days=3))
    letters(app)
    jobs.remind()
    assert letters(app) == [] and "You wanted to be reminded" not in browser_of(cast.BJORN).get("/").text
    with db.transaction() as session:
        session.query(Bookmark).filter_by(key=key).update({"remind_on": now().date()})
    jobs.remind()
    jobs.remind()
    [letter] = letters(app)
    assert letter.startswith(cast.BJORN) and "Solar" in letter and f"/threads/{thread.id}" in letter
    assert "You wanted to be reminded" in browser_of(cast.BJORN).get("/").text


def test_what_one_may_no_longer_read_is_neither_listed_nor_mailed(app: Flask) -> None:
    bjorn, example, thread = actor_of(cast.person(cast.BJORN)), published(), asked()
    message = said(thread, "Gone tomorrow", cast.ANNE)
    for key in (f"example:{example.id}", f"message:{message.id}"):
        service.save(bjorn, key, now().date())
    letters(app)
    examples.archive(actor_of(cast.person(cast.ANNE)), example.id)
    rooms.remove_message(actor_of(cast.person(cast.ANNE)), message.id)
    letters(app)
    jobs.remind()
    assert saved() == [] and letters(app) == []


@pytest.mark.parametrize("key", ["thread:999999", "card:1", "nonsense", "message:0"])
def test_nobody_saves_what_is_not_there_for_them(key: str) -> None:
    with pytest.raises((Missing, Invalid)):
        service.save(actor_of(cast.person(cast.ANNE)), key)
    with pytest.raises(Missing):
        service.save(actor_of(cast.person(cast.CARIN)), f"thread:{asked().id}")


def test_a_day_that_has_passed_is_refused_beside_the_field(browser_of: Browser) -> None:
    key = f"/saved/thread:{asked().id}"
    for day in (str(date(2020, 1, 1)), "soon"):
        answer = send(browser_of(cast.ANNE), key, key, remind_on=day)
        assert answer.status_code == 422 and "ds-validation-message" in answer.text


def test_the_list_costs_the_same_however_long_it_is() -> None:
    bjorn = actor_of(cast.person(cast.BJORN))
    for number in range(6):
        service.save(bjorn, f"thread:{asked(title=f'Thread {number}').id}")
    with selects() as made:
        assert len(queries.saved(bjorn)) == 6
    assert len(made) <= 4
