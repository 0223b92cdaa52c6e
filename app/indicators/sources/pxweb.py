"""PxWebApi 2 (SSB, SCB): a table split into calls that the source allows. See registers/sources.toml for addresses.

Source of the parameters: PxTools/PxApiSpecs, PxAPI-2.yml.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from app.indicators.importers import jsonstat
from app.indicators.importers.rows import NOT_THIS_FORM, UNKNOWN_STATISTIC, Item, Refusal, Unreadable
from app.indicators.sources.asking import Fetcher, Pace
from app.indicators.sources.recipes import Recipe, Source

LONGEST = 1500  # characters of codes in one address
FORM = {"outputFormat": "json-stat2"}


def items(fetcher: Fetcher, source: Source, recipe: Recipe) -> Iterator[Item]:
    """The figures of a table. Raises Unreachable; what cannot be read is a Refusal."""
    try:
        most = _limits(fetcher, source)
        described = jsonstat.described(fetcher.json(f"{source.url}/tables/{recipe.table}/metadata", {
            "lang": recipe.language, **{f"codelist[{name}]": value for name, value in recipe.codelist.items()}}))
        for params in _calls(described, recipe, most):
            answer = fetcher.json(f"{source.url}/tables/{recipe.table}/data", params)
            yield from jsonstat.rows(jsonstat.cube(answer), recipe.series)
    except Unreadable as problem:
        yield Refusal(0, problem.why, problem.column, problem.cell)


def _limits(fetcher: Fetcher, source: Source) -> int:
    """Let FETCHER keep the pace that the source asks for, and return the cells that one call may give."""
    config = fetcher.json(f"{source.url}/config")
    try:
        calls, seconds = int(config["maxCallsPerTimeWindow"]), float(config["timeWindow"])
        most = int(config["maxDataCells"])
    except (TypeError, KeyError, ValueError):
        raise Unreadable(NOT_THIS_FORM, "config") from None
    if calls < 1 or most < 1:
        raise Unreadable(NOT_THIS_FORM, "config")
    fetcher.pace = Pace(min(calls, source.calls), max(seconds, source.seconds))
    return min(most, jsonstat.MOST_CELLS)


def _calls(described: jsonstat.Described, recipe: Recipe, most: int) -> Iterator[dict[str, str]]:
    """The parameters of each call: all years, what the recipe wants, and as many municipalities as go in."""
    wanted = {name: _codes(name, side, described, recipe) for name, side in described.sides.items()}
    regions = wanted.pop(described.geo)
    each = math.prod(map(len, wanted.values()))
    if each > most:
        raise Unreadable(NOT_THIS_FORM, "size", str(each))
    longest = max(map(len, regions)) + 1
    step = max(1, min(most // each, LONGEST // longest))
    same: dict[str, Any] = {"lang": recipe.language, **FORM}
    same |= {f"codelist[{name}]": value for name, value in recipe.codelist.items()}
    same |= {f"valueCodes[{name}]": ",".join(codes) for name, codes in wanted.items()}
    same[f"valueCodes[{described.time}]"] = "*"
    for start in range(0, len(regions), step):
        yield {**same, f"valueCodes[{described.geo}]": ",".join(regions[start:start + step])}


def _codes(name: str, side: jsonstat.Dimension, described: jsonstat.Described, recipe: Recipe) -> Sequence[str]:
    """The codes to ask for along one side. Raises Unreadable for a category that the table has not."""
    codes = side.category.codes
    if name in (described.geo, described.time):
        return codes
    found = []
    for selection in recipe.series.values():
        place = side.place(selection[name]) if name in selection else 0 if len(codes) == 1 else None
        if place is None:
            raise Unreadable(UNKNOWN_STATISTIC, name, selection.get(name, ""))
        found.append(codes[place])
    return list(dict.fromkeys(found))
