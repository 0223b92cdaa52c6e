"""Rooms, threads and messages as documents. A hit is a thread: of all that stands in it, the best place is shown.

A thread has a document for its title and opening, one for each later message, which leads to its own place,
and one of all together, so that a question whose words stand in several messages finds it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, undefer

from app.accounts.models import Person
from app.database import db
from app.rooms.models import Message, Room, Thread, ThreadKind
from app.search import keys
from app.search.common import Ids, carried, known_language, lines, places_of, plain, themes_of, year_of
from search_index import Document

OTHER = aliased(Message)
OPENING = select(func.min(OTHER.seq)).where(OTHER.thread_id == Message.thread_id).scalar_subquery()
LONGEST = 8000  # characters of all together
ALL = ":all"
ADDRESSES = ("https://", "http://", "/")


def rooms(ids: Ids) -> Iterator[Document]:
    """Each room of a network, and each link that stands on top of it."""
    found = db.session.scalars(select(Room).where(Room.id.in_(ids), Room.network_id.is_not(None)).options(
        undefer(Room.links), joinedload(Room.theme))).all()
    themes = themes_of(room.network_id for room in found)
    for room in found:
        head = Document(
            id=f"room:{room.id}", type="room", title=room.name, text=room.about, url=f"/rooms/{room.id}",
            audience=keys.of_room(room.id), network=str(room.network_id), room=str(room.id),
            themes=(room.theme.key,) if room.theme else themes[room.network_id])
        yield head
        for number, link in enumerate(room.links):
            yield replace(head, id=f"{head.id}:{number}", type="link", title=link["title"], text=link["target"],
                          url=link["target"] if link["target"].startswith(ADDRESSES) else head.url, has=("link",))


def threads(ids: Ids) -> Iterator[Document]:
    """Each thread in which something is still said."""
    said = _said(ids)
    rows = db.session.execute(select(
        Thread.id, Thread.title, Thread.room_id, Thread.network_id, Thread.kind, Thread.answer_id,
        Thread.created_at, Thread.author_id, Person.organisation_id).join(Thread.author).where(
        Thread.id.in_(said))).all()
    places, themes = places_of(row[-1] for row in rows), themes_of(row[3] for row in rows)
    for number, title, room, network, kind, answer, at, author, place in rows:
        opening, later = said[number]
        head = Document(
            id=f"thread:{number}", type="thread", group=f"thread:{number}", title=title, text=opening.text,
            url=f"/threads/{number}", audience=keys.of_room(room), network=str(network or ""), room=str(room),
            themes=themes[network], author=str(author), has=opening.carries, date=at, year=year_of(at),
            answered=_answered(kind, answer), lang=known_language(title, opening.text, *later),
            **places[place].facets)
        yield head
        if later:  # what many said together is nobody's, and carries nothing that one could be shown
            yield replace(head, id=head.id + ALL, title="", text=lines(title, opening.text, *later), author="", has=())


def messages(ids: Ids) -> Iterator[Document]:
    """Each message that was not removed and has words, but those that open a thread: the thread has them."""
    rows = db.session.execute(select(
        Message.id, Message.html, Message.links, Message.thread_id, Message.room_id, Message.network_id, Thread.kind,
        Thread.answer_id, Message.created_at, Message.author_id, Person.organisation_id)
        .join(Message.author).join(Message.thread)
        .where(Message.id.in_(ids), Message.removed_at.is_(None), Message.seq != OPENING)).all()
    places, themes = places_of(row[-1] for row in rows), themes_of(row[5] for row in rows)
    for number, html, links, thread, room, network, kind, answer, at, author, place in rows:
        has = carried(html, links)
        if (text := plain(html)) or has:
            has += ("answer",) * (number == answer)
            yield Document(
                id=f"message:{number}", type="thread", group=f"thread:{thread}", title="", text=text,
                url=f"/threads/{thread}?message={number}#m-{number}", audience=keys.of_room(room),
                network=str(network or ""), room=str(room), themes=themes[network], author=str(author), has=has,
                date=at, year=year_of(at), answered=_answered(kind, answer), lang=known_language(text),
                **places[place].facets)


class Opening(NamedTuple):
    """What opens a thread: nothing, if it was removed."""

    text: str = ""
    carries: tuple[str, ...] = ()


def _said(ids: Ids) -> dict[int, tuple[Opening, list[str]]]:
    """What opens each thread and what was said later, up to LONGEST characters."""
    said: dict[int, tuple[Opening, list[str]]] = {}
    length: Counter[int] = Counter()
    rows = db.session.execute(select(
        Message.thread_id, Message.html, Message.links, Message.seq == OPENING).where(
        Message.thread_id.in_(ids), Message.removed_at.is_(None)).order_by(Message.thread_id, Message.seq))
    for thread, html, links, opens in rows.yield_per(500):
        if opens:
            said[thread] = Opening(plain(html), carried(html, links)), []
        elif length[thread] < LONGEST:
            said.setdefault(thread, (Opening(), []))[1].append(text := plain(html)[:LONGEST])
            length[thread] += len(text)
    return said


def _answered(kind: ThreadKind, answer: int | None) -> bool | None:
    """Only a question can be answered."""
    return answer is not None if kind == ThreadKind.QUESTION or answer else None
