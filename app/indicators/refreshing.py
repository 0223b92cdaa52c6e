"""The steps of a refresh, each written down at once, so that others see how far it is."""

from sqlalchemy import update

from app.database import db, now
from app.indicators.models import SourceRun, SourceTable
from app.indicators.releasing import Report
from app.indicators.sources.asking import Unreachable
from app.indicators.sources.recipes import Recipe, sources

SHOWN = 20  # refusals of a table that staff see


def begin(run_id: int | None, total: int) -> int:
    """A refresh of TOTAL tables, perhaps the one that was asked for; return its id."""
    with db.transaction() as session:
        run = session.get(SourceRun, run_id) if run_id else None
        run = run or SourceRun()
        run.total, run.touched_at = total, now()
        session.add(run)
        session.flush()
        return run.id


def reach(run: int, recipe: Recipe) -> None:
    """The table of RECIPE is its turn."""
    _write(run, at=f"{sources()[recipe.source].name} {recipe.table}")


def pass_by(run: int, failed: bool) -> None:
    """One table more is done with."""
    _write(run, done=SourceRun.done + 1, failed=SourceRun.failed + int(failed))


def end(run: int) -> None:
    """All are done with, or it was broken off."""
    _write(run, ended_at=now(), at="")


def _write(run: int, **facts: object) -> None:
    with db.transaction() as session:
        session.execute(update(SourceRun).where(SourceRun.id == run).values(touched_at=now(), **facts))


def note(recipe: Recipe, report: Report, rows: int) -> None:
    """The table gave so many ROWS."""
    with db.transaction() as session:
        one = session.merge(_table(recipe))
        one.fetched_at, one.rows, one.refused = now(), rows, [str(each) for each in report.refused[:SHOWN]]
        one.renumbered, one.parted = report.renumbered, sorted(report.parted)
        one.trouble = one.detail = ""


def note_trouble(recipe: Recipe, trouble: Unreachable) -> None:
    """The table gave nothing: why."""
    with db.transaction() as session:
        one = session.merge(_table(recipe))
        one.trouble, one.detail = trouble.why, trouble.detail


def _table(recipe: Recipe) -> SourceTable:
    return SourceTable(source=recipe.source, table_id=recipe.table, tried_at=now())
