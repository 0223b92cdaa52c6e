"""The steps of an import: rows become releases, and what can be derived of them too. In one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app import registers
from app.indicators.clauses import current
from app.indicators.figures import Cell, Figures
from app.indicators.importers import Item, Refusal, Row, derived
from app.indicators.importers.derived import PER_INHABITANT, POPULATION
from app.indicators.importers.rows import NO_INDICATOR, NO_MUNICIPALITY
from app.indicators.models import FormerFigure, Indicator, Observation, Release
from app.networks.models import Organisation, OrganisationKind

Places = dict[tuple[str, str], int]  # country and number -> organisation


@dataclass(frozen=True, slots=True)
class Origin:
    """Where figures come from and when they were fetched; without a source, the catalogue's own."""

    retrieved: date
    source: str = ""
    table: str = ""
    url: str = ""
    updated: datetime | None = None
    following: date | None = None  # when the source means to publish again
    notes: tuple[str, ...] = ()  # what it wants shown beside the figures


@dataclass
class Report:
    """What an import did: new releases, indicators whose figures were there already, and what it refused."""

    releases: list[Release] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    found: dict[str, int] = field(default_factory=dict)  # indicator -> figures that could be taken
    fewer: dict[str, int] = field(default_factory=dict)  # indicator -> figures that its new release lacks
    underived: set[str] = field(default_factory=set)  # "4012 2024": nothing to divide by
    renumbered: dict[str, str] = field(default_factory=dict)  # former number -> the one of today
    parted: set[str] = field(default_factory=set)  # numbers of municipalities that were split or merged

    def add(self, other: "Report") -> None:
        """The same for one import more."""
        self.releases += other.releases
        self.unchanged += other.unchanged
        self.refused += other.refused
        self.fewer |= other.fewer
        self.underived |= other.underived
        self.found |= other.found
        self.renumbered |= other.renumbered
        self.parted |= other.parted


def take(session: Session, items: Iterable[Item], origin: Origin, strict: bool = False) -> Report:
    """Keep ITEMS as releases, then renew what is derived of their indicators. STRICT: nothing if one is refused."""
    catalogue = {one.code: one for one in session.scalars(select(Indicator))}
    places, report = _places(session), Report()
    base = _cells(items, catalogue, places, report)
    if strict and report.refused:
        return report
    for code, figures in base.items():
        _release(session, catalogue[code], figures, origin, report)
    renewed = {release.indicator.code for release in report.releases}
    wanted = [code for code, (of, _) in PER_INHABITANT.items() if {of, POPULATION} & renewed and code in catalogue]
    if wanted:
        _derive(session, catalogue, places, wanted, report)
    return report


def check(session: Session, items: Iterable[Item]) -> Report:
    """What `take` would make of ITEMS, of which nothing is kept."""
    catalogue, report = {one.code: one for one in session.scalars(select(Indicator))}, Report()
    for code, figures in _cells(items, catalogue, _places(session), report).items():
        report.found[code] = len(figures.cells) + len(figures.former)
        if fewer := _fewer(session, catalogue[code], list(figures.cells.values())):
            report.fewer[code] = fewer
    return report


def _places(session: Session) -> Places:
    found = session.execute(select(Organisation.country, Organisation.code, Organisation.id).where(
        Organisation.kind == OrganisationKind.MUNICIPALITY))
    return {(country, code): place for country, code, place in found}


def _cells(items: Iterable[Item], catalogue: dict[str, Indicator], places: Places,
           report: Report) -> dict[str, Figures]:
    """The figures by indicator; an unknown municipality or indicator is refused once, not for each year."""
    found: dict[str, Figures] = {}
    unknown: set[Refusal] = set()
    for item in items:
        if isinstance(item, Refusal):
            report.refused.append(item)
        elif item.indicator_code not in catalogue:
            unknown.add(Refusal(0, NO_INDICATOR, cell=item.indicator_code))
        elif refused := _take(item, found, catalogue[item.indicator_code].country, places, report):
            unknown.add(refused)
    report.refused += sorted(unknown, key=lambda one: one.cell)
    return found


def _take(row: Row, found: dict[str, Figures], country: str, places: Places, report: Report) -> Refusal | None:
    """Put ROW where it belongs. A number that was only exchanged for another is the other's; what was split or
    merged is nobody's today, and stays under the number that it had."""
    place = _place(row.municipality, country, places)
    former = None if place else registers.former(row.municipality, country)
    if former and former.successor:
        place = places.get((country, former.successor))
        report.renumbered[former.code] = former.successor
    elif former:
        found.setdefault(row.indicator_code, Figures()).former[former.code, row.year] = row.value, row.status
        report.parted.add(former.code)
        return None
    if place is None:
        return Refusal(0, NO_MUNICIPALITY, cell=row.municipality)
    return found.setdefault(row.indicator_code, Figures()).put(place, row)


def _place(text: str, country: str, places: Places) -> int | None:
    if place := places.get((country, text)):
        return place
    named = registers.find_municipality(text, country)
    return places.get((country, named.code)) if named else None


def _release(session: Session, indicator: Indicator, figures: Figures, origin: Origin, report: Report) -> None:
    """Keep FIGURES as a release of INDICATOR, unless one of its releases holds exactly them."""
    cells, checksum = sorted(figures.cells.values(), key=lambda cell: cell[:2]), figures.checksum
    known = session.scalar(select(Release).where(Release.indicator_id == indicator.id, Release.checksum == checksum))
    if known:
        known.next_on = origin.following or known.next_on
        report.unchanged.append(indicator.code)
        return
    if fewer := _fewer(session, indicator, cells):
        report.fewer[indicator.code] = fewer
    release = Release(
        indicator=indicator, source=origin.source or indicator.source, table_id=origin.table or indicator.table_id,
        url=origin.url or indicator.url, retrieved_on=origin.retrieved, updated_at=origin.updated,
        next_on=origin.following, notes=list(origin.notes), checksum=checksum, rows=len(cells) + len(figures.former))
    session.add(release)
    session.flush()
    _keep(session, release, cells, figures)
    sum_up(session, indicator)
    report.releases.append(release)


def _keep(session: Session, release: Release, cells: Sequence[Cell], figures: Figures) -> None:
    of = {"release_id": release.id, "indicator_id": release.indicator_id}
    for model, rows in (
            (Observation, [{**of, "organisation_id": place, "year": year, "value": value, "status": status}
                           for place, year, value, status in cells]),
            (FormerFigure, [{**of, "number": number, "year": year, "value": value, "status": status}
                            for (number, year), (value, status) in figures.former.items()])):
        if rows:
            session.execute(insert(model), rows)


def _fewer(session: Session, indicator: Indicator, cells: Sequence[Cell]) -> int:
    """How many figures that are current now a release of CELLS would lack, of its own municipalities."""
    there = session.execute(current(indicator.id, {cell[0] for cell in cells}).with_only_columns(
        Observation.organisation_id, Observation.year).where(Observation.value.is_not(None)))
    return len(set(there) - {cell[:2] for cell in cells if cell[2] is not None})


def sum_up(session: Session, indicator: Indicator) -> None:
    """Write down on INDICATOR how many municipalities have figures, and for which years."""
    counted = select(func.count(Observation.organisation_id.distinct()), func.min(Observation.year),
                     func.max(Observation.year))
    indicator.places, indicator.first_year, indicator.last_year = session.execute(counted.where(
        Observation.indicator_id == indicator.id, Observation.value.is_not(None))).one()


def _derive(session: Session, catalogue: dict[str, Indicator], places: Places,
            wanted: Sequence[str], report: Report) -> None:
    """Make the figures WANTED of those that are current now, of whichever import. Their day is the earlier one."""
    inputs = [catalogue[code] for code in sorted({PER_INHABITANT[code][0] for code in wanted} | {POPULATION})
              if code in catalogue]
    days = {one.code: _retrieved(session, one) for one in inputs}
    made: dict[str, Figures] = {code: Figures() for code in wanted}
    for item in derived(_current_rows(session, inputs, {place: code for (_, code), place in places.items()})):
        if isinstance(item, Refusal):
            report.underived.add(item.cell)
        elif item.indicator_code in made:
            made[item.indicator_code].put(places[catalogue[item.indicator_code].country, item.municipality], item)
    for code, figures in made.items():
        if figures.cells:
            origin = Origin(min(days[PER_INHABITANT[code][0]], days[POPULATION]))
            _release(session, catalogue[code], figures, origin, report)


def _current_rows(session: Session, indicators: Iterable[Indicator], codes: dict[int, str]) -> Iterator[Row]:
    for one in indicators:
        for seen in session.scalars(current(one.id)):
            yield Row(one.code, codes[seen.organisation_id], seen.year, seen.value)


def _retrieved(session: Session, indicator: Indicator) -> date:
    days = select(Release.retrieved_on).where(Release.indicator_id == indicator.id)
    return session.scalars(days.order_by(Release.id.desc())).first() or date.max
