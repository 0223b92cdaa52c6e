"""What was fetched, and where it is shown."""

from collections.abc import Iterable

from sqlalchemy import select

from app.database import db
from app.errors import Missing
from app.permissions import Actor, Can
from app.previews.models import Preview, PreviewUse
from app.rooms import queries as rooms
from app.rooms.models import Message


def of_url(actor: Actor, url: str) -> Preview | None:
    """What was fetched from URL. For Livskraft itself: a URL may be a secret of those who wrote it."""
    return db.session.scalar(select(Preview).where(Preview.url == url))


def uses(actor: Actor, message: Message) -> list[PreviewUse]:
    """The pages that MESSAGE, which ACTOR was given, leads to."""
    return list(db.session.scalars(select(PreviewUse).where(PreviewUse.message_id == message.id)))


def by_id(actor: Actor, ids: Iterable[int]) -> list[Preview]:
    """Those of IDS, which stand beneath messages that ACTOR was given, that have something to show."""
    return list(db.session.scalars(select(Preview).where(Preview.id.in_(set(ids)), Preview.title != "")))


def shown(actor: Actor, message_id: int, preview_id: int) -> tuple[Message, Preview]:
    """A preview beneath a message of ACTOR's own, to take it away. Raise Missing or Denied."""
    message = rooms.message(actor, message_id, Can.EDIT_MESSAGE)
    preview = db.session.get(Preview, preview_id)
    if preview is None or f"preview:{preview_id}" not in message.links:
        raise Missing
    return message, preview
