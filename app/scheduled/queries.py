"""What is read of messages that wait. They are their writers' alone."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import Person
from app.database import db, now
from app.errors import Missing
from app.permissions import Actor, Can, require_site, visible
from app.rooms.models import Room, Thread
from app.scheduled.models import Scheduled


def own(actor: Actor) -> Sequence[Scheduled]:
    """What ACTOR has waiting, the next first; what was refused before that."""
    require_site(actor)
    return db.session.scalars(select(Scheduled).where(Scheduled.person_id == actor.id).order_by(
        Scheduled.refused.is_(None), Scheduled.due_at)).all()


def one(actor: Actor, number: int) -> Scheduled:
    """One of them. Raise Missing for another's."""
    require_site(actor)
    found = db.session.get(Scheduled, number)
    if found is None or found.person_id != actor.id:
        raise Missing
    return found


def names(actor: Actor, waiting: Sequence[Scheduled]) -> dict[str, str]:
    """Place -> what it is called, for those that ACTOR still reads."""
    found: dict[str, str] = {}
    for kind, model, name in (("thread", Thread, Thread.title), ("room", Room, Room.name)):
        ids = [int(item.place.partition(":")[2]) for item in waiting if item.place.startswith(kind)]
        rows = db.session.execute(select(model.id, name).where(model.id.in_(ids), visible(actor, model)))
        found.update({f"{kind}:{number}": words for number, words in rows})
    return found


def due(actor: Actor) -> list[tuple[int, Person]]:
    """What has come to its time (ids), and whose it is; of who is not active any more nothing. Only for Livskraft
    itself."""
    require_site(actor, Can.ADMINISTER)
    found = db.session.execute(select(Scheduled.id, Person).join(Person, Person.id == Scheduled.person_id).where(
        Scheduled.due_at <= now(), Scheduled.refused.is_(None), Person.active).order_by(Scheduled.due_at))
    return [(number, person) for number, person in found]
