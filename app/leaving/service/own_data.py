"""All that is kept of a person, for them to take along."""

import secrets

from app import mail, outbox
from app.database import db, now
from app.errors import Conflict
from app.leaving import letters, packing, queries
from app.leaving.models import KEPT, OwnData
from app.permissions import Actor, Can, require_site


def ask_for_data(actor: Actor) -> OwnData:
    """Have the worker gather all that is kept of ACTOR. Raise Conflict while it does so already."""
    with db.transaction() as session:
        last = queries.own_data(actor)
        if last and not last.ready_at:
            raise Conflict
        data = OwnData(person_id=actor.id or 0, token=secrets.token_urlsafe(24))
        session.add(data)
        session.flush()
        outbox.tell("own_data_asked", data_id=data.id)
        return data


def make_data(actor: Actor, data_id: int) -> None:
    """Gather it, and write to the person. The work is done outside of any transaction."""
    require_site(actor, Can.ADMINISTER)
    data = db.session.get(OwnData, data_id)
    if data is None or data.ready_at:
        return

    def progress(done: int, total: int) -> None:
        with db.transaction():
            data.done, data.total = done, total
    packing.pack(data.person_id, packing.path_of(data.id, data.token), progress)
    with db.transaction():
        data.ready_at = now()
        mail.post(data.person.email, *letters.data_ready(data))


def throw_away_old(actor: Actor) -> int:
    """Delete what was kept long enough. Return how many."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        old = session.query(OwnData).where(OwnData.created_at < now() - KEPT).all()
        for data in old:
            packing.path_of(data.id, data.token).unlink(missing_ok=True)
            session.delete(data)
        return len(old)
