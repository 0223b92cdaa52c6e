"""How others show an example: `example:42` becomes a small card. And what a message can learn of it."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from app.accounts.models import RoomGuest
from app.database import db
from app.examples import queries
from app.examples.fields import LONG
from app.examples.models import Example
from app.links import Embed, Kind, Place, Source, register
from app.permissions import Actor, Visibility


def share(actor: Actor, ids: set[int], place: Place) -> None:
    """Raise Missing unless ACTOR reads all of the examples. A mention gives nobody a new right."""
    for example_id in ids:
        queries.example(actor, example_id)


def embeds(ids: set[int], place: Place) -> dict[int, Embed]:
    """Those that everybody in PLACE reads anyway: for all who are signed in; of the same network too, where
    no guests are."""
    guests = select(RoomGuest.room_id).where(RoomGuest.room_id == place.room_id).exists()
    wanted = select(Example).where(Example.id.in_(ids), or_(
        Example.visibility.in_([Visibility.MEMBERS, Visibility.PUBLIC]),
        and_(Example.visibility == Visibility.NETWORK, Example.network_id == place.network_id, ~guests)))
    return {one.id: Embed("examples/_card.html", {"example": one})
            for one in db.session.scalars(wanted.options(selectinload(Example.municipalities)))}


def source(actor: Actor, example_id: int) -> Source:
    """Its title and all its words."""
    example = queries.example(actor, example_id)
    texts = [example.summary, *(getattr(example, name) for name in LONG)]
    return Source(f"example:{example.id}", example.title, "\n\n".join(filter(None, texts)), example.network_id)


register(Kind("example", share, embeds, source))
