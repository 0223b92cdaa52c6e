"""The fall-back: postings and scores by the public face of Whoosh, slower, and nothing read inside its files."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np
from whoosh.query import Or, Term
from whoosh.reading import TermNotFound
from whoosh.scoring import BaseScorer, WeightingModel
from whoosh.searching import Searcher

from search_index import schema
from search_index.leaf import WhooshLeaf
from search_index.matching import Weights
from search_index.postings import Postings
from search_index.scoring import K1, Scores, fullness, rarity
from search_index.snapshot import Rights, Snapshot


class PublicLeaf(WhooshLeaf):
    """A segment read posting by posting, as Whoosh itself reads it."""

    def postings(self, field: str, term: str) -> Postings:
        """The documents that have TERM, ascending, and its weight in each."""
        found = [(matcher.id(), matcher.weight()) for matcher in _each(self.reader, field, term)]
        docs, weights = zip(*found, strict=True) if found else ((), ())
        return Postings(np.array(docs, np.int32), np.array(weights, np.float32))

    def places(self, word: str) -> dict[int, bytes]:
        """Where WORD stands in each document that has it: packed numbers."""
        return {matcher.id(): matcher.value() for matcher in _each(self.reader, schema.WORDS, word)}


def by_whoosh(snapshot: Snapshot, rights: Rights, weights: Weights) -> Scores:
    """The same scores as `by_arrays`, by Whoosh's own searcher."""
    total = np.zeros(snapshot.size, np.float32)
    counts = {term: snapshot.readable_count(*term, rights) for term in weights}
    rare = {term: rarity(rights, count) for term, count in counts.items() if count}
    query = Or([Term(field, term, boost=weights[field, term]) for field, term in rare])
    for start, part in snapshot.parts():
        readable = np.flatnonzero(rights.readable[start : start + part.size]).tolist()
        if rare and readable:  # Whoosh takes an empty filter for none
            with part.alone() as leaf:
                assert isinstance(leaf, WhooshLeaf)
                searcher = Searcher(leaf.reader, _Bm25(rare, fullness(rights)[start:]), closereader=False)
                for doc, score in searcher.search(query, limit=None, filter=set(readable)).items():
                    total[start + doc] = score
    return total


class _Bm25(WeightingModel):  # type: ignore[misc]  # Whoosh has no types
    """Our weights for Whoosh, counted over what may be read: RARE by term, FULL by document of the segment."""

    def __init__(self, rare: Weights, full: Scores) -> None:
        self._rare, self._full = rare, full

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: float = 1) -> "_TermScorer":
        """What scores one term."""
        return _TermScorer(self._rare[fieldname, text.decode()], self._full)


class _TermScorer(BaseScorer):  # type: ignore[misc]  # Whoosh has no types
    def __init__(self, rare: float, full: Scores) -> None:
        self._rare, self._full = rare, full

    def score(self, matcher: Any) -> float:
        """The score of the document at which MATCHER stands."""
        occurrences: float = matcher.weight()
        return float(self._rare * occurrences * (K1 + 1) / (occurrences + self._full[matcher.id()]))


def _each(reader: Any, field: str, term: str) -> Iterator[Any]:
    """A matcher at each document that has TERM in turn."""
    with suppress(TermNotFound):
        matcher = reader.postings(field, term)
        while matcher.is_active():
            yield matcher
            matcher.next()
