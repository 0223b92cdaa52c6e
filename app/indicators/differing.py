"""What differs between two releases of an indicator."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, case, func, literal, null, select, union_all
from sqlalchemy.orm import aliased, joinedload

from app.database import db
from app.errors import Missing
from app.indicators import queries
from app.indicators.models import Indicator, Observation, Release
from app.networks.models import Organisation
from app.permissions import Actor, require_site


class Kind(StrEnum):
    """How a figure differs."""

    CHANGED, NEW, GONE = "changed", "new", "gone"


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is not the same in both; None: it is not there."""

    municipality: str
    number: str
    year: int
    before: float | None
    after: float | None

    @property
    def kind(self) -> Kind:
        """How it differs."""
        return Kind.NEW if self.before is None else Kind.GONE if self.after is None else Kind.CHANGED


def releases(actor: Actor, indicator: Indicator) -> list[Release]:
    """All of INDICATOR, the newest first."""
    require_site(actor)
    return list(db.session.scalars(select(Release).where(Release.indicator_id == indicator.id)
                                   .order_by(Release.id.desc()).options(joinedload(Release.indicator))))


def release(actor: Actor, indicator: Indicator, release_id: int) -> Release:
    """One of INDICATOR. Raise Missing where it has no such release."""
    require_site(actor)
    found = db.session.get(Release, release_id) if 0 < release_id <= queries.LARGEST_ID else None
    if found is None or found.indicator_id != indicator.id:
        raise Missing
    return found


def counted(actor: Actor, before: Release, after: Release) -> Mapping[Kind, int]:
    """How many figures differ in each way."""
    require_site(actor)
    found = _differing(before, after).subquery()
    kind = case((found.c.before.is_(None), Kind.NEW), (found.c.after.is_(None), Kind.GONE), else_=Kind.CHANGED)
    counts = db.session.execute(select(kind.label("kind"), func.count()).group_by("kind")).all()
    return {Kind(name): number for name, number in counts}


def differences(actor: Actor, before: Release, after: Release, start: int = 0,
                limit: int | None = None) -> list[Difference]:
    """What differs, by municipality and year; LIMIT of them from START on."""
    require_site(actor)
    found = _differing(before, after).subquery()
    wanted = (select(Organisation.name, Organisation.code, found.c.year, found.c.before, found.c.after)
              .join(Organisation, Organisation.id == found.c.place)
              .order_by(Organisation.name, Organisation.id, found.c.year).offset(start).limit(limit))
    return [Difference(*row) for row in db.session.execute(wanted)]


def _differing(before: Release, after: Release) -> Any:
    """Place, year, value before and value after, where the two are not the same."""
    old, new = aliased(Observation), aliased(Observation)
    same = and_(old.organisation_id == new.organisation_id, old.year == new.year)
    changed = select(
        old.organisation_id.label("place"), old.year.label("year"), old.value.label("before"),
        new.value.label("after")).outerjoin(new, and_(same, new.release_id == after.id)).where(
        old.release_id == before.id, old.value.is_distinct_from(new.value))
    added = select(new.organisation_id, new.year, null(), new.value).outerjoin(
        old, and_(same, old.release_id == before.id)).where(
        new.release_id == after.id, old.id.is_(None), new.value.is_not(literal(None)))
    return union_all(changed, added)
