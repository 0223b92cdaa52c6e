"""What is said with one emoji."""

from flask_babel import lazy_gettext

from app.database import db
from app.errors import Conflict
from app.permissions import Actor, Can
from app.rooms import holding, reactions, writing
from app.rooms.models import Message
from app.rooms.service.telling import change


def react(actor: Actor, message_id: int, emoji: str, on: bool = True) -> Message:
    """Say EMOJI to a message, or with ON false take it back. Said twice it counts once.

    Who may write in the room may. Raise Invalid for an emoji that is not ours, Conflict where nothing new may be said.
    """
    emoji = reactions.known(emoji)
    with db.transaction() as session:
        message = holding.message(actor, message_id, Can.POST_MESSAGE)
        writing.require_open(message.thread.room, message.thread)
        if message.removed:
            raise Conflict(lazy_gettext("This message was removed."))
        if writing.put_reaction(actor, message, emoji) if on else writing.take_reaction(actor, message, emoji):
            session.expire(message, ["reactions"])
            change(actor, message.thread, "reaction", message)
    return message
