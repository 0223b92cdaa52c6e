"""What a few people say to each other is theirs alone, at every door, and as exact as in a room."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_socketio import SocketIOTestClient
from sqlalchemy import select

from app.accounts.models import RoomGuest
from app.accounts.session import actor_of
from app.conversations import queries, service
from app.database import db
from app.demo.office import txt
from app.files import service as files
from app.indicators import service as indicators
from app.indicators.choice import Choice
from app.rooms import service as rooms
from app.rooms.models import Thread
from tests import cast
from tests.finding import ask, own_index, work
from tests.http.test_sweep import REFUSALS, doors, knock
from tests.pages import selects, send
from tests.secrets import WORD, plant
from tests.talk import Browser, Door, Line, all_doors, heard, listening, new_id, said

OTHERS = [cast.ELI, cast.FRODE, cast.GRO]
LISTS = ["/", "/messages", "/messages/new", "/networks", "/api/v1/rooms", "/api/v1/examples", "/admin", "/settings"]


@pytest.fixture
def door(kind: type[Door], browser_of: Browser, socket_of: Callable[[str | None], SocketIOTestClient]) -> Door:
    return kind(browser_of, socket_of)


def between(*emails: str) -> Thread:
    """The conversation of these people; the first one begins it."""
    return service.write_to(actor_of(cast.person(emails[0])), [cast.person(one).id for one in emails[1:]])


def to(*emails: str) -> dict[str, Any]:
    """The form in which these are chosen."""
    return {"to": [str(cast.person(one).id) for one in emails]}


@all_doors
def test_one_writes_to_another_and_both_read_it(door: Door, browser_of: Browser, socket_of: Line) -> None:
    thread = between(cast.ANNE, cast.CARIN)
    line = listening(socket_of, cast.CARIN, thread.room_id)
    assert door.post(cast.ANNE, thread.id, "Kan du ringe meg?", client_id=new_id()).status == 201
    assert "Kan du ringe meg?" in heard(line)[0]["html"]
    page = browser_of(cast.CARIN).get(f"/threads/{thread.id}").text
    assert "Kan du ringe meg?" in page and "Anne Berg, Carin Lind" in page and 'href="/messages"' in page
    assert door.post(cast.CARIN, thread.id, "Gärna.").status == 201
    listed = browser_of(cast.ANNE).get("/messages").text
    assert "Carin Lind" in listed and "Gärna." in listed and "data-unread" in listed
    assert "Carin Lind wrote to you" in browser_of(cast.ANNE).get("/").text


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_learns_of_it_at_any_door(stage: Flask, browser_of: Browser, who: str | None) -> None:
    secrets, browser, leaks = whispered(stage), browser_of(who), []
    here = {"room_id", "thread_id", "message_id", "file_id", "card_id", "place"}
    for rule, method in doors(stage, private=True):
        if rule.arguments and rule.arguments <= here | secrets.OPEN_NAMES:
            status, text = knock(browser, rule, method, secrets)
            empty = status == 422 == knock(browser, rule, method, secrets.missing())[0]
            if not (status in REFUSALS or empty) or WORD in text:
                leaks.append((str(rule), method, status))
    leaks += [path for path in LISTS if WORD in browser.get(path, follow_redirects=True).text]
    assert leaks == []


def whispered(app: Flask) -> Any:
    """Where the addresses lead to what Anne has told Bjørn alone."""
    secrets, thread = plant(app, "Ordinary"), between(cast.ANNE, cast.BJORN)
    anne = actor_of(cast.person(cast.ANNE))
    card = indicators.make_card(anne, Choice("no_population", ["4012"], note=f"Om {WORD}"))
    file = files.upload(anne, f"{WORD}.txt", io.BytesIO(txt(f"Alt om {WORD} i skogen")))
    message = rooms.post_message(anne, thread.id, f"Si ingenting om {WORD}.", links=(f"card:{card.id}",),
                                 files=(file.id,)).message
    rooms.edit_message(anne, message.id, f"Si ingenting om {WORD} til noen.")
    work()
    return replace(secrets, by_name={**secrets.by_name, "room_id": thread.room_id, "thread_id": thread.id,
                                     "message_id": message.id, "file_id": file.id, "card_id": card.id,
                                     "place": f"thread:{thread.id}"})


@pytest.mark.parametrize("who", [cast.DAG, cast.FRODE])
def test_only_who_is_in_it_finds_it(app: Flask, stage: Flask, browser_of: Browser, who: str | None,
                                    tmp_path: Path) -> None:
    with own_index(app, tmp_path):
        whispered(stage)
        assert ask(browser_of(who), WORD).nothing
        found = ask(browser_of(cast.BJORN), WORD)
        assert {"Anne Berg, Bjørn Dahl", f"{WORD}.txt"} <= set(found.titles) and found.total == len(found.titles)


def test_no_page_of_others_may_listen(socket_of: Line) -> None:
    room = between(cast.ANNE, cast.BJORN).room_id
    for email in (cast.DAG, cast.ELI, cast.FRODE, cast.GRO):
        assert not socket_of(email).emit("room:join", {"room": room}, callback=True)["ok"]


def test_the_same_people_have_one_conversation_and_more_people_another(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    first = send(anne, "/messages", "/messages/new", **to(cast.BJORN)).headers["Location"]
    assert send(browser_of(cast.BJORN), "/messages", "/messages/new", **to(cast.ANNE)).headers["Location"] == first
    added = anne.get(first.partition("#")[0]).text
    assert f"/messages/new?adding=1&amp;to={cast.person(cast.BJORN).id}" in added
    with_dag = send(anne, "/messages", "/messages/new", **to(cast.BJORN, cast.DAG)).headers["Location"]
    assert with_dag != first
    assert "A new conversation begins" in anne.get("/messages/new?adding=1").text


def test_one_has_to_choose_somebody_and_not_too_many(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    nobody = send(anne, "/messages", "/messages/new")
    assert nobody.status_code == 422 and "Choose somebody to write to." in nobody.text
    everybody = [one for one in vars(cast).values() if isinstance(one, str) and "@" in one]
    assert len(everybody) == 8
    assert send(anne, "/messages", "/messages/new", **to(*everybody)).status_code == 303  # oneself counts once
    assert anne.post("/api/v1/conversations", json={"people": list(range(1, 20))}).status_code == 422
    assert anne.post("/api/v1/conversations", json={"people": [2_000_000_000]}).status_code == 404


def test_people_are_looked_for_without_losing_those_who_are_chosen(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    looked = send(anne, "/messages", "/messages/new", find="1", who="jokk", **to(cast.BJORN))
    page = anne.get(looked.headers["Location"]).text
    assert page.index("Bjørn Dahl") < page.index("Carin Lind") and "Dag Moen" not in page


def test_a_guest_writes_to_the_people_of_her_room_and_nobody_else(browser_of: Browser) -> None:
    gro = browser_of(cast.GRO)
    offered = gro.get("/messages/new").text
    assert "Anne Berg" in offered and "Dag Moen" in offered and "Carin Lind" not in offered
    assert send(gro, "/messages", "/messages/new", **to(cast.ANNE)).status_code == 303
    assert send(gro, "/messages", "/messages/new", **to(cast.CARIN)).status_code == 404
    assert "Write to Carin" not in gro.get(f"/people/{cast.person(cast.CARIN).id}").text
    assert "Write to Anne" in gro.get(f"/people/{cast.person(cast.ANNE).id}").text
    between(cast.CARIN, cast.GRO)  # who writes to her can be answered, by another conversation too
    assert send(gro, "/messages", "/messages/new", **to(cast.CARIN)).status_code == 303


def test_who_leaves_reads_and_hears_nothing_more_and_nobody_writes_into_the_void(
        browser_of: Browser, socket_of: Line) -> None:
    thread = between(cast.ANNE, cast.BJORN)
    said(thread, "Før", cast.ANNE)
    bjorn, line = browser_of(cast.BJORN), listening(socket_of, cast.BJORN, thread.room_id)
    assert "will not be able to read" in bjorn.get(f"/threads/{thread.id}/leave").text
    assert send(bjorn, f"/threads/{thread.id}/leave", "/settings").headers["Location"] == "/messages"
    assert bjorn.get(f"/threads/{thread.id}").status_code == 404 and "Før" not in bjorn.get("/messages").text
    alone = browser_of(cast.ANNE).post(f"/api/v1/threads/{thread.id}/messages", json={"body": "Hallo?"})
    assert alone.status_code == 409 and heard(line) == []
    assert "Nobody else is in this conversation" in browser_of(cast.ANNE).get(f"/threads/{thread.id}").text
    assert between(cast.BJORN, cast.ANNE).id != thread.id


def test_it_has_one_thread_without_title_answer_or_end_of_its_own(browser_of: Browser) -> None:
    thread = between(cast.ANNE, cast.BJORN)
    message, anne = said(thread, "Hei", cast.BJORN), browser_of(cast.ANNE)
    assert anne.get(f"/rooms/{thread.room_id}").headers["Location"] == f"/threads/{thread.id}"
    assert anne.post(f"/api/v1/rooms/{thread.room_id}/threads", json={"body": "Ny"}).status_code == 409
    assert anne.patch(f"/api/v1/threads/{thread.id}", json={"title": "Ny"}).status_code == 403
    assert anne.put(f"/api/v1/threads/{thread.id}/answer", json={"message": message.id}).status_code == 403
    room = next(one for one in anne.get("/api/v1/rooms").json["items"] if one["id"] == thread.room_id)
    assert (room["network"], room["network_name"], room["kind"], room["unread"]) == (None, None, "direct", 1)
    assert anne.get(f"/api/v1/threads/{thread.id}").json["network"] is None


def test_only_who_is_in_it_is_mentioned_there(browser_of: Browser) -> None:
    thread = between(cast.ANNE, cast.BJORN)
    anne = browser_of(cast.ANNE)
    names = [one["name"] for one in anne.get(f"/api/v1/rooms/{thread.room_id}/people").json["items"]]
    assert names == ["Bjørn Dahl"]


def test_a_room_that_a_guest_is_in_stays_hers_when_she_writes_with_somebody(stage: Flask) -> None:
    between(cast.GRO, cast.ANNE)
    rooms_of = set(db.session.scalars(select(RoomGuest.room_id).where(RoomGuest.person_id == cast.person(cast.GRO).id)))
    assert cast.room(cast.SOLAR).id in rooms_of and len(rooms_of) == 2


def test_a_long_list_goes_on_on_the_next_page(browser_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 1)
    for other in (cast.BJORN, cast.DAG):
        said(between(cast.ANNE, other), "Hei", cast.ANNE)
    anne = browser_of(cast.ANNE)
    assert "Dag Moen" in anne.get("/messages").text and "Bjørn Dahl" not in anne.get("/messages").text
    assert "Bjørn Dahl" in anne.get("/messages?page=2").text
    assert anne.get("/messages?page=x").status_code == 200


@pytest.mark.parametrize("path", ["/messages", "/messages/new", "/threads/{}", "/"])
def test_a_page_costs_at_most_twelve_statements(browser_of: Browser, path: str) -> None:
    for other in (cast.BJORN, cast.DAG, cast.ELI):
        thread = between(cast.ANNE, other)
        said(thread, "Hei", other)
    anne = browser_of(cast.ANNE)
    anne.get(path.format(thread.id))
    with selects() as made:
        assert anne.get(path.format(thread.id)).status_code == 200
    assert len(made) <= 12, "\n\n".join(made)
