"""What goes into the index and what comes out of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from hashlib import blake2b
from typing import Literal, Protocol

from search_index.names import NO_NAMES, Names

# Part of every digest and folder name: raise it when analysis or schema change, and all must be indexed anew.
VERSION = "6"


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
    author: str = ""  # a person's id
    room: str = ""  # a room's id
    has: tuple[str, ...] = ()  # what it carries: "file", "card"
    is_name: bool = False  # its title is a name, as that of a person or a place: never stemmed

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
    names: Names = NO_NAMES  # that all may know
    types: tuple[str, ...] = ()
    theme: str | None = None
    network: str | None = None
    municipality: str | None = None
    county: str | None = None
    year: str | None = None
    answered: bool | None = None
    language: str | None = None
    author: str | None = None
    room: str | None = None
    also: tuple[frozenset[tuple[str, str]], ...] = ()  # of each of these (field, value) pairs, at least one
    has: tuple[str, ...] = ()  # all of these
    after: datetime | None = None  # from this moment on
    before: datetime | None = None  # earlier than this moment
    sort: Literal["relevance", "newest"] = "relevance"
    page: int = 1
    per_page: int = 20
    per_type: int = 0  # if given: no page, but this many of the best of each type

    @property
    def filters(self) -> dict[str, frozenset[str]]:
        """The wanted values of each field that is narrowed: a document needs one of them."""
        names = ("theme", "network", "municipality", "county", "year", "language", "author", "room")
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


Label = tuple[str, str, str]  # type, title, url
Progress = Callable[[int, int], None]  # hears how many are done, and of how many


class Engine(Protocol):
    """What every search engine of ours can do. Whoever holds no audiences is told nothing at all."""

    def search(self, query: Query) -> Hits:
        """What QUERY asks for, of what its audiences may read. No text makes it raise."""

    def suggest(self, prefix: str, audiences: frozenset[str], limit: int = 8) -> list[Label]:
        """Up to LIMIT (type, title, url) whose title has words like PREFIX, of what AUDIENCES may read."""

    def more_like(
        self, id: str, audiences: frozenset[str], limit: int = 5, types: tuple[str, ...] = ()
    ) -> list[Hit]:
        """Readable documents about the same as the document ID, without itself. None if that is unreadable."""

    def similar(
        self, text: str, audiences: frozenset[str], limit: int = 5, types: tuple[str, ...] = ()
    ) -> list[Hit]:
        """The best hits for TEXT while it is being typed: any of its words will do."""

    def nearest(self, text: str, audiences: frozenset[str], limit: int = 5) -> list[str]:
        """Readable words of the index that are nearest to those of TEXT."""

    def add(self, documents: Iterable[Document]) -> None:
        """Puts DOCUMENTS in; one with an id that is there already replaces it. Raises Busy."""

    def remove(self, ids: Iterable[str]) -> None:
        """Takes the documents with these ids out; ids that are not there are no error. Raises Busy."""

    def rebuild(self, documents: Iterable[Document], progress: Progress = ...) -> int:
        """Makes the index anew from DOCUMENTS while others read the old one, then swaps. Returns the number."""

    def stored(self, things: Iterable[str] | None = None) -> dict[str, str]:
        """The digest of every document by its id, to be held against Document.digest; or of those of THINGS only."""

    def ids(self) -> set[str]:
        """The id of every document in the index."""


def yes_or_no(answer: bool) -> str:
    """The facet value of a yes or a no."""
    return "yes" if answer else "no"
