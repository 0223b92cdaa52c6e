"""Writes: a batch in one commit, and a whole rebuild. Steps round what goes wrong in Whoosh 2.7.4."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader

from search_index import folders, schema
from search_index.compounds import Splitter
from search_index.face import Document, Progress
from search_index.indexing import Indexer, word_set
from search_index.merging import to_merge
from search_index.snapshot import Snapshot
from search_index.spool import spooled

MEMORY_MB = 128
BLOCK = 2048  # postings that are read at once


def write(index: FileIndex, snapshot: Snapshot, documents: Sequence[Document], gone: Iterable[str]) -> None:
    """Takes out what has an id in GONE and puts DOCUMENTS in, in one commit. SNAPSHOT is the index now."""
    words = Counter(word for document in documents for word in word_set(document))
    indexer = Indexer(Splitter(lambda word: words[word] + snapshot.count(word)))
    with _committed(index) as writer:
        for doc in (doc for each in gone for doc in snapshot.postings(schema.ID, each).docs.tolist()):
            writer.delete_document(doc)
        for document in documents:
            writer.add_document(**indexer.fields(document))


def rebuild(folder: Path, documents: Iterable[Document], progress: Progress) -> int:
    """Writes an index of DOCUMENTS beside the one in use and takes it in use. Returns how many it holds."""
    with spooled(documents, folder) as all_of_them:
        name = folders.create(folder)
        with _committed(folders.opened(folder, name)) as writer:
            for document in all_of_them.read(progress):
                writer.add_document(**all_of_them.indexer.fields(document))
    folders.use(folder, name)
    return len(all_of_them)


@contextmanager
def _committed(index: FileIndex) -> Iterator[Any]:
    """A Whoosh writer, committed at the end or, when anything fails, abandoned with its lock let go."""
    codec = W3Codec(blocklimit=BLOCK, compression=0)
    codec.length_stats = False  # ours are in a column of their own; this alone halves the time of a commit
    writer = index.writer(limitmb=MEMORY_MB, codec=codec)
    try:
        yield writer
        writer.commit(mergetype=_merged)
    except BaseException:
        with suppress(Exception):
            writer.cancel()
        # In 2.7.4 a commit or cancel that fails half-way keeps the lock for as long as the process lives.
        if writer.writelock.fd is not None:
            writer.writelock.release()
        raise


def _merged(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy: too many small segments are merged, smallest first; empty ones go."""
    kept = [each for each in segments if each.deleted_count() < each.doc_count_all()]
    merging = [kept[place] for place in to_merge([each.doc_count_all() for each in kept])]
    for segment in merging:
        reader = SegmentReader(writer.storage, schema.SCHEMA, segment)
        writer.add_reader(reader)
        reader.close()
    return [each for each in kept if each not in merging]
