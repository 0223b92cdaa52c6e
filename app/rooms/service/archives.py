"""The archive of a mailing list becomes threads of a room. Nobody is written to: it was all said long ago."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from flask_babel import force_locale, gettext
from sqlalchemy import insert, select

from app import i18n, markup, outbox
from app.accounts.models import Membership, Person
from app.database import db
from app.permissions import Actor, Can, Role
from app.rooms import holding, queries, words, writing
from app.rooms.letters import Letter
from app.rooms.models import Change, Message, Room, RoomKind, Thread, ThreadKind
from app.rooms.service.telling import point

BATCH = 200  # letters; between two batches others may write
MANY = 10_000  # ids in one question to the database
Row = dict[str, Any]


@dataclass
class Brought:
    """How much came in: new messages, threads they began, letters that were there before."""

    new: int = 0
    threads: int = 0
    there: int = 0


def bring_letters(actor: Actor, room_id: int, letters: Iterable[Letter], whole: bool,
                  progress: Callable[[int], None]) -> Brought:
    """Keep LETTERS as messages of their days, the oldest first; WHOLE: all of them or none, else batch by batch.

    Those of members, and of former members, of the network are theirs; the others ACTOR keeps, with a line that says
    who wrote. The same Message-ID is kept once. Raise Missing, Denied, or Conflict (closed for writing).
    """
    ordered = sorted(letters, key=lambda one: one.at)
    size = len(ordered) if whole else BATCH
    room, brought = _open_room(actor, room_id), Brought()
    writers, sorting = _members(room), _Sorting(room)
    for first in range(0, len(ordered), size or 1):
        some = ordered[first:first + size]
        drawn = [_drawn(actor, room, writers, one) for one in some]  # before others have to wait for us
        with db.transaction():
            room = _open_room(actor, room_id)
            holding.rooms(room.id)
            _keep(actor, room, sorting, list(zip(some, drawn, strict=True)), brought)
            point(actor, room)
        progress(len(some))
    return brought


def _open_room(actor: Actor, room_id: int) -> Room:
    room = queries.room(actor, room_id, Can.EDIT_NETWORK)
    writing.require_open(room)
    return room


def _client_id(key: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"mid:{key}"))  # as RFC 2392 writes a Message-ID


def _members(room: Room) -> dict[str, int]:
    """Address -> id of who is, or was, a member of the network of ROOM."""
    rows = select(Person.email, Person.id).join(Person.memberships).where(
        Membership.network_id == room.network_id, Membership.role.in_((Role.MEMBER, Role.COORDINATOR)))
    return dict(db.session.execute(rows).all())


def _drawn(actor: Actor, room: Room, writers: dict[str, int], one: Letter) -> Row:
    """The columns of a message that tell who said what, and when."""
    author = writers.get(one.address)
    assert room.network is not None  # whose right was asked for
    with force_locale(room.network.language):
        body = "\n\n".join(_parts(one, known=author is not None))
    return {"author_id": author or actor.id, "client_id": _client_id(one.key), "created_at": one.at, "body": body,
            "html": markup.render(body).html, "links": []}


def _parts(one: Letter, known: bool) -> Iterator[str]:
    if not known:
        name = (one.name or gettext("somebody")).replace("[", "\\[")
        yield gettext("From %(name)s, %(date)s (from the mailing list)", name=name, date=i18n.exact_words(one.at))
    if one.body:
        yield one.body
    if one.cut:
        yield gettext("(The mail was longer. Only its beginning was taken.)")
    if one.attached:
        names = ", ".join(one.attached[:words.MAX_ATTACHED]).replace("[", "\\[")
        yield gettext("(Attached to the mail, and not taken: %(names)s)", names=names)


def _keep(actor: Actor, room: Room, sorting: "_Sorting", some: Sequence[tuple[Letter, Row]], brought: Brought) -> None:
    there = sorting.look_up(one for one, _ in some)
    rows: list[Row] = []
    for one, row in some:
        if one.key in there:
            brought.there += 1
            continue
        there.add(one.key)
        thread = sorting.thread_of(one)
        if thread is None:
            thread = _begun(room, one, row)
            brought.threads += 1
        sorting.note(one, thread)
        rows.append({**row, "room_id": room.id, "network_id": room.network_id, "thread_id": thread.id})
        thread.last_at = max(thread.last_at, one.at)
    _write(room, rows)
    brought.new += len(rows)


def _begun(room: Room, one: Letter, row: Row) -> Thread:
    kind = ThreadKind.ANNOUNCEMENT if room.kind == RoomKind.ANNOUNCEMENT else ThreadKind.DISCUSSION
    thread = Thread(room_id=room.id, network_id=room.network_id, author_id=row["author_id"], kind=kind,
                    title=words.title(one.subject, one.body or row["body"]), created_at=one.at, last_at=one.at)
    db.session.add(thread)
    db.session.flush()
    return thread


def _write(room: Room, rows: list[Row]) -> None:
    """Insert messages, give each its number in the room, and let search find them."""
    if not rows:
        return
    last = writing.next_seq(room, len(rows))
    for seq, row in enumerate(rows, last - len(rows) + 1):
        row["seq"] = db.session.get_one(Thread, row["thread_id"]).last_seq = seq
    made = insert(Message).returning(Message.id, sort_by_parameter_order=True)
    changes = [{"room_id": room.id, "seq": row["seq"], "kind": "message_added", "thread_id": row["thread_id"],
                "message_id": number, "at": row["created_at"]}
               for row, number in zip(rows, db.session.scalars(made, rows), strict=True)]
    db.write(Change, changes)
    for one in changes:
        outbox.tell("message_posted", network_id=room.network_id, room_id=room.id, thread_id=one["thread_id"],
                    message_id=one["message_id"])


class _Sorting:
    """Which thread of a room a letter belongs to: by what it answers, else by a subject that says "Re:"."""

    def __init__(self, room: Room) -> None:
        self.room_id = room.id
        self.by_key: dict[str, int] = {}
        named = select(Thread.title, Thread.id).where(Thread.room_id == room.id, Thread.merged_into_id.is_(None))
        self.by_title = {title.casefold(): number for title, number in db.session.execute(named.order_by(Thread.id))}

    def look_up(self, letters: Iterable[Letter]) -> set[str]:
        """The keys that were kept before, wherever; of those in this room, where they stand now."""
        names = {_client_id(key): key for one in letters for key in (one.key, *one.parents)}
        found: set[str] = set()
        for client_id, thread, room in _kept(names):
            found.add(names[client_id])
            if room == self.room_id:
                self.by_key[names[client_id]] = thread
        return found

    def thread_of(self, one: Letter) -> Thread | None:
        """Where ONE goes on, or None where it begins."""
        known = next((self.by_key[key] for key in (one.key, *one.parents) if key in self.by_key), None)
        if known is None and one.answers:
            known = self.by_title.get(one.subject.casefold())
        return db.session.get(Thread, known) if known else None

    def note(self, one: Letter, thread: Thread) -> None:
        """What ONE answers belongs there too, should it come later or never."""
        self.by_title.setdefault(thread.title.casefold(), thread.id)
        for key in (one.key, *one.parents):
            self.by_key.setdefault(key, thread.id)


def _kept(client_ids: Collection[str]) -> Iterator[Any]:
    wanted = list(client_ids)
    for first in range(0, len(wanted), MANY):
        rows = select(Message.client_id, Message.thread_id, Message.room_id).where(
            Message.client_id.in_(wanted[first:first + MANY]))
        yield from db.session.execute(rows)
