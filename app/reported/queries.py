"""What is read about the indicators of networks: which there are, who has reported, who has not."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Membership, Person
from app.database import db
from app.errors import Missing
from app.indicators import queries as indicators
from app.indicators.clauses import current
from app.indicators.models import Indicator, Observation, Release
from app.networks.models import Network, Organisation, OrganisationKind, Participation, State
from app.permissions import Actor, Can, Role, require, require_site, visible

MOST_HISTORY = 50


@dataclass(frozen=True, slots=True)
class Reported:
    """A municipality with its last figure; None: it has reported nothing yet."""

    place: Organisation
    last: Observation | None


def own(actor: Actor, code: str, can: Can = Can.READ) -> Indicator:
    """One indicator that a network reports. Raise Missing or Denied."""
    found = indicators.indicator(actor, code)
    if found.network_id is None:
        raise Missing
    require(actor, can, found)
    return found


def of_network(actor: Actor, network_id: int) -> list[Indicator]:
    """Those that the network reports, as far as ACTOR may know of them, by name."""
    require_site(actor)
    found = db.session.scalars(select(Indicator).where(Indicator.network_id == network_id, visible(actor, Indicator)))
    return sorted(found, key=lambda one: one.names["nb"])


def of_networks(actor: Actor) -> Sequence[Indicator]:
    """Those of all networks that are at work, as far as ACTOR may know of them."""
    return db.session.scalars(select(Indicator).join(Network, Indicator.network_id == Network.id).where(
        Network.state == State.ACTIVE, visible(actor, Indicator)).order_by(Indicator.id)).all()


def municipalities(actor: Actor, network_id: int) -> Sequence[Organisation]:
    """Those that take part in the network today, by name."""
    return db.session.scalars(select(Organisation).join(
        Participation, Participation.organisation_id == Organisation.id).where(
        Participation.network_id == network_id, Participation.ended_on.is_(None),
        Organisation.kind == OrganisationKind.MUNICIPALITY).order_by(Organisation.name)).all()


def series(actor: Actor, indicator: Indicator, place: Organisation) -> dict[int, float]:
    """Year -> what PLACE has reported, as it holds now."""
    return {one.year: one.value for one in db.session.scalars(current(indicator.id, [place.id]))
            if one.value is not None}


def standing(actor: Actor, indicator: Indicator) -> list[Reported]:
    """Each municipality of the network with its last figure: those with nothing, or the oldest, first."""
    last: dict[int, Observation] = {}
    for one in db.session.scalars(current(indicator.id).where(Observation.value.is_not(None))):
        if one.organisation_id not in last or last[one.organisation_id].year < one.year:
            last[one.organisation_id] = one
    rows = [Reported(place, last.get(place.id)) for place in municipalities(actor, indicator.network_id or 0)]
    return sorted(rows, key=lambda row: row.last.year if row.last else 0)


def history(actor: Actor, indicator: Indicator) -> Sequence[tuple[Release, str]]:
    """What was reported, the latest first, each with the name of the municipality."""
    place = select(func.min(Organisation.name)).join(
        Observation, Observation.organisation_id == Organisation.id).where(
        Observation.release_id == Release.id).correlate(Release).scalar_subquery()
    found = db.session.execute(select(Release, place).where(Release.indicator_id == indicator.id).options(
        joinedload(Release.author)).order_by(Release.id.desc()).limit(MOST_HISTORY))
    return [(release, name or "") for release, name in found]


def silent_members(actor: Actor, indicator: Indicator, year: int) -> list[tuple[Person, Organisation]]:
    """Who is in the network for a municipality that has not reported what was due for YEAR."""
    silent = {row.place.id: row.place for row in standing(actor, indicator)
              if row.last is None or row.last.year + indicator.every_years <= year}
    found = db.session.scalars(select(Person).join(Membership, Membership.person_id == Person.id).where(
        Membership.network_id == indicator.network_id, Membership.ended_on.is_(None), Membership.role >= Role.MEMBER,
        Person.active, Person.organisation_id.in_(silent)).order_by(Person.id))
    return [(person, silent[person.organisation_id]) for person in found if person.organisation_id]
