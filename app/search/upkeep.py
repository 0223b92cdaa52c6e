"""Keeping the index equal to the database: after a change, from nothing, and the proof of it.

What changed is only named ("thread:9"): its documents are made from the database as it is now. So it
does no harm to hear of a change twice, late, or in another order.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from app.database import db
from app.search import documents
from app.search.engine import index
from search_index import Document

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Differences:
    """The ids of documents that the index lacks, has too many, or has as they were."""

    missing: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.ids)

    @property
    def ids(self) -> list[str]:
        """All of them."""
        return [*self.missing, *self.surplus, *self.outdated]


def refresh(things: Iterable[str]) -> None:
    """Bring the documents of THINGS up to date: only what differs is written."""
    wanted = set(things)
    fresh = {document.id: document for document in documents.of(wanted)}
    db.session.commit()  # let go of the database before the slow part
    stored = index().stored(wanted)
    index().remove(set(stored) - set(fresh))
    index().add(document for document in fresh.values() if stored.get(document.id) != document.digest)


def rebuild(progress: Progress = lambda done, total: None) -> int:
    """Make the index anew beside the one in use, then swap. Return how many documents it holds."""
    def all_documents() -> Iterable[Document]:
        yield from documents.everything()
        db.session.commit()  # all is read: the slow part needs no database
    return index().rebuild(all_documents(), progress)


def mend(found: Differences) -> None:
    """Put right what differs."""
    index().remove(found.surplus)
    refresh(documents.thing_of(each) for each in (*found.missing, *found.outdated))


def differences() -> Differences:
    """Where index and database differ."""
    stored, found = index().stored(), Differences()
    for document in documents.everything():
        digest = stored.pop(document.id, None)
        if digest is None:
            found.missing.append(document.id)
        elif digest != document.digest:
            found.outdated.append(document.id)
    found.surplus.extend(stored)
    return found
