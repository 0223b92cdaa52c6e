"""What goes into the index and what comes out of it."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from hashlib import blake2b
from typing import Literal

# Part of every digest and folder name: raise it when analysis or schema change, and all must be indexed anew.
VERSION = "1"


@dataclass(frozen=True, kw_only=True)
class Document:
    """One findable thing. AUDIENCE is one opaque key ("room:5"): only who holds that key may find it."""

    id: str
    type: str
    title: str
    text: str
    audience: str
    url: str
    lang: str = ""
    date: datetime | None = None
    themes: tuple[str, ...] = ()
    network: str = ""
    municipalities: tuple[str, ...] = ()
    county: str = ""
    year: int | None = None
    answered: bool | None = None
    page: int | None = None
    group: str = ""  # of documents with the same group (the pages of a file) only the best is a hit

    @property
    def digest(self) -> str:
        """Tells whether the index holds this very content: compare with Index.stored()."""
        content = repr((VERSION, *(getattr(self, each.name) for each in fields(self))))
        return blake2b(content.encode("utf-8", "replace"), digest_size=12).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Query:
    """A question. AUDIENCES are the keys the asker holds: without any, nothing is found."""

    text: str = ""
    audiences: frozenset[str]
    types: tuple[str, ...] = ()
    theme: str | None = None
    network: str | None = None
    municipality: str | None = None
    county: str | None = None
    year: str | None = None
    answered: bool | None = None
    sort: Literal["relevance", "newest"] = "relevance"
    page: int = 1
    per_page: int = 20

    @property
    def filters(self) -> dict[str, frozenset[str]]:
        """The wanted values of each facet that is narrowed."""
        names = ("theme", "network", "municipality", "county", "year")
        values = {name: getattr(self, name) for name in names}
        chosen = {name: frozenset([str(value)]) for name, value in values.items() if value not in (None, "")}
        if self.types:
            chosen["type"] = frozenset(self.types)
        if self.answered is not None:
            chosen["answered"] = frozenset([yes_or_no(self.answered)])
        return chosen


@dataclass(frozen=True)
class Hit:
    """A found document. SNIPPET_HTML is escaped text with <mark> around what was asked for."""

    id: str
    type: str
    title: str
    url: str
    snippet_html: str
    score: float
    date: datetime | None
    network: str
    municipalities: tuple[str, ...]
    page: int | None


@dataclass(frozen=True)
class Hits:
    """An answer: one page of hits, and exact counts over all of them that the asker may read."""

    total: int = 0
    total_is_exact: bool = True
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    suggestion: str | None = None


def yes_or_no(answer: bool) -> str:
    """The facet value of a yes or a no."""
    return "yes" if answer else "no"
