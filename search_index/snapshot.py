"""The whole index at one moment, as one row of documents numbered 0 .. size - 1."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search_index import schema, weighing
from search_index.leaf import Leaf
from search_index.postings import Numbers, Postings
from search_index.segment import LAST_LETTER, Facet, Segment

CACHED_RIGHTS = 64

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Rights:
    """What one set of audiences may read; every count and average is taken over this alone."""

    readable: Mask
    count: int
    damping: NDArray[np.float32]  # of each document: how much it dampens an occurrence, being long
    worth: NDArray[np.float32]  # of each document: what its score is multiplied with


class Values(NamedTuple):
    """The values of a facet by document. Nearly all documents have one or none; what some have besides stands apart."""

    known: list[str]
    one: Numbers  # of each document: a place in KNOWN, -1 for no value
    docs: Numbers  # documents with a further value
    codes: Numbers  # and which


class Part(NamedTuple):
    """A segment by its name, its documents that are deleted by now, and how to open it."""

    name: str
    deleted: Sequence[int]
    open: Callable[[], Leaf]


class Snapshot:
    """Never changes. A later one shares the segments that still stand, so opening it is cheap."""

    def __init__(self, parts: Iterable[Part] = (), earlier: "Snapshot | None" = None) -> None:
        open_already = earlier.segments if earlier else {}
        parts = list(parts)
        self.segments: dict[str, Segment] = {
            each.name: open_already.get(each.name) or Segment(each.open()) for each in parts
        }
        self._parts = list(self.segments.values())
        self._starts = np.cumsum([0, *(part.size for part in self._parts)]).tolist()
        self.size: int = self._starts[-1]
        self.alive = np.ones(self.size, np.bool_)
        for start, each in zip(self._starts, parts, strict=False):
            self.alive[[start + doc for doc in each.deleted]] = False
        self.dates = self._column("dates")
        self._lengths = self._column("lengths")
        self.units = _units(self._column("groups"))
        self._facets: dict[str, Facet] = {}
        self._values: dict[str, Values] = {}
        self._rights: dict[frozenset[str], Rights] = {}
        self._lock = Lock()

    def postings(self, field: str, term: str) -> Postings:
        """The documents that have TERM, deleted ones too, and its weight in each."""
        found = [part.postings(field, term) for part in self._parts]
        docs = [each.docs + np.int32(start) for start, each in zip(self._starts, found, strict=False)]
        return Postings(
            np.concatenate([np.zeros(0, np.int32), *docs]),
            np.concatenate([np.zeros(0, np.float32), *(each.weights for each in found)]),
        )

    def rights(self, audiences: frozenset[str]) -> Rights:
        """What holders of AUDIENCES may read. No audience, nothing."""
        with self._lock:
            if (rights := self._rights.get(audiences)) is None:
                if len(self._rights) >= CACHED_RIGHTS:
                    self._rights.clear()
                rights = self._rights[audiences] = self._may_read(audiences)
            return rights

    def having(self, facet: str, values: frozenset[str]) -> Mask:
        """The documents that have one of VALUES. No value, no document."""
        known, docs, codes = self._facet(facet)
        wanted = np.fromiter((value in values for value in known), np.bool_, len(known))
        mask = np.zeros(self.size, np.bool_)
        mask[docs[wanted[codes]]] = True
        return mask

    def having_prefix(self, facet: str, prefix: str) -> Mask:
        """The documents with a value that starts with PREFIX."""
        known, docs, codes = self._facet(facet)
        first, last = bisect_left(known, prefix), bisect_left(known, prefix + LAST_LETTER)
        mask = np.zeros(self.size, np.bool_)
        mask[docs[(codes >= first) & (codes < last)]] = True
        return mask

    def values(self, facet: str) -> Values:
        """Which value of FACET each document has, by document."""
        if facet not in self._values:
            known, docs, codes = self._facet(facet)
            one = np.full(self.size, -1, np.int32)
            one[docs] = codes
            others = one[docs] != codes
            self._values[facet] = Values(known, one, docs[others], codes[others])
        return self._values[facet]

    def starting_with(self, field: str, prefix: str) -> set[str]:
        """The terms of FIELD that start with PREFIX."""
        return {term for part in self._parts for term in part.starting_with(field, prefix)}

    def count(self, word: str) -> int:
        """How many documents have the folded WORD."""
        return sum(part.count(word) for part in self._parts)

    def readable_count(self, field: str, term: str, rights: Rights) -> int:
        """How many documents under RIGHTS have TERM."""
        return int(rights.readable[self.postings(field, term).docs].sum())

    def parts(self) -> Iterator[tuple[int, Segment]]:
        """Each segment, and the number that its first document has here."""
        return zip(self._starts, self._parts, strict=False)

    def places(self, word: str) -> dict[int, bytes]:
        """Where the folded WORD stands in each document that has it: packed numbers."""
        return {start + doc: at for start, part in self.parts() for doc, at in part.places(word).items()}

    def same_unit(self, doc: int) -> Mask:
        """The documents of DOC's group, or DOC alone."""
        same: Mask = self.units == self.units[doc]
        return same

    def stored(self, docs: Sequence[int]) -> list[dict[str, Any]]:
        """What is kept to be shown of each of these documents."""
        at = np.searchsorted(self._starts, docs, side="right") - 1
        shown: dict[int, dict[str, Any]] = {}
        for part in set(at.tolist()):
            chosen = [doc for doc, where in zip(docs, at, strict=True) if where == part]
            shown |= zip(chosen, self._parts[part].stored([doc - self._starts[part] for doc in chosen]), strict=True)
        return [shown[doc] for doc in docs]

    def fetch(self, terms: Iterable[tuple[str, str]]) -> None:
        """Hears which (field, term) will be asked for next. Nothing to do where they are near at hand."""

    def _may_read(self, audiences: frozenset[str]) -> Rights:
        readable = self.having(schema.AUDIENCE, audiences) & self.alive
        lifted = self.having("type", weighing.LIFTED_TYPES) | self.having(schema.HAS, weighing.LIFTED)
        return Rights(readable, int(readable.sum()), weighing.damping(readable, self._lengths),
                      weighing.worth(readable, lifted, self.dates))

    def _column(self, name: str) -> NDArray[np.int64]:
        return np.concatenate([np.zeros(0, np.int64), *(getattr(part, name) for part in self._parts)])

    def _facet(self, name: str) -> Facet:
        if name not in self._facets:
            self._facets[name] = self._joined([part.facet(name) for part in self._parts])
        return self._facets[name]

    def _joined(self, facets: list[Facet]) -> Facet:
        """The segments' facets as one, with one list of values."""
        known = sorted({value for facet in facets for value in facet.values})
        place = {value: code for code, value in enumerate(known)}
        docs: list[Numbers] = [np.zeros(0, np.int32)]
        codes: list[Numbers] = [np.zeros(0, np.int32)]
        for start, facet in zip(self._starts, facets, strict=False):
            docs.append(facet.docs + np.int32(start))
            codes.append(np.array([place[value] for value in facet.values], np.int32)[facet.codes])
        return Facet(known, np.concatenate(docs), np.concatenate(codes))


def _units(groups: NDArray[np.int64]) -> Numbers:
    """A number for each document, less than their number, and the same for all of one group."""
    units = np.arange(len(groups), dtype=np.int32)
    grouped = np.flatnonzero(groups)
    firsts, which = np.unique(groups[grouped], return_index=True, return_inverse=True)[1:]
    units[grouped] = grouped[firsts][which]
    return units
