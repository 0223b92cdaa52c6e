"""Keeping what was fetched, and showing it beneath the messages that lead there."""


from app.accounts.session import actor_of
from app.database import db, now
from app.permissions import Actor, Can, require_site
from app.previews import queries
from app.previews.models import Preview, PreviewUse
from app.previews.page import Found
from app.rooms import service as talk
from app.rooms.models import Message


def keep(actor: Actor, url: str, found: Found | None) -> Preview:
    """Keep what was FOUND at URL. Only Livskraft itself does this."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        preview = queries.of_url(actor, url) or Preview(url=url)
        made = found or Found()
        preview.title, preview.description, preview.site = made.title, made.description, made.site
        preview.fetched_at = now()
        session.add(preview)
        session.flush()
    return preview


def put_beneath(actor: Actor, message_id: int, preview_id: int) -> None:
    """Show a preview beneath a message that leads to its page, unless its author took it away. Only Livskraft does."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        if session.get(PreviewUse, (message_id, preview_id)) is None:
            session.add(PreviewUse(message_id=message_id, preview_id=preview_id))
            session.flush()
            talk.renew_message(_author(message_id), message_id, f"preview:{preview_id}")


def drop(actor: Actor, message_id: int, preview_id: int) -> None:
    """A message leads to a page no more. Only Livskraft itself sees to it."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        use = session.get(PreviewUse, (message_id, preview_id))
        if use is not None:
            session.delete(use)
            talk.renew_message(_author(message_id), message_id, gone=f"preview:{preview_id}")


def take_away(actor: Actor, message_id: int, preview_id: int) -> None:
    """Take a preview from beneath one's own message, for good."""
    with db.transaction() as session:
        message, preview = queries.shown(actor, message_id, preview_id)
        session.get_one(PreviewUse, (message.id, preview.id)).taken_away_at = now()
        talk.renew_message(actor, message_id, gone=f"preview:{preview_id}")


def _author(message_id: int) -> Actor:
    """Who wrote it: Livskraft itself does not read conversations."""
    return actor_of(db.session.get_one(Message, message_id).author)
