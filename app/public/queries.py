"""What everybody may read. Callers pass NOBODY: who is signed in sees no more here than others."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.database import db
from app.errors import Missing
from app.examples.filters import ALL, listed
from app.examples.models import Example
from app.networks.models import Network, Participation, State
from app.permissions import Actor

PAGE = 24


def networks(actor: Actor) -> Sequence[Network]:
    """Networks that have begun, with their municipalities; those at work first."""
    return db.session.scalars(select(Network).where(Network.state != State.SETTING_UP).options(
        selectinload(Network.participations).joinedload(Participation.organisation),
        selectinload(Network.themes)).order_by(Network.state, Network.name)).all()


def examples(actor: Actor, page: int) -> tuple[Sequence[Example], int]:
    """A page of the published examples, the latest first, and how many there are in all."""
    wanted = listed(actor, ALL)
    found = db.session.scalars(select(Example).where(wanted).options(
        selectinload(Example.themes), selectinload(Example.municipalities)).order_by(
        Example.published_at.desc().nulls_last(), Example.id.desc()).limit(PAGE).offset((page - 1) * PAGE)).all()
    return found, db.session.scalar(select(func.count(Example.id)).where(wanted)) or 0


def example(actor: Actor, example_id: int) -> Example:
    """One of them. Raise Missing for what is for others, or for nobody yet."""
    found = db.session.scalars(select(Example).where(Example.id == example_id, listed(actor, ALL)).options(
        joinedload(Example.themes), joinedload(Example.municipalities))).unique().one_or_none()
    if found is None:
        raise Missing
    return found
