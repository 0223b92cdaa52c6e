"""One segment of the index in PostgreSQL, and all of them at one moment."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search_index import schema
from search_index.postgres_store import Store
from search_index.postings import NONE, Numbers, Postings
from search_index.snapshot import Part, Snapshot

# Read whole at once when a segment is opened: each search counts them.
SMALL_FIELDS = (*schema.FACETS, schema.AUDIENCE, schema.AUTHOR, schema.ROOM, schema.HAS)

POSTINGS = """SELECT segment, field, term, docs, weights FROM posting
JOIN unnest(%s::text[], %s::text[]) AS asked (field, term) USING (field, term) WHERE segment = ANY(%s::bigint[])"""
PLACES = """SELECT segment, docs, placed, places FROM posting
WHERE field = %s AND term = %s AND segment = ANY(%s::bigint[])"""
SHOWN = """SELECT segment, doc, shown FROM document
JOIN unnest(%s::bigint[], %s::int[]) AS asked (segment, doc) USING (segment, doc)"""


class PostgresLeaf:
    """A segment in PostgreSQL; see Leaf."""

    def __init__(self, store: Store, segment: int) -> None:
        self._store = store
        self._segment = segment
        columns = store.rows("SELECT field, per_document FROM numbers WHERE segment = %s", segment)
        self._columns = {field: np.frombuffer(packed, np.int64) for field, packed in columns}
        self.size = len(self._columns[schema.DATE])
        self._small: dict[str, tuple[list[str], list[Numbers]]] = {field: ([], []) for field in SMALL_FIELDS}
        for field, term, docs in self._all("field, term, docs", *SMALL_FIELDS):
            self._small[field][0].append(term)
            self._small[field][1].append(_numbers(docs))

    def column(self, field: str) -> NDArray[np.int64]:
        """The number that each document has in FIELD."""
        return self._columns[field]

    def vocabulary(self, field: str) -> tuple[list[str], Numbers]:
        """All terms of FIELD in order, and how many documents have each."""
        if field in self._small:
            terms, docs = self._small[field]
            return terms, np.array([len(each) for each in docs], np.int32)
        rows = self._all("term, count", field)
        return [term for term, _ in rows], np.array([count for _, count in rows], np.int32)

    def all_docs(self, field: str) -> list[Numbers]:
        """The documents of every term of FIELD, in the order of its vocabulary."""
        return self._small[field][1] if field in self._small else [_numbers(row[0]) for row in self._all("docs", field)]

    def postings(self, field: str, term: str) -> Postings:
        """The documents that have TERM, ascending, and its weight in each."""
        if field == schema.ID:  # kept once, with the document
            rows = self._store.rows("SELECT doc FROM document WHERE id = %s AND segment = %s ORDER BY doc",
                                    term, self._segment)
            return unpacked(np.array([doc for doc, in rows], np.int32).tobytes(), None)
        rows = self._store.rows(POSTINGS, [field], [term], [self._segment])
        return unpacked(*rows[0][3:]) if rows else NONE

    def places(self, word: str) -> dict[int, bytes]:
        """Where WORD stands in each document that has it: packed numbers."""
        return {doc: at for _, docs, placed, places in self._store.rows(PLACES, schema.WORDS, word, [self._segment])
                for doc, at in zip(_numbers(docs).tolist(), split(placed, places), strict=True)}

    def stored(self, docs: Sequence[int]) -> list[dict[str, Any]]:
        """What is kept to be shown of these documents."""
        found = {doc: shown for _, doc, shown in self._store.rows(SHOWN, [self._segment] * len(docs), list(docs))}
        return [_shown(found[doc]) for doc in docs]

    def _all(self, columns: str, *fields: str) -> list[Any]:
        statement = f"SELECT {columns} FROM posting WHERE segment = %s AND field = ANY(%s) ORDER BY field, term"
        return self._store.rows(statement, self._segment, list(fields))


class PostgresSnapshot(Snapshot):
    """A snapshot that asks for many things in one statement, for each is a journey to the database."""

    def __init__(self, store: Store, parts: Iterable[Part] = (), earlier: Snapshot | None = None) -> None:
        super().__init__(parts, earlier)
        self._store = store
        self._numbers = [int(name.rpartition(":")[2]) for name in self.segments]

    def fetch(self, terms: Iterable[tuple[str, str]]) -> None:
        """Brings the postings of TERMS near, of all segments that have not been asked for them lately."""
        asked = list(terms)
        lacking = list({term for part in self._parts for term in part.lacking(asked)})
        if not lacking:
            return
        fields, words = zip(*lacking, strict=True)
        found: dict[int, dict[tuple[str, str], Postings]] = defaultdict(dict)
        for segment, field, word, docs, weights in self._store.rows(
                POSTINGS, list(fields), list(words), self._numbers):
            found[segment][field, word] = unpacked(docs, weights)
        for number, part in zip(self._numbers, self._parts, strict=True):
            part.keep({term: found[number].get(term, NONE) for term in lacking})

    def places(self, word: str) -> dict[int, bytes]:
        """Where the folded WORD stands in each document that has it: packed numbers."""
        starts = dict(zip(self._numbers, self._starts, strict=False))
        return {starts[segment] + doc: at
                for segment, docs, placed, places in self._store.rows(PLACES, schema.WORDS, word, self._numbers)
                for doc, at in zip(_numbers(docs).tolist(), split(placed, places), strict=True)}

    def stored(self, docs: Sequence[int]) -> list[dict[str, Any]]:
        """What is kept to be shown of each of these documents."""
        parts = np.searchsorted(self._starts, docs, side="right") - 1
        asked = [(self._numbers[part], doc - self._starts[part]) for part, doc in zip(parts, docs, strict=True)]
        rows = self._store.rows(SHOWN, [segment for segment, _ in asked], [doc for _, doc in asked]) if asked else []
        shown = {(segment, doc): text for segment, doc, text in rows}
        return [_shown(shown[each]) for each in asked]


def unpacked(docs: bytes, weights: bytes | None) -> Postings:
    """Postings as the arrays they were."""
    numbers = _numbers(docs)
    weighed = np.ones(len(numbers), np.float32) if weights is None else np.frombuffer(weights, np.float32)
    return Postings(numbers, weighed)


def split(sizes: bytes, packed: bytes) -> list[bytes]:
    """PACKED cut into pieces of these SIZES."""
    ends = [0, *np.cumsum(_numbers(sizes)).tolist()]
    return [packed[start:end] for start, end in pairwise(ends)]


def _numbers(packed: bytes) -> Numbers:
    return np.frombuffer(packed, np.int32)


def _shown(text: str) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(text)
    shown["date"] = datetime.fromisoformat(shown["date"]) if shown["date"] else None
    return {name: tuple(value) if isinstance(value, list) else value for name, value in shown.items()}
