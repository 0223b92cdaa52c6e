"""What must follow a commit: written in the same transaction, done later, at least once.

A service tells what happened. Whoever cares has registered; the teller need not know them.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from flask import current_app
from sqlalchemy import JSON, Row, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Dated, db, now

Facts = dict[str, Any]
Handler = Callable[[list[Facts]], None]
Task = Row[tuple[int, str, str, Facts, int]]  # of a job what its handler needs; no later look opens a transaction
LISTENERS: dict[str, dict[str, Handler]] = {}  # event -> handler's name -> handler
APART: set[str] = set()  # names of handlers that take their time: see `on`
LEASE = timedelta(minutes=5)  # a handler that takes longer is taken for dead
TRIES = 8  # then a job waits for a person to look at it: see `failed`
BATCH = 200


class Job(Dated, Base):
    """One thing that one handler still has to do."""

    __tablename__ = "outbox_job"
    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str]
    handler: Mapped[str]
    facts: Mapped[Facts] = mapped_column(JSON)
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(default=now, index=True)
    trouble: Mapped[str | None]


def on(event: str, apart: bool = False) -> Callable[[Handler], Handler]:
    """Register a handler for EVENT. It gets a batch of facts, and must bear the same facts twice.

    One that waits for others, for seconds, is run APART: nobody's message is found later because of it.
    """
    def register(handler: Handler) -> Handler:
        name = f"{handler.__module__}.{handler.__name__}"
        LISTENERS.setdefault(event, {})[name] = handler
        if apart:
            APART.add(name)
        return handler
    return register


def tell(event: str, **facts: Any) -> None:
    """Say, inside the open transaction, that EVENT happened."""
    db.write(Job, ({"event": event, "handler": name, "facts": facts} for name in LISTENERS.get(event, {})))


def run_due(limit: int = BATCH, apart: bool | None = None) -> int:
    """Do what is due, each handler on its own: those that run APART, the others, or all. How many jobs were taken."""
    jobs = _claim(limit, apart)

    def kind(job: Task) -> tuple[str, str]:
        return job.event, job.handler
    for (event, name), group in groupby(sorted(jobs, key=lambda job: (*kind(job), job.id)), key=kind):
        _run(LISTENERS.get(event, {}).get(name), list(group))
    return len(jobs)


def _run(handler: Handler | None, jobs: list[Task]) -> None:
    """No transaction is open while a handler works: a slow one holds nobody up."""
    ids = [job.id for job in jobs]
    try:
        if handler is None:
            raise LookupError(f"nobody handles {jobs[0].event} as {jobs[0].handler} any more")
        handler([job.facts for job in jobs])
    except Exception as error:
        db.session.rollback()
        current_app.logger.exception("A job failed and will be tried again: %s", jobs[0].handler)
        if len(jobs) > 1:  # one bad fact must not hold the others up
            for job in jobs:
                _run(handler, [job])
        else:
            _put_off(jobs[0], error)
        return
    with db.transaction() as session:
        session.execute(delete(Job).where(Job.id.in_(ids)))


def _put_off(job: Task, error: Exception) -> None:
    with db.transaction() as session:
        session.execute(update(Job).where(Job.id == job.id).values(
            due_at=now() + timedelta(seconds=2 ** min(job.tries, 10)), trouble=repr(error)[:500]))


def _claim(limit: int, apart: bool | None) -> list[Task]:
    """Take what is due and put it off by a lease: if we die meanwhile, it falls due again."""
    due = select(Job.id).where(Job.due_at <= now(), Job.tries < TRIES).order_by(Job.id).limit(limit)
    if apart is not None:
        due = due.where(Job.handler.in_(APART) if apart else Job.handler.not_in(APART))
    if not db.session.scalar(due.limit(1)):
        db.session.rollback()
        return []
    with db.transaction() as session:
        ids = session.scalars(due.with_for_update(skip_locked=True)).all()
        session.execute(update(Job).where(Job.id.in_(ids)).values(due_at=now() + LEASE, tries=Job.tries + 1))
        taken = select(Job.id, Job.event, Job.handler, Job.facts, Job.tries).where(Job.id.in_(ids))
        return list(session.execute(taken))


def waiting() -> int:
    """How many jobs are not done yet."""
    return db.session.scalar(select(func.count(Job.id)).where(Job.tries < TRIES)) or 0


def failed() -> Iterable[Job]:
    """Jobs that were tried too often: someone should read why."""
    return db.session.scalars(select(Job).where(Job.tries >= TRIES).order_by(Job.id))
