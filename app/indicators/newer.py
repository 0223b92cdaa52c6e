"""Whether a card would show something else today, of its own municipalities or of those it compares them with."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.database import db
from app.indicators.clauses import current
from app.indicators.frozen import Frozen
from app.indicators.frozen_parts import ROWS, summed_up
from app.indicators.models import Observation, SnapshotCard
from app.networks.models import Organisation

Brought = tuple[str, Observation]  # a figure with the number of its municipality


def among(cards: Sequence[SnapshotCard]) -> set[int]:
    """Those of CARDS (ids) with another value now, another median, or a year more at an open end."""
    if not cards:
        return set()
    frozen = {card.id: card.figures for card in cards}
    codes = {code for one in frozen.values() for code in _codes(one)}
    later = select(Organisation.code, Observation).join(Observation.organisation).where(
        Observation.indicator_id.in_({card.indicator_id for card in cards}), Organisation.code.in_(codes),
        Observation.release_id > min(card.release_id for card in cards)).order_by(Observation.release_id)
    since = {(one.indicator_id, code, one.year): (code, one) for code, one in db.session.execute(later)}
    news = {card.id: [(code, one) for code, one in since.values()
                      if one.indicator_id == card.indicator_id and one.release_id > card.release_id] for card in cards}
    return {card.id for card in cards if _own_differ(card, frozen[card.id], news[card.id])
            or _circle_differs(card, frozen[card.id], news[card.id])}


def _codes(frozen: Frozen) -> set[str]:
    return {place.code for place in frozen.municipalities} | set(frozen.circle.codes if frozen.circle else ())


def _own_differ(card: SnapshotCard, frozen: Frozen, news: Iterable[Brought]) -> bool:
    return any(frozen.years[0] <= one.year and (card.to_newest or one.year <= frozen.years[-1])
               and code in frozen.values and one.value != frozen.values[code].get(one.year) for code, one in news)


def _circle_differs(card: SnapshotCard, frozen: Frozen, news: Iterable[Brought]) -> bool:
    """Whether the circle would be another in the years of the card. Asks only where something came for it."""
    circle = frozen.circle
    if circle is None or not any(code in circle.codes for code, _ in news):
        return False
    places = select(Organisation.id).join(Observation, Observation.organisation_id == Organisation.id).where(
        Observation.indicator_id == card.indicator_id, Organisation.code.in_(circle.codes))
    rows: dict[int, dict[int, float]] = {}
    for one in db.session.scalars(current(card.indicator_id, set(db.session.scalars(places)))):
        if one.value is not None and one.year in circle.middle:
            rows.setdefault(one.organisation_id, {})[one.year] = one.value
    today = summed_up(circle.kind, circle.name, rows.values())
    return today is None or any(getattr(today, row) != getattr(circle, row) for row in ROWS)
