"""Documents that come but once and must be read twice: the splitter knows all words before it splits one."""

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from search_index.compounds import Splitter
from search_index.face import Document, Progress
from search_index.indexing import Indexer, word_set


class Spooled:
    """Documents written aside, each id once: the last of it."""

    def __init__(self, documents: Iterable[Document], file: IO[bytes]) -> None:
        self._file = file
        self._last: dict[str, int] = {}
        words: Counter[str] = Counter()
        for place, document in enumerate(documents):
            pickle.dump(document, file)
            words.update(word_set(document))
            self._last[document.id] = place
        self.indexer = Indexer(Splitter(lambda word: words[word]))

    def __len__(self) -> int:
        return len(self._last)

    def read(self, progress: Progress) -> Iterator[Document]:
        """The documents in order. PROGRESS hears how many are done."""
        self._file.seek(0)
        place = 0
        with suppress(EOFError):
            while True:
                document = pickle.load(self._file)
                if self._last[document.id] == place:
                    yield document
                place += 1
                progress(place, len(self))


@contextmanager
def spooled(documents: Iterable[Document], folder: Path | None = None) -> Iterator[Spooled]:
    """DOCUMENTS, kept in a file without a name in FOLDER while the block lasts."""
    with TemporaryFile(dir=folder) as file:
        yield Spooled(documents, file)
