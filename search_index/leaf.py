"""What a segment is read from: Whoosh's files here, the tables of PostgreSQL in postgres_leaf.py."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader

from search_index import schema
from search_index.postings import Numbers, Postings, read, read_payloads


class Leaf(Protocol):
    """One immutable segment as it is kept. Its documents are numbered 0 .. size - 1; deleted ones are among them."""

    size: int

    def column(self, field: str) -> NDArray[np.int64]:
        """The number that each document has in FIELD."""

    def vocabulary(self, field: str) -> tuple[list[str], Numbers]:
        """All terms of FIELD in order, and how many documents have each."""

    def all_docs(self, field: str) -> list[Numbers]:
        """The documents of every term of FIELD, in the order of its vocabulary."""

    def postings(self, field: str, term: str) -> Postings:
        """The documents that have TERM, ascending, and its weight in each."""

    def places(self, word: str) -> dict[int, bytes]:
        """Where WORD stands in each document that has it: packed numbers."""

    def stored(self, docs: Sequence[int]) -> list[dict[str, Any]]:
        """What is kept to be shown of these documents."""


class WhooshLeaf:
    """A segment of a Whoosh index. Not safe for threads: all readers of a file share one place to read at."""

    def __init__(self, storage: Any, whoosh_segment: Any) -> None:
        self.reader = SegmentReader(storage, schema.SCHEMA, whoosh_segment)
        self.size: int = self.reader.doc_count_all()

    def column(self, field: str) -> NDArray[np.int64]:
        """The number that each document has in FIELD."""
        column = self.reader.column_reader(field, translate=False)
        return np.fromiter((column[doc] for doc in range(self.size)), np.int64, self.size)

    def vocabulary(self, field: str) -> tuple[list[str], Numbers]:
        """All terms of FIELD in order, and how many documents have each."""
        items = [(term, info.doc_frequency()) for term, info in self._items(field)]
        # Whoosh sorts by bytes, which for UTF-8 is the order of Python's strings too.
        return [term for term, _ in items], np.array([count for _, count in items], np.int32)

    def all_docs(self, field: str) -> list[Numbers]:
        """The documents of every term of FIELD, in the order of its vocabulary."""
        return [self.postings(field, term).docs for term, _ in self._items(field)]

    def postings(self, field: str, term: str) -> Postings:
        """The documents that have TERM, ascending, and its weight in each."""
        return read(self.reader, field, term)

    def places(self, word: str) -> dict[int, bytes]:
        """Where WORD stands in each document that has it: packed numbers."""
        return read_payloads(self.reader, schema.WORDS, word)

    def stored(self, docs: Sequence[int]) -> list[dict[str, Any]]:
        """What is kept to be shown of these documents."""
        return [self.reader.stored_fields(doc)["shown"] for doc in docs]

    def _items(self, field: str) -> Iterator[tuple[str, Any]]:
        for (name, term), info in self.reader.iter_from(field, ""):
            if name != field:
                return
            yield term.decode(), info
