"""The conditions that several queries share, as SQL."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, or_, select

from app.indicators.models import CardShare, Indicator, Observation, SnapshotCard
from app.permissions import Actor, visible


def current(indicator_id: int | None = None,
            places: Collection[int] | CompoundSelect[int] | None = None) -> Select[Observation]:
    """The figures that hold now, of one indicator or of all, for PLACES or for all.

    A municipality's series comes whole from the newest release that has it: two editions of a statistic
    are never mixed in one line, and a file about one county takes nothing from the others.
    """
    of_them = [column == value for column, value in ((Observation.indicator_id, indicator_id),) if value is not None]
    if places is not None:
        of_them.append(Observation.organisation_id.in_(places))
    newest = (select(Observation.indicator_id, Observation.organisation_id,
                     func.max(Observation.release_id).label("release_id"))
              .where(*of_them).group_by(Observation.indicator_id, Observation.organisation_id).subquery())
    return select(Observation).join(
        newest, (Observation.release_id == newest.c.release_id)
        & (Observation.organisation_id == newest.c.organisation_id)).order_by(Observation.id)


def may_read(actor: Actor) -> ColumnElement[bool]:
    """A card that ACTOR made, of an indicator that they may still know of; or one put where they may read."""
    shared = select(CardShare.card_id).where(visible(actor, CardShare))
    known = select(Indicator.id).where(visible(actor, Indicator))
    theirs = and_(SnapshotCard.author_id == actor.id, SnapshotCard.indicator_id.in_(known))
    return or_(theirs, SnapshotCard.id.in_(shared))
