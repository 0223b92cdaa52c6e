"""Writing what a thread came to. Whoever takes part may; each wording is kept."""

from flask_babel import lazy_gettext

from app.database import db
from app.errors import Conflict, Invalid
from app.permissions import Actor, Can
from app.rooms import holding, writing
from app.rooms.words import clean
from app.summaries import queries
from app.summaries.models import Summary

LONGEST = 1200


def write(actor: Actor, thread_id: int, text: str, seen: int = 0) -> Summary:
    """Let TEXT stand on top of a thread; empty takes it away. SEEN is the id of the wording that was changed.

    Raise Missing, Denied, Invalid for what is too long, Conflict when somebody was first, or the room is closed.
    """
    words = clean(text)
    if len(words) > LONGEST:
        raise Invalid(errors={"text": lazy_gettext("This has %(length)s characters; there is room for %(limit)s.",
                                                   length=len(words), limit=LONGEST)})
    with db.transaction() as session:
        thread = holding.thread(actor, thread_id, Can.POST_MESSAGE)
        writing.require_open(thread.room)
        before = queries.latest(actor, thread)
        if (before.id if before else 0) != seen:
            raise Conflict
        if before and before.text == words:
            return before
        made = Summary(thread_id=thread.id, author_id=actor.id, text=words)
        session.add(made)
    return made
