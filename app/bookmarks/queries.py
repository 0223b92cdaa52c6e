"""What somebody has saved, as far as they may read it now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app import links, markup
from app.bookmarks.models import Bookmark
from app.database import db
from app.errors import Invalid, Missing
from app.examples.models import Example
from app.i18n import today
from app.permissions import SYSTEM, Actor, require_site, visible
from app.rooms.models import Message, Thread

MOST = 200
KINDS = ("example", "thread", "message")


@dataclass(frozen=True)
class Saved:
    """A thing that was saved: what it is called, where it is, and the language it is in."""

    mark: Bookmark
    title: str
    path: str
    language: str

    @property
    def kind(self) -> str:
        return self.mark.key.partition(":")[0]


def saved(actor: Actor, only_due: bool = False) -> list[Saved]:
    """What ACTOR has saved and may read: the reminders that are due first, then the latest. Four statements."""
    require_site(actor)
    wanted = select(Bookmark).where(Bookmark.person_id == actor.id)
    if only_due:
        wanted = wanted.where(Bookmark.remind_on <= today())
    marks = db.session.scalars(wanted.order_by(Bookmark.id.desc()).limit(MOST)).all()
    shown = _shown(actor, marks)
    return sorted((shown[one.key] for one in marks if one.key in shown), key=lambda one: not one.mark.due)


def mark_of(actor: Actor, key: str) -> Bookmark | None:
    """What ACTOR has saved of KEY."""
    require_site(actor)
    return db.session.scalars(select(Bookmark).where(Bookmark.person_id == actor.id, Bookmark.key == key)).first()


def thing(actor: Actor, key: str) -> Saved:
    """The thing KEY, whether it is saved or not. Raise Missing for what ACTOR may not read, Invalid for no such."""
    require_site(actor)
    if not links.parse([key]).keys() <= set(KINDS):
        raise Invalid
    mark = mark_of(actor, key) or Bookmark(person_id=actor.id, key=key)
    found = _shown(actor, [mark])
    if key not in found:
        raise Missing
    return found[key]


def due(actor: Actor) -> Sequence[Bookmark]:
    """Those of everybody whose day has come and who were not reminded. Only Livskraft itself asks."""
    assert actor == SYSTEM
    return db.session.scalars(select(Bookmark).where(
        Bookmark.remind_on <= today(), Bookmark.reminded_at.is_(None))).all()


def _shown(actor: Actor, marks: Sequence[Bookmark]) -> dict[str, Saved]:
    by_key = {mark.key: mark for mark in marks}
    ids = links.parse(by_key)
    found: dict[str, Saved] = {}
    for kind, numbers in ids.items():
        wanted, words = READERS[kind](actor, numbers)
        for one in db.session.scalars(wanted):
            key = f"{kind}:{one.id}"
            found[key] = Saved(by_key[key], *words(one))
    return found


Words = Callable[..., tuple[str, str, str]]


def _examples(actor: Actor, ids: set[int]) -> tuple[Select[Any], Words]:
    return (select(Example).where(Example.id.in_(ids), visible(actor, Example)),
            lambda one: (one.title, one.path, one.language))


def _threads(actor: Actor, ids: set[int]) -> tuple[Select[Any], Words]:
    return (select(Thread).where(Thread.id.in_(ids), visible(actor, Thread)).options(joinedload(Thread.author)),
            lambda one: (one.title, f"/threads/{one.id}", one.author.language))


def _messages(actor: Actor, ids: set[int]) -> tuple[Select[Any], Words]:
    wanted = select(Message).where(Message.id.in_(ids), visible(actor, Message), Message.removed_at.is_(None))
    return (wanted.options(joinedload(Message.author)),
            lambda one: (f"{one.author.name}: {markup.first_line(one.body)}",
                         f"/threads/{one.thread_id}?message={one.id}#m-{one.id}", one.author.language))


READERS: dict[str, Callable[[Actor, set[int]], tuple[Select[Any], Words]]] = {
    "example": _examples, "thread": _threads, "message": _messages}
