"""The steps of an import: rows become releases, and what can be derived of them too. In one transaction."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app import registers
from app.indicators.clauses import current
from app.indicators.importers import Item, Refusal, Row, derived
from app.indicators.importers.derived import PER_INHABITANT, POPULATION
from app.indicators.importers.rows import NO_INDICATOR, NO_MUNICIPALITY
from app.indicators.models import Indicator, Observation, Release
from app.networks.models import Organisation, OrganisationKind

Cell = tuple[int, int, float | None, str]  # organisation, year, value, the source's sign


@dataclass(frozen=True, slots=True)
class Origin:
    """Where figures come from and when they were fetched; without a source, the catalogue's own."""

    retrieved: date
    source: str = ""
    table: str = ""
    url: str = ""
    updated: datetime | None = None


@dataclass
class Report:
    """What an import did: new releases, indicators whose figures were there already, and what it refused."""

    releases: list[Release] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    fewer: dict[str, int] = field(default_factory=dict)  # indicator -> figures that its new release lacks
    underived: set[str] = field(default_factory=set)  # "4012 2024": nothing to divide by

    def add(self, other: "Report") -> None:
        """The same for one import more."""
        self.releases += other.releases
        self.unchanged += other.unchanged
        self.refused += other.refused
        self.fewer |= other.fewer
        self.underived |= other.underived


def take(session: Session, items: Iterable[Item], origin: Origin, strict: bool = False) -> Report:
    """Keep ITEMS as releases, then renew what is derived of their indicators. STRICT: nothing if one is refused."""
    catalogue = {one.code: one for one in session.scalars(select(Indicator))}
    places, report = _places(session), Report()
    base = _cells(items, catalogue, places, report)
    if strict and report.refused:
        return report
    for code, cells in base.items():
        _release(session, catalogue[code], cells, origin, report)
    renewed = {release.indicator.code for release in report.releases}
    wanted = [code for code, (of, _) in PER_INHABITANT.items() if {of, POPULATION} & renewed and code in catalogue]
    if wanted:
        _derive(session, catalogue, places, wanted, report)
    return report


def _places(session: Session) -> dict[tuple[str, str], int]:
    found = session.execute(select(Organisation.country, Organisation.code, Organisation.id).where(
        Organisation.kind == OrganisationKind.MUNICIPALITY))
    return {(country, code): place for country, code, place in found}


def _cells(items: Iterable[Item], catalogue: dict[str, Indicator], places: dict[tuple[str, str], int],
           report: Report) -> dict[str, list[Cell]]:
    """The figures by indicator; an unknown municipality or indicator is refused once, not for each year."""
    found: dict[str, list[Cell]] = {}
    unknown: set[Refusal] = set()
    for item in items:
        if isinstance(item, Refusal):
            report.refused.append(item)
            continue
        indicator = catalogue.get(item.indicator_code)
        place = _place(item.municipality, indicator.country, places) if indicator else None
        if indicator and place:
            found.setdefault(indicator.code, []).append((place, item.year, item.value, item.status))
        else:
            unknown.add(Refusal(0, NO_MUNICIPALITY, cell=item.municipality) if indicator
                        else Refusal(0, NO_INDICATOR, cell=item.indicator_code))
    report.refused += sorted(unknown, key=lambda one: one.cell)
    return found


def _place(text: str, country: str, places: dict[tuple[str, str], int]) -> int | None:
    if place := places.get((country, text)):
        return place
    named = registers.find_municipality(text, country)
    return places.get((country, named.code)) if named else None


def _release(session: Session, indicator: Indicator, cells: Sequence[Cell], origin: Origin, report: Report) -> None:
    """Keep CELLS as a release of INDICATOR, unless one of its releases holds exactly them."""
    cells = sorted({cell[:2]: cell for cell in cells}.values(), key=lambda cell: cell[:2])
    checksum = hashlib.sha256(json.dumps(cells).encode()).hexdigest()
    if session.scalar(select(Release.id).where(Release.indicator_id == indicator.id, Release.checksum == checksum)):
        report.unchanged.append(indicator.code)
        return
    if fewer := _fewer(session, indicator, cells):
        report.fewer[indicator.code] = fewer
    release = Release(
        indicator=indicator, source=origin.source or indicator.source, table_id=origin.table or indicator.table_id,
        url=origin.url or indicator.url, retrieved_on=origin.retrieved, updated_at=origin.updated,
        checksum=checksum, rows=len(cells))
    session.add(release)
    session.flush()
    session.execute(insert(Observation), [
        {"release_id": release.id, "indicator_id": indicator.id, "organisation_id": place, "year": year,
         "value": value, "status": status} for place, year, value, status in cells])
    _sum_up(session, indicator)
    report.releases.append(release)


def _fewer(session: Session, indicator: Indicator, cells: Sequence[Cell]) -> int:
    """How many figures that are current now a release of CELLS would lack, of its own municipalities."""
    there = session.execute(current(indicator.id, {cell[0] for cell in cells}).with_only_columns(
        Observation.organisation_id, Observation.year).where(Observation.value.is_not(None)))
    return len(set(there) - {cell[:2] for cell in cells if cell[2] is not None})


def _sum_up(session: Session, indicator: Indicator) -> None:
    """Write down on INDICATOR how many municipalities have figures, and for which years."""
    counted = select(func.count(Observation.organisation_id.distinct()), func.min(Observation.year),
                     func.max(Observation.year))
    indicator.places, indicator.first_year, indicator.last_year = session.execute(counted.where(
        Observation.indicator_id == indicator.id, Observation.value.is_not(None))).one()


def _derive(session: Session, catalogue: dict[str, Indicator], places: dict[tuple[str, str], int],
            wanted: Sequence[str], report: Report) -> None:
    """Make the figures WANTED of those that are current now, of whichever import. Their day is the earlier one."""
    inputs = [catalogue[code] for code in sorted({PER_INHABITANT[code][0] for code in wanted} | {POPULATION})
              if code in catalogue]
    days = {one.code: _retrieved(session, one) for one in inputs}
    made: dict[str, list[Cell]] = {code: [] for code in wanted}
    for item in derived(_current_rows(session, inputs, {place: code for (_, code), place in places.items()})):
        if isinstance(item, Refusal):
            report.underived.add(item.cell)
        elif item.indicator_code in made:
            place = places[catalogue[item.indicator_code].country, item.municipality]
            made[item.indicator_code].append((place, item.year, item.value, ""))
    for code, cells in made.items():
        if cells:
            origin = Origin(min(days[PER_INHABITANT[code][0]], days[POPULATION]))
            _release(session, catalogue[code], cells, origin, report)


def _current_rows(session: Session, indicators: Iterable[Indicator], codes: dict[int, str]) -> Iterator[Row]:
    for one in indicators:
        for seen in session.scalars(current(one.id)):
            yield Row(one.code, codes[seen.organisation_id], seen.year, seen.value)


def _retrieved(session: Session, indicator: Indicator) -> date:
    days = select(Release.retrieved_on).where(Release.indicator_id == indicator.id)
    return session.scalars(days.order_by(Release.id.desc())).first() or date.max
