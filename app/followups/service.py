"""What changes follow-ups: taking something on, changing it, doing it. Everybody who takes part may."""

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext

from app.database import db, now
from app.errors import Invalid, Missing
from app.followups import queries
from app.followups.models import FollowUp
from app.permissions import Actor, Can
from app.rooms import queries as reading
from app.rooms import service as rooms
from app.rooms import writing
from app.rooms.models import Message
from app.rooms.words import clean

LONGEST = 200


@dataclass(frozen=True)
class Facts:
    """Who does what until when."""

    text: str
    owner_id: int
    due_on: date | None = None


def add(actor: Actor, message_id: int, facts: Facts) -> FollowUp:
    """Put a follow-up beneath a message. Raise Missing, Denied, Conflict or Invalid with the field named."""
    with db.transaction() as session:
        message = reading.message(actor, message_id, Can.POST_MESSAGE)
        if message.removed:
            raise Missing
        writing.require_open(message.room)
        made = FollowUp(message_id=message.id, author_id=actor.id)
        _fill(actor, made, message, facts)
        session.add(made)
        session.flush()
        rooms.renew_message(actor, message.id, f"followup:{made.id}")
    return made


def change(actor: Actor, number: int, facts: Facts) -> FollowUp:
    """Let somebody else do it, or something else, or later."""
    with db.transaction() as session:
        made, message = _open(actor, number)
        _fill(actor, made, message, facts)
        session.flush()
        session.expire(made)
        rooms.renew_beneath(actor, message.id)
    return made


def set_done(actor: Actor, number: int, done: bool) -> FollowUp:
    """It is done, or was not after all. Done by two at once, it is done by the first."""
    with db.transaction() as session:
        session.get(FollowUp, number, with_for_update=True)
        made, message = _open(actor, number)
        if done != (made.done_at is not None):
            made.done_at, made.done_by_id = (now(), actor.id) if done else (None, None)
            session.flush()
            session.expire(made)
            rooms.renew_beneath(actor, message.id)
    return made


def require_beneath(actor: Actor, ids: set[int], where: str) -> None:
    """Raise Missing unless all of IDS were made for the message WHERE ("message:12")."""
    for number in ids:
        made = db.session.get(FollowUp, number)
        if made is None or where != f"message:{made.message_id}":
            raise Missing


def _open(actor: Actor, number: int) -> tuple[FollowUp, Message]:
    made = queries.follow_up(actor, number, Can.POST_MESSAGE)
    message = reading.message(actor, made.message_id)
    writing.require_open(message.room)
    return made, message


def _fill(actor: Actor, made: FollowUp, message: Message, facts: Facts) -> None:
    text = " ".join(clean(facts.text).split())
    if not text or len(text) > LONGEST:
        raise Invalid(errors={"text": lazy_gettext("Write what is to be done, in at most %(limit)s characters.",
                                                   limit=LONGEST)})
    if facts.owner_id not in {one.id for one in queries.owners(actor, message.room)}:
        raise Invalid(errors={"owner": lazy_gettext("Choose somebody who reads this thread.")})
    made.text, made.owner_id, made.due_on = text, facts.owner_id, facts.due_on
