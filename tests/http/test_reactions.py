"""What is said with one emoji: counted exactly, by those who take part, the same on page, API and live."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from app.database import db
from app.errors import AppError, Conflict, Invalid
from app.permissions import Actor
from app.rooms import service
from app.rooms.models import Message, ThreadState
from tests import cast
from tests.pages import send
from tests.talk import Browser, Line, asked, heard, listening, said

Persons = Callable[[str], Actor]


def put(browser: Any, message: Message, emoji: str, on: bool = True) -> Any:
    return browser.put(f"/api/v1/messages/{message.id}/reactions", json={"emoji": emoji, "on": on})


def test_a_reaction_is_heard_by_the_room_and_told_to_who_asks_later(browser_of: Browser, socket_of: Line) -> None:
    message = said(thread := asked())
    bjorn = listening(socket_of, cast.BJORN, thread.room_id)
    anne = cast.person(cast.ANNE)
    answer = put(browser_of(cast.ANNE), message, "👍")
    expected = [{"emoji": "👍", "count": 1, "people": [{"id": anne.id, "name": "Anne Berg", "municipality": "Bamble"}]}]
    assert answer.status_code == 200 and answer.json["reactions"] == expected
    [change] = heard(bjorn)
    assert (change["kind"], change["seq"], change["message"]) == ("reaction", 3, message.id)
    assert "👍" in change["html"] and "Anne Berg" in change["html"] and f"m-{message.id}-reactions" in change["html"]
    browser = browser_of(cast.BJORN)
    missed = browser.get(f"/api/v1/rooms/{thread.room_id}/changes?after=2&html=true").json["items"]
    assert [(one["kind"], one["seq"]) for one in missed] == [("reaction", 3)]
    assert missed[0]["message"]["reactions"] == expected and missed[0]["html"] == change["html"]
    assert browser.get(f"/api/v1/threads/{thread.id}/messages").json["items"][-1]["reactions"] == expected
    assert change["html"].partition("<template>")[2].partition("</template>")[0].strip() in browser.get(
        f"/threads/{thread.id}").text, "the page draws the same"


def test_said_twice_it_counts_once_and_taken_back_it_is_gone(
        browser_of: Browser, socket_of: Line) -> None:
    message = said(thread := asked())
    anne, bjorn = browser_of(cast.ANNE), browser_of(cast.BJORN)
    line = listening(socket_of, cast.DAG, thread.room_id)
    for browser, emoji in ((anne, "🎉"), (anne, "🎉"), (bjorn, "👍"), (bjorn, "🎉"), (anne, "❤")):
        assert put(browser, message, emoji).status_code == 200
    counts = [(one["emoji"], one["count"]) for one in put(anne, message, "❤️").json["reactions"]]
    assert counts == [("🎉", 2), ("👍", 1), ("❤️", 1)]
    for _ in range(2):
        answer = put(anne, message, "🎉", on=False)
    assert [(one["emoji"], one["count"]) for one in answer.json["reactions"]] == [("👍", 1), ("🎉", 1), ("❤️", 1)]
    assert [one["seq"] for one in heard(line)] == [3, 4, 5, 6, 7], "what changes nothing takes no number"


@pytest.mark.parametrize("emoji", ["", "x", "👍👍", "<b>", "🖕", "\x00"])
def test_another_emoji_is_refused(browser_of: Browser, emoji: str) -> None:
    assert put(browser_of(cast.ANNE), said(asked()), emoji).status_code == 422


@pytest.mark.parametrize(("email", "status"), [
    (cast.CARIN, 404), (cast.HILDE, 404), (cast.GRO, 404), (cast.ELI, 403), (cast.FRODE, 200), (None, 401)])
def test_who_takes_part_in_the_room_may(browser_of: Browser, email: str | None, status: int) -> None:
    assert put(browser_of(email), said(asked()), "👍").status_code == status


def test_where_nothing_new_may_be_said_nor_may_this(actor: Persons) -> None:
    message, anne, dag = said(thread := asked()), actor(cast.ANNE), actor(cast.DAG)
    service.set_thread_state(dag, thread.id, ThreadState.CLOSED)
    with pytest.raises(Conflict):
        service.react(anne, message.id, "👍")
    service.set_thread_state(dag, thread.id, ThreadState.OPEN)
    service.react(anne, message.id, "👍")
    service.archive_room(dag, thread.room_id, True)
    for on in (True, False):
        with pytest.raises(Conflict):
            service.react(anne, message.id, "👍", on)


def test_a_removed_message_has_none_until_it_is_back(actor: Persons, browser_of: Browser) -> None:
    message, anne = said(asked()), actor(cast.ANNE)
    service.react(anne, message.id, "👍")
    service.remove_message(actor(cast.BJORN), message.id)
    browser = browser_of(cast.ANNE)
    assert browser.get(f"/api/v1/messages/{message.id}").json["reactions"] == []
    with pytest.raises(AppError):
        service.react(anne, message.id, "🎉")
    service.restore_message(actor(cast.BJORN), message.id)
    assert [one["emoji"] for one in browser.get(f"/api/v1/messages/{message.id}").json["reactions"]] == ["👍"]


def test_without_scripts_a_message_has_a_page_where_one_reacts(browser_of: Browser) -> None:
    message = said(asked())
    anne, path = browser_of(cast.ANNE), f"/messages/{message.id}"
    assert send(anne, f"{path}/reactions", "/settings", emoji="🎉").status_code == 303
    page = anne.get(path).text
    assert 'name="off" value="🎉" aria-pressed="true"' in page and 'class="reaction-who">Anne Berg<' in page
    assert 'name="emoji" value="🎉"' in browser_of(cast.BJORN).get(path).text
    assert send(anne, f"{path}/reactions", "/settings", off="🎉").status_code == 303
    assert "reaction-who" not in anne.get(path).text
    assert send(anne, f"{path}/reactions", "/settings", emoji="x").status_code == 422
    assert "reaction-form" not in browser_of(cast.ELI).get(path).text


def test_many_reactions_cost_no_more_statements(actor: Persons, browser_of: Browser) -> None:
    thread, browser, counts = asked(), browser_of(cast.ANNE), []
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        statements.append(statement)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        for _ in range(2):
            db.session.expire_all()
            statements.clear()
            assert browser.get(f"/threads/{thread.id}").status_code == 200
            counts.append(len(statements))
            for message in [said(thread, f"Answer {number}") for number in range(5)]:
                for email in (cast.ANNE, cast.BJORN, cast.DAG):
                    service.react(actor(email), message.id, "👍")
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert counts[1] <= counts[0] + 2, counts


def test_an_unknown_emoji_is_named_in_words(actor: Persons) -> None:
    with pytest.raises(Invalid) as refused:
        service.react(actor(cast.ANNE), said(asked()).id, "🖕")
    assert "👍" in str(refused.value.errors["emoji"])
