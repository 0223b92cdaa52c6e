"""How others show a thread: `thread:9` becomes one line with its title."""

from sqlalchemy import literal, or_, select

from app.accounts.models import RoomGuest
from app.database import db
from app.errors import Missing
from app.links import Embed, Kind, Place, Source, register
from app.permissions import Actor
from app.rooms import queries
from app.rooms.models import Thread


def share(actor: Actor, ids: set[int], place: Place) -> None:
    """Raise Missing unless ACTOR reads all of the threads. A mention gives nobody a new right."""
    for thread_id in ids:
        queries.thread(actor, thread_id)


def embeds(ids: set[int], place: Place) -> dict[int, Embed]:
    """Those that everybody in the room of PLACE reads anyway: of the same room; of the same network too,
    if the room has no guests."""
    guests = select(RoomGuest.room_id).where(RoomGuest.room_id == place.room_id).exists()
    wanted = select(Thread).where(
        Thread.id.in_(ids), Thread.network_id == place.network_id, literal(place.room_id is not None),
        or_(Thread.room_id == place.room_id, ~guests))
    return {one.id: Embed("rooms/_thread_card.html", {"thread": one}) for one in db.session.scalars(wanted)}


def source(actor: Actor, thread_id: int) -> Source:
    """What was said in a thread, message by message, as an example can start from it."""
    thread = queries.thread(actor, thread_id)
    parts = tuple(
        Source(f"message:{one.id}", one.author.name, one.body, thread.network_id,
               tuple(Source(key, "", "") for key in one.links), one.author_id)
        for one in queries.messages(actor, thread_id, after=0, limit=queries.LONGEST) if not one.removed)
    return Source(f"thread:{thread.id}", thread.title, "\n\n".join(part.text for part in parts),
                  thread.network_id, parts)


def share_messages(actor: Actor, ids: set[int], place: Place) -> None:
    """Raise Missing: a message is quoted or linked to, never shown as a thing of its own."""
    raise Missing


def message_source(actor: Actor, message_id: int) -> Source:
    """One message, for who quotes it. Raise Missing for one that is removed, or of a conversation."""
    one = queries.message(actor, message_id)
    if one.removed or one.network_id is None:
        raise Missing
    return Source(f"message:{one.id}", one.author.name, one.body, one.network_id, author_id=one.author_id)


register(Kind("thread", share, embeds, source))
register(Kind("message", share_messages, lambda ids, place: {}, message_source))
