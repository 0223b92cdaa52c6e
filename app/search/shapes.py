"""What the API answers, for its description."""

from typing import Literal

from app.api import Body
from app.search.asked import Type


class HitShown(Body):
    """A hit. `snippet_html` is escaped text with <mark>; `page` is that of a file."""

    type: Type
    id: int
    title: str
    url: str
    snippet_html: str
    municipality: str | None
    network: int | None
    network_name: str | None
    date: str | None
    score: float
    page: int | None


class ChoiceShown(Body):
    """A value to narrow by, and how many hits it leaves."""

    value: str
    label: str
    count: int


class SearchShown(Body):
    """A page of twenty hits, with counts over all that the asker may read."""

    total: int
    total_is_exact: bool
    hits: list[HitShown]
    facets: dict[Literal["type", "theme", "network", "municipality", "county", "year", "answered", "language"],
                 list[ChoiceShown]]
    suggestion: str | None


class SuggestionShown(Body):
    """A title that begins as was typed."""

    type: Type
    label: str
    url: str


class SuggestionsShown(Body):
    """Up to eight of them."""

    items: list[SuggestionShown]
