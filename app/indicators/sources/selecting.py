"""Which values of a PxWeb table to ask for, and into how many calls they go. Both versions ask alike."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from app.indicators.importers import jsonstat
from app.indicators.importers.rows import NOT_THIS_FORM, UNKNOWN_STATISTIC, Unreadable
from app.indicators.sources.recipes import Recipe

MUNICIPALITY = re.compile(r"(K-)?[0-9]{4}")  # not the country, a county or one of KOSTRA's groups


def wanted(described: jsonstat.Described, recipe: Recipe) -> dict[str, Sequence[str]]:
    """Dimension -> the codes to ask for: all years and municipalities. Raises Unreadable for what is not there.

    A dimension that the recipe does not name, and that the source sums up where it is not asked for, is left out.
    """
    found = {}
    for name, side in described.sides.items():
        codes: Sequence[str] = side.category.codes
        if name == described.geo:
            codes = [code for code in codes if MUNICIPALITY.fullmatch(code)]
        elif name != described.time:
            if side.summed_up and not any(name in selection for selection in recipe.series.values()):
                continue
            codes = _chosen(name, side, recipe)
        found[name] = codes
    return found


def _chosen(name: str, side: jsonstat.Dimension, recipe: Recipe) -> Sequence[str]:
    codes, found = side.category.codes, []
    for selection in recipe.series.values():
        place = side.place(selection[name]) if name in selection else 0 if len(codes) == 1 else None
        if place is None:
            raise Unreadable(UNKNOWN_STATISTIC, name, selection.get(name, ""))
        found.append(codes[place])
    return list(dict.fromkeys(found))


def parts(codes: Mapping[str, Sequence[str]], geo: str, most: int, regions: int) -> Iterator[Sequence[str]]:
    """The municipalities of each call, at most REGIONS of them, so that none gives more than MOST cells."""
    each = math.prod(len(some) for name, some in codes.items() if name != geo)
    if not codes[geo] or not 0 < each <= most:
        raise Unreadable(NOT_THIS_FORM, "size", str(each))
    step = max(1, min(most // each, regions))
    for start in range(0, len(codes[geo]), step):
        yield codes[geo][start:start + step]
