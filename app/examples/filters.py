"""How the list of examples is narrowed, and how many each choice would leave."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, literal, literal_column, select, union_all
from sqlalchemy.orm import aliased

from app.database import db, now
from app.examples.models import (
    STALE,
    Example,
    ExampleMunicipality,
    ExampleTheme,
    MeasureStatus,
    MeasureType,
    ReviewState,
)
from app.networks.models import Organisation, Theme
from app.permissions import Actor, visible

County = aliased(Organisation)
YEAR = func.substr(Example.start_date, 1, 4)
SIZES = {"-2000": (0, 2_000), "2000-5000": (2_000, 5_000), "5000-10000": (5_000, 10_000),
         "10000-20000": (10_000, 20_000), "20000-": (20_000, 10**9)}  # inhabitants, from and below
BANDS = (100_000, 500_000, 2_000_000, 10_000_000)  # kroner; a euro counts ten
FRESH, NOT_FRESH = "yes", "no"
# Two countries use some numbers both: Swedish ones say so.
PLACE_KEY = case((Organisation.country == "SE", "SE-" + Organisation.code), else_=Organisation.code)
SIZE = case(*((Organisation.inhabitants < below, key) for key, (_, below) in SIZES.items()), else_="")
kroner = Example.cost_amount * case((Example.currency == "EUR", 10), else_=1)
COST = case((kroner.is_(None), ""), *((kroner <= most, str(band)) for band, most in enumerate(BANDS, 1)), else_="5")


@dataclass(frozen=True)
class Filters:
    """What is asked for: a theme's key, a municipality's number, a county's («NO-40»), and so on."""

    theme: str | None = None
    municipality: str | None = None
    county: str | None = None
    measure_type: MeasureType | None = None
    status: MeasureStatus | None = None
    year: int | None = None  # in which it began
    network: int | None = None
    size: str | None = None  # of a municipality: one of SIZES
    cost: int | None = None  # 1 to 5: one more than the BANDS it is over
    fresh: str | None = None  # whether somebody has said within a year that it still holds

    @property
    def chosen(self) -> dict[str, Any]:
        """Those that narrow something."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name)) is not None}

    def without(self, name: str) -> "Filters":
        """The same, not narrowed by NAME."""
        return replace(self, **{name: None})


ALL = Filters()


@dataclass(frozen=True)
class Choice:
    """One value to narrow by, its name, and how many examples it would leave."""

    value: str
    label: str
    count: int


def in_theme(key: str) -> ColumnElement[bool]:
    """An example of the theme KEY."""
    return select(ExampleTheme).join(Theme, Theme.id == ExampleTheme.theme_id).where(
        ExampleTheme.example_id == Example.id, Theme.key == key).correlate(Example).exists()


def in_municipality(key: str) -> ColumnElement[bool]:
    """An example in which the municipality with this number took part: «4012», «SE-2510»."""
    country, _, code = key.rpartition("-")
    place = _places().where(Organisation.code == code)
    return (place.where(Organisation.country == country) if country else place).correlate(Example).exists()


def of_size(key: str) -> ColumnElement[bool]:
    """An example of a municipality with so many inhabitants."""
    least, below = SIZES[key]
    return _places().where(Organisation.inhabitants >= least, Organisation.inhabitants < below).correlate(
        Example).exists()


def is_fresh() -> ColumnElement[bool]:
    """Somebody has said within a year that it still holds."""
    return Example.last_verified >= now().date() - STALE


def in_county(value: str) -> ColumnElement[bool]:
    """An example of a municipality in a county: «NO-40»; numbers of counties mean little without the country."""
    country, _, code = value.rpartition("-")
    county = _places().join(County, County.id == Organisation.county_id).where(County.code == code)
    return (county.where(County.country == country) if country else county).correlate(Example).exists()


def _places() -> Select[Any]:
    return select(ExampleMunicipality).join(
        Organisation, Organisation.id == ExampleMunicipality.organisation_id).where(
        ExampleMunicipality.example_id == Example.id)


CLAUSES: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "theme": in_theme, "municipality": in_municipality, "county": in_county,
    "measure_type": lambda value: Example.measure_type == value,
    "status": lambda value: Example.status == value,
    "year": lambda value: YEAR.in_([str(value)]),
    "network": lambda value: Example.network_id == value,
    "size": of_size,
    "cost": lambda value: COST.in_([str(value)]),
    "fresh": lambda value: is_fresh() if value == FRESH else ~is_fresh(),
}


def listed(actor: Actor, filters: Filters) -> ColumnElement[bool]:
    """As a WHERE clause: published, for ACTOR to read, and what FILTERS ask for."""
    return and_(Example.review_state == ReviewState.PUBLISHED, visible(actor, Example),
                *(CLAUSES[name](value) for name, value in filters.chosen.items()))


@dataclass(frozen=True)
class Way:
    """A way to narrow the list: what is counted, what it is called, and how to get there from an example."""

    name: str
    value: Any
    label: Any = ""
    path: tuple[tuple[Any, Any], ...] = ()


PLACES = ((ExampleMunicipality, ExampleMunicipality.example_id == Example.id),
          (Organisation, Organisation.id == ExampleMunicipality.organisation_id))


def ways() -> tuple[Way, ...]:
    """All of them, as of today."""
    return (
        Way("theme", Theme.key, path=((ExampleTheme, ExampleTheme.example_id == Example.id),
                                      (Theme, Theme.id == ExampleTheme.theme_id))),
        Way("municipality", PLACE_KEY, Organisation.name, PLACES),
        Way("county", County.country + "-" + County.code, County.name,
            (*PLACES, (County, County.id == Organisation.county_id))),
        Way("size", SIZE, path=PLACES),
        Way("measure_type", func.lower(cast(Example.measure_type, String))),
        Way("status", func.lower(cast(Example.status, String))),
        Way("cost", COST),
        Way("year", YEAR),
        Way("fresh", case((is_fresh(), FRESH), else_=NOT_FRESH)))


def counted(actor: Actor, filters: Filters) -> tuple[int, dict[str, list[Choice]]]:
    """How many FILTERS leave, and for each way to narrow its choices, the most frequent first.

    Each choice is counted under what the other ways ask for. One statement for all.
    """
    total = select(literal("total"), literal("all"), literal(""), func.count(Example.id)).where(
        listed(actor, filters))
    rows: Any = db.session.execute(union_all(total, *(_counts(actor, filters, way) for way in ways())))
    found: dict[str, list[Choice]] = {}
    for name, value, label, count in sorted(filter(_says_something, rows), key=lambda row: (-row[3], row[2], row[1])):
        found.setdefault(name, []).append(Choice(value, label, count))
    return found.pop("total")[0].count, found


def _counts(actor: Actor, filters: Filters, way: Way) -> Any:
    counts: Any = select(literal(way.name), cast(way.value, String), cast(way.label, String),
                    func.count(Example.id.distinct())).select_from(Example)
    for target, how in way.path:
        counts = counts.join(target, how)
    # By the place of the column: PostgreSQL does not see that two expressions with values in them are the same one.
    return counts.where(listed(actor, filters.without(way.name))).group_by(*map(literal_column, "23"))


def _says_something(row: Any) -> bool:
    return bool(row[1])
