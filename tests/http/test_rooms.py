"""Threads and messages, through every door."""

from typing import Any

import pytest
from flask import Flask

from tests import cast
from tests.talk import Browser, Door, Line, all_doors, asked, heard, listening, new_id, said


@pytest.fixture
def door(kind: type[Door], browser_of: Browser, socket_of: Line) -> Door:
    """The door that this run of the test comes in by."""
    return kind(browser_of, socket_of)


@all_doors
def test_a_member_answers_and_the_open_pages_of_the_room_hear_it(door: Door, socket_of: Line) -> None:
    thread = asked()
    bjorn = listening(socket_of, cast.BJORN, thread.room_id)
    answer = door.post(cast.ANNE, thread.id, "Ask **Kragerø**.", client_id=(client_id := new_id()))
    assert answer.status == 201 and answer.message
    [change] = heard(bjorn)
    assert (change["kind"], change["seq"], change["thread"], change["message"], change["client_id"]) == (
        "message_added", answer.message["seq"], thread.id, answer.message["id"], client_id)
    assert "<strong>Kragerø</strong>" in change["html"] and "turbo-stream" in change["html"]


@all_doors
@pytest.mark.parametrize("email", [cast.CARIN, cast.HILDE, cast.GRO], ids=["stranger", "former", "guest elsewhere"])
def test_who_is_not_in_the_room_learns_nothing(door: Door, email: str) -> None:
    thread = asked()
    assert door.post(email, thread.id, "hello").status == 404
    assert door.post(email, 2_000_000_000, "hello").status == 404
    assert door.start(email, thread.room_id, "hello").status == 404


@all_doors
def test_staff_read_but_do_not_speak(door: Door) -> None:
    thread = asked()
    assert door.post(cast.ELI, thread.id, "hello").status == 403


@all_doors
def test_a_guest_speaks_in_the_room_that_she_was_asked_into(door: Door) -> None:
    thread = asked(room=cast.SOLAR)
    assert door.post(cast.GRO, thread.id, "Measure first.").status == 201


@all_doors
def test_what_is_sent_twice_is_kept_once(door: Door, browser_of: Browser) -> None:
    thread, client_id = asked(), new_id()
    first = door.post(cast.ANNE, thread.id, "once", client_id=client_id)
    again = door.post(cast.ANNE, thread.id, "once", client_id=client_id)
    assert (first.status, again.status) == (201, 200) and first.message == again.message
    assert len(browser_of(cast.ANNE).get(f"/api/v1/threads/{thread.id}/messages").json["items"]) == 2
