"""What every engine does alike, whatever it keeps its index in: all that it answers, and how it takes batches."""

from abc import ABC, abstractmethod
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from search_index import schema
from search_index.face import Document, Hit, Hits, Label, Query
from search_index.related import more_like
from search_index.searching import search, similar
from search_index.snapshot import Snapshot
from search_index.spelling import nearest
from search_index.suggesting import titles
from search_index.view import View

BATCH = 1000  # documents of one commit
GOES_ON = ("", ":", "@")  # what may follow in an id on that of its thing


class Answering(ABC):
    """The half of an Engine that does not ask where the index lies.

    Whoever holds no audiences is told nothing, before anything is looked at.
    """

    @abstractmethod
    def _view(self) -> View:
        """The index as last committed."""

    @abstractmethod
    def _write(self, documents: list[Document], gone: list[str]) -> None:
        """Put DOCUMENTS in after those with the ids GONE were taken out, in one commit. Raises Busy."""

    def add(self, documents: Iterable[Document]) -> None:
        """Puts DOCUMENTS in; one with an id that is there already replaces it. Raises Busy."""
        newest = list({document.id: document for document in documents}.values())
        for start in range(0, len(newest), BATCH):
            batch = newest[start : start + BATCH]
            self._write(batch, [document.id for document in batch])

    def remove(self, ids: Iterable[str]) -> None:
        """Takes the documents with these ids out; ids that are not there are no error. Raises Busy."""
        if gone := list(dict.fromkeys(ids)):
            self._write([], gone)

    def search(self, query: Query) -> Hits:
        """What QUERY asks for, of what its audiences may read. No text makes it raise."""
        return search(self._view(), query) if query.audiences else Hits()

    def suggest(self, prefix: str, audiences: frozenset[str], limit: int = 8) -> list[Label]:
        """Up to LIMIT (type, title, url) whose title has words like PREFIX, of what AUDIENCES may read."""
        return titles(self._view().snapshot, audiences, prefix, limit) if audiences else []

    def more_like(
        self, id: str, audiences: frozenset[str], limit: int = 5, types: tuple[str, ...] = ()
    ) -> list[Hit]:
        """Readable documents about the same as the document ID, without itself. None if that is unreadable."""
        query = Query(audiences=audiences, types=types, per_page=limit)
        return more_like(self._view(), id, query) if audiences else []

    def similar(
        self, text: str, audiences: frozenset[str], limit: int = 5, types: tuple[str, ...] = ()
    ) -> list[Hit]:
        """The best hits for TEXT while it is being typed: any of its words will do."""
        query = Query(text=text, audiences=audiences, types=types, per_page=limit)
        return similar(self._view(), query) if audiences and text.strip() else []

    def nearest(self, text: str, audiences: frozenset[str], limit: int = 5) -> list[str]:
        """Readable words of the index that are nearest to those of TEXT."""
        return nearest(self._view().snapshot, text, audiences, limit) if audiences else []

    def stored(self, things: Iterable[str] | None = None) -> dict[str, str]:
        """The digest of every document by its id, to be held against Document.digest; or of those of THINGS only.

        Of the thing "file:3" are "file:3", "file:3:7" and "file:3@room:5".
        """
        snapshot = self._view().snapshot
        docs = snapshot.alive.nonzero()[0] if things is None else _docs_of(snapshot, things)
        return {each["id"]: each["digest"] for each in snapshot.stored(docs.tolist())}

    def ids(self) -> set[str]:
        """The id of every document in the index."""
        return set(self.stored())


def _docs_of(snapshot: Snapshot, things: Iterable[str]) -> NDArray[np.intp]:
    ids = {each for thing in things for each in snapshot.starting_with(schema.ID, thing)
           if each[len(thing) : len(thing) + 1] in GOES_ON}
    snapshot.fetch((schema.ID, each) for each in ids)
    found = np.zeros(snapshot.size, np.bool_)
    for each in ids:
        found[snapshot.postings(schema.ID, each).docs] = True
    return np.flatnonzero(found & snapshot.alive)
