"""The index embedded: Whoosh keeps it on disk, arrays answer. Any process reads; one at a time writes."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from pickle import UnpicklingError
from struct import error as StructError
from threading import Lock

from whoosh.index import IndexError as WhooshIndexError

from search_index import folders
from search_index.answering import Answering
from search_index.compounds import Splitter
from search_index.face import Document, Progress
from search_index.leaf import WhooshLeaf
from search_index.scoring import Scorer, by_arrays
from search_index.snapshot import Part, Snapshot
from search_index.view import View
from search_index.whoosh_scorer import PublicLeaf, by_whoosh
from search_index.writing import rebuild, write

ATTEMPTS = 20
# What Whoosh raises where a file is missing, cut short or not its own.
BROKEN = (OSError, EOFError, StructError, UnpicklingError, WhooshIndexError)
NO_GENERATION = -1
_READING: dict[str, tuple[type[WhooshLeaf], Scorer]] = {
    "arrays": (WhooshLeaf, by_arrays),
    "whoosh": (PublicLeaf, by_whoosh),
}


@dataclass(frozen=True)
class _Opened:
    """The index as it was when last looked at."""

    name: str = ""
    generation: int = NO_GENERATION
    view: View = field(default_factory=View)


class Index(Answering):
    """A search index in FOLDER. Reading sees what any process has committed, from the next call on."""

    def __init__(self, folder: Path, wait: float = 30.0, scorer: str = "arrays") -> None:
        """WAIT is how many seconds a write waits for another writer before it raises Busy.

        SCORER says who reads the postings and scores: "arrays", or as a fall-back "whoosh" itself.
        """
        self._folder = Path(folder)
        self._wait = wait
        self._reading = _READING[scorer]
        self._lock = Lock()
        self._opened = _Opened()

    def rebuild(self, documents: Iterable[Document], progress: Progress = lambda done, total: None) -> int:
        """Makes the index anew from DOCUMENTS while others read the old one, then swaps. Returns the number.

        PROGRESS hears (done, total) once all documents are known. Other writers wait meanwhile, or get Busy.
        """
        with folders.alone(self._folder, self._wait):
            return rebuild(self._folder, documents, progress)

    def _write(self, documents: list[Document], gone: list[str]) -> None:
        with folders.alone(self._folder, self._wait):
            if not folders.current(self._folder):
                folders.use(self._folder, folders.create(self._folder))
            now = self._now()
            write(folders.opened(self._folder, now.name), now.view.snapshot, documents, gone)

    def _view(self) -> View:
        return self._now().view

    def _now(self) -> _Opened:
        """The index as last committed. Opens only what is new in it."""
        for _ in range(ATTEMPTS):
            # A writer may take a file away just before we open it: then look again for what is there instead.
            with suppress(*BROKEN):
                if not self._is_newest():
                    with self._lock:
                        if not self._is_newest():
                            self._opened = _opened(self._folder, self._opened, *self._reading)
                return self._opened
        raise folders.Unreadable(f"the search index in {self._folder} cannot be read: rebuild it")

    def _is_newest(self) -> bool:
        name = folders.current(self._folder)
        generation = folders.generation(self._folder, name) if name else NO_GENERATION
        return (name, generation) == (self._opened.name, self._opened.generation)


def _opened(folder: Path, before: _Opened, leaf: type[WhooshLeaf], scorer: Scorer) -> _Opened:
    if not (name := folders.current(folder)):
        return _Opened()
    index = folders.opened(folder, name)
    toc = index._read_toc()
    parts = (Part(each.segment_id(), list(each.deleted_docs()), partial(leaf, index.storage, each))
             for each in toc.segments)
    snapshot = Snapshot(parts, before.view.snapshot)
    return _Opened(name, toc.generation, View(snapshot, Splitter(snapshot.count), scorer))
