"""What is read about gatherings, narrowed to what the actor may see."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Membership, Person
from app.database import db, now
from app.files import queries as files
from app.files.models import File
from app.gatherings.models import AgendaItem, Answer, Attendance, Gathering
from app.networks.models import Network, State
from app.permissions import Actor, Can, Role, allows, require, require_site, visible

RECENT = 8  # of one's own uploads, offered as material


def coming(actor: Actor) -> Sequence[Gathering]:
    """The gatherings that are not over yet, the next first; cancelled ones too, so that nobody travels."""
    return db.session.scalars(_listed(actor).where(Gathering.ends_at >= now())
                              .order_by(Gathering.starts_at, Gathering.id)).all()


def held(actor: Actor, limit: int, offset: int = 0) -> Sequence[Gathering]:
    """Those that are over, the latest first."""
    return db.session.scalars(_listed(actor).where(Gathering.ends_at < now(), Gathering.cancelled_at.is_(None))
                              .order_by(Gathering.starts_at.desc(), Gathering.id).limit(limit).offset(offset)).all()


def number_held(actor: Actor) -> int:
    """How many are over."""
    require_site(actor)
    return db.session.scalar(select(func.count(Gathering.id)).where(
        visible(actor, Gathering), Gathering.ends_at < now(), Gathering.cancelled_at.is_(None))) or 0


def gatherings(actor: Actor, after: int = 0, limit: int | None = None) -> Sequence[Gathering]:
    """All of them, by number, from the one after AFTER."""
    return db.session.scalars(_listed(actor).where(Gathering.id > after).order_by(Gathering.id).limit(limit)).all()


def gathering(actor: Actor, gathering_id: int) -> Gathering:
    """One gathering with its agenda. Raise Missing for a stranger."""
    require_site(actor)
    found = db.session.get(Gathering, gathering_id, options=[
        joinedload(Gathering.network), joinedload(Gathering.host), selectinload(Gathering.agenda)])
    require(actor, Can.READ, found)
    assert found
    return found


def agenda_item(actor: Actor, gathering_id: int, item_id: int) -> AgendaItem:
    """One point of its agenda. Raise Missing for a stranger."""
    found = {item.id: item for item in gathering(actor, gathering_id).agenda}.get(item_id)
    require(actor, Can.READ, found and found.gathering)
    assert found
    return found


def material(actor: Actor, gathering: Gathering) -> dict[int, list[File]]:
    """The files of each point of the agenda that has any, by its number."""
    found = files.in_places(actor, [item.place for item in gathering.agenda])
    return {item.id: found[item.place] for item in gathering.agenda if item.place in found}


def own_recent_files(actor: Actor, item: AgendaItem) -> list[File]:
    """What ACTOR uploaded last and has not put at ITEM: one need not send it twice."""
    there = {file.id for file in files.in_places(actor, [item.place]).get(item.place, [])}
    own = select(File).where(File.author_id == actor.id, File.removed_at.is_(None), File.id.not_in(there))
    return list(db.session.scalars(own.order_by(File.id.desc()).limit(RECENT)))


def attendances(actor: Actor, gathering: Gathering) -> Sequence[Attendance]:
    """What people answered, by name. The caller has asked for GATHERING as ACTOR."""
    return db.session.scalars(select(Attendance).join(Attendance.person).where(
        Attendance.gathering_id == gathering.id).options(joinedload(Attendance.person))
        .order_by(Person.name)).all()


def unanswered(actor: Actor, gathering: Gathering) -> Sequence[Person]:
    """The members of its network who have not answered; for those who arrange it."""
    if not allows(actor, Can.EDIT_GATHERING, gathering):
        return []
    answered = select(Attendance.person_id).where(Attendance.gathering_id == gathering.id)
    return db.session.scalars(select(Person).join(Person.memberships).where(
        Membership.network_id == gathering.network_id, Membership.ended_on.is_(None),
        Membership.role.in_([Role.MEMBER, Role.COORDINATOR]), Person.active, Person.id.not_in(answered))
        .order_by(Person.name)).all()


def own_answers(actor: Actor, gatherings: Iterable[Gathering]) -> dict[int, Answer]:
    """What ACTOR answered to each of them."""
    given = db.session.scalars(select(Attendance).where(
        Attendance.person_id == actor.id, Attendance.gathering_id.in_([one.id for one in gatherings])))
    return {one.gathering_id: one.answer for one in given}


def arranged(actor: Actor) -> Sequence[Network]:
    """The networks in which ACTOR may hold a gathering."""
    require_site(actor)
    found = db.session.scalars(select(Network).where(visible(actor, Network), Network.state != State.CONCLUDED)
                               .options(selectinload(Network.participations)).order_by(Network.name))
    return [one for one in found if allows(actor, Can.EDIT_GATHERING, one)]


def may_arrange(actor: Actor) -> bool:
    """Whether to offer it at all."""
    return actor.is_admin or bool(actor.networks(Role.COORDINATOR))


def by_ids(actor: Actor, ids: Iterable[int]) -> Sequence[Gathering]:
    """Those of IDS that ACTOR may read."""
    return db.session.scalars(_listed(actor).where(Gathering.id.in_(set(ids)))).all()


def _listed(actor: Actor) -> Select[Gathering]:
    require_site(actor)
    return select(Gathering).where(visible(actor, Gathering)).options(
        joinedload(Gathering.network), joinedload(Gathering.host))
