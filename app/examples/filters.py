"""How the list of examples is narrowed, and how many each choice would leave."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, literal_column, select, union_all
from sqlalchemy.orm import aliased

from app.database import db
from app.examples.models import (
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
# The same words wherever a statement says them: PostgreSQL groups by an expression only if it is the same one.
YEAR = func.substr(Example.start_date, literal_column("1"), literal_column("4"))


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


def in_municipality(code: str) -> ColumnElement[bool]:
    """An example in which the municipality with this number took part."""
    return _places().where(Organisation.code == code).correlate(Example).exists()


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
    groups: tuple[Any, ...] = ()
    path: tuple[tuple[Any, Any], ...] = ()


PLACES = ((ExampleMunicipality, ExampleMunicipality.example_id == Example.id),
          (Organisation, Organisation.id == ExampleMunicipality.organisation_id))
WAYS = (
    Way("theme", Theme.key, path=((ExampleTheme, ExampleTheme.example_id == Example.id),
                                  (Theme, Theme.id == ExampleTheme.theme_id))),
    Way("municipality", Organisation.code, Organisation.name, (Organisation.code, Organisation.name), PLACES),
    Way("county", County.country + "-" + County.code, County.name, (County.country, County.code, County.name),
        (*PLACES, (County, County.id == Organisation.county_id))),
    Way("measure_type", func.lower(cast(Example.measure_type, String)), groups=(Example.measure_type,)),
    Way("status", func.lower(cast(Example.status, String)), groups=(Example.status,)),
    Way("year", YEAR))


def counted(actor: Actor, filters: Filters) -> tuple[int, dict[str, list[Choice]]]:
    """How many FILTERS leave, and for each way to narrow its choices, the most frequent first.

    Each choice is counted under what the other ways ask for. One statement for all.
    """
    total = select(literal("total"), literal("all"), literal(""), func.count(Example.id)).where(
        listed(actor, filters))
    rows: Any = db.session.execute(union_all(total, *(_counts(actor, filters, way) for way in WAYS)))
    found: dict[str, list[Choice]] = {}
    for name, value, label, count in sorted(filter(_says_something, rows), key=lambda row: (-row[3], row[2], row[1])):
        found.setdefault(name, []).append(Choice(value, label, count))
    return found.pop("total")[0].count, found


def _counts(actor: Actor, filters: Filters, way: Way) -> Any:
    counts: Any = select(literal(way.name), cast(way.value, String), cast(way.label, String),
                    func.count(Example.id.distinct())).select_from(Example)
    for target, how in way.path:
        counts = counts.join(target, how)
    return counts.where(listed(actor, filters.without(way.name))).group_by(*way.groups or (way.value,))


def _says_something(row: Any) -> bool:
    return bool(row[1])
