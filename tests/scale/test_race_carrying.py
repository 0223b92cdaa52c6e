"""Messages posted, edited and answered while their thread is carried elsewhere: none is lost, none stands twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.session import actor_of
from app.database import db
from app.permissions import SYSTEM
from app.rooms import queries, service
from app.rooms.models import Change, Message, Room
from tests import cast
from tests.scale.test_race import livskraft
from tests.talk import asked, new_id, said

__all__ = ["livskraft"]
EACH = 6  # messages by each of two people


def run_together(app: Flask, *acts: Callable[[], Any]) -> list[Any]:
    """What each of ACTS gives, begun in the same moment, each with a connection of its own."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        with app.app_context():
            ready.wait(10)
            return act()
    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def poster(email: str, thread_id: int, ids: list[str]) -> Callable[[], list[int]]:
    """Somebody who posts a message under each of IDS, twice over as a bad line would."""
    def post() -> list[int]:
        actor = actor_of(cast.person(email))
        return [service.post_message(actor, thread_id, f"{email} {one}", one).message.id
                for each in ids for one in (each, each)]
    return post


def carrier(act: str, thread_id: int, other_id: int, room_ids: list[int]) -> Callable[[], None]:
    """Dag, who carries the thread meanwhile."""
    def carry() -> None:
        dag = actor_of(cast.person(cast.DAG))
        if act == "merge":
            service.merge_thread(dag, thread_id, other_id, wider=True)
        elif act == "split":
            for _ in range(4):
                first = queries.messages(dag, thread_id, after=0, limit=1)[0]
                service.split_thread(dag, thread_id, [first.id])
        else:
            for room_id in [*room_ids, *room_ids]:
                service.move_thread(dag, thread_id, room_id, wider=True)
    return carry


@pytest.mark.parametrize("act", ["move", "merge", "split"])
def test_what_is_posted_meanwhile_stands_once_where_its_thread_is(livskraft: Flask, act: str) -> None:
    with livskraft.app_context():
        thread, other = asked(), asked(room=cast.SOLAR, body="Another matter.")
        for number in range(6):
            said(thread, f"Before {number}.")
        thread_id, other_id, rooms = thread.id, other.id, [other.room_id, thread.room_id]
    ids = {email: [new_id() for _ in range(EACH)] for email in (cast.ANNE, cast.BJORN)}
    *posted, _ = run_together(livskraft, *(poster(email, thread_id, some) for email, some in ids.items()),
                              carrier(act, thread_id, other_id, rooms))
    with livskraft.app_context():
        for email, answers in zip(ids, posted, strict=True):
            kept = db.session.scalars(select(Message).where(Message.client_id.in_(ids[email]))).all()
            assert sorted(one.id for one in kept) == sorted(set(answers)) and len(kept) == EACH
        whole(rooms)
        db.session.close()


def whole(room_ids: list[int]) -> None:
    """Each message stands in the room of its thread, under a number of its own there; no number is missing."""
    for one in db.session.scalars(select(Message)):
        assert (one.room_id, one.network_id) == (one.thread.room_id, one.thread.network_id)
        assert one.thread.merged_into_id is None
        at_its_number = db.session.get_one(Change, (one.room_id, one.seq))
        assert at_its_number.message_id == one.id and one.thread.last_seq >= one.seq
    for room_id in room_ids:
        log = queries.changes(SYSTEM, room_id, 0, 10_000)
        assert [change.seq for change in log] == list(range(1, db.session.get_one(Room, room_id).seq + 1))


def test_edits_and_answers_meanwhile_are_heard_in_the_room_where_it_stands(livskraft: Flask) -> None:
    with livskraft.app_context():
        thread, other = asked(), asked(room=cast.SOLAR, body="Another matter.")
        answer = said(thread)
        thread_id, answer_id, rooms = thread.id, answer.id, [other.room_id, thread.room_id]

    def edit() -> None:
        bjorn = actor_of(cast.person(cast.BJORN))
        for number in range(8):
            service.edit_message(bjorn, answer_id, f"Edit {number}.")

    def mark() -> None:
        anne = actor_of(cast.person(cast.ANNE))
        for number in range(8):
            service.mark_answer(anne, thread_id, None if number % 2 else answer_id)
    run_together(livskraft, edit, mark, carrier("move", thread_id, 0, rooms))
    with livskraft.app_context():
        whole(rooms)
        here = queries.message(SYSTEM, answer_id).room_id
        last = max(change.seq for change in queries.changes(SYSTEM, here, 0, 10_000) if change.message_id == answer_id)
        assert last >= queries.message(SYSTEM, answer_id).seq and queries.message(SYSTEM, answer_id).body == "Edit 7."
        db.session.close()
