"""The index in PostgreSQL, for many processes on many machines: its tables keep the segments, arrays answer.

Import it only where PostgreSQL is asked for: psycopg comes with `livskraft[scaled]`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from threading import Lock

import numpy as np

from search_index.answering import Answering
from search_index.compounds import Splitter
from search_index.face import Document, Progress
from search_index.postgres_leaf import PostgresLeaf, PostgresSnapshot
from search_index.postgres_store import Store
from search_index.postgres_writing import rebuild, write
from search_index.snapshot import Part
from search_index.spool import spooled
from search_index.view import View

NEVER = ("", -1)
GOES_ON = (("", "\1"), (":", ";"), ("@", "A"))  # after an id: itself, its parts, its places; each ends before the next
COMMIT = "SELECT born::text, generation FROM state"
PARTS = """SELECT born::text, generation, segment.id, segment.deleted
FROM state LEFT JOIN segment ON dropped IS NULL ORDER BY segment.id"""
STORED = """SELECT document.id, digest FROM document JOIN segment ON segment.id = document.segment
WHERE dropped IS NULL AND NOT document.deleted"""
STORED_OF = """SELECT document.id, digest FROM unnest(%s::text[], %s::text[]) AS stretch (start, stop)
JOIN document ON document.id >= start COLLATE "C" AND document.id < stop COLLATE "C"
JOIN segment ON segment.id = document.segment WHERE dropped IS NULL AND NOT document.deleted"""


@dataclass(frozen=True)
class _Opened:
    """The index as it was when last looked at: when its tables were made, and after how many commits."""

    commit: tuple[str, int] = NEVER
    view: View = field(default_factory=View)


class PostgresIndex(Answering):
    """A search index in the database at URL. Reading sees what any process has committed, from the next call on."""

    def __init__(self, url: str, wait: float = 30.0) -> None:
        """WAIT is how many seconds a write waits for another writer before it raises Busy."""
        self._store = Store(url, wait)
        self._lock = Lock()
        self._opened = _Opened()

    def rebuild(self, documents: Iterable[Document], progress: Progress = lambda done, total: None) -> int:
        """Makes the index anew from DOCUMENTS while others read the old one, then swaps. Returns the number.

        PROGRESS hears (done, total) once all documents are known. Other writers wait meanwhile, or get Busy.
        """
        with self._store.writing() as connection, spooled(documents) as all_of_them:
            rebuild(connection, all_of_them, progress)
            return len(all_of_them)

    def stored(self, things: Iterable[str] | None = None) -> dict[str, str]:
        """The digest of every document by its id, to be held against Document.digest; or of those of THINGS only."""
        if things is None:
            return dict(self._store.rows(STORED))
        stretches = [(each + first, each + last) for each in things for first, last in GOES_ON]
        return dict(self._store.rows(STORED_OF, *map(list, zip(*stretches, strict=True)))) if stretches else {}

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def _write(self, documents: list[Document], gone: list[str]) -> None:
        with self._store.writing() as connection:
            write(connection, self._view().snapshot, documents, gone)

    def _view(self) -> View:
        if not self._is_newest():
            with self._lock:
                if not self._is_newest():
                    self._opened = self._open()
        return self._opened.view

    def _is_newest(self) -> bool:
        return self._opened.commit == next(iter(self._store.rows(COMMIT)), NEVER)

    def _open(self) -> _Opened:
        rows = self._store.rows(PARTS)
        if not rows:
            return _Opened()
        born, commits = rows[0][:2]
        parts = [Part(f"{born}:{segment}", np.frombuffer(deleted, np.int32).tolist(),
                      partial(PostgresLeaf, self._store, segment))
                 for _, _, segment, deleted in rows if segment is not None]
        snapshot = PostgresSnapshot(self._store, parts, self._opened.view.snapshot)
        return _Opened((born, commits), View(snapshot, Splitter(snapshot.count)))
