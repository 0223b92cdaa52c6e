"""A message for later: kept until its time, sent once, with the rights of that moment."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Membership
from app.accounts.session import actor_of
from app.database import db, now
from app.permissions import SYSTEM
from app.rooms import queries
from app.rooms import service as rooms
from app.rooms.models import Thread, ThreadState
from app.scheduled import service
from app.scheduled.models import Scheduled
from tests import cast
from tests.http.test_naming import crowd, everyone
from tests.pages import send
from tests.talk import Browser, asked

LATER = "2027-01-15T08:00"


def put_off(browser: FlaskClient, thread: Thread, body: str = "Good morning.", when: str = LATER) -> Scheduled:
    """Something that waits to be said in THREAD."""
    answer = send(browser, "/scheduled", "/settings", place=f"thread:{thread.id}", body=body, when=when,
                  kind="question")
    assert answer.status_code == 303, answer.text
    return db.session.query(Scheduled).order_by(Scheduled.id.desc()).first()


def bodies(thread: Thread) -> list[str]:
    return [one.body for one in queries.messages(actor_of(cast.person(cast.DAG)), thread.id)]


@pytest.fixture
def at_its_time(stage: Flask) -> object:
    """It is eight o'clock on that day, or a little later."""
    with time_machine.travel(datetime(2027, 1, 15, 7, 0, 30, tzinfo=UTC), tick=False):
        yield


def test_it_is_sent_at_its_time_and_once(browser_of: Browser) -> None:
    thread, anne = asked(), browser_of(cast.ANNE)
    put_off(anne, thread)
    assert service.send_due(SYSTEM) == 0 and "Good morning." in anne.get("/scheduled").text
    with time_machine.travel(datetime(2027, 1, 15, 6, 59, 59, tzinfo=UTC), tick=False):
        assert service.send_due(SYSTEM) == 0
    with time_machine.travel(datetime(2027, 1, 15, 7, 0, 0, tzinfo=UTC), tick=False):
        assert (service.send_due(SYSTEM), service.send_due(SYSTEM)) == (1, 0)
    assert bodies(thread)[1:] == ["Good morning."] and "Nothing waits" in anne.get("/scheduled").text


def test_the_clock_is_that_of_norway_in_summer_too_and_where_it_is_changed(browser_of: Browser) -> None:
    anne, thread = browser_of(cast.ANNE), asked()
    for when, utc in (("2027-07-01T08:00", (7, 1, 6, 0)), ("2027-03-28T02:30", (3, 28, 1, 30)),
                      ("2027-10-31T02:30", (10, 31, 0, 30))):
        assert put_off(anne, thread, when=when).due_at == datetime(2027, *utc, tzinfo=UTC)


def test_with_the_rights_of_that_moment(browser_of: Browser, at_its_time: None) -> None:
    closed, left = asked(), asked(cast.BJORN)
    with time_machine.travel(datetime(2027, 1, 14, tzinfo=UTC), tick=False):
        put_off(browser_of(cast.ANNE), closed)
        put_off(browser_of(cast.BJORN), left)
    rooms.set_thread_state(actor_of(cast.person(cast.ANNE)), closed.id, ThreadState.CLOSED)
    with db.transaction() as session:
        for one in session.query(Membership).filter_by(person_id=cast.person(cast.BJORN).id):
            one.ended_on = now().date()
    assert service.send_due(SYSTEM) == 0
    assert len(bodies(closed)) == len(bodies(left)) == 1
    assert "It was not sent:" in browser_of(cast.ANNE).get("/scheduled").text
    page = browser_of(cast.BJORN).get("/scheduled").text
    assert "A place that you cannot read any more" in page and left.title not in page
    rooms.set_thread_state(actor_of(cast.person(cast.ANNE)), closed.id, ThreadState.OPEN)
    assert service.send_due(SYSTEM) == 0  # nobody has said so again


def test_it_can_be_changed_sent_at_once_and_let_go(browser_of: Browser) -> None:
    anne, thread = browser_of(cast.ANNE), asked()
    one = put_off(anne, thread)
    assert f'value="{LATER}"' in anne.get(f"/scheduled/{one.id}").text
    changed = {"body": "Good evening.", "when": "2027-01-15T18:00", "kind": "question"}
    assert send(anne, f"/scheduled/{one.id}", "/settings", **changed).status_code == 303
    there = send(anne, f"/scheduled/{one.id}/now", "/settings").headers["Location"]
    assert there.startswith(f"/threads/{thread.id}") and bodies(thread)[1:] == ["Good evening."]
    other = put_off(anne, thread, "Never mind.")
    send(anne, f"/scheduled/{other.id}/cancel", "/settings")
    assert anne.get(f"/api/v1/drafts/thread:{thread.id}").json["body"] == "Never mind."
    assert bodies(thread)[1:] == ["Good evening."]


def test_what_waits_is_its_writers_alone(browser_of: Browser) -> None:
    one, bjorn = put_off(browser_of(cast.ANNE), asked()), browser_of(cast.BJORN)
    assert bjorn.get(f"/scheduled/{one.id}").status_code == 404 and "Good morning" not in bjorn.get("/scheduled").text
    for path in ("", "/now", "/cancel"):
        assert send(bjorn, f"/scheduled/{one.id}{path}", "/settings", body="x", when=LATER).status_code == 404


def test_without_scripts_the_text_box_leads_there_with_its_words(browser_of: Browser) -> None:
    anne, thread = browser_of(cast.ANNE), asked()
    assert 'formaction="/scheduled/new"' in anne.get(f"/threads/{thread.id}").text
    page = send(anne, "/scheduled/new", "/settings", place=f"thread:{thread.id}", body="Half a word")
    assert page.status_code == 422 and "Half a word" in page.text and "T08:00" in page.text
    assert db.session.query(Scheduled).count() == 0


@pytest.mark.parametrize(("field", "value"), [
    ("when", ""), ("when", "2020-01-01T08:00"), ("when", "2099-01-01T08:00"), ("when", "soon"), ("body", " ")])
def test_what_cannot_be_sent_later_is_refused_with_its_words(browser_of: Browser, field: str, value: str) -> None:
    fields = {"place": f"thread:{asked().id}", "body": "Later, please", "when": LATER, "kind": "question", field: value}
    answer = send(browser_of(cast.ANNE), "/scheduled", "/settings", **fields)
    assert answer.status_code == 422 and "ds-validation-message" in answer.text
    assert field == "body" or "Later, please" in answer.text


def test_nothing_waits_for_a_place_where_one_may_not_write(browser_of: Browser) -> None:
    thread = asked()
    for email, status in ((cast.CARIN, 404), (cast.ELI, 403), (cast.GRO, 404)):
        assert send(browser_of(email), "/scheduled", "/settings", place=f"thread:{thread.id}", body="x", when=LATER,
                    kind="question").status_code == status


def test_a_new_thread_can_wait_too(browser_of: Browser) -> None:
    anne, room = browser_of(cast.ANNE), cast.room(cast.CLIMATE)
    send(anne, "/scheduled", "/settings", place=f"room:{room.id}", title="Heat pumps", body="Who has one?", when=LATER,
         kind="discussion")
    with time_machine.travel(datetime(2027, 1, 16, tzinfo=UTC), tick=False):
        assert service.send_due(SYSTEM) == 1
    assert "Heat pumps" in anne.get(f"/rooms/{room.id}").text
    assert timedelta(0) < datetime(2027, 1, 16, tzinfo=UTC) - now()


def test_what_tells_many_is_asked_when_it_is_put_off_since_nobody_is_there_later(browser_of: Browser) -> None:
    thread, anne = asked(), browser_of(cast.ANNE)
    crowd()
    wanted = {"place": f"thread:{thread.id}", "body": f"{everyone()}: a bus at eight.", "when": LATER,
              "kind": "question"}
    refused = send(anne, "/scheduled", "/settings", **wanted)
    assert refused.status_code == 422 and "a bus at eight" in refused.text and 'name="sure"' in refused.text
    assert db.session.query(Scheduled).count() == 0
    assert send(anne, "/scheduled", "/settings", **wanted, sure="y").status_code == 303
    with time_machine.travel(datetime(2027, 1, 15, 7, 0, 30, tzinfo=UTC), tick=False):
        assert service.send_due(SYSTEM) == 1
