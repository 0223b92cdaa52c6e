"""What the page of a room shows, narrowed to what the actor may see; and how rooms stand in a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import ColumnElement, and_, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload, undefer

from app.database import db
from app.errors import Missing
from app.networks.models import State
from app.permissions import Actor, Can, allows, require_site, visible
from app.rooms import queries
from app.rooms.clauses import has_news, is_said
from app.rooms.models import PinnedLink, Room, RoomKind, Thread, ThreadKind, ThreadState, Trace, TraceKind
from app.rooms.queries import IN_ROOM, IN_THREAD, LARGEST_ID, PAGE

NEAR = 20
GONE = 10  # threads that left a room: so many of the latest are named


@dataclass(frozen=True)
class Wanted:
    """Which threads of a room: of a kind, in a state, those before a `last_seq`."""

    kind: ThreadKind | None = None
    state: ThreadState | None = None
    before: int | None = None

    @property
    def everything(self) -> bool:
        return not (self.kind or self.state or self.before)

    @property
    def where(self) -> ColumnElement[bool]:
        """As a condition, without the place in the list."""
        return and_(*[column == value for column, value in ((Thread.kind, self.kind), (Thread.state, self.state))
                      if value is not None], is_said())


def beside(actor: Actor, room_id: int) -> tuple[Room, list[Room]]:
    """A room, with its links and templates, and all rooms of its network that ACTOR reads. Raise Missing."""
    require_site(actor)
    there = aliased(Room)
    network = select(there.network_id).where(there.id == min(room_id, LARGEST_ID)).scalar_subquery()
    found = list(db.session.scalars(select(Room).where(visible(actor, Room), or_(
        Room.network_id == network, Room.id == min(room_id, LARGEST_ID))).options(
            IN_ROOM, joinedload(Room.theme), undefer(Room.links), undefer(Room.templates))))
    room = next((one for one in found if one.id == room_id), None)
    if room is None:
        raise Missing
    return room, sorted(found, key=lambda one: one.order)


def by_theme(actor: Actor, rooms: Iterable[Room], language: str) -> list[tuple[str, list[Room]]]:
    """ROOMS, which ACTOR was given, in groups with the name of their theme in LANGUAGE; archived ones, last, and
    those of no theme under none."""
    def heading(room: Room) -> tuple[bool, str]:
        return room.archived_at is not None, room.theme.label(language) if room.theme and not room.archived_at else ""
    return [(name, list(some)) for (_, name), some in groupby(sorted(rooms, key=lambda room: room.order), key=heading)]


def threads(actor: Actor, room: Room, wanted: Wanted) -> list[Thread]:
    """Of ROOM, which ACTOR was given: on the first page what is pinned, then up to a page and one more, the latest
    first. One statement."""
    those = select(Thread.id).where(Thread.room_id == room.id, wanted.where)
    latest = those.where(Thread.pinned_at.is_(None)).order_by(Thread.last_seq.desc()).limit(PAGE + 1)
    if wanted.before is not None:
        ids = select(latest.where(Thread.last_seq < wanted.before).subquery().c.id)
    else:
        ids = select(union_all(select(latest.subquery().c.id),
                               those.where(Thread.pinned_at.is_not(None))).subquery().c.id)
    found = db.session.scalars(select(Thread).where(Thread.id.in_(ids)).options(*IN_THREAD))
    return sorted(found, key=lambda one: (one.pinned_at is None, -one.last_seq))


def gone(actor: Actor, room: Room) -> list[tuple[Trace, bool]]:
    """Threads that left ROOM, which ACTOR was given, the latest first; and whether ACTOR reads where they stand."""
    moved = and_(Trace.kind == TraceKind.MOVED, Thread.room_id != room.id)
    merged = and_(Trace.kind == TraceKind.MERGED, Thread.merged_into_id == Trace.other_id)
    there = aliased(Thread)
    reads = select(there.id).where(there.id == Thread.merged_into_id, visible(actor, there)).exists()
    found = db.session.execute(select(Trace, or_(and_(Thread.merged_into_id.is_(None), visible(actor, Thread)), reads))
                               .join(Thread, Thread.id == Trace.thread_id)
                               .where(Trace.room_id == room.id, or_(moved, merged))
                               .order_by(Trace.id.desc()).limit(GONE))
    by_thread = {trace.thread_id: (trace, bool(may)) for trace, may in reversed(found.all())}
    return sorted(by_thread.values(), key=lambda line: -line[0].id)


def unread_beside(actor: Actor, thread: Thread, back: bool = False) -> Thread | None:
    """The next thread with something unread after THREAD, which ACTOR was given, as its room lists them, or with
    BACK the one before; from the end on again from the start; then one of another room."""
    unread = list(db.session.scalars(select(Thread).join(Thread.room).where(
        visible(actor, Thread), has_news(actor), Thread.id != thread.id, Room.archived_at.is_(None))
        .order_by(Thread.room_id != thread.room_id, Thread.last_at.desc(), Thread.id).limit(PAGE)))
    here = [one for one in unread if one.room_id == thread.room_id]
    after = [one for one in here if one.last_seq < thread.last_seq]
    before = here[:len(here) - len(after)]
    order = [*before[::-1], *after[::-1], *unread[len(here):]] if back else [*after, *before, *unread[len(here):]]
    return order[0] if order else None


def also_asked(actor: Actor, thread: Thread) -> list[Thread]:
    """Where THREAD, which ACTOR was given, was asked too, of what ACTOR reads."""
    found = db.session.scalars(select(Thread).where(
        or_(Thread.asked_from_id == thread.id, Thread.id == thread.asked_from_id), visible(actor, Thread), is_said())
        .options(*IN_THREAD).order_by(Thread.id))
    return list(found)


def rooms_to_write_in(actor: Actor, thread: Thread) -> list[Room]:
    """The open rooms, but that of THREAD, in which ACTOR may start a thread; by network."""
    return [room for room in queries.rooms(actor)
            if room.id != thread.room_id and not room.archived_at and room.network
            and room.network.state != State.CONCLUDED
            and allows(actor, Can.ANNOUNCE if room.kind == RoomKind.ANNOUNCEMENT else Can.POST_MESSAGE, room)]


def neighbours(actor: Actor, thread: Thread) -> list[Thread]:
    """Other threads of the room of THREAD, which ACTOR was given, the latest first."""
    return [one for one in queries.threads(actor, thread.room_id, limit=NEAR) if one.id != thread.id]


def address(link: PinnedLink) -> str:
    """Where a link on top of a room leads: its address, or the page of the thing that it names."""
    kind, _, number = link["target"].partition(":")
    return f"/{kind}s/{number}" if number.isdecimal() else link["target"]
