"""What can be found: each thing of the database as documents for the index, under the keys that open them.

A document's id is its thing's ("thread:9"), for a part of it with a number (page 7: "file:3:7"), and where a
thing stands in several places with a key each ("file:3:7@room:5").
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import ColumnElement, select

from app.accounts.models import Person
from app.curated.models import Collection as Gathered
from app.database import Base, db
from app.examples.models import Example
from app.files.models import File
from app.gatherings.models import Gathering
from app.goals.models import Goal
from app.indicators.models import Indicator, SnapshotCard
from app.networks.models import Network, Organisation, OrganisationKind
from app.rooms.models import Message, Room, Thread
from app.search.aims import goals
from app.search.figures import cards, indicators
from app.search.gathered import collections
from app.search.meetings import gatherings
from app.search.places import municipalities, networks, organisations, people
from app.search.talk import messages, rooms, threads
from app.search.works import examples, files
from search_index import Document

CHUNK = 500
Make = Callable[[Collection[int]], Iterator[Document]]


@dataclass(frozen=True)
class Kind:
    """A sort of thing. MAKE gives the documents of those with these ids that somebody may find."""

    model: type[Base]
    make: Make
    only: ColumnElement[bool] | None = None


KINDS: dict[str, Kind] = {
    "room": Kind(Room, rooms),
    "thread": Kind(Thread, threads),
    "message": Kind(Message, messages),
    "example": Kind(Example, examples),
    "collection": Kind(Gathered, collections),
    "file": Kind(File, files),
    "gathering": Kind(Gathering, gatherings),
    "goal": Kind(Goal, goals),
    "person": Kind(Person, people),
    "network": Kind(Network, networks),
    "municipality": Kind(Organisation, municipalities,
                         Organisation.kind == OrganisationKind.MUNICIPALITY),
    "organisation": Kind(Organisation, organisations, Organisation.kind != OrganisationKind.MUNICIPALITY),
    "indicator": Kind(Indicator, indicators),
    "card": Kind(SnapshotCard, cards),
}


def thing_of(document_id: str) -> str:
    """The thing that a document is of: "file:3" for "file:3:7@room:5"."""
    return ":".join(document_id.partition("@")[0].split(":")[:2])


def of(things: Iterable[str]) -> Iterator[Document]:
    """The documents of THINGS ("thread:9") as they are now; none of what is removed or not published."""
    split = sorted({thing.partition(":")[::2] for thing in things})
    for kind, some in groupby(split, key=lambda pair: pair[0]):
        yield from _made(kind, [int(number) for _, number in some])


def everything() -> Iterator[Document]:
    """The documents of all there is."""
    for name, kind in KINDS.items():
        every = select(kind.model.__table__.c.id).order_by("id")
        yield from _made(name, db.session.scalars(every if kind.only is None else every.where(kind.only)).all())


def _made(kind: str, ids: Sequence[int]) -> Iterator[Document]:
    for start in range(0, len(ids), CHUNK):
        yield from KINDS[kind].make(ids[start:start + CHUNK])
