"""Whom a card compares with: a network, municipalities of about the same size, the county, the country."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask_babel import lazy_gettext
from sqlalchemy import select

from app.database import db
from app.errors import Invalid
from app.indicators import people
from app.indicators.clauses import current
from app.indicators.frozen_parts import Circle, Mark, summed_up
from app.indicators.models import Indicator, Observation
from app.networks.models import Network, Organisation, OrganisationKind, Participation
from app.permissions import Actor, visible

SIMILAR = 10  # municipalities: five smaller and five larger, where there are so many
UNKNOWN = lazy_gettext("We cannot compare with that.")
# (actor, indicator, places): the measures of these municipalities that were meant to move the indicator.
Measures = Callable[[Actor, Indicator, Sequence[Organisation]], list[Mark]]
MEASURES: list[Measures] = []


def of_measures(measures: Measures) -> Measures:
    """Let MEASURES tell what was done, from a feature that is not known here."""
    MEASURES.append(measures)
    return measures


def measures(actor: Actor, indicator: Indicator, places: Sequence[Organisation]) -> list[Mark]:
    """What PLACES did about INDICATOR, by year; only what everybody here may read."""
    return sorted((mark for ask in MEASURES for mark in ask(actor, indicator, places)), key=lambda mark: mark.year)


def circle(actor: Actor, indicator: Indicator, compare: str, own: Organisation | None,
           since: int | None, until: int | None) -> Circle | None:
    """The figures of whom COMPARE names, summed up; None where too few have any. Raise Invalid for nobody."""
    if not compare:
        return None
    places, name = _places(actor, indicator, compare, own)
    rows: dict[int, dict[int, float]] = {}
    for one in db.session.scalars(current(indicator.id, places)):
        if one.value is not None and (since or 0) <= one.year <= (until or 9999):
            rows.setdefault(one.organisation_id, {})[one.year] = one.value
    kind = compare.partition(":")[0]
    found = summed_up(kind, name, rows.values())  # type: ignore[arg-type]  # _places knows no other
    codes = select(Organisation.code).where(Organisation.id.in_(rows)).order_by(Organisation.code)
    return replace(found, codes=tuple(db.session.scalars(codes))) if found else None


def _places(actor: Actor, indicator: Indicator, compare: str, own: Organisation | None) -> tuple[set[int], str]:
    kind, _, number = compare.partition(":")
    within = select(Organisation.id).where(
        Organisation.kind == OrganisationKind.MUNICIPALITY, Organisation.country == indicator.country)
    match kind:
        case "country":
            return set(db.session.scalars(within)), ""
        case "county" if own and own.county:
            return set(db.session.scalars(within.where(Organisation.county_id == own.county_id))), own.county.name
        case "similar" if own:
            return _similar(indicator, own), ""
        case "network" if number.isascii() and number.isdecimal() and len(number) < 10:
            network = db.session.scalar(select(Network).where(Network.id == int(number), visible(actor, Network)))
            if network:
                taking_part = select(Participation.organisation_id).where(
                    Participation.network_id == network.id, Participation.ended_on.is_(None))
                return set(db.session.scalars(within.where(Organisation.id.in_(taking_part)))), network.name
    raise Invalid(errors={"compare": UNKNOWN})


def _similar(indicator: Indicator, own: Organisation) -> set[int]:
    """The municipalities nearest in population that have figures, without OWN."""
    newest = people.newest(db.session, (own.country,))
    if own.id not in newest:
        return set()
    there = set(db.session.scalars(select(Observation.organisation_id).where(
        Observation.indicator_id == indicator.id).distinct())) & newest.keys() - {own.id}
    return set(sorted(there, key=lambda place: abs(newest[place][1] - newest[own.id][1]))[:SIMILAR])
