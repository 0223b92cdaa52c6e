"""Several at once, each with a connection of its own, on either database: each thing is kept once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from app.accounts.session import actor_of
from app.database import db
from app.rooms import naming, queries, service
from tests import cast
from tests.alone import alone
from tests.talk import asked, new_id, said

TOGETHER = 8


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def livskraft(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Livskraft on each of its databases, a fresh one for each test."""
    url = request.getfixturevalue("postgres")() if request.param == "postgresql" else ""
    with alone(tmp_path, database_url=url) as app:
        yield app


def at_once(app: Flask, act: Callable[[], Any]) -> list[Any]:
    """What each of several threads got that did ACT in the same moment."""
    ready = Barrier(TOGETHER)

    def run(_: int) -> Any:
        with app.app_context():
            ready.wait(10)
            return act()
    with ThreadPoolExecutor(TOGETHER) as threads:
        return list(threads.map(run, range(TOGETHER)))


def test_one_message_sent_by_several_at_once_is_kept_once(livskraft: Flask) -> None:
    with livskraft.app_context():
        thread_id, client_id = asked().id, new_id()

    def post() -> tuple[int, bool]:
        posted = service.post_message(actor_of(cast.person(cast.ANNE)), thread_id, "once", client_id)
        return posted.message.id, posted.duplicate
    answers = at_once(livskraft, post)
    assert len({message for message, _ in answers}) == 1
    assert sorted(duplicate for _, duplicate in answers) == [False] + [True] * (TOGETHER - 1)
    no_hole(livskraft, thread_id, changes=2)


def test_one_thread_started_by_several_at_once_is_kept_once(livskraft: Flask) -> None:
    client_id = new_id()

    def start() -> int:
        anne, room = actor_of(cast.person(cast.ANNE)), cast.room(cast.CLIMATE)
        return service.start_thread(anne, room.id, "Anyone?", client_id=client_id).thread.id
    [thread_id] = set(at_once(livskraft, start))
    no_hole(livskraft, thread_id, changes=1)


def test_messages_of_one_moment_get_numbers_without_a_hole(livskraft: Flask) -> None:
    with livskraft.app_context():
        thread_id = asked().id

    def post() -> int:
        return service.post_message(actor_of(cast.person(cast.BJORN)), thread_id, "me", new_id()).message.seq
    assert sorted(at_once(livskraft, post)) == list(range(2, TOGETHER + 2))
    no_hole(livskraft, thread_id, changes=TOGETHER + 1)


def test_marks_and_drafts_of_two_pages_of_one_person_do_not_collide(livskraft: Flask) -> None:
    with livskraft.app_context():
        thread_id = asked().id

    def write() -> int:
        bjorn = actor_of(cast.person(cast.BJORN))
        service.save_draft(bjorn, f"thread:{thread_id}", "I was going to")
        return service.mark_read(bjorn, thread_id, 1)
    assert set(at_once(livskraft, write)) == {1}


def test_what_is_read_is_the_same_on_either_database(livskraft: Flask) -> None:
    with livskraft.app_context():
        anne, bjorn = (actor_of(cast.person(email)) for email in (cast.ANNE, cast.BJORN))
        thread = asked()
        answer = said(thread, f"We have, @[Anne](person:{anne.id}). [[thread:{thread.id}]]")
        service.edit_message(bjorn, answer.id, "We have two.", answer.written_at)
        service.mark_answer(anne, thread.id, answer.id)
        service.remove_message(bjorn, answer.id)
        service.restore_message(bjorn, answer.id)
        [row] = queries.rows(anne, queries.threads(anne, thread.room_id))
        assert (row.replies, row.excerpt, len(row.faces)) == (1, "Who has solar cells on a school?", 2)
        assert queries.unread_threads(anne, queries.rooms(anne))[thread.room_id] == {thread.id}
        assert service.mark_read(anne, thread.id, 99) == 7
        assert queries.unread_threads(anne, queries.rooms(anne))[thread.room_id] == set()
        assert [one.kind for one in queries.changes(anne, thread.room_id, 2)] == [
            "message_edited", "thread_changed", "message_removed", "thread_changed", "message_restored"]
        assert [one.name for one in naming.mentionable(anne, thread.room_id, "bj")] == ["Bjørn Dahl"]
        assert [one.body for one in queries.messages(anne, thread.id)][1:] == ["We have two."]
        db.session.close()


def no_hole(app: Flask, thread_id: int, changes: int) -> None:
    """The log of the thread's room is 1, 2, 3 … CHANGES, and the room stands at the last."""
    with app.app_context():
        dag = actor_of(cast.person(cast.DAG))
        room = queries.thread(dag, thread_id).room
        log = queries.changes(dag, room.id, 0)
        assert [change.seq for change in log] == list(range(1, changes + 1))
        assert room.seq == changes
        db.session.close()
