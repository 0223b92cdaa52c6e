"""Figures of our own making, from figures of others: per inhabitant on 1 January of the same year."""

from collections.abc import Iterable, Iterator

from app.indicators.importers.rows import NO_POPULATION, Item, Refusal, Row, name_key

PER_INHABITANT: dict[str, tuple[str, float]] = {  # of what, and how many of our units one of theirs is
    "no_ghg_per_inhab": ("no_ghg_total", 1),
    "no_ghg_per_inhab_ex_industry": ("no_ghg_ex_industry", 1),
    "no_ghg_road_per_inhab": ("no_ghg_road", 1),
    "no_electricity_households_per_inhab": ("no_electricity_households", 1_000_000),  # GWh to kWh
}
POPULATION = "no_population"


def derived(rows: Iterable[Row]) -> Iterator[Item]:
    """What can be divided by population among ROWS (of any files, in any order).

    A figure whose municipality and year has no population gives a Refusal; no population at all: nothing.
    """
    kept = list(rows)
    people = {(name_key(row.municipality), row.year): row.value for row in kept
              if row.indicator_code == POPULATION and row.value}
    for code, (of, factor) in PER_INHABITANT.items():
        for row in kept if people else ():
            if row.indicator_code == of and row.value is not None:
                yield _divided(code, row, people.get((name_key(row.municipality), row.year)), factor)


def _divided(code: str, row: Row, people: float | None, factor: float) -> Item:
    if not people or row.value is None:
        return Refusal(0, NO_POPULATION, cell=f"{row.municipality} {row.year}")
    return Row(code, row.municipality, row.year, round(row.value * factor / people, 6))
