"""Who looks at a room is seen by those who read it, while they look, and if they want to be seen."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient
from sqlalchemy import select

from app.accounts import service as accounts
from app.accounts.models import Membership
from app.database import db
from app.memberships import service as memberships
from app.permissions import Actor
from app.rooms import presence
from app.rooms.presence import Teller
from tests import cast
from tests.talk import Line, heard, listening

Persons = Callable[[str], Actor]


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    """No other process has said anything yet."""
    presence._elsewhere.clear()
    yield
    presence._elsewhere.clear()


@pytest.fixture
def room(stage: object) -> int:
    return cast.room(cast.CLIMATE).id


def looking(socket_of: Line, email: str, room: int, here: bool = True) -> SocketIOTestClient:
    """Somebody who has ROOM open, and looks at it."""
    line = listening(socket_of, email, room)
    assert line.emit("presence", {"room": room, "here": here}, callback=True)["ok"]
    return line


def seen(line: SocketIOTestClient) -> list[list[str]]:
    """Who was there, each time that LINE was told."""
    return [[one["name"] for one in told["people"]] for told in heard(line, "presence")]


def test_who_comes_and_goes_is_seen_at_the_next_beat_and_counts_once(socket_of: Line, room: int) -> None:
    company = Teller()
    anne = looking(socket_of, cast.ANNE, room)
    assert seen(anne) == [["Anne Berg"]], "who comes is told at once"
    company.beat()
    seen(anne)
    bjorn, again = (looking(socket_of, cast.BJORN, room) for _ in range(2))
    company.beat()
    assert seen(anne) == [["Anne Berg", "Bjørn Dahl"]]
    company.beat()
    assert seen(anne) == [], "what has not changed is not told"
    bjorn.disconnect()
    company.beat()
    assert seen(anne) == []
    again.emit("presence", {"room": room, "here": False}, callback=True)
    company.beat()
    assert seen(anne) == [["Anne Berg"]]
    anne.emit("room:leave", {"room": room}, callback=True)
    eli = looking(socket_of, cast.ELI, room)
    assert seen(eli) == [["Eli Strand"]], "who only reads is seen too"


def test_who_does_not_want_to_be_seen_is_not(socket_of: Line, room: int, actor: Persons) -> None:
    company = Teller()
    anne, _bjorn = looking(socket_of, cast.ANNE, room), looking(socket_of, cast.BJORN, room)
    company.beat()
    assert seen(anne)[-1] == ["Anne Berg", "Bjørn Dahl"]
    accounts.choose_presence(actor(cast.BJORN), False)
    company.beat()
    assert seen(anne) == [["Anne Berg"]]


def test_nobody_learns_who_is_in_a_room_that_they_do_not_read(
        socket_of: Line, room: int, actor: Persons) -> None:
    looking(socket_of, cast.ANNE, room)
    carin = socket_of(cast.CARIN)
    refused = carin.emit("presence", {"room": room, "here": True}, callback=True)
    assert refused == carin.emit("presence", {"room": 10**6, "here": True}, callback=True)
    bjorn, company = looking(socket_of, cast.BJORN, room), Teller()
    company.beat()
    membership = db.session.scalars(select(Membership).where(
        Membership.person_id == cast.person(cast.BJORN).id)).one()
    bjorn.get_received()
    memberships.end_membership(actor(cast.DAG), membership.id)
    dag = looking(socket_of, cast.DAG, room)
    company.beat()
    assert seen(dag)[-1] == ["Anne Berg", "Dag Moen"], "whose right ended is not there any more"
    assert heard(carin, "presence") == heard(bjorn, "presence") == []


def test_who_only_says_so_without_hearing_the_room_is_not_there(socket_of: Line, room: int) -> None:
    anne = looking(socket_of, cast.ANNE, room)
    seen(anne)
    bjorn = socket_of(cast.BJORN)
    assert bjorn.emit("presence", {"room": room, "here": True}, callback=True)["ok"]
    assert presence.here()[room] == {cast.person(cast.ANNE).id}


def test_other_processes_count_until_they_fall_silent(
        socket_of: Line, room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    anne, company = looking(socket_of, cast.ANNE, room), Teller()
    bjorn = cast.person(cast.BJORN).id
    presence.heard("another", {str(room): [bjorn]})
    company.beat()
    assert seen(anne)[-1] == ["Anne Berg", "Bjørn Dahl"]
    monkeypatch.setattr(presence, "SILENCE", -1.0)
    company.beat()
    assert seen(anne) == [["Anne Berg"]]


def test_of_a_crowd_only_some_are_named(socket_of: Line, room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "NAMED", 1)
    looking(socket_of, cast.ANNE, room)
    bjorn = looking(socket_of, cast.BJORN, room)
    told: dict[str, Any] = heard(bjorn, "presence")[-1]
    assert told["count"] == 2 and len(told["people"]) == 1


@pytest.mark.parametrize("sent", [None, {}, {"room": 1}, {"room": 1, "here": "perhaps"}, {"here": True}])
def test_nonsense_is_refused(socket_of: Line, sent: Any) -> None:
    assert socket_of(cast.ANNE).emit("presence", sent, callback=True)["status"] == 422
