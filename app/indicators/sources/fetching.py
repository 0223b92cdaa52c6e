"""Which way to ask which source."""

from collections.abc import Callable
from pathlib import Path

from app.indicators.sources import files, kolada, pxweb, pxweb1
from app.indicators.sources.answers import Answer
from app.indicators.sources.asking import Fetcher, Pace, Unreachable
from app.indicators.sources.recipes import Recipe, Source, sources

WAYS: dict[str, Callable[[Fetcher, Source, Recipe], Answer]] = {"pxweb2": pxweb.answer, "kolada": kolada.answer,
                                                              "file": files.answer}


def fetchers(folder: Path) -> dict[str, Fetcher]:
    """One for each source, which keeps its answers beneath FOLDER."""
    return {one.key: Fetcher(folder / one.key, Pace(one.calls, one.seconds)) for one in sources().values()}


def fetch(fetcher: Fetcher, recipe: Recipe) -> Answer:
    """What a table holds; asked in the older way where the newer one fails. Raises Unreachable."""
    source = sources()[recipe.source]
    try:
        return WAYS[source.kind](fetcher, source, recipe)
    except Unreachable:
        if not source.older:
            raise
        return pxweb1.answer(fetcher, source, recipe)
