"""What is read about accounts at providers."""

from collections.abc import Sequence

from sqlalchemy import select

from app.database import db
from app.permissions import Actor, Can, require_site
from app.sso.models import Identity


def identities(actor: Actor, person_id: int) -> Sequence[Identity]:
    """The accounts by which a person signs in: one's own, and for administrators everybody's."""
    require_site(actor)
    if person_id != actor.id:
        require_site(actor, Can.ADMINISTER)
    return db.session.scalars(select(Identity).where(Identity.person_id == person_id).order_by(Identity.id)).all()
