"""How others show a person: `person:7` becomes a small contact card."""

from sqlalchemy import select

from app.accounts.models import Person
from app.database import db
from app.directory import queries
from app.links import Embed, Kind, Place, register
from app.permissions import Actor


def share(actor: Actor, ids: set[int], place: Place) -> None:
    """Raise Missing unless ACTOR finds all of them. It gives nobody a new right."""
    for person_id in ids:
        queries.person(actor, person_id)


def embeds(ids: set[int], place: Place) -> dict[int, Embed]:
    """Name, work and municipality: what everybody who is signed in sees of those who are active."""
    found = db.session.scalars(select(Person).where(Person.id.in_(ids), Person.active))
    return {one.id: Embed("directory/_person_card.html", {"person": one}) for one in found}


register(Kind("person", share, embeds))
