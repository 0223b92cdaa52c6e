"""Kolada's API, version 3: one key figure at a time, 25 municipalities a call, page after page."""

from collections.abc import Iterator, Mapping

from app import registers
from app.indicators.importers import kolada
from app.indicators.importers.rows import NOT_THIS_FORM, Item, Refusal
from app.indicators.sources.asking import Fetcher
from app.indicators.sources.recipes import Recipe, Source

AT_ONCE = 25  # ids that one call may name
MOST_PAGES = 100  # of one call; more would be a circle


def items(fetcher: Fetcher, source: Source, recipe: Recipe) -> Iterator[Item]:
    """The figures of a key figure for all Swedish municipalities. Raises Unreachable."""
    codes = dict.fromkeys([recipe.table], *recipe.series)
    places = [one.code for one in registers.municipalities() if one.country == "SE"]
    for start in range(0, len(places), AT_ONCE):
        some = ",".join(places[start:start + AT_ONCE])
        yield from _pages(fetcher, source, f"{source.url}/data/kpi/{recipe.table}/municipality/{some}", codes)


def _pages(fetcher: Fetcher, source: Source, page: str, codes: Mapping[str, str]) -> Iterator[Item]:
    for _ in range(MOST_PAGES):
        answer = fetcher.json(page)
        yield from kolada.rows(answer, codes)
        following = kolada.next_page(answer)
        if following is None:
            return
        if not following.startswith(source.url):  # it may send us nowhere else
            yield Refusal(0, NOT_THIS_FORM, "next_url", following)
            return
        page = following
