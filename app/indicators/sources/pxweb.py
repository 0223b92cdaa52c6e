"""PxWebApi 2 (SSB, SCB): a table split into calls that the source allows. See registers/sources.toml for addresses.

Source of the parameters: PxTools/PxApiSpecs, PxAPI-2.yml. The library pxwebpy (0.6) asks the same way, but keeps
neither a pace that the source sets nor answers from a refresh that was cut, and its cache is a second database.
"""

from collections.abc import Iterator
from typing import Any

from app.indicators.importers import jsonstat
from app.indicators.importers.rows import NOT_THIS_FORM, Unreadable
from app.indicators.sources.answers import Answer, collected
from app.indicators.sources.asking import Fetcher, Pace
from app.indicators.sources.recipes import Recipe, Source
from app.indicators.sources.selecting import parts, wanted

LONGEST = 1500  # characters of codes in one address
FORM = {"outputFormat": "json-stat2"}


def answer(fetcher: Fetcher, source: Source, recipe: Recipe) -> Answer:
    """What a table holds. Raises Unreachable; what cannot be read is refused in the answer."""
    try:
        most = _limits(fetcher, source)
        described = jsonstat.described(fetcher.json(f"{source.url}/tables/{recipe.table}/metadata", {
            "lang": recipe.language, **{f"codelist[{name}]": value for name, value in recipe.codelist.items()}}))
        whole = collected((fetcher.json(f"{source.url}/tables/{recipe.table}/data", params)
                           for params in _calls(described, recipe, most)), recipe)
    except Unreadable as problem:
        return Answer().refuse(problem)
    whole.following = whole.following or described.following
    return whole


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
    return min(most, source.cells)


def _calls(described: jsonstat.Described, recipe: Recipe, most: int) -> Iterator[dict[str, str]]:
    """The parameters of each call: all years, what the recipe wants, and as many municipalities as go in."""
    codes = wanted(described, recipe)
    longest = max(map(len, codes[described.geo]), default=0) + 1
    same: dict[str, Any] = {"lang": recipe.language, **FORM}
    same |= {f"codelist[{name}]": value for name, value in recipe.codelist.items()}
    same |= {f"valueCodes[{name}]": ",".join(some) for name, some in codes.items() if name != described.geo}
    same[f"valueCodes[{described.time}]"] = "*"
    for some in parts(codes, described.geo, most, LONGEST // longest):
        yield {**same, f"valueCodes[{described.geo}]": ",".join(some)}
