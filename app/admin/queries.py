"""What is read at the desks."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.admin.models import Access
from app.database import db
from app.errors import Denied
from app.networks.models import Network
from app.networks.queries import networks
from app.outbox import TRIES, Job
from app.permissions import Actor, Can, Role, require_site
from app.schedule import Turn, turns

SHOWN = 50


def require_desk(actor: Actor) -> None:
    """Raise unless ACTOR administers Livskraft, or coordinates a network."""
    require_site(actor)
    if not (actor.is_admin or actor.networks(Role.COORDINATOR)):
        raise Denied


def own_networks(actor: Actor) -> list[Network]:
    """The networks that ACTOR looks after."""
    require_desk(actor)
    return [one for one in networks(actor) if actor.role(one) >= Role.COORDINATOR]


def waiting(actor: Actor) -> Sequence[tuple[str, int]]:
    """How many jobs wait, by what they follow from."""
    require_site(actor, Can.ADMINISTER)
    found = db.session.execute(select(Job.event, func.count(Job.id)).where(Job.tries < TRIES)
                               .group_by(Job.event).order_by(Job.event))
    return [(event, count) for event, count in found]


def failed(actor: Actor) -> Sequence[Job]:
    """Jobs that were tried too often, the latest first."""
    require_site(actor, Can.ADMINISTER)
    return db.session.scalars(select(Job).where(Job.tries >= TRIES).order_by(Job.id.desc()).limit(SHOWN)).all()


def planned(actor: Actor) -> Sequence[Turn]:
    """What the worker does at its time, the next first."""
    require_site(actor, Can.ADMINISTER)
    return turns()


def accesses(actor: Actor, words: str, page: int) -> tuple[Sequence[Access], int]:
    """A page of who saw what, the latest first, and how many pages there are; of or about those whom WORDS name."""
    require_site(actor, Can.ADMINISTER)
    wanted = select(Access)
    if words.strip():
        named = select(Person.id).where(Person.name.ilike(f"%{words.strip()}%"))
        wanted = wanted.where(or_(Access.reader_id.in_(named), Access.person_id.in_(named)))
    count = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    found = wanted.options(joinedload(Access.reader), joinedload(Access.person), joinedload(Access.room))
    found = found.order_by(Access.id.desc()).offset((page - 1) * SHOWN).limit(SHOWN)
    return db.session.scalars(found).all(), max(-(-count // SHOWN), 1)
