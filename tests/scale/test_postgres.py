"""Livskraft on PostgreSQL: the same tables, the same rights, the same order; and workers beside each other."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import TimeoutError as NoConnection

from app import database, outbox
from app.accounts import service as accounts
from app.accounts.models import SignIn
from app.accounts.session import actor_of, hashed
from app.database import db, now
from app.errors import Conflict, Invalid
from app.factory import alembic
from app.live import socketio
from app.outbox import Facts, Job
from app.permissions import NOBODY, reads, visible
from app.rooms.models import Message, Room, Thread
from tests import cast
from tests.alone import alone
from tests.http.test_two_step import code_of, turn_on
from tests.talk import asked, said

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def livskraft(postgres: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application for all of them: what a test commits stays."""
    with alone(tmp_path_factory.mktemp("livskraft"), database_url=postgres()) as app:
        yield app


@pytest.fixture
def stage(livskraft: Flask) -> Iterator[Flask]:
    """The same, with nobody acting yet."""
    with livskraft.app_context():
        yield livskraft


def test_the_migrations_make_exactly_the_tables_of_the_models(stage: Flask) -> None:
    assert db.engine.dialect.name == "postgresql"
    assert alembic.compare_metadata() == []


def test_a_message_sent_again_is_kept_once_whichever_door_it_comes_through(livskraft: Flask) -> None:
    with livskraft.app_context():
        thread, token = asked().id, accounts.make_token(actor_of(cast.person(cast.BJORN)), "test")
    body = {"body": "We have **two**.", "client_id": str(uuid4())}
    program = {"path": f"/api/v1/threads/{thread}/messages", "headers": {"Authorization": f"Bearer {token}"}}
    first = livskraft.test_client().post(**program, json=body)
    again = socketio.test_client(livskraft, auth={"token": token}).emit(
        "message:post", {**body, "thread": thread}, callback=True)
    assert (first.status_code, again["ok"], again["duplicate"]) == (201, True, True)
    assert again["message"] == first.json and "<strong>two</strong>" in first.json["html"]
    assert livskraft.test_client().post(**program, json=body).status_code == 200


def test_lists_show_each_of_the_cast_what_they_may_read_and_nothing_else(stage: Flask) -> None:
    said(asked(room=cast.SOLAR), "in the room of the guest", email=cast.GRO)
    said(asked(email=cast.CARIN, room=cast.NORTH), "in the north", email=cast.CARIN)
    for email, *_ in cast.PEOPLE:
        actor = actor_of(cast.person(email))
        for model in (Room, Thread, Message):
            every = db.session.scalars(select(model)).all()
            listed = set(db.session.scalars(select(model.id).where(visible(actor, model))))
            assert listed == {one.id for one in every if reads(actor, one)}, (email, model)


def test_moments_come_back_as_they_were(stage: Flask) -> None:
    oslo = timezone(timedelta(hours=1))
    moment = datetime(2026, 3, 29, 2, 30, 0, 123456, oslo)  # an hour that some clocks skip
    with db.transaction() as session:
        job = Job(event="moment", handler="nobody", facts={}, due_at=moment, tries=outbox.TRIES)
        session.add(job)
    kept = db.session.scalars(select(Job.due_at).where(Job.id == job.id)).one()
    assert kept == moment and kept.tzinfo is UTC
    earlier = db.session.scalars(select(Job.id).where(Job.due_at < moment, Job.id == job.id)).all()
    assert earlier == []


@pytest.fixture
def counted(stage: Flask) -> Iterator[list[Facts]]:
    """What a handler was given that two workers may run."""
    done: list[Facts] = []
    while outbox.run_due():  # of the tests before
        pass
    outbox.on("counted")(done.extend)
    with db.transaction():
        for number in range(60):
            outbox.tell("counted", number=number)
    yield done
    del outbox.LISTENERS["counted"]


def test_two_workers_at_once_do_each_job_once(livskraft: Flask, counted: list[Facts]) -> None:
    ready = Barrier(2)

    def work(_: int) -> int:
        with livskraft.app_context():
            ready.wait(10)
            return sum(iter(lambda: outbox.run_due(limit=5), 0))
    with ThreadPoolExecutor(2) as workers:
        assert sum(workers.map(work, range(2))) == 60
    assert sorted(facts["number"] for facts in counted) == list(range(60))
    assert outbox.waiting() == 0


def test_a_worker_passes_by_what_another_one_holds(livskraft: Flask, counted: list[Facts]) -> None:
    with db.engine.connect() as other, livskraft.app_context():
        taken: Any = select(Job.id).where(Job.event == "counted").order_by(Job.id).limit(10).with_for_update()
        assert len(other.execute(taken).all()) == 10
        while outbox.run_due():
            pass
        assert sorted(facts["number"] for facts in counted) == list(range(10, 60))
    while outbox.run_due():
        pass
    assert len(counted) == 60


def test_a_change_that_fails_takes_no_number(stage: Flask) -> None:
    thread = asked()
    with pytest.raises(ZeroDivisionError), db.transaction():
        said(thread, "lost")
        raise ZeroDivisionError
    db.session.refresh(thread.room)
    before = thread.room.seq
    assert said(thread, "kept").seq == before + 1
    assert now() - thread.last_at < timedelta(minutes=1)


def test_who_gets_no_connection_is_asked_to_come_again(
        postgres: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LOCK_WAIT", 0.2)
    with alone(tmp_path, database_url=postgres()) as app, ExitStack() as all_taken:
        with app.app_context():
            engine = db.engine
        with suppress(NoConnection):
            while True:
                all_taken.enter_context(engine.connect())
        answer = app.test_client().get("/api/v1/examples", headers={"Authorization": "Bearer anything"})
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
        assert int(answer.headers["Retry-After"]) > 0


def test_a_text_that_postgresql_cannot_keep_is_refused_as_wrong(browser_of: Callable[[str], FlaskClient]) -> None:
    anne = browser_of(cast.ANNE)
    room = cast.room(cast.CLIMATE).id
    asked_for = [anne.get("/contacts?q=%00"), anne.get("/api/v1/people?q=a%00b"), anne.get(f"/rooms/{room}?body=%00"),
                 anne.put(f"/api/v1/drafts/room:{room}", json={"body": "a\0b"}), anne.get("/municipalities/%00")]
    assert [answer.status_code for answer in asked_for if answer.status_code >= 500] == []


def test_of_several_who_come_at_once_with_one_code_one_gets_in(livskraft: Flask) -> None:
    with livskraft.app_context():
        turn_on(cast.ANNE)
        anne, code, ready = cast.person(cast.ANNE), code_of(cast.ANNE), Barrier(5)
        halves = []
        for _ in range(5):
            secret = accounts.enter(NOBODY, anne).secret
            halves.append(db.session.scalars(select(SignIn.id).where(SignIn.token_hash == hashed(secret))).one())

    def write(half: int) -> bool:
        with livskraft.app_context():
            ready.wait(10)
            with suppress(Invalid):
                return bool(accounts.prove(NOBODY, half, code).secret)
            return False
    with ThreadPoolExecutor(5) as people:
        assert sorted(people.map(write, halves)) == [False] * 4 + [True]


def test_guesses_at_once_are_counted_each(livskraft: Flask) -> None:
    with livskraft.app_context():
        turn_on(cast.BJORN)
        secret, ready = accounts.enter(NOBODY, cast.person(cast.BJORN)).secret, Barrier(8)
        half = db.session.scalars(select(SignIn.id).where(SignIn.token_hash == hashed(secret))).one()

    def guess(_: int) -> type[Exception]:
        with livskraft.app_context():
            ready.wait(10)
            with pytest.raises((Invalid, Conflict)) as refused:
                accounts.prove(NOBODY, half, "000000")
            return refused.type
    with ThreadPoolExecutor(8) as people:
        assert list(people.map(guess, range(8))).count(Invalid) == 4
