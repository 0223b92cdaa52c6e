"""Keeping a thread where it is while something is done in it.

SQLite has one writer at a time. PostgreSQL has many: who writes in a thread holds it first, and then takes a
number of its room; who carries threads holds them, and then their rooms, the smallest id first. So nobody
writes into a room that the thread has just left, and nobody waits for one who waits for them.
"""

from sqlalchemy import select

from app.database import db
from app.permissions import Actor, Can
from app.rooms import queries
from app.rooms.models import Message, Room, Thread


def thread(actor: Actor, thread_id: int, can: Can) -> Thread:
    """A thread, if ACTOR CAN, that stays where it is until the transaction ends."""
    _hold(Thread, thread_id)
    return queries.thread(actor, thread_id, can)


def living_thread(actor: Actor, thread_id: int, can: Can) -> Thread:
    """The same; for a thread that was merged into another, that one."""
    found = thread(actor, thread_id, can)
    while found.merged_into_id:
        found = thread(actor, found.merged_into_id, can)
    return found


def message(actor: Actor, message_id: int, can: Can = Can.READ) -> Message:
    """A message, if ACTOR CAN, whose thread stays where it is."""
    where, held = select(Message.thread_id).where(Message.id == message_id), 0
    while not _one_writer() and (there := db.session.scalar(where) or 0) != held:
        _hold(Thread, there)
        held = there  # while we waited it may have been carried on
    return queries.message(actor, message_id, can)


def still(thread_id: int) -> None:
    """Let nobody carry a thread elsewhere; several may ask for that at once."""
    if not _one_writer():
        db.session.execute(select(Thread.id).where(Thread.id == thread_id).with_for_update(read=True))


def threads(*ids: int) -> None:
    """Hold several threads."""
    _hold(Thread, *ids)


def rooms(*ids: int) -> None:
    """Hold several rooms: nobody else takes a number there."""
    _hold(Room, *ids)


def _hold(model: type[Thread] | type[Room], *ids: int) -> None:
    if not _one_writer():
        wanted = select(model.id).where(model.id.in_([one for one in ids if one <= queries.LARGEST_ID]))
        db.session.execute(wanted.order_by(model.id).with_for_update(key_share=True))


def _one_writer() -> bool:
    return db.engine.dialect.name == "sqlite"
