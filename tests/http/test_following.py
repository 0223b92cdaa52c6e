"""The threads that one follows: what is in the list, what is new in it, and that all devices agree."""

import pytest

from app.accounts.session import actor_of
from app.following import queries
from app.rooms import service
from tests import cast
from tests.pages import selects, send
from tests.talk import Browser, Line, asked, heard, said


def read(email: str, thread: int, seq: int = 999) -> None:
    service.mark_read(actor_of(cast.person(email)), thread, seq)


def titles(page: str) -> list[str]:
    return [part.split(">", 1)[1].split("</a>")[0] for part in page.split('#unread"')[1:]]


def test_one_follows_what_one_began_wrote_in_or_was_mentioned_in(browser_of: Browser) -> None:
    asked(title="Not mine")
    mine, mentioned, answered = asked(cast.BJORN, title="Mine"), asked(title="Mentioned"), asked(title="Answered")
    said(mentioned, f"Ask @[Bjørn Dahl](person:{cast.person(cast.BJORN).id}).", cast.DAG)
    said(answered, "Yes.", cast.BJORN)
    said(mine, "No.", cast.ANNE)
    read(cast.BJORN, answered.id)
    bjorn = browser_of(cast.BJORN)
    assert titles(bjorn.get("/following").text) == ["Mine", "Mentioned", "Answered"]  # unread ones first
    assert titles(bjorn.get("/following?show=unread").text) == ["Mine", "Mentioned"]


def test_a_thread_is_followed_or_muted_by_a_button_and_a_muted_one_is_never_unread(browser_of: Browser) -> None:
    thread, bjorn = asked(title="Loud"), browser_of(cast.BJORN)
    assert send(bjorn, f"/threads/{thread.id}/follow", "/settings", follow="1").status_code == 303
    assert titles(bjorn.get("/following").text) == ["Loud"]
    assert ">Mute<" in bjorn.get(f"/threads/{thread.id}").text.replace("</svg>", ">")
    send(bjorn, f"/threads/{thread.id}/follow", "/settings", mute="1")
    said(thread, "More.", cast.DAG)
    room = bjorn.get(f"/rooms/{thread.room_id}").text
    assert "data-muted" in room and "data-unread" not in room
    assert bjorn.get(f"/api/v1/rooms/{thread.room_id}").json["unread"] == 0
    assert "Loud" not in bjorn.get("/following").text and "You follow no threads yet" in bjorn.get("/following").text
    assert bjorn.put(f"/api/v1/threads/{thread.id}/follow", json={"muted": False}).json == {
        "thread": thread.id, "muted": False}
    assert "data-unread" in bjorn.get("/following").text


def test_what_stood_in_the_list_is_read_at_once_and_what_came_since_is_not(browser_of: Browser) -> None:
    one, other = asked(cast.BJORN, title="One"), asked(cast.BJORN, title="Other")
    for thread in (one, other):
        said(thread, "Well.", cast.ANNE)
    bjorn = browser_of(cast.BJORN)
    shown = [part.split('"')[0] for part in bjorn.get("/following").text.split('name="read" value="')[1:]]
    said(other, "And then?", cast.ANNE)
    assert send(bjorn, "/following/read", "/settings", read=[*shown, "x", "9:", "::"]).status_code == 303
    assert titles(bjorn.get("/following?show=unread").text) == ["Other"]
    assert "Mark these as read" in bjorn.get("/following").text


def test_a_guest_follows_in_her_room_and_nobody_follows_what_they_may_not_read(browser_of: Browser) -> None:
    solar, climate = asked(room=cast.SOLAR, title="Solar"), asked(title="Climate")
    said(solar, "Hello.", cast.GRO)
    gro = browser_of(cast.GRO)
    assert titles(gro.get("/following").text) == ["Solar"]
    assert send(gro, f"/threads/{climate.id}/follow", "/settings", follow="1").status_code == 404
    assert gro.put(f"/api/v1/threads/{climate.id}/follow", json={}).status_code == 404


def test_all_pages_of_a_person_hear_what_was_read_and_nobody_elses_do(browser_of: Browser, socket_of: Line) -> None:
    thread = asked()
    message = said(thread, "Look.", cast.ANNE)
    here, there, anne = socket_of(cast.BJORN), socket_of(cast.BJORN), socket_of(cast.ANNE)
    bjorn = browser_of(cast.BJORN)
    facts = {"kind": "read", "room": thread.room_id, "thread": thread.id}
    bjorn.put(f"/api/v1/threads/{thread.id}/read", json={"seq": message.seq})
    assert heard(here, "notice") == heard(there, "notice") == [
        {**facts, "seq": message.seq, "unread": False, "muted": False}]
    assert bjorn.post(f"/api/v1/messages/{message.id}/unread").json == {"thread": thread.id, "seq": message.seq - 1}
    assert heard(there, "notice") == [{**facts, "seq": message.seq - 1, "unread": True, "muted": False}]
    bjorn.put(f"/api/v1/threads/{thread.id}/follow", json={"muted": True})
    assert heard(there, "notice") == [{**facts, "seq": message.seq - 1, "unread": False, "muted": True}]
    assert heard(anne, "notice") == []


def test_without_scripts_a_message_is_unread_again_from_its_own_page(browser_of: Browser) -> None:
    thread = asked()
    message = said(thread, "Look.", cast.ANNE)
    read(cast.BJORN, thread.id)
    bjorn = browser_of(cast.BJORN)
    assert f'action="/messages/{message.id}/unread"' in bjorn.get(f"/messages/{message.id}").text
    assert send(bjorn, f"/messages/{message.id}/unread", "/settings").headers["Location"] == f"/rooms/{thread.room_id}"
    assert "data-unread" in bjorn.get(f"/rooms/{thread.room_id}").text


def test_the_list_goes_on_and_costs_few_statements(browser_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    for number in range(3):
        asked(cast.BJORN, title=f"Number {number}")
    bjorn = browser_of(cast.BJORN)
    bjorn.get("/following")
    with selects() as made:
        assert titles(bjorn.get("/following").text) == ["Number 2", "Number 1"]
    assert len(made) <= 12, "\n\n".join(made)
    assert titles(bjorn.get("/following?page=2").text) == ["Number 0"]
