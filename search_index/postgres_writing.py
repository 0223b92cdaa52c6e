"""Writes into PostgreSQL: a batch, a merge, a whole rebuild. Each is one transaction, seen whole or not at all."""

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search_index import schema
from search_index.compounds import Splitter
from search_index.face import Document, Progress
from search_index.indexing import Indexer, word_set
from search_index.merging import to_merge
from search_index.postgres_leaf import split, unpacked
from search_index.postgres_store import Connection
from search_index.snapshot import Snapshot
from search_index.spool import Spooled

LARGEST = 20_000  # documents in a segment that a rebuild writes: what is held in memory at once
NUMBERS = tuple(name for name, field in schema.SCHEMA.items() if field.column_type)
WORDS = tuple(name for name, field in schema.SCHEMA.items() if isinstance(field, schema.Terms) and name != schema.ID)

COPY_POSTINGS = "COPY posting (segment, field, term, count, docs, weights, placed, places) FROM STDIN (FORMAT BINARY)"
COPY_DOCUMENTS = "COPY document (segment, doc, id, digest, shown) FROM STDIN (FORMAT BINARY)"
GONE = """UPDATE document SET deleted = true FROM segment
WHERE document.id = ANY(%s::text[]) AND NOT document.deleted AND segment.id = document.segment AND dropped IS NULL
RETURNING segment, doc"""
TO_MERGE = """SELECT field, term, segment, docs, weights, placed, places FROM posting
WHERE segment = ANY(%s::bigint[]) ORDER BY field, term, array_position(%s::bigint[], segment)"""
COPY_OF_DOCUMENTS = """INSERT INTO document (segment, doc, id, digest, shown)
SELECT %s, row_number() OVER (ORDER BY array_position(%s::bigint[], segment), doc) - 1, id, digest, shown
FROM document WHERE segment = ANY(%s::bigint[]) AND NOT deleted"""
SHOWN_FOR = "10 minutes"  # after it was dropped, somebody may still be reading a segment


class Row(NamedTuple):
    """The postings of one term; what is packed is as PostgreSQL keeps it."""

    field: str
    term: str
    docs: NDArray[np.int32]
    weights: NDArray[np.float32]
    places: list[bytes]  # of each document; none where the field has no places


class Entry:
    """The postings of one term while they are collected."""

    __slots__ = ("docs", "places", "weights")

    def __init__(self) -> None:
        self.docs, self.weights = array("i"), array("f")
        self.places: list[bytes] = []


def write(connection: Connection, snapshot: Snapshot, documents: Sequence[Document], gone: Sequence[str]) -> None:
    """Takes out what has an id in GONE and puts DOCUMENTS in. SNAPSHOT is the index now."""
    words = Counter(word for document in documents for word in word_set(document))
    indexer = Indexer(Splitter(lambda word: words[word] + snapshot.count(word)))
    deleted = connection.execute(GONE, [gone]).fetchall()
    for segment, docs in groupby(sorted(deleted), key=lambda pair: pair[0]):
        packed = np.array([doc for _, doc in docs], np.int32).tobytes()
        connection.execute("UPDATE segment SET deleted = deleted || %s WHERE id = %s", [packed, segment])
    if documents:
        _add_segment(connection, documents, indexer)
    _tidy(connection)


def rebuild(connection: Connection, documents: Spooled, progress: Progress) -> None:
    """Makes all segments anew from DOCUMENTS; those there were go at the end of the transaction."""
    connection.execute("UPDATE segment SET dropped = now() WHERE dropped IS NULL")
    waiting = documents.read(progress)
    while some := list(islice(waiting, LARGEST)):
        _add_segment(connection, some, documents.indexer)


def _add_segment(connection: Connection, documents: Sequence[Document], indexer: Indexer) -> None:
    entries: dict[tuple[str, bytes], Entry] = defaultdict(Entry)
    numbers = {name: array("q") for name in NUMBERS}
    segment = _new_segment(connection, len(documents))
    with connection.cursor().copy(COPY_DOCUMENTS) as copy:
        copy.set_types(["int8", "int4", "text", "text", "text"])
        for doc, document in enumerate(documents):
            values = indexer.fields(document)
            for name in NUMBERS:
                numbers[name].append(values[name])
            for name in WORDS:
                _collect(entries, name, doc, values.get(name, ()))
            copy.write_row((segment, doc, document.id, document.digest, json.dumps(values["shown"], default=_iso)))
    rows = (Row(field, term.decode(), np.array(each.docs, np.int32), np.array(each.weights, np.float32), each.places)
            for (field, term), each in entries.items())
    _save(connection, segment, {name: np.array(each, np.int64) for name, each in numbers.items()}, rows)


def _collect(entries: dict[tuple[str, bytes], Entry], field: str, doc: int, values: Iterable[schema.Posting]) -> None:
    for term, _, weight, places in values:
        entry = entries[field, term]
        entry.docs.append(doc)
        entry.weights.append(weight)
        if places:
            entry.places.append(places)


def _iso(value: datetime) -> str:
    return value.isoformat()


def _new_segment(connection: Connection, size: int) -> int:
    [(segment,)] = connection.execute("INSERT INTO segment (size) VALUES (%s) RETURNING id", [size]).fetchall()
    return int(segment)


def _save(connection: Connection, segment: int, numbers: dict[str, NDArray[np.int64]], rows: Iterable[Row]) -> None:
    connection.cursor().executemany("INSERT INTO numbers VALUES (%s, %s, %s)", [
        (segment, field, each.tobytes()) for field, each in numbers.items()])
    with connection.cursor().copy(COPY_POSTINGS) as copy:
        copy.set_types(["int8", "text", "text", "int4", "bytea", "bytea", "bytea", "bytea"])
        for row in rows:
            copy.write_row((
                segment, row.field, row.term, len(row.docs), row.docs.tobytes(),
                None if (row.weights == 1).all() else row.weights.tobytes(),
                np.array([len(each) for each in row.places], np.int32).tobytes() if row.places else None,
                b"".join(row.places) if row.places else None))


def _tidy(connection: Connection) -> None:
    """Merges small segments where there are too many, and clears away those that were dropped long ago."""
    connection.execute("DELETE FROM segment WHERE dropped < now() - %s::interval", [SHOWN_FOR])
    there = connection.execute("SELECT id, size FROM segment WHERE dropped IS NULL ORDER BY id").fetchall()
    if merging := [there[place][0] for place in sorted(to_merge([size for _, size in there]))]:
        _merge(connection, merging)
    connection.execute("UPDATE segment SET dropped = now() WHERE dropped IS NULL AND length(deleted) = 4 * size")


def _merge(connection: Connection, segments: list[int]) -> None:
    """Makes one segment of SEGMENTS, without what is deleted."""
    renumbered, kept, size = {}, [], 0
    for segment, count, deleted in connection.execute(
            "SELECT id, size, deleted FROM segment WHERE id = ANY(%s) ORDER BY id", [segments], binary=True):
        alive = np.ones(count, np.bool_)
        alive[np.frombuffer(deleted, np.int32)] = False
        renumbered[segment] = np.where(alive, np.cumsum(alive) - 1 + size, -1).astype(np.int32)
        kept.append(alive)
        size += int(alive.sum())
    connection.execute("UPDATE segment SET dropped = now() WHERE id = ANY(%s)", [segments])
    if not size:
        return
    new = _new_segment(connection, size)
    connection.execute(COPY_OF_DOCUMENTS, [new, segments, segments])
    columns = connection.execute(
        "SELECT field, per_document FROM numbers WHERE segment = ANY(%s) ORDER BY field, segment", [segments],
        binary=True).fetchall()
    alive = np.concatenate(kept)
    numbers = {field: np.concatenate([np.frombuffer(packed, np.int64) for _, packed in some])[alive]
               for field, some in groupby(columns, key=lambda row: row[0])}
    found = connection.execute(TO_MERGE, [segments, segments], binary=True).fetchall()
    _save(connection, new, numbers, _merged(found, renumbered))


def _merged(found: Iterable[Any], renumbered: dict[int, NDArray[np.int32]]) -> Iterator[Row]:
    for (field, term), some in groupby(found, key=lambda row: row[:2]):
        docs, weights, places = [], [], []
        for _, _, segment, packed, weighed, placed, at in some:
            old = unpacked(packed, weighed)
            new = renumbered[segment][old.docs]
            stays = new >= 0
            docs.append(new[stays])
            weights.append(old.weights[stays])
            if placed is not None:
                places += [each for each, kept in zip(split(placed, at), stays, strict=True) if kept]
        if sum(map(len, docs)):
            yield Row(field, term, np.concatenate(docs), np.concatenate(weights), places)
