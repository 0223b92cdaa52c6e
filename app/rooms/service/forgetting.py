"""What is removed is gone for good when it is too late to undo it."""

from sqlalchemy import delete, select, update

from app.database import db, now
from app.permissions import Actor, Can, require_site
from app.rooms.models import Mention, Message, MessageVersion
from app.rooms.service.talking import UNDO

AT_ONCE = 500


def purge_removed(actor: Actor) -> int:
    """Forget the words of removed messages, those before each edit too, and whom they named. Return of how many.

    The trace stays: who had said something, and when. Only Livskraft itself does this.
    """
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        kept = select(MessageVersion.id).where(MessageVersion.message_id == Message.id).exists()
        ids = session.scalars(select(Message.id).where(
            Message.removed_at < now() - UNDO, kept).order_by(Message.id).limit(AT_ONCE)).all()
        for words in (MessageVersion, Mention):
            session.execute(delete(words).where(words.message_id.in_(ids)))
        session.execute(update(Message).where(Message.id.in_(ids)).values(links=[]))
    return len(ids)
