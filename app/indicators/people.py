"""How many live in each municipality, as counted last."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.indicators.clauses import current
from app.indicators.models import Indicator, Observation
from app.networks import service as networks
from app.permissions import SYSTEM

PEOPLE = {"NO": "no_population", "SE": "se_n01951"}


def newest(session: Session, countries: tuple[str, ...] = tuple(PEOPLE)) -> dict[int, tuple[int, float]]:
    """(year, inhabitants) by the id of the municipality, where a count is known."""
    codes = select(Indicator.id).where(Indicator.code.in_([PEOPLE[country] for country in countries]))
    found: dict[int, tuple[int, float]] = {}
    for one in session.scalars(current().where(
            Observation.indicator_id.in_(codes), Observation.value.is_not(None))):
        found[one.organisation_id] = max(found.get(one.organisation_id, (0, 0.0)), (one.year, one.value or 0.0))
    return found


def tell(session: Session) -> None:
    """Let the register of municipalities know."""
    networks.set_inhabitants(SYSTEM, {place: round(count) for place, (_, count) in newest(session).items()})
