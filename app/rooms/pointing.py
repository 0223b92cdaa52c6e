"""What a message points at: whom it tells, and what stands beneath it. Steps inside the transaction of a verb."""

import re
from collections.abc import Collection

from flask_babel import lazy_gettext
from sqlalchemy import delete, select

from app import links, markup
from app.database import db
from app.errors import Invalid, Missing
from app.links import Place
from app.permissions import Actor
from app.rooms import naming
from app.rooms.models import Mention, Message

TITLED = re.compile(markup.TITLED)
NOT_YOURS = lazy_gettext("Something that you attached is not there any more, or is not yours to show.")


def place_of(message: Message) -> Place:
    """Where what MESSAGE points at is shown."""
    return Place(message.network_id, message.room_id, f"message:{message.id}")


def point(actor: Actor, message: Message, text: markup.Rendered, sure: bool, known: Collection[int] = ()) -> None:
    """Tell whom TEXT names, and let the readers of MESSAGE see what it shows beneath. KNOWN people were told before.

    Raise Invalid where that is many and ACTOR is not SURE, or where not all who read may see it.
    """
    people = naming.told(actor, message.room, text.mentions)
    naming.require_sure({one: many for one, many in people.items() if one not in known}, sure)
    db.session.add_all(Mention(message_id=message.id, person_id=person, as_one_of_many=many)
                       for person, many in people.items())
    if not message.links:
        return
    try:
        links.share(actor, message.links, place_of(message))
    except Missing:
        raise Invalid(errors={"links": NOT_YOURS}) from None
    _require_shown(message)


def forget_told(message: Message) -> set[int]:
    """MESSAGE names nobody any more; return whom it had told."""
    known = set(db.session.scalars(select(Mention.person_id).where(Mention.message_id == message.id)))
    db.session.execute(delete(Mention).where(Mention.message_id == message.id))
    return known


def _require_shown(message: Message) -> None:
    """A title in the words is read by all: raise Invalid for one of a thing that the place may not show."""
    titles = {key: title for title, key, kind, _ in TITLED.findall(message.body) if kind != "message"}
    shown = links.embeds(titles, place_of(message)) if titles else {}
    if hidden := [title for key, title in titles.items() if key not in shown]:
        raise Invalid(errors={"links": lazy_gettext(
            "“%(title)s” cannot be shown here, since not everybody who reads this may read it.", title=hidden[0])})
