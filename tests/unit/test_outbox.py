"""What follows a change: told with it, done at least once, and one bad job holds up no other."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app import outbox
from app.database import db, now
from app.outbox import LEASE, TRIES, Facts, Job

Register = Callable[[Callable[[list[Facts]], None]], None]


@pytest.fixture
def register(stage: Flask) -> Iterator[Register]:
    """Let a function handle "bell", and be the only one."""
    kept = dict(outbox.LISTENERS)
    outbox.LISTENERS.clear()
    yield lambda handler: outbox.LISTENERS.setdefault("bell", {}).update({f"test.{handler.__name__}": handler})
    outbox.LISTENERS.clear()
    outbox.LISTENERS.update(kept)


@pytest.fixture
def heard(register: Register) -> list[Any]:
    """What a handler got that refuses the number 13."""
    got: list[Any] = []

    def handler(facts: list[Facts]) -> None:
        got.append([fact["number"] for fact in facts])
        if 13 in got[-1]:
            raise ValueError("thirteen")
    register(handler)
    return got


def ring(*numbers: int) -> None:
    with db.transaction():
        for number in numbers:
            outbox.tell("bell", number=number)


def jobs() -> list[Job]:
    return list(db.session.scalars(select(Job).order_by(Job.id).execution_options(populate_existing=True)))


def test_what_is_told_is_done_once_in_batches_in_its_order(heard: list[Any]) -> None:
    ring(1, 2)
    ring(3)
    assert outbox.waiting() == 3
    assert outbox.run_due() == 3
    assert heard == [[1, 2, 3]]
    assert (outbox.run_due(), outbox.waiting(), jobs()) == (0, 0, [])


def test_nothing_is_told_when_the_change_fails(heard: list[Any]) -> None:
    with pytest.raises(ZeroDivisionError), db.transaction():
        outbox.tell("bell", number=1)
        raise ZeroDivisionError
    assert (outbox.run_due(), heard) == (0, [])


def test_what_nobody_listens_to_costs_nothing(heard: list[Any]) -> None:
    with db.transaction():
        outbox.tell("whisper", number=1)
    assert jobs() == []


def test_each_listener_has_a_job_of_its_own(register: Register, heard: list[Any]) -> None:
    def broken(facts: list[Facts]) -> None:
        raise ValueError
    register(broken)
    ring(1)
    outbox.run_due()
    assert heard == [[1]]
    assert [job.handler for job in jobs()] == ["test.broken"]


def test_one_bad_fact_does_not_hold_up_the_others(heard: list[Any]) -> None:
    ring(1, 13, 2)
    outbox.run_due()
    assert heard == [[1, 13, 2], [1], [13], [2]]
    [bad] = jobs()
    assert bad.facts == {"number": 13} and bad.trouble == "ValueError('thirteen')"


def test_a_worker_that_died_leaves_its_jobs_to_the_next(register: Register) -> None:
    tries: list[int] = []

    def killed(facts: list[Facts]) -> None:
        tries.append(len(facts))
        if len(tries) == 1:
            raise SystemExit
    register(killed)
    ring(1, 2)
    with pytest.raises(SystemExit):
        outbox.run_due()
    db.session.rollback()
    assert outbox.run_due() == 0, "it may be at work still"
    with time_machine.travel(now() + LEASE + timedelta(seconds=1), tick=False):
        assert outbox.run_due() == 2
    assert (tries, jobs()) == ([2, 2], [])


def test_a_bad_job_is_tried_ever_more_seldom_and_then_kept_for_somebody_to_look_at(heard: list[Any]) -> None:
    ring(13)
    pauses, moment = [], now()
    for _ in range(TRIES):
        with time_machine.travel(moment, tick=False):
            assert outbox.run_due() == 1
            [bad] = jobs()
            pauses.append((bad.due_at - now()).total_seconds())
        moment = bad.due_at + timedelta(milliseconds=1)
    assert pauses == sorted(pauses) and 1 <= pauses[0] <= 5 and pauses[-1] >= 60
    with time_machine.travel(moment + timedelta(days=30), tick=False):
        assert (outbox.run_due(), outbox.waiting()) == (0, 0)
    assert [(job.tries, job.trouble) for job in outbox.failed()] == [(TRIES, "ValueError('thirteen')")]


def test_a_job_whose_handler_is_gone_is_kept_and_named(register: Register, heard: list[Any]) -> None:
    ring(1)
    outbox.LISTENERS.clear()
    outbox.run_due()
    [job] = jobs()
    assert job.trouble and "nobody handles bell" in job.trouble


def test_no_transaction_is_open_while_a_handler_works(register: Register) -> None:
    seen: list[tuple[int, bool]] = []

    def slow(facts: list[Facts]) -> None:
        seen.append((len(facts), db.session.in_transaction()))
        if len(facts) > 1:
            raise ValueError("again, one by one")

    def slower(facts: list[Facts]) -> None:
        seen.append((len(facts), db.session.in_transaction()))
    register(slow)
    register(slower)
    ring(1, 2)
    outbox.run_due()
    assert seen == [(2, False), (1, False), (1, False), (2, False)]


def test_a_handler_may_change_and_tell_as_well(register: Register, heard: list[Any]) -> None:
    def echo(facts: list[Facts]) -> None:
        with db.transaction():
            for fact in facts:
                if fact["number"] < 3:
                    outbox.tell("bell", number=fact["number"] + 1)
    register(echo)
    ring(1)
    while outbox.run_due():
        pass
    assert sorted(number for batch in heard for number in batch) == [1, 2, 3]
