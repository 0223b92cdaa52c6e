"""Which way to ask which source."""

from collections.abc import Callable, Iterator
from pathlib import Path

from app.indicators.importers.rows import Item
from app.indicators.sources import kolada, pxweb
from app.indicators.sources.asking import Fetcher, Pace
from app.indicators.sources.recipes import Recipe, Source, sources

WAYS: dict[str, Callable[[Fetcher, Source, Recipe], Iterator[Item]]] = {"pxweb2": pxweb.items, "kolada": kolada.items}


def fetchers(folder: Path) -> dict[str, Fetcher]:
    """One for each source, which keeps its answers beneath FOLDER."""
    return {one.key: Fetcher(folder / one.key, Pace(one.calls, one.seconds)) for one in sources().values()}


def items(fetcher: Fetcher, recipe: Recipe) -> Iterator[Item]:
    """The figures of a table, and what in it is none. Raises Unreachable."""
    source = sources()[recipe.source]
    return WAYS[source.kind](fetcher, source, recipe)
