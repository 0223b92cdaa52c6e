"""A thread as a line of a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, tuple_

from app import markup
from app.accounts.models import Person
from app.database import db
from app.rooms.models import Message, Thread

EXCERPT = 160  # characters of its first message


@dataclass(frozen=True)
class Row:
    """What a list says of a thread. Nothing here depends on who looks."""

    thread: Thread
    replies: int
    faces: list[Person]  # who spoke, in that order
    excerpt: str  # plain words of its first message


def made_rows(threads: Sequence[Thread]) -> list[Row]:
    """A Row for each of THREADS, from three statements. Only live messages count."""
    spoke = (select(Message.thread_id, Message.author_id, func.count(), func.min(Message.seq))
             .where(Message.thread_id.in_([one.id for one in threads]), Message.removed_at.is_(None))
             .group_by(Message.thread_id, Message.author_id))
    said = sorted(db.session.execute(spoke), key=lambda line: line[3])
    wanted = select(Person).where(Person.id.in_({author for _, author, _, _ in said}))
    people = {one.id: one for one in db.session.scalars(wanted)}
    excerpts = _excerpts({thread: seq for thread, _, _, seq in reversed(said)})
    return [Row(one, max(sum(count for thread, _, count, _ in said if thread == one.id) - 1, 0),
                [people[author] for thread, author, _, _ in said if thread == one.id],
                excerpts.get(one.id, "")) for one in threads]


def _excerpts(first: dict[int, int]) -> dict[int, str]:
    """Thread id -> words of its message with the given seq."""
    wanted = select(Message.thread_id, Message.html).where(
        Message.thread_id.in_(first), tuple_(Message.thread_id, Message.seq).in_(first.items()))
    return {thread: markup.plain(html)[:EXCERPT] for thread, html in db.session.execute(wanted)}
