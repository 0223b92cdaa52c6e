"""What is read of polls: who may read the message above may read the poll."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.database import db
from app.errors import Missing
from app.permissions import Actor, Can, require_site
from app.polls.models import Poll, PollOption, PollVote
from app.rooms import queries as rooms
from app.rooms.models import Message

WHOLE = selectinload(Poll.options).selectinload(PollOption.votes).joinedload(PollVote.person)


def poll(actor: Actor, poll_id: int, can: Can = Can.READ) -> Poll:
    """One poll, if ACTOR CAN do that with the message it stands beneath. Raise Unknown, Missing or Denied."""
    require_site(actor)
    found = db.session.get(Poll, poll_id, options=[WHOLE])
    if found is None or (found.message_id is None and found.author_id != actor.id):
        raise Missing
    if found.message_id is not None and rooms.message(actor, found.message_id, can).removed:
        raise Missing
    return found


def beneath(actor: Actor, poll: Poll) -> Message | None:
    """The message that POLL, which ACTOR was given, stands beneath."""
    return rooms.message(actor, poll.message_id) if poll.message_id else None


def in_room(actor: Actor, ids: Collection[int], room_id: int | None) -> list[Poll]:
    """Those of the polls IDS that stand in a room, which ACTOR reads."""
    wanted = select(Poll).join(Message, Message.id == Poll.message_id).where(
        Poll.id.in_(ids), Message.room_id == room_id, Message.removed_at.is_(None))
    return list(db.session.scalars(wanted.options(WHOLE)))


def chosen(actor: Actor, poll: Poll) -> set[int]:
    """The ids of the options of POLL, which ACTOR was given, that they chose."""
    return {option.id for option in poll.options for vote in option.votes if vote.person_id == actor.id}
