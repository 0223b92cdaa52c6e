"""What is done at its time. The clock does nothing itself: it puts a job in the outbox, where all work is done.

So a task that fails is logged, tried again and shown like any other job, and no two workers do it at once.
A time that passed while nothing ran is made up for once; when a task takes longer than its turn comes round,
that turn is left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.database import Base, db, now
from app.i18n import ZONE
from app.outbox import LISTENERS, TRIES, Facts, Job

Task = Callable[[], None]
Next = Callable[[datetime], datetime]  # a moment -> the first time after it
EVENT = "time_came"
MONDAY = 0


@dataclass(frozen=True)
class Timetable:
    """When a task is done: in words for people who run Livskraft, and the first time after a moment."""

    words: str
    next: Next


TIMETABLE: dict[str, Timetable] = {}  # task's name -> when


class Turn(Base):
    """When a task falls due next, and when it did last."""

    __tablename__ = "schedule_turn"
    task: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    last_at: Mapped[datetime | None]


def daily(clock: str) -> Callable[[Task], Task]:
    """Do the function every day at CLOCK ("03:10"), as clocks in Norway and Sweden show it."""
    return _at(clock, range(7), f"daily {clock}")


def weekly(day: int, clock: str) -> Callable[[Task], Task]:
    """Do the function every week on DAY (MONDAY is 0) at CLOCK."""
    return _at(clock, [day], f"weekly, day {day + 1}, {clock}")


def every(*, minutes: int) -> Callable[[Task], Task]:
    """Do the function every so many MINUTES."""
    return _registered(Timetable(f"every {minutes} min", lambda moment: moment + timedelta(minutes=minutes)))


def tick() -> int:
    """Hand what has fallen due to the outbox, for the worker to do. Return how many tasks."""
    known = dict(db.session.execute(select(Turn.task, Turn.due_at)).all())
    moment = now()
    due = [name for name in TIMETABLE if name not in known or known[name] <= moment]
    if not (due or known.keys() - TIMETABLE.keys()):
        return 0
    with db.transaction() as session:
        session.execute(delete(Turn).where(Turn.task.not_in(TIMETABLE)))
        return sum(_take(session, name, moment) for name in due)


def turns() -> Sequence[Turn]:
    """Every task with its times, the next first."""
    return db.session.scalars(select(Turn).order_by(Turn.due_at)).all()


def _take(session: Session, name: str, moment: datetime) -> bool:
    """Put NAME in the outbox if its time has come and nobody else has done so meanwhile."""
    following = TIMETABLE[name].next(moment)
    turn = session.get(Turn, name, with_for_update=True)
    if turn is None:  # the first time that we hear of it
        session.add(Turn(task=name, due_at=following))
        return False
    if turn.due_at > moment:
        return False
    turn.due_at, turn.last_at = following, moment
    mine = Job.handler == name
    session.execute(update(Job).where(mine, Job.tries >= TRIES).values(tries=0, due_at=moment))
    if not session.scalar(select(exists().where(mine))):
        session.add(Job(event=EVENT, handler=name, facts={}))
    return True


def _at(clock: str, days: Sequence[int], words: str) -> Callable[[Task], Task]:
    wanted = time.fromisoformat(clock)

    def following(moment: datetime) -> datetime:
        today = moment.astimezone(ZONE).date()
        ahead = (datetime.combine(today + timedelta(days), wanted, ZONE).astimezone(UTC) for days in range(9))
        return next(at for at in ahead if at > moment and at.astimezone(ZONE).weekday() in days)
    return _registered(Timetable(words, following))


def _registered(timetable: Timetable) -> Callable[[Task], Task]:
    def register(task: Task) -> Task:
        name = f"{task.__module__}.{task.__name__}"

        def handle(facts: list[Facts]) -> None:
            task()
        TIMETABLE[name] = timetable
        LISTENERS.setdefault(EVENT, {})[name] = handle
        return task
    return register
