"""A gathering gets material, and the room of its network says so: once, however often it is told."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts.session import actor_of
from app.database import db, now
from app.gatherings.models import Gathering
from app.networks.models import State
from app.permissions import SYSTEM
from app.rooms import queries
from app.rooms.jobs import tell_room
from app.rooms.models import Message, Thread, ThreadKind
from tests import cast


@pytest.fixture
def fact(stage: Flask) -> dict[str, Any]:
    """Anne has put material on the agenda of a gathering."""
    network, anne = cast.network(cast.TELEMARK), cast.person(cast.ANNE)
    with db.transaction() as session:
        gathering = Gathering(network_id=network.id, created_by_id=anne.id, title="Samling i *Kragerø*",
                              starts_at=now(), ends_at=now() + timedelta(hours=5))
        session.add(gathering)
    return {"gathering_id": gathering.id, "network_id": network.id, "title": gathering.title,
            "author_id": anne.id, "item_titles": ["Soltak [[card:1]]"], "file_ids": []}


def told() -> tuple[list[Thread], list[Message]]:
    """The threads of the network's room, and the messages of the first."""
    threads = queries.threads(SYSTEM, cast.room(cast.CLIMATE).id)
    return threads, queries.messages(SYSTEM, threads[0].id) if threads else []


def test_the_room_of_the_network_tells_it_once(fact: dict[str, Any]) -> None:
    tell_room([fact, fact])
    tell_room([fact])
    [thread], [message] = told()
    assert (thread.kind, thread.title, thread.about) == (
        ThreadKind.GATHERING, "Samling i *Kragerø*", f"gathering:{fact['gathering_id']}")
    assert message.author_id == fact["author_id"] and message.links == [thread.about]
    assert "Samling i *Kragerø*" in message.html and "Soltak [[card:1]]" in message.html, "as it was typed"


def test_what_comes_later_is_said_in_the_same_thread(fact: dict[str, Any]) -> None:
    tell_room([fact, {**fact, "item_titles": ["Varmepumper"]}])
    tell_room([{**fact, "item_titles": ["Varmepumper"], "author_id": cast.person(cast.DAG).id}])
    [_], messages = told()
    assert [message.author_id for message in messages] == [
        fact["author_id"], fact["author_id"], cast.person(cast.DAG).id]


@pytest.mark.parametrize("closed", ["network", "author"])
def test_where_nobody_may_speak_nothing_is_told_and_nothing_fails(fact: dict[str, Any], closed: str) -> None:
    with db.transaction():
        if closed == "network":
            cast.network(cast.TELEMARK).state = State.CONCLUDED
        else:
            cast.person(cast.ANNE).active = False
    tell_room([fact, {**fact, "author_id": cast.person(cast.HILDE).id}])
    assert told() == ([], [])
    assert actor_of(cast.person(cast.ANNE)).signed_in
