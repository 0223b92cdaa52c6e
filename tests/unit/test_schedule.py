"""The clock: each task in its turn, once, whatever stops, starts or fails meanwhile."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app import outbox, schedule
from app.database import db
from app.schedule import Task, Turn
from app.serving import beat

SUNDAY_EVENING = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _empty_timetable(stage: Flask) -> Iterator[None]:
    """Only what a test plans."""
    plans, listeners = dict(schedule.TIMETABLE), dict(outbox.LISTENERS)
    schedule.TIMETABLE.clear()
    outbox.LISTENERS.clear()
    yield
    for kept, all_there in ((schedule.TIMETABLE, plans), (outbox.LISTENERS, listeners)):
        kept.clear()
        kept.update(all_there)


@pytest.fixture
def done() -> list[datetime]:
    """When the task was done."""
    return []


@pytest.fixture
def task(done: list[datetime]) -> Task:
    """Writes down when it is done."""
    def remember() -> None:
        done.append(datetime.now(UTC))
    return remember


def work_at(*moments: datetime) -> None:
    """The worker looks once at each of MOMENTS, and does what it finds to do."""
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            schedule.tick()
            while outbox.run_due():
                pass


def test_a_daily_task_is_done_once_a_day_at_its_time_here(task: Task, done: list[datetime]) -> None:
    schedule.daily("03:10")(task)
    work_at(*(SUNDAY_EVENING + minutes * timedelta(minutes=5) for minutes in range(2 * 24 * 12)))
    assert done == [datetime(2026, 11, day, 2, 10, tzinfo=UTC) for day in (23, 24)], "02:10 in UTC is 03:10 in winter"


def test_summer_time_moves_the_task_with_the_clock(task: Task, done: list[datetime]) -> None:
    schedule.daily("07:00")(task)
    saturday = datetime(2026, 3, 28, 4, 0, tzinfo=UTC)
    work_at(*(saturday + hours * HOUR for hours in range(30)))
    assert [moment.hour for moment in done] == [6, 5]


def test_a_weekly_task_keeps_its_day(task: Task, done: list[datetime]) -> None:
    schedule.weekly(schedule.MONDAY, "07:00")(task)
    work_at(*(SUNDAY_EVENING + hours * HOUR for hours in range(24 * 14)))
    assert done == [datetime(2026, 11, day, 6, 0, tzinfo=UTC) for day in (23, 30)]


def test_a_task_every_few_minutes(task: Task, done: list[datetime]) -> None:
    schedule.every(minutes=10)(task)
    work_at(*(SUNDAY_EVENING + minutes * timedelta(minutes=1) for minutes in range(31)))
    assert len(done) == 3


def test_what_was_missed_is_made_up_for_once(task: Task, done: list[datetime]) -> None:
    schedule.daily("03:10")(task)
    work_at(SUNDAY_EVENING, SUNDAY_EVENING + 5 * DAY, SUNDAY_EVENING + 5 * DAY + HOUR)
    assert len(done) == 1, "and the next at its own time"
    work_at(SUNDAY_EVENING + 6 * DAY)
    assert len(done) == 2


def test_a_task_that_fails_is_kept_shown_and_begun_anew_in_its_next_turn(done: list[datetime]) -> None:
    def fail() -> None:
        done.append(datetime.now(UTC))
        raise ValueError("no")
    schedule.daily("03:10")(fail)
    work_at(*(SUNDAY_EVENING + minutes * timedelta(minutes=10) for minutes in range(24 * 6)))
    [job] = outbox.failed()
    assert len(done) == outbox.TRIES and job.handler.endswith("fail") and "no" in (job.trouble or "")
    work_at(SUNDAY_EVENING + 2 * DAY)
    assert len(done) == outbox.TRIES + 1 and not list(outbox.failed()), "it is one job still"


def test_a_turn_is_left_out_while_the_last_is_not_done(task: Task) -> None:
    schedule.every(minutes=10)(task)
    for minutes in range(0, 60, 10):
        with time_machine.travel(SUNDAY_EVENING + timedelta(minutes=minutes), tick=False):
            schedule.tick()
    assert outbox.waiting() == 1


def test_two_workers_that_saw_the_same_due_time_do_it_once(task: Task, done: list[datetime],
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    schedule.daily("03:10")(task)
    work_at(SUNDAY_EVENING)
    both = SUNDAY_EVENING + DAY
    work_at(both)
    with time_machine.travel(both, tick=False), db.transaction() as session:
        assert not schedule._take(session, next(iter(schedule.TIMETABLE)), both), "it was taken meanwhile"
    work_at(both)
    assert len(done) == 1


def test_a_task_that_is_no_more_is_forgotten(task: Task) -> None:
    schedule.daily("03:10")(task)
    work_at(SUNDAY_EVENING)
    schedule.TIMETABLE.clear()
    work_at(SUNDAY_EVENING)
    assert not db.session.scalars(select(Turn)).all()


def test_the_worker_looks_at_the_clock(task: Task, done: list[datetime]) -> None:
    schedule.daily("03:10")(task)
    for moment in (SUNDAY_EVENING, SUNDAY_EVENING + DAY):
        with time_machine.travel(moment, tick=False):
            beat()
    assert len(done) == 1
