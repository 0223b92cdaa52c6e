"""Statistics Norway's tables as CSV: 07459 (population, 1 January) and 14490 (use of electricity, GWh)."""

from collections.abc import Iterable, Iterator

from app.indicators.importers.rows import UNKNOWN_GROUP, UNKNOWN_STATISTIC, Item, Refusal, Unreadable
from app.indicators.importers.single import figures
from app.indicators.importers.table import Line, Reader, fold

GROUPS = {
    "i alt": "no_electricity_use",
    "boliger": "no_electricity_dwellings",
    "husholdninger": "no_electricity_households",
    "hytter og fritidshus": "no_electricity_holiday_homes",
    "primærnæringer": "no_electricity_primary",
    "sekundærnæringer": "no_electricity_secondary",
    "tertiærnæringer": "no_electricity_tertiary",
}


def _population(lines: Iterable[Line | Refusal]) -> Iterator[Item]:
    def code(line: Line) -> str:
        if fold(line.cell("statistic")) not in ("personer", "personer1"):
            raise Unreadable(UNKNOWN_STATISTIC, "statistikkvariabel", line.cell("statistic"))
        return "no_population"
    return figures(lines, code)


def _electricity(lines: Iterable[Line | Refusal]) -> Iterator[Item]:
    def code(line: Line) -> str:
        group = line.cell("group")
        if fold(group) not in GROUPS:
            raise Unreadable(UNKNOWN_GROUP, "forbrukergruppe", group)
        return GROUPS[fold(group)]
    return figures(lines, code)


POPULATION = Reader(
    wanted={"name": ("region", "kommune"), "statistic": ("statistikkvariabel", "contentscode"),
            "year": ("år", "tid"), "value": ("value", "verdi", "personer")},
    optional={"number": ("kommunenummer", "kommunenr")},
    items=_population,
)
ELECTRICITY = Reader(
    wanted={"name": ("kommune", "region"), "group": ("forbrukergruppe", "forbrukargruppe"),
            "year": ("år", "tid"), "value": ("verdi", "value", "forbruk")},
    optional={"number": ("kommunenummer", "kommunenr")},
    items=_electricity,
)
