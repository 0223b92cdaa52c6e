"""Kolada's API, version 3: one key figure at a time, 25 municipalities a call, page after page.

koladapy (1.0) asks the same questions, but wants pandas (100 MB) and forgets which values were taken back.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from app import registers
from app.database import now
from app.indicators.importers import kolada
from app.indicators.importers.rows import NOT_THIS_FORM, Item, Refusal
from app.indicators.sources.answers import Answer
from app.indicators.sources.asking import Fetcher, Unreachable
from app.indicators.sources.recipes import Recipe, Source

AT_ONCE = 25  # ids that one call may name
MOST_PAGES = 100  # of one call; more would be a circle


def answer(fetcher: Fetcher, source: Source, recipe: Recipe) -> Answer:
    """The figures of a key figure for all Swedish municipalities. Raises Unreachable."""
    codes = dict.fromkeys([recipe.table], *recipe.series)
    places = [one.code for one in registers.municipalities() if one.country == "SE"]
    whole = Answer(following=_following(fetcher, source, recipe))
    for start in range(0, len(places), AT_ONCE):
        some = ",".join(places[start:start + AT_ONCE])
        whole.items += _pages(fetcher, source, f"{source.url}/data/kpi/{recipe.table}/municipality/{some}", codes)
    return whole


def _following(fetcher: Fetcher, source: Source, recipe: Recipe) -> date | None:
    """When it is published next, if that is known: figures without it are figures too."""
    try:
        day = kolada.published(fetcher.json(f"{source.url}/kpi/{recipe.table}"))
    except Unreachable:
        return None
    return day if day and day > now().date() else None


def _pages(fetcher: Fetcher, source: Source, page: str, codes: Mapping[str, str]) -> Iterator[Item]:
    for _ in range(MOST_PAGES):
        found = fetcher.json(page)
        yield from kolada.rows(found, codes)
        following = kolada.next_page(found)
        if following is None:
            return
        if not following.startswith(source.url):  # it may send us nowhere else
            yield Refusal(0, NOT_THIS_FORM, "next_url", following)
            return
        page = following
