"""A search is its address: each link of the page is the same search with one thing changed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from app.i18n import locale
from app.search import words
from app.search.asked import FILTERS, Asked
from app.search.operators import without, written
from app.search.queries import Found

MOST_SHOWN = 8
Link = dict[str, Any]


def address(asked: Asked, **changes: Any) -> str:
    """The search ASKED with CHANGES. Who narrows it begins on its first page again."""
    fresh = Asked.model_construct(**{**asked.model_dump(), "page": 1, **changes})
    named = {name: value for name in ("q", *FILTERS, "sort", "page")
             if (value := getattr(fresh, name)) not in (None, Asked.model_fields[name].default)}
    return "/search" + ("?" + urlencode(named) if named else "")


def pages(asked: Asked) -> Callable[[int], str]:
    """The address of each page of the hits."""
    return lambda number: address(asked, page=number)


def chosen(asked: Asked, found: Found) -> list[Link]:
    """What narrows the search now, each with the address without it."""
    operators = [{"label": written(one.name, one.value, locale()), "url": address(asked, q=without(asked.q, one))}
                 for one in asked.typed.operators]
    return operators + [{"label": label, "url": address(asked, **{facet: None})}
                        for facet, label in found.chosen.items()]


def facets(asked: Asked, found: Found) -> list[tuple[str, list[Link]]]:
    """What could narrow it: the most frequent values of each facet, and the one that is chosen."""
    return [(str(title), _links(asked, found, facet)) for facet, title in words.FACETS.items()
            if facet in asked.filters or any(choice.count < found.total for choice in found.facets[facet])]


def _links(asked: Asked, found: Found, facet: str) -> list[Link]:
    now = asked.filters.get(facet)
    choices = found.facets[facet]
    if facet == "year":
        choices = sorted(choices, key=lambda choice: choice.value, reverse=True)
    shown = [choice for place, choice in enumerate(choices) if place < MOST_SHOWN or choice.value == now]
    return [{"label": choice.label, "count": choice.count, "chosen": choice.value == now,
             "url": address(asked, **{facet: None if choice.value == now else choice.value})} for choice in shown]
