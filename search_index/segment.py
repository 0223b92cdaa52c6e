"""One immutable segment of the index, its columns as arrays, its postings decoded once."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator
from threading import RLock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader

from search_index import schema
from search_index.postings import Numbers, Postings, read, read_payloads

CACHED_POSTINGS = 4_000_000
LAST_LETTER = "\U0010ffff"  # sorts after every other


class Facet(NamedTuple):
    """Which documents have which value: pairs of a document and a place in VALUES."""

    values: list[str]
    docs: Numbers
    codes: Numbers


class Segment:
    """Reads one segment. Has a lock, for all readers of a Whoosh file share one place to read at."""

    def __init__(self, storage: Any, whoosh_segment: Any) -> None:
        self._leaf = SegmentReader(storage, schema.SCHEMA, whoosh_segment)
        self._lock = RLock()
        self._cache: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._cached = 0
        self._words: dict[str, tuple[list[str], Numbers]] = {}
        self.size: int = self._leaf.doc_count_all()
        self.dates = self._column(schema.DATE)
        self.lengths = self._column(schema.LENGTH)
        self.groups = self._column(schema.GROUP)
        self._facets: dict[str, Facet] = {}

    def postings(self, field: str, term: str) -> Postings:
        """The postings of TERM, from the cache when it was asked for lately."""
        with self._lock:
            if (found := self._cache.get((field, term))) is None:
                found = self._cache[field, term] = read(self._leaf, field, term)
                self._cached += len(found.docs) + 1
                while self._cached > CACHED_POSTINGS and len(self._cache) > 1:
                    self._cached -= len(self._cache.popitem(last=False)[1].docs) + 1
            self._cache.move_to_end((field, term))
            return found

    def places(self, word: str) -> dict[int, bytes]:
        """Where WORD stands in each document that has it: packed numbers."""
        with self._lock:
            return read_payloads(self._leaf, schema.WORDS, word)

    def count(self, word: str) -> int:
        """How many documents have the folded WORD, deleted ones too."""
        words, counts = self.vocabulary(schema.WORDS)
        at = bisect_left(words, word)
        return int(counts[at]) if at < len(words) and words[at] == word else 0

    def starting_with(self, field: str, prefix: str) -> list[str]:
        """The terms of FIELD that start with PREFIX, in order."""
        terms, _ = self.vocabulary(field)
        return terms[bisect_left(terms, prefix) : bisect_left(terms, prefix + LAST_LETTER)]

    def vocabulary(self, field: str) -> tuple[list[str], Numbers]:
        """All terms of FIELD in order, and how many documents have each."""
        with self._lock:
            if field not in self._words:
                items = [(term, info.doc_frequency()) for term, info in self._items(field)]
                # Whoosh sorts by bytes, which for UTF-8 is the order of Python's strings too.
                self._words[field] = [term for term, _ in items], np.array([n for _, n in items], np.int32)
            return self._words[field]

    def facet(self, field: str) -> Facet:
        """All values of FIELD and who has them, by value."""
        with self._lock:
            if field not in self._facets:
                self._facets[field] = self._read_facet(field)
            return self._facets[field]

    def stored(self, doc: int) -> dict[str, Any]:
        """What is kept to be shown of one document."""
        with self._lock:
            shown: dict[str, Any] = self._leaf.stored_fields(doc)["shown"]
            return shown

    def _items(self, field: str) -> Iterator[tuple[str, Any]]:
        for (name, term), info in self._leaf.iter_from(field, ""):
            if name != field:
                return
            yield term.decode(), info

    def _column(self, field: str) -> NDArray[np.int64]:
        column = self._leaf.column_reader(field, translate=False)
        return np.fromiter((column[doc] for doc in range(self.size)), np.int64, self.size)

    def _read_facet(self, field: str) -> Facet:
        values = self.vocabulary(field)[0]
        docs = [read(self._leaf, field, value).docs for value in values]
        codes = [np.full(len(each), code, np.int32) for code, each in enumerate(docs)]
        none = np.zeros(0, np.int32)
        return Facet(values, np.concatenate([none, *docs]), np.concatenate([none, *codes]))
