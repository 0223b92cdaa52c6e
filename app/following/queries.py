"""The threads that somebody follows."""

from dataclasses import dataclass

from sqlalchemy import select

from app.database import db
from app.permissions import Actor, require_site, visible
from app.rooms.clauses import follows, has_news, is_said
from app.rooms.models import Thread
from app.rooms.queries import IN_THREAD

PAGE = 30


@dataclass(frozen=True)
class Inbox:
    """A page of it. `unread` are ids; `more`: whether there is a page after it."""

    threads: list[Thread]
    unread: set[int]
    more: bool


def inbox(actor: Actor, page: int = 1, only_unread: bool = False) -> Inbox:
    """What ACTOR follows in networks: first what holds something new, then the rest, each the latest first."""
    require_site(actor)
    news = has_news(actor)
    wanted = select(Thread, news).where(
        follows(actor), visible(actor, Thread), Thread.network_id.is_not(None), is_said())
    if only_unread:
        wanted = wanted.where(news)
    found = db.session.execute(
        wanted.order_by(news.desc(), Thread.last_at.desc(), Thread.id.desc()).options(*IN_THREAD)
        .limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return Inbox([one for one, _ in found[:PAGE]], {one.id for one, fresh in found[:PAGE] if fresh}, len(found) > PAGE)


def is_followed(actor: Actor, thread: Thread) -> bool:
    """Whether ACTOR follows THREAD."""
    return bool(db.session.scalar(select(Thread.id).where(Thread.id == thread.id, follows(actor))))
