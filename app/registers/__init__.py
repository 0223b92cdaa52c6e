"""Registers: municipalities, counties, themes, the catalogue of indicators, and figures to begin with.

Plain files, with their sources in README.md, read here into typed rows. Knows no database and no feature.
"""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("nb", "nn", "sv", "en")
Texts = dict[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality: NAME is what people call it, NAMES_ALL every official name."""

    country: str
    code: str
    name: str
    names_all: str
    county_code: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Former:
    """A number that is no municipality's any more: CHANGE is renumbered, split or merged."""

    country: str
    code: str
    name: str
    until: int  # the last year in which it held
    change: str
    successors: tuple[str, ...]

    @property
    def successor(self) -> str | None:
        """The number that says the same today; None where the municipality was split or merged."""
        return self.successors[0] if self.change == "renumbered" else None


@dataclass(frozen=True, slots=True)
class County:
    """A county (fylke, län)."""

    country: str
    code: str
    name: str
    names_all: str


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that is no more, of a municipality, county or programme, and what has its place: a CODE if it has one."""

    kind: str
    country: str
    name: str
    code: str
    name_today: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the six themes, with its name by language."""

    key: str
    names: Texts


@dataclass(frozen=True, slots=True)
class Indicator:
    """What can be counted, in words by language, and where its figures are. THEME "context" is no theme."""

    code: str
    country: str
    theme: str
    names: Texts
    units: Texts
    definitions: Texts
    caveats: Texts
    decimals: int
    direction: str  # which way is better: lower, higher, neutral
    source: str
    table: str
    variable: str
    url: str
    periodicity: str
    derived_from: str
    variant_of: str
    has_data: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """An indicator of KS's catalogue for the Sustainable Development Goals: to look up, not to count with."""

    set: str
    title: str
    unit: str
    source: str  # an address, or nothing
    sdg: str  # "15.4; 6.3"
    ours: str  # the code of the same in our catalogue, or nothing


@dataclass(frozen=True, slots=True)
class FigureFile:
    """A file of figures that the importers read, and where it comes from."""

    path: Path
    title: str
    source: str
    table: str
    url: str
    licence: str
    retrieved: date
    via: str


def municipalities() -> list[Municipality]:
    """All municipalities of Norway (357, numbers of 2024) and Sweden (290)."""
    return [Municipality(row["country"], row["code"], row["name"], row["names_all"], row["county_code"],
                         _number(row["latitude"]), _number(row["longitude"]))
            for row in _rows("municipalities.csv")]


def counties() -> list[County]:
    """All counties of Norway (15) and Sweden (21)."""
    return [County(**row) for row in _rows("counties.csv")]


def former_names() -> list[FormerName]:
    """Norwegian municipalities and counties that were joined to others or renamed, and programmes that were followed
    by others. Who was divided stands once for each part."""
    return [FormerName(**row) for row in _rows("former_names.csv")]


def themes() -> list[Theme]:
    """The six themes of the programme, in its order."""
    return [Theme(row["key"], {lang: row[lang] for lang in LANGUAGES}) for row in _rows("themes.csv")]


def indicators() -> list[Indicator]:
    """The catalogue of indicators; `has_data` says for which `figures` has something."""
    return [_indicator(row) for row in _rows("indicators.csv")]


def figures() -> list[FigureFile]:
    """The files of figures that come with Livskraft, each with its source."""
    return [FigureFile(path.with_suffix(".csv"), **tomllib.loads(path.read_text(encoding="utf-8")))
            for path in sorted((FOLDER / "figures").glob("*.toml"))]


@cache
def references() -> tuple[Reference, ...]:
    """KS's catalogue of indicators for the Sustainable Development Goals."""
    return tuple(Reference(**row) for row in _rows("sdg_indicators_no.csv"))


def find_municipality(text: str, country: str = "NO") -> Municipality | None:
    """The municipality that TEXT names: its number, any of its names, or "Herøy (Nordland)".

    None where there is no such one, or where two have the name and TEXT does not say which.
    """
    name, _, county = text.partition("(")
    found = _by_name().get((country, _key(name)), [])
    if county:
        wanted = _key(county.rstrip(") "))
        names = {(one.country, one.code): one.name for one in counties()}
        found = [one for one in found if _key(names[one.country, one.county_code]) == wanted]
    return found[0] if len(found) == 1 else None


def former(code: str, country: str = "NO") -> Former | None:
    """The municipality that had this official number before a reform."""
    return _former().get((country, code))


@cache
def _former() -> dict[tuple[str, str], Former]:
    return {(row["country"], row["code"]): Former(
        row["country"], row["code"], row["name"], int(row["until"]), row["change"], tuple(row["successors"].split()))
        for row in _rows("municipality_changes.csv")}


@cache
def _by_name() -> dict[tuple[str, str], list[Municipality]]:
    found: dict[tuple[str, str], list[Municipality]] = {}
    for one in municipalities():
        for name in {one.code, one.name, one.names_all, *one.names_all.split(" – ")}:
            found.setdefault((one.country, _key(name)), []).append(one)
    return found


def _indicator(row: dict[str, str]) -> Indicator:
    same = ("code", "country", "theme", "direction", "source", "table", "variable", "url", "periodicity",
            "derived_from", "variant_of")
    fields: dict[str, Any] = {name: row[name] for name in same}
    for word in ("name", "unit", "definition", "caveat"):
        fields[f"{word}s"] = {lang: row[f"{word}_{lang}"] for lang in LANGUAGES}
    return Indicator(decimals=int(row["decimals"]), has_data=row["has_data"] == "yes", **fields)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _key(name: str) -> str:
    return " ".join(name.replace(" - ", " – ").split()).casefold()
