"""How a message read before, and how long that is kept."""

from collections.abc import Callable
from datetime import timedelta

import time_machine
from sqlalchemy import func, select

from app import outbox, schedule
from app.database import db, now
from app.permissions import SYSTEM, Actor
from app.rooms import service
from app.rooms.differing import differences
from app.rooms.models import Mention, Message, MessageVersion
from tests import cast
from tests.talk import Browser, asked, said

Person = Callable[[str], Actor]


def test_the_history_shows_which_words_went_and_which_came(browser_of: Browser, actor: Person) -> None:
    message = said(asked(), "We have two roofs.")
    service.edit_message(actor(cast.BJORN), message.id, "We have three <b>roofs</b>.")
    service.edit_message(actor(cast.BJORN), message.id, "We have three.")
    page = browser_of(cast.ANNE).get(f"/messages/{message.id}/history").text
    assert page.count("Bjørn Dahl changed it") == 2 and "As it was first written" in page
    assert "</span> two roofs.</del>" in page and "</span> three &lt;b&gt;roofs&lt;/b&gt;.</ins>" in page


def test_differences_are_by_words_and_lose_none() -> None:
    assert differences("a b c", "a x c") == [("same", "a"), ("gone", " b"), ("new", " x"), ("same", " c")]
    assert differences("", "new") == [("new", "new")] and differences("same", "same") == [("same", "same")]
    for before, after in (("one\n\ntwo  ", "one two"), ("x " * 5000, "y x " * 2500)):
        parts = differences(before, after)
        assert "".join(text for what, text in parts if what != "gone").split() == after.split()
        assert "".join(text for what, text in parts if what != "new").split() == before.split()


def left(message: Message) -> tuple[int, int]:
    """How many earlier texts of MESSAGE there are, and how many people it names."""
    texts, named = (db.session.scalar(select(func.count()).where(table.message_id == message.id)) or 0
                    for table in (MessageVersion, Mention))
    return texts, named


def test_removed_words_are_gone_for_good_when_it_is_too_late_to_undo(browser_of: Browser, actor: Person) -> None:
    dag, bjorn = actor(cast.DAG), actor(cast.BJORN)
    message, other = said(asked(), f"A secret of @[Dag](person:{dag.id})"), said(asked(), "Edited")
    service.edit_message(bjorn, message.id, f"Another of @[Dag](person:{dag.id})")
    service.edit_message(bjorn, other.id, "Edited again")
    service.remove_message(bjorn, message.id)
    assert service.purge_removed(SYSTEM) == 0 and left(message) == (2, 1)
    with time_machine.travel(now() + service.UNDO + timedelta(seconds=1)):
        assert service.purge_removed(SYSTEM) == 1 and service.purge_removed(SYSTEM) == 0
        assert left(message) == (0, 0) and left(other)[0] == 1
        assert browser_of(cast.BJORN).post(f"/api/v1/messages/{message.id}/restore").status_code == 409
        assert "This message was removed." in browser_of(cast.BJORN).get(f"/messages/{message.id}").text


def test_the_worker_does_so_in_time(actor: Person) -> None:
    message = said(asked(), "A secret")
    service.remove_message(actor(cast.BJORN), message.id)
    schedule.tick()
    with time_machine.travel(now() + service.UNDO + timedelta(minutes=6)):
        assert schedule.tick()
        while outbox.run_due():
            pass
        assert left(message) == (0, 0)
