"""The second lock: what is about to be shown is fetched once more from the database, under its own rule.

The index answers under keys; here each hit of a page is asked for again by id. So an index that is behind,
or wrong, can show nothing that the person may not read now, and every title is the one of this moment.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, String, case, cast, false, literal, null, or_, select, true, union_all

from app.accounts.models import Person
from app.curated.clauses import for_everybody
from app.curated.models import Collection
from app.database import db
from app.examples.models import Example, ExampleMunicipality, ReviewState
from app.files.models import File
from app.files.queries import may_read
from app.gatherings.models import Gathering
from app.goals.models import Goal
from app.i18n import locale
from app.indicators import clauses
from app.indicators.models import Indicator, SnapshotCard
from app.networks.models import Network, Organisation, OrganisationKind
from app.permissions import Actor, visible
from app.rooms.clauses import is_said
from app.rooms.models import Message, Room, Thread

ANSWERED = case((Thread.answer_id.is_not(None), "answered"), else_="")
Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Thing:
    """What the database says of a hit now. ID is that of the thing a person would open."""

    id: int
    title: str
    detail: str  # who, or where, in a few words
    state: str
    organisation_id: int | None


def still_readable(actor: Actor, things: Iterable[str]) -> dict[str, Thing]:
    """Those of THINGS ("message:12") that ACTOR may read at this moment. One statement for all."""
    ids: dict[str, set[int]] = {}
    for thing in things:
        kind, _, number = thing.partition(":")
        ids.setdefault(kind, set()).add(int(number))
    if not ids:
        return {}
    rows = [READ[kind](actor, some) for kind, some in ids.items()]
    found = db.session.execute(union_all(*rows))
    return {f"{kind}:{key}": Thing(opened, title or "", detail or "", state or "", organisation)
            for kind, key, opened, title, detail, state, organisation in found}


def _row(kind: str, key: Any, title: Any, detail: Any = None, state: Any = None, organisation: Any = None,
         opened: Any = None) -> Rows:
    """Rows of every kind have the same seven columns, of the same types."""
    words = (cast(one if one is not None else null(), String) for one in (title, detail, state))
    return select(literal(kind).label("kind"), key.label("key"), (key if opened is None else opened).label("opened"),
                  *words, cast(organisation if organisation is not None else null(), Integer))


def _threads(actor: Actor, ids: set[int]) -> Rows:
    return _row("thread", Thread.id, Thread.title, Person.name, ANSWERED, Person.organisation_id).join(
        Thread.author).where(Thread.id.in_(ids), visible(actor, Thread), is_said())


def _messages(actor: Actor, ids: set[int]) -> Rows:
    return _row("message", Message.id, Thread.title, Person.name, ANSWERED, Person.organisation_id, Thread.id).join(
        Message.thread).join(Message.author).where(
        Message.id.in_(ids), Message.removed_at.is_(None), visible(actor, Message))


def _examples(actor: Actor, ids: set[int]) -> Rows:
    owner = select(ExampleMunicipality.organisation_id).where(
        ExampleMunicipality.example_id == Example.id).order_by(ExampleMunicipality.position).limit(1)
    return _row("example", Example.id, Example.title, Example.organisation, None, owner.scalar_subquery()).where(
        Example.id.in_(ids), Example.review_state == ReviewState.PUBLISHED, visible(actor, Example))


def _collections(actor: Actor, ids: set[int]) -> Rows:
    return _row("collection", Collection.id, Collection.title).where(
        Collection.id.in_(ids), Collection.removed_at.is_(None), or_(_signed_in(actor), for_everybody()))


def _files(actor: Actor, ids: set[int]) -> Rows:
    return _row("file", File.id, File.name, None, None, Person.organisation_id).join(File.author).where(
        File.id.in_(ids), File.removed_at.is_(None), may_read(actor))


def _people(actor: Actor, ids: set[int]) -> Rows:
    return _row("person", Person.id, Person.name, Person.title, None, Person.organisation_id).where(
        Person.id.in_(ids), Person.active, _signed_in(actor))


def _gatherings(actor: Actor, ids: set[int]) -> Rows:
    cancelled = case((Gathering.cancelled_at.is_not(None), "cancelled"), else_="")
    return _row("gathering", Gathering.id, Gathering.title, Gathering.place, cancelled, Gathering.host_id).where(
        Gathering.id.in_(ids), visible(actor, Gathering))


def _goals(actor: Actor, ids: set[int]) -> Rows:
    return _row("goal", Goal.id, Goal.title, None, None, Goal.organisation_id).where(
        Goal.id.in_(ids), Goal.removed_at.is_(None), visible(actor, Goal), _signed_in(actor))


def _networks(actor: Actor, ids: set[int]) -> Rows:
    return _row("network", Network.id, Network.name).where(Network.id.in_(ids), visible(actor, Network))


def _rooms(actor: Actor, ids: set[int]) -> Rows:
    return _row("room", Room.id, Room.name).where(Room.id.in_(ids), visible(actor, Room))


def _municipalities(actor: Actor, ids: set[int]) -> Rows:
    return _row("municipality", Organisation.id, Organisation.name, None, None, Organisation.id).where(
        Organisation.id.in_(ids), _signed_in(actor))


def _other_organisations(actor: Actor, ids: set[int]) -> Rows:
    return _row("organisation", Organisation.id, Organisation.name, Organisation.offers).where(
        Organisation.id.in_(ids), Organisation.kind != OrganisationKind.MUNICIPALITY, _signed_in(actor))


def _indicators(actor: Actor, ids: set[int]) -> Rows:
    name = Indicator.names[locale()].as_string()
    return _row("indicator", Indicator.id, name, Indicator.source).where(
        Indicator.id.in_(ids), visible(actor, Indicator), _signed_in(actor))


def _cards(actor: Actor, ids: set[int]) -> Rows:
    return _row("card", SnapshotCard.id, SnapshotCard.title).where(
        SnapshotCard.id.in_(ids), clauses.may_read(actor), _signed_in(actor))


def _signed_in(actor: Actor) -> Any:
    return true() if actor.signed_in or actor.is_admin else false()


READ: dict[str, Callable[[Actor, set[int]], Rows]] = {
    "thread": _threads, "message": _messages, "example": _examples, "file": _files, "person": _people,
    "gathering": _gatherings, "goal": _goals, "network": _networks, "room": _rooms, "municipality": _municipalities,
    "organisation": _other_organisations,
    "collection": _collections, "indicator": _indicators, "card": _cards}
