"""What open pages hear of rooms, and what they are refused."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import DictLoader, UndefinedError
from sqlalchemy import select

from app import live
from app.accounts import service as accounts
from app.accounts.models import Membership
from app.accounts.session import actor_of
from app.database import db
from app.live import socketio
from app.memberships import service as memberships
from app.permissions import SYSTEM, Actor
from app.rooms import queries, service
from app.rooms.leaving import turn_away
from app.rooms.sockets import tell_heads
from tests import cast
from tests.alone import alone
from tests.talk import Browser, Line, asked, heard, listening, new_id, said

Persons = Callable[[str], Actor]


def test_nobody_is_let_in(socket_of: Line, stage: Flask) -> None:
    assert not socket_of(None).is_connected()
    for auth in ({"token": "made up"}, {"token": 7}, {"token": ["x"]}, "token", 7, []):
        assert not socketio.test_client(stage, auth=auth).is_connected()


def test_a_page_of_another_site_is_not_let_in(stage: Flask, browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    foreign = {"Origin": "https://elsewhere.example"}
    assert not socketio.test_client(stage, flask_test_client=anne, headers=foreign).is_connected()
    assert socketio.test_client(stage, flask_test_client=anne, headers={"Origin": "http://localhost"}).is_connected()


def program_of(email: str) -> str:
    """The token of a program that acts for somebody."""
    accounts.change_password(actor_of(cast.person(email)), "", "a meadow behind the school")
    return accounts.token_for(SYSTEM, email, "a meadow behind the school", "test")


def test_a_program_comes_in_by_its_token(stage: Flask) -> None:
    line = socketio.test_client(stage, auth={"token": program_of(cast.ANNE)})
    assert line.is_connected()
    thread = asked()
    assert line.emit("room:join", {"room": thread.room_id}, callback=True) == {"ok": True, "seq": 1}
    ack = line.emit("message:post", {"thread": thread.id, "body": "by program", "client_id": new_id()}, callback=True)
    assert ack["ok"] and ack["message"]["author"]["name"] == "Anne Berg" and ack["duplicate"] is False


def test_who_joins_is_told_where_the_room_stands(socket_of: Line) -> None:
    thread = asked()
    said(thread)
    anne = socket_of(cast.ANNE)
    assert anne.emit("room:join", {"room": thread.room_id}, callback=True) == {"ok": True, "seq": 2}
    assert heard(anne, "seq") == [{"room": thread.room_id, "seq": 2}]


@pytest.mark.parametrize("email", [cast.CARIN, cast.HILDE, cast.GRO], ids=["stranger", "former", "guest elsewhere"])
def test_who_may_not_read_a_room_hears_nothing_of_it(socket_of: Line, email: str) -> None:
    thread, line = asked(), socket_of(email)
    refused = line.emit("room:join", {"room": thread.room_id}, callback=True)
    assert refused == line.emit("room:join", {"room": 10**6}, callback=True)
    assert (refused["ok"], refused["status"]) == (False, 404)
    said(thread)
    assert line.emit("typing", {"thread": thread.id}, callback=True)["status"] == 404
    assert line.get_received() == []


def test_a_guest_hears_her_room_and_staff_hear_all(socket_of: Line) -> None:
    thread = asked(room=cast.SOLAR)
    lines = [listening(socket_of, email, thread.room_id) for email in (cast.GRO, cast.ELI)]
    said(thread)
    assert [len(heard(line)) for line in lines] == [1, 1]


def test_edits_removals_answers_and_titles_are_heard_in_their_order(socket_of: Line, actor: Persons) -> None:
    thread = asked()
    anne = listening(socket_of, cast.ANNE, thread.room_id)
    message = said(thread, "first")
    service.edit_message(actor(cast.BJORN), message.id, "second")
    service.mark_answer(actor(cast.ANNE), thread.id, message.id)
    service.rename_thread(actor(cast.ANNE), thread.id, "Roofs of schools")
    service.remove_message(actor(cast.BJORN), message.id)
    service.restore_message(actor(cast.BJORN), message.id)
    changes = heard(anne)
    assert [(one["seq"], one["kind"]) for one in changes] == [
        (2, "message_added"), (3, "message_edited"), (4, "thread_changed"), (5, "thread_changed"),
        (6, "message_removed"), (7, "thread_changed"), (8, "message_restored")]
    assert "second" in changes[1]["html"] and "second" in changes[2]["html"]
    assert "Roofs of schools" in changes[3]["html"]
    assert "second" not in changes[4]["html"] and "second" in changes[6]["html"]


def test_what_changes_nothing_is_not_heard(socket_of: Line, actor: Persons) -> None:
    message = said(thread := asked(), "same")
    anne = listening(socket_of, cast.ANNE, thread.room_id)
    service.edit_message(actor(cast.BJORN), message.id, " same ")
    service.mark_answer(actor(cast.ANNE), thread.id, None)
    service.rename_thread(actor(cast.ANNE), thread.id, thread.title)
    assert heard(anne) == [] and thread.room.seq == 2


def test_who_leaves_the_room_or_the_network_hears_no_more(socket_of: Line, actor: Persons) -> None:
    thread = asked()
    anne, bjorn = (listening(socket_of, email, thread.room_id) for email in (cast.ANNE, cast.BJORN))
    assert anne.emit("room:leave", {"room": thread.room_id}, callback=True)["ok"]
    membership = db.session.scalars(select(Membership).where(
        Membership.person_id == cast.person(cast.BJORN).id)).one()
    memberships.end_membership(actor(cast.DAG), membership.id)
    said(thread, "between us", email=cast.DAG)
    assert heard(anne) == [] and heard(bjorn) == []
    assert bjorn.emit("room:join", {"room": thread.room_id}, callback=True)["status"] == 404
    assert bjorn.emit("message:post", {"thread": thread.id, "body": "x"}, callback=True)["status"] == 404


def test_who_may_not_read_any_more_hears_no_more_though_the_order_to_leave_was_lost(socket_of: Line) -> None:
    thread = asked()
    anne, bjorn, eli = (listening(socket_of, email, thread.room_id) for email in (cast.ANNE, cast.BJORN, cast.ELI))
    membership = db.session.scalars(select(Membership).where(Membership.person_id == cast.person(cast.BJORN).id)).one()
    membership.ended_on = date(2026, 1, 1)  # by a process that had no line to this one
    turn_away()
    said(thread, "between us", email=cast.DAG)
    assert [len(heard(line)) for line in (anne, bjorn, eli)] == [1, 0, 1]


def test_nothing_is_heard_and_nothing_kept_when_the_change_fails(socket_of: Line, actor: Persons) -> None:
    thread = asked()
    anne = listening(socket_of, cast.ANNE, thread.room_id)
    with pytest.raises(ZeroDivisionError), db.transaction():
        service.post_message(actor(cast.BJORN), thread.id, "lost")
        raise ZeroDivisionError
    assert heard(anne) == []
    assert queries.heads(SYSTEM, [thread.room_id]) == {thread.room_id: 1}
    assert said(thread).seq == 2, "no number is missing"


@pytest.mark.parametrize("peek", ["{{ actor.name }}", "{{ me.name }}", "{{ request.path }}", "{{ session.x }}",
                                  "{{ g.person }}"])
def test_a_broadcast_that_looks_at_who_is_reading_fails(stage: Flask, peek: str) -> None:
    loader = stage.jinja_env.loader
    stage.jinja_env.loader = DictLoader({"peeking.html": peek})
    try:
        with pytest.raises(UndefinedError):
            live.rendered("peeking.html", {})
    finally:
        stage.jinja_env.loader = loader


def test_the_page_and_the_broadcast_draw_the_same_whoever_looks(stage: Flask, socket_of: Line) -> None:
    thread = asked()
    lines = [listening(socket_of, email, thread.room_id) for email in (cast.ANNE, cast.DAG, cast.FRODE)]
    said(thread)
    assert len({str(heard(line)) for line in lines}) == 1


def test_others_in_the_room_see_that_somebody_writes(socket_of: Line) -> None:
    thread = asked()
    anne, bjorn = (listening(socket_of, email, thread.room_id) for email in (cast.ANNE, cast.BJORN))
    anne.emit("typing", {"thread": thread.id})
    assert heard(bjorn, "typing") == [
        {"room": thread.room_id, "thread": thread.id, "person": {"id": cast.person(cast.ANNE).id, "name": "Anne Berg"}}]
    assert heard(anne, "typing") == []


NONSENSE = [None, 7, "room", [], {}, {"room": "kitchen"}, {"room": None}, {"thread": -1}, {"room": 10**30},
            {"room": 1, "typo": 1}, b"bytes"]
NO_MESSAGE = [{"body": "nowhere"}, {"body": "two places", "room": 1, "thread": 1}, {"thread": 1},
              {"thread": 1, "body": 7}, {"thread": 1, "body": "x", "client_id": "7"},
              {"thread": 1, "body": "x", "kind": "gathering"}]


@pytest.mark.parametrize("event", ["room:join", "room:leave", "message:post", "typing"])
def test_nonsense_is_refused_in_the_ack(socket_of: Line, event: str) -> None:
    anne = socket_of(cast.ANNE)
    for sent in NONSENSE + NO_MESSAGE * (event == "message:post"):
        ack = anne.emit(event, sent, callback=True)
        assert (ack["ok"], ack["status"]) == (False, 422), sent
        assert ack["errors"][0]["field"], sent


def test_who_posts_as_no_hand_can_is_asked_to_wait_at_every_door(tmp_path: Path) -> None:
    with alone(tmp_path, rate_limits=True) as app:
        with app.app_context():
            thread, (anne, bjorn) = asked().id, (program_of(email) for email in (cast.ANNE, cast.BJORN))
        line, post = socketio.test_client(app, auth={"token": anne}), {"thread": thread, "body": "again"}
        acks = [line.emit("message:post", post, callback=True) for _ in range(61)]
        assert [ack["ok"] for ack in acks] == [True] * 60 + [False] and acks[-1]["status"] == 429
        refused, taken = (app.test_client().post(
            f"/api/v1/threads/{thread}/messages", json={"body": "again"},
            headers={"Authorization": f"Bearer {token}"}) for token in (anne, bjorn))
        assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 0
        assert taken.status_code == 201, "others go on"


def test_the_beacon_tells_open_rooms_that_have_moved(socket_of: Line) -> None:
    thread, quiet = asked(), cast.room(cast.SOLAR)
    anne = listening(socket_of, cast.ANNE, thread.room_id)
    assert anne.emit("room:join", {"room": quiet.id}, callback=True)["ok"]
    anne.get_received()
    told = tell_heads({})
    assert sorted(heard(anne, "seq"), key=lambda one: one["seq"]) == [
        {"room": quiet.id, "seq": 0}, {"room": thread.room_id, "seq": 1}]
    assert tell_heads(told) == told and heard(anne, "seq") == []
    with db.transaction():  # by a process to which nobody listens
        cast.room(cast.CLIMATE).seq += 1
    tell_heads(told)
    assert heard(anne, "seq") == [{"room": thread.room_id, "seq": 2}]
