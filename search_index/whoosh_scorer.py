"""The fall-back: postings and scores by the public face of Whoosh, slower, and nothing read inside its files."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
from whoosh.matching import NullMatcher, WrappingMatcher
from whoosh.query import Or, Term
from whoosh.reading import TermNotFound
from whoosh.scoring import WeightingModel, WeightScorer
from whoosh.searching import Searcher

from search_index import schema
from search_index.leaf import WhooshLeaf
from search_index.matching import Amounts, occurrences
from search_index.postings import Postings
from search_index.scoring import Group, saturated
from search_index.snapshot import Rights, Snapshot
from search_index.weighing import K1


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


def by_whoosh(snapshot: Snapshot, rights: Rights, groups: Sequence[Group]) -> Amounts:
    """The same scores as `by_arrays`, by Whoosh's own searcher."""
    total = np.zeros(snapshot.size, np.float32)
    for start, part in snapshot.parts():
        readable = np.flatnonzero(rights.readable[start : start + part.size]).tolist()
        if groups and readable:  # Whoosh takes an empty filter for none
            query = Or([_OneWord(group, rights.damping[start:]) for group in groups])
            with part.alone() as leaf:
                assert isinstance(leaf, WhooshLeaf)
                searcher = Searcher(leaf.reader, _Occurrences(), closereader=False)
                for doc, score in searcher.search(query, limit=None, filter=set(readable)).items():
                    total[start + doc] = score
    for group in groups:
        _add_what_is_no_term(total, group, occurrences(snapshot, rights, group.forms), rights.damping)
    return total


def _add_what_is_no_term(total: Amounts, group: Group, by_terms: Amounts, full: Amounts) -> None:
    """Score names of several words and compounds in parts too, which Whoosh has not seen."""
    docs = np.flatnonzero(group.often > by_terms)
    total[docs] += saturated(group, group.often[docs], full[docs]) - saturated(group, by_terms[docs], full[docs])


class _Occurrences(WeightingModel):  # type: ignore[misc]  # Whoosh has no types
    """Amounts a term by its weight in the document alone; what that is worth, _Bm25 says of all forms together."""

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: float = 1) -> WeightScorer:
        """What scores one term."""
        return WeightScorer.for_(searcher, fieldname, text)


class _OneWord(Or):  # type: ignore[misc]  # Whoosh has no types
    """The terms of a group, scored as one word."""

    def __init__(self, group: Group, full: Amounts) -> None:
        super().__init__([Term(field, term, boost=share) for (field, term), share in group.forms.items()])
        self._group, self._full = group, full

    def matcher(self, searcher: Searcher, context: Any = None) -> "_Bm25 | NullMatcher":
        """The matcher of the terms, with the score of BM25."""
        found = super().matcher(searcher, context)
        return _Bm25(found, self._group.weight, self._full) if found.is_active() else NullMatcher()


class _Bm25(WrappingMatcher):  # type: ignore[misc]  # Whoosh has no types
    def __init__(self, child: Any, weight: float, full: Amounts) -> None:
        super().__init__(child)
        self._weight, self._full = weight, full

    def copy(self) -> "_Bm25":
        """Another one at the same place."""
        return self._replacement(self.child.copy())

    def _replacement(self, newchild: Any) -> "_Bm25":
        return _Bm25(newchild, self._weight, self._full)

    def supports_block_quality(self) -> bool:
        """No: that is for those who want but the best."""
        return False

    def score(self) -> float:
        """The score of the document at which it stands."""
        often = self.child.score()
        return float(self._weight * often * (K1 + 1) / (often + self._full[self.id()]))


def _each(reader: Any, field: str, term: str) -> Iterator[Any]:
    """A matcher at each document that has TERM in turn."""
    with suppress(TermNotFound):
        matcher = reader.postings(field, term)
        while matcher.is_active():
            yield matcher
            matcher.next()
