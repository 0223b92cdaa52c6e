"""PxWebApi 1, which is asked by POST: for what its successor does not give just now.

Source of the form: SSB's "api/v0" and its answers in tests/data. pyjstat would read the answers, but wants pandas
(100 MB) and makes a table of every cell before anybody has looked at its size.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from app import registers
from app.indicators.importers import jsonstat
from app.indicators.importers.rows import NOT_THIS_FORM, Unreadable
from app.indicators.sources.answers import Answer, collected
from app.indicators.sources.asking import Fetcher
from app.indicators.sources.recipes import Recipe, Source
from app.indicators.sources.selecting import parts, wanted


class Variable(BaseModel):
    """One side of a table, as version 1 describes it."""

    code: str
    values: list[str]
    valueTexts: list[str] = []
    elimination: bool = False
    time: bool = False


class Table(BaseModel):
    """A table without its figures."""

    title: str = ""
    variables: list[Variable]


def answer(fetcher: Fetcher, source: Source, recipe: Recipe) -> Answer:
    """What a table holds. Raises Unreachable; what cannot be read is refused in the answer."""
    url = f"{source.older}/{recipe.table}"
    try:
        table = described(fetcher.json(url), recipe.codelist)
        return collected((fetcher.json(url, body=question)
                          for question in questions(table, recipe, source.cells)), recipe)
    except Unreadable as problem:
        return Answer().refuse(problem)


def described(found: Any, codelist: Mapping[str, str]) -> jsonstat.Described:
    """What version 1 says of a table, in the words of version 2. Raises Unreadable."""
    try:
        table = Table.model_validate(found)
    except ValidationError as wrong:
        raise Unreadable(NOT_THIS_FORM, ".".join(map(str, wrong.errors()[0]["loc"]))) from None
    return jsonstat.described({
        "id": [one.code for one in table.variables], "label": table.title,
        "role": {"time": [one.code for one in table.variables if one.time]},
        "dimension": {one.code: _side(one, codelist.get(one.code, "")) for one in table.variables}})


def _side(one: Variable, grouping: str) -> dict[str, Any]:
    """A variable; where the source's own GROUPING is meant, its codes, which version 1 does not list."""
    if grouping:
        if grouping not in GROUPED:
            raise Unreadable(NOT_THIS_FORM, one.code, grouping)
        return {"category": {"index": GROUPED[grouping]()}}
    return {"category": {"index": one.values, "label": dict(zip(one.values, one.valueTexts, strict=False))},
            "extension": {"elimination": one.elimination}}


def _summed() -> list[str]:
    return [f"K-{one.code}" for one in registers.municipalities() if one.country == "NO"]


GROUPED: dict[str, Callable[[], list[str]]] = {"agg_KommSummer": _summed}  # today's municipalities, back in time


def questions(table: jsonstat.Described, recipe: Recipe, most: int) -> Iterator[dict[str, Any]]:
    """What to post for each part."""
    codes = wanted(table, recipe)
    for some in parts(codes, table.geo, most, most):
        asked = [_asked(name, some if name == table.geo else values, recipe.codelist.get(name, ""))
                 for name, values in codes.items()]
        yield {"query": asked, "response": {"format": "json-stat2"}}


def _asked(name: str, values: Sequence[str], grouping: str) -> dict[str, Any]:
    way = grouping.replace("_", ":", 1) or "item"
    return {"code": name, "selection": {"filter": way, "values": list(values)}}
