"""Where an indicator is shown: cards that one may read, and the threads and examples that point at it."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Integer, Row, Select, case, cast, func, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from app.database import db
from app.indicators.clauses import may_read
from app.indicators.models import CardShare, Indicator, SnapshotCard
from app.permissions import Actor

PAGE = 10
# (actor, indicator): rows of kind, title, detail, url, at, as COLUMNS names them; only what the actor may read.
Citing = Callable[[Actor, Indicator], Select[*tuple[Any, ...]]]
COLUMNS = ("kind", "title", "detail", "url", "at")
CITING: list[Citing] = []


def of_indicator(citing: Citing) -> Citing:
    """Let CITING tell what points at an indicator, from a feature that is not known here."""
    CITING.append(citing)
    return citing


def citations(actor: Actor, indicator: Indicator, page: int = 1) -> tuple[Sequence[Row[Any]], int]:
    """The threads and examples that show INDICATOR, the latest first; and how many there are in all."""
    if not CITING:
        return [], 0
    every = union_all(*(citing(actor, indicator) for citing in CITING)).subquery()
    wanted = select(every, func.count().over().label("total")).order_by(every.c.at.desc(), every.c.url)
    found = db.session.execute(wanted.limit(PAGE).offset((page - 1) * PAGE)).all()
    return found, found[0].total if found else 0


def cards(actor: Actor, indicator: Indicator, page: int = 1) -> tuple[Sequence[SnapshotCard], int]:
    """The cards of INDICATOR that ACTOR may read, the newest first, with their places; and how many in all."""
    wanted = select(SnapshotCard, func.count().over()).where(
        SnapshotCard.indicator_id == indicator.id, may_read(actor)).order_by(SnapshotCard.id.desc())
    found = db.session.execute(wanted.limit(PAGE).offset((page - 1) * PAGE).options(
        joinedload(SnapshotCard.author), selectinload(SnapshotCard.shares))).all()
    return [card for card, _ in found], found[0][1] if found else 0


def messages(indicator: Indicator) -> Select[int]:
    """The numbers of the messages in which a card of INDICATOR was put."""
    ours = CardShare.place.startswith("message:")
    # A database may do the cast before it looks at the kind.
    number = case((ours, cast(func.substr(CardShare.place, len("message:") + 1), Integer)))
    return select(number).join(CardShare.card).where(ours, SnapshotCard.indicator_id == indicator.id)
