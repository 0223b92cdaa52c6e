"""One immutable segment of the index, its columns as arrays, its postings decoded once."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Any, NamedTuple

import numpy as np

from search_index import schema
from search_index.leaf import Leaf
from search_index.postings import Numbers, Postings

CACHED_POSTINGS = 4_000_000
LAST_LETTER = "\U0010ffff"  # sorts after every other


class Facet(NamedTuple):
    """Which documents have which value: pairs of a document and a place in VALUES."""

    values: list[str]
    docs: Numbers
    codes: Numbers


class Segment:
    """Reads one segment. Has a lock, for a leaf is not safe for threads."""

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf
        self._lock = RLock()
        self._cache: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._cached = 0
        self._words: dict[str, tuple[list[str], Numbers]] = {}
        self.size = leaf.size
        self.dates = leaf.column(schema.DATE)
        self.lengths = leaf.column(schema.LENGTH)
        self.groups = leaf.column(schema.GROUP)
        self._facets: dict[str, Facet] = {}

    def postings(self, field: str, term: str) -> Postings:
        """The postings of TERM, from the cache when it was asked for lately."""
        with self._lock:
            if (found := self._cache.get((field, term))) is None:
                found = self._leaf.postings(field, term)
                self._remember((field, term), found)
            self._cache.move_to_end((field, term))
            return found

    @contextmanager
    def alone(self) -> Iterator[Leaf]:
        """The leaf itself, while nobody else reads it."""
        with self._lock:
            yield self._leaf

    def lacking(self, terms: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Those of TERMS, each with its field before it, that would have to be read."""
        with self._lock:
            return [term for term in terms if term not in self._cache]

    def keep(self, found: Mapping[tuple[str, str], Postings]) -> None:
        """Remembers postings that somebody else has read for us."""
        with self._lock:
            for term, postings in found.items():
                if term not in self._cache:
                    self._remember(term, postings)

    def places(self, word: str) -> dict[int, bytes]:
        """Where WORD stands in each document that has it: packed numbers."""
        with self._lock:
            return self._leaf.places(word)

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
                self._words[field] = self._leaf.vocabulary(field)
            return self._words[field]

    def facet(self, field: str) -> Facet:
        """All values of FIELD and who has them, by value."""
        with self._lock:
            if field not in self._facets:
                self._facets[field] = self._read_facet(field)
            return self._facets[field]

    def stored(self, docs: Sequence[int]) -> list[dict[str, Any]]:
        """What is kept to be shown of these documents."""
        with self._lock:
            return self._leaf.stored(docs)

    def _remember(self, term: tuple[str, str], found: Postings) -> None:
        self._cache[term] = found
        self._cached += len(found.docs) + 1
        while self._cached > CACHED_POSTINGS and len(self._cache) > 1:
            self._cached -= len(self._cache.popitem(last=False)[1].docs) + 1

    def _read_facet(self, field: str) -> Facet:
        docs = self._leaf.all_docs(field)
        codes = [np.full(len(each), code, np.int32) for code, each in enumerate(docs)]
        none = np.zeros(0, np.int32)
        return Facet(self.vocabulary(field)[0], np.concatenate([none, *docs]), np.concatenate([none, *codes]))
