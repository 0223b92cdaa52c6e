"""The Whoosh schema: its fields take finished terms, for the words are ours (analysis.py)."""

from collections.abc import Iterable

from whoosh import columns, fields, formats

# (term, occurrences, weight, payload), all as Whoosh writes them
Posting = tuple[bytes, int, float, bytes]

FACETS = ("type", "theme", "network", "municipality", "county", "year", "answered", "language")
# Also read whole when a segment is opened, but never counted for anybody.
AUDIENCE, AUTHOR, ROOM, HAS = "audience", "author", "room", "has"
TERMS, WORDS, TITLE, ID = "terms", "words", "title_words", "id"
DATE, LENGTH, GROUP = "date", "length", "group"
NO_DATE = -(2**62)


class Terms(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field whose value is its postings: Whoosh neither cuts nor weighs them."""

    def __init__(self, with_payload: bool = False) -> None:
        super().__init__(format=formats.Positions() if with_payload else formats.Existence(), analyzer=None)

    def index(self, value: Iterable[Posting], **_: object) -> Iterable[Posting]:
        """The postings of one document, as given."""
        return value


def _number(default: int = 0) -> fields.COLUMN:
    return fields.COLUMN(columns.NumericColumn("q", default=default))


SCHEMA = fields.Schema(
    **{name: Terms() for name in (ID, AUDIENCE, AUTHOR, ROOM, HAS, TERMS, TITLE, *FACETS)},
    **{WORDS: Terms(with_payload=True), DATE: _number(NO_DATE), LENGTH: _number(), GROUP: _number()},
    shown=fields.STORED(),
)


def posting(term: str, weight: float = 1.0, payload: bytes = b"") -> Posting:
    """One term of one document."""
    return term.encode(), 1, weight, payload


def postings(terms: Iterable[str]) -> list[Posting]:
    """Terms that are there or not, each once."""
    return [posting(term) for term in dict.fromkeys(terms) if term]
