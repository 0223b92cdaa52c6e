"""Threads and messages as documents. A hit is a thread: of all that stands in it, the best place is shown.

The document of a thread holds its title and its first words, so that a question which is put together
from title and answers finds it; each later message is one more, which leads to its own place.
"""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.database import db
from app.rooms.models import Message, Thread, ThreadKind
from app.search import keys
from app.search.common import Ids, lines, places_of, plain, themes_of, year_of
from search_index import Document

LONGEST = 8000  # characters of a thread's own document


def threads(ids: Ids) -> Iterator[Document]:
    """Each thread in which something is still said."""
    said = _said(ids)
    rows = db.session.execute(select(
        Thread.id, Thread.title, Thread.room_id, Thread.network_id, Thread.kind, Thread.answer_id,
        Thread.created_at, Person.organisation_id).join(Thread.author).where(Thread.id.in_(said))).all()
    places, themes = places_of(row[-1] for row in rows), themes_of(row[3] for row in rows)
    for number, title, room, network, kind, answer, at, place in rows:
        yield Document(
            id=f"thread:{number}", type="thread", group=f"thread:{number}", title=title, text=lines(*said[number]),
            url=f"/threads/{number}", audience=keys.of_room(room), network=str(network), themes=themes[network],
            date=at, year=year_of(at), answered=_answered(kind, answer), **places[place].facets)


def messages(ids: Ids) -> Iterator[Document]:
    """Each message that was not removed and has words, but those that open a thread: the thread has them."""
    other = aliased(Message)
    opening = select(func.min(other.seq)).where(other.thread_id == Message.thread_id).scalar_subquery()
    rows = db.session.execute(select(
        Message.id, Message.html, Message.thread_id, Message.room_id, Message.network_id, Thread.kind,
        Thread.answer_id, Message.created_at, Person.organisation_id)
        .join(Message.author).join(Message.thread)
        .where(Message.id.in_(ids), Message.removed_at.is_(None), Message.seq != opening)).all()
    places, themes = places_of(row[-1] for row in rows), themes_of(row[4] for row in rows)
    for number, html, thread, room, network, kind, answer, at, place in rows:
        if text := plain(html):
            yield Document(
                id=f"message:{number}", type="thread", group=f"thread:{thread}", title="", text=text,
                url=f"/threads/{thread}?message={number}#m-{number}", audience=keys.of_room(room),
                network=str(network), themes=themes[network], date=at, year=year_of(at),
                answered=_answered(kind, answer), **places[place].facets)


def _said(ids: Ids) -> dict[int, list[str]]:
    """The first words of each thread in which something is said, up to LONGEST characters."""
    said: dict[int, list[str]] = {}
    length: dict[int, int] = {}
    rows = select(Message.thread_id, Message.html).where(
        Message.thread_id.in_(ids), Message.removed_at.is_(None)).order_by(Message.thread_id, Message.seq)
    for thread, html in db.session.execute(rows.execution_options(yield_per=500)):
        texts = said.setdefault(thread, [])
        if length.setdefault(thread, 0) < LONGEST:
            texts.append(plain(html)[:LONGEST])
            length[thread] += len(texts[-1])
    return said


def _answered(kind: ThreadKind, answer: int | None) -> bool | None:
    """Only a question can be answered."""
    return answer is not None if kind == ThreadKind.QUESTION or answer else None
