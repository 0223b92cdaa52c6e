"""What is read of summaries. Callers have the thread, and so the right to it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.database import db
from app.permissions import Actor
from app.rooms.models import Thread
from app.summaries.models import Summary


def latest(actor: Actor, thread: Thread) -> Summary | None:
    """What stands on top of THREAD, which ACTOR was given; an empty one where it was taken away."""
    return db.session.scalars(select(Summary).where(Summary.thread_id == thread.id).options(
        joinedload(Summary.author)).order_by(Summary.id.desc()).limit(1)).first()


def all_of(actor: Actor, thread: Thread) -> Sequence[Summary]:
    """Every wording, the latest first."""
    return db.session.scalars(select(Summary).where(Summary.thread_id == thread.id).options(
        joinedload(Summary.author)).order_by(Summary.id.desc())).all()
