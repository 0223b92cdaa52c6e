"""A poll beneath a message: who may choose, that each counts once, and what open pages see of it."""

from datetime import timedelta
from typing import Any

import pytest

from app.accounts.session import actor_of
from app.database import db, now
from app.polls import service
from app.polls.models import Poll
from app.rooms import service as rooms
from app.rooms.models import Message, ThreadState
from tests import cast
from tests.pages import send
from tests.talk import Browser, Line, asked, heard, listening


def made(email: str = cast.ANNE, **more: Any) -> Poll:
    """A poll that somebody has made and not attached yet."""
    facts = {"question": "Which day?", "options": ("Monday", "Tuesday", "Friday"), **more}
    return service.make(actor_of(cast.person(email)), service.Facts(**facts))


def posted(poll: Poll, room: str = cast.CLIMATE, email: str = cast.ANNE) -> Message:
    """A message with POLL beneath it."""
    return rooms.start_thread(actor_of(cast.person(email)), cast.room(room).id, "When do we meet?",
                              links=(f"poll:{poll.id}",)).message


def counts(answer: Any) -> list[int]:
    return [option["votes"] for option in answer.json["options"]]


def test_members_choose_change_and_take_back_and_open_pages_see_it(browser_of: Browser, socket_of: Line) -> None:
    poll = made()
    message = posted(poll)
    monday, tuesday, _ = (option.id for option in poll.options)
    line, bjorn = listening(socket_of, cast.DAG, message.room_id), browser_of(cast.BJORN)
    path = f"/api/v1/polls/{poll.id}"
    assert counts(bjorn.put(f"{path}/vote", json={"options": [monday]})) == [1, 0, 0]
    change = heard(line)[0]
    assert change["kind"] == "beneath_changed" and "Bjørn Dahl"[:1] in change["html"] and "<form" not in change["html"]
    assert counts(browser_of(cast.DAG).put(f"{path}/vote", json={"options": [monday]})) == [2, 0, 0]
    assert counts(bjorn.put(f"{path}/vote", json={"options": [tuesday]})) == [1, 1, 0]
    assert counts(bjorn.put(f"{path}/vote", json={"options": [tuesday]})) == [1, 1, 0]
    assert counts(bjorn.put(f"{path}/vote", json={"options": []})) == [1, 0, 0]
    missed = bjorn.get(f"/api/v1/rooms/{message.room_id}/changes?html=true&after=1").json["items"]
    assert [one["kind"] for one in missed] == ["beneath_changed"] * 4 and "poll-option" in missed[-1]["html"]


def test_only_one_answer_unless_several_are_allowed_and_only_those_of_the_poll(browser_of: Browser) -> None:
    one, several = made(), made(several=True)
    posted(one), posted(several)
    bjorn = browser_of(cast.BJORN)
    both = [option.id for option in one.options][:2]
    assert bjorn.put(f"/api/v1/polls/{one.id}/vote", json={"options": both}).status_code == 422
    both = [option.id for option in several.options][:2]
    answer = bjorn.put(f"/api/v1/polls/{several.id}/vote", json={"options": both})
    assert (counts(answer), answer.json["voters"], answer.json["chosen"]) == ([1, 1, 0], 1, both)
    assert bjorn.put(f"/api/v1/polls/{one.id}/vote", json={"options": both}).status_code == 422


def test_who_does_not_take_part_in_the_room_does_not_choose(browser_of: Browser) -> None:
    poll = made()
    posted(poll)
    for email, status in ((cast.CARIN, 404), (cast.GRO, 404), (cast.HILDE, 404), (cast.ELI, 403), (None, 401)):
        browser = browser_of(email)
        assert browser.put(f"/api/v1/polls/{poll.id}/vote", json={"options": []}).status_code == status
        assert browser.get(f"/api/v1/polls/{poll.id}").status_code == (200 if email == cast.ELI else status)
    solar = made(cast.GRO)
    posted(solar, cast.SOLAR, cast.GRO)
    chosen = browser_of(cast.GRO).put(f"/api/v1/polls/{solar.id}/vote", json={"options": [solar.options[0].id]})
    assert counts(chosen) == [1, 0, 0]


def test_a_poll_is_its_authors_until_it_stands_somewhere_and_stands_in_one_place(browser_of: Browser) -> None:
    poll, bjorn = made(), browser_of(cast.BJORN)
    assert bjorn.get(f"/polls/{poll.id}").status_code == 404
    thread = asked()
    theft = {"body": "Mine", "polls": [poll.id]}
    assert bjorn.post(f"/api/v1/threads/{thread.id}/messages", json=theft).status_code == 422
    anne = browser_of(cast.ANNE)
    assert anne.put(f"/api/v1/polls/{poll.id}/vote", json={"options": []}).status_code == 409
    assert anne.post(f"/api/v1/threads/{thread.id}/messages", json=theft).status_code == 201
    assert anne.post(f"/api/v1/threads/{thread.id}/messages", json=theft).status_code == 422
    assert "Which day?" in bjorn.get(f"/threads/{thread.id}").text


def test_of_an_anonymous_poll_nobody_learns_who_chose_what(browser_of: Browser, socket_of: Line) -> None:
    poll = made(anonymous=True)
    message = posted(poll)
    line, bjorn, anne = listening(socket_of, cast.DAG, message.room_id), browser_of(cast.BJORN), browser_of(cast.ANNE)
    bjorn.put(f"/api/v1/polls/{poll.id}/vote", json={"options": [poll.options[2].id]})
    seen = anne.get(f"/api/v1/polls/{poll.id}").json
    assert [option["people"] for option in seen["options"]] == [None] * 3 and seen["chosen"] == []
    assert heard(socket_of(cast.ANNE), "notice") == []
    assert "BD" not in heard(line)[0]["html"] and "Bjørn" not in anne.get(f"/polls/{poll.id}").text
    assert "You chose:" in bjorn.get(f"/polls/{poll.id}").text


def test_after_its_last_day_or_when_its_author_closes_it_nobody_chooses(browser_of: Browser) -> None:
    poll, other = made(), made(closes_at=now() + timedelta(days=1))
    message, _ = posted(poll), posted(other)
    bjorn, anne = browser_of(cast.BJORN), browser_of(cast.ANNE)
    assert send(bjorn, f"/polls/{poll.id}/close", "/settings").status_code == 403
    assert send(anne, f"/polls/{poll.id}/close", "/settings").status_code == 303
    with db.transaction():
        other.closes_at = now() - timedelta(seconds=1)
    for one in (poll, other):
        assert bjorn.put(f"/api/v1/polls/{one.id}/vote", json={"options": []}).status_code == 409
        refused = send(bjorn, f"/polls/{one.id}/vote", "/settings", option=str(one.options[0].id))
        assert refused.status_code == 409 and "This poll is closed." in refused.text
    assert " disabled" in bjorn.get(f"/threads/{message.thread_id}").text


def test_with_its_message_it_goes_and_in_a_closed_thread_it_rests(browser_of: Browser) -> None:
    poll = made()
    message, anne = posted(poll), browser_of(cast.ANNE)
    rooms.set_thread_state(actor_of(cast.person(cast.ANNE)), message.thread_id, ThreadState.CLOSED)
    assert anne.put(f"/api/v1/polls/{poll.id}/vote", json={"options": []}).status_code == 409
    anne.delete(f"/api/v1/messages/{message.id}")
    assert anne.get(f"/polls/{poll.id}").status_code == 404
    anne.post(f"/api/v1/messages/{message.id}/restore")
    assert anne.get(f"/polls/{poll.id}").status_code == 200


def test_without_scripts_it_is_made_attached_and_answered_by_plain_forms(browser_of: Browser) -> None:
    thread, anne = asked(), browser_of(cast.ANNE)
    page = anne.get(f"/polls/new?place=thread:{thread.id}").text
    assert 'name="question"' in page
    new = {"place": f"thread:{thread.id}", "question": "Coffee?", "options": "Yes\nNo\n\n"}
    there = send(anne, "/polls", "/settings", **new).headers["Location"]
    composer = anne.get(there.partition("#")[0]).text
    key = composer.split('name="links" value="')[1].split('"')[0]
    said = send(anne, f"/threads/{thread.id}/messages", "/settings", body="Well?", client_id="", links=key)
    assert "Coffee?" in anne.get(said.headers["Location"].partition("#")[0]).text
    poll = db.session.get(Poll, int(key.partition(":")[2]))
    for expected in (1, 0):  # once more takes it back
        send(anne, f"/polls/{poll.id}/vote", "/settings", option=str(poll.options[0].id))
        assert counts(anne.get(f"/api/v1/polls/{poll.id}")) == [expected, 0]


@pytest.mark.parametrize(("field", "value"), [
    ("question", " "), ("question", "x" * 201), ("options", "One"), ("options", "\n".join(map(str, range(11)))),
    ("options", "Same\nSame"), ("closes", "2020-01-01"), ("closes", "never")])
def test_what_is_no_poll_is_refused_with_what_was_typed(browser_of: Browser, field: str, value: str) -> None:
    anne, thread = browser_of(cast.ANNE), asked()
    fields = {"place": f"thread:{thread.id}", "question": "Coffee or tea?", "options": "Coffee\nTea", field: value}
    answer = send(anne, "/polls", "/settings", **fields)
    assert answer.status_code == 422 and "ds-validation-message" in answer.text
    assert field == "question" or "Coffee or tea?" in answer.text


def test_nobody_makes_a_poll_for_a_place_that_they_do_not_read(browser_of: Browser) -> None:
    carin, thread = browser_of(cast.CARIN), asked()
    for place in (f"thread:{thread.id}", "thread:x", "", f"room:{thread.room_id}"):
        assert carin.get(f"/polls/new?place={place}").status_code == 404
