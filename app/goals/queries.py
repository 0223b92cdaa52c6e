"""Everything that reads goals, already narrowed to what the actor may see."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Membership, Person
from app.database import db
from app.errors import Missing
from app.examples.models import Example, ExampleMunicipality, ReviewState
from app.goals.models import Action, Goal, Monitoring
from app.i18n import today
from app.indicators import queries as indicators
from app.indicators.clauses import current
from app.indicators.models import Indicator, Observation
from app.networks.models import Network, Organisation, OrganisationKind, Participation
from app.permissions import Actor, Can, Role, require, require_site, visible
from app.plans.models import Plan
from app.plans.queries import plans_of

LARGEST_ID = 2**31 - 1  # of PostgreSQL; a larger one points at nothing
MOST = 500
AHEAD = timedelta(days=30)  # before monitoring is due, people are told
IN_LIST = (joinedload(Goal.organisation).joinedload(Organisation.county), joinedload(Goal.indicator),
           joinedload(Goal.network), selectinload(Goal.monitorings))
WHOLE = (*IN_LIST, joinedload(Goal.contact), joinedload(Goal.deputy), joinedload(Goal.plan), selectinload(Goal.actions),
         selectinload(Goal.monitorings).joinedload(Monitoring.author))
Series = dict[int, float]  # year -> value


def goal(actor: Actor, goal_id: int, can: Can = Can.READ, hold: bool = False, removed: bool = False) -> Goal:
    """One goal with its actions and what was found, if ACTOR CAN. Raise Unknown, Missing or Denied.

    HOLD it, and others who want to change it wait. REMOVED: also one that was taken away, to bring it back.
    """
    require_site(actor)
    if not 0 < goal_id <= LARGEST_ID:
        raise Missing
    wanted = select(Goal).where(Goal.id == goal_id).options(*WHOLE)
    found = db.session.scalars(wanted.with_for_update(of=Goal) if hold else wanted).unique().one_or_none()
    require(actor, can, found)
    assert found is not None  # require has seen to it
    if found.removed_at and not removed:
        raise Missing
    return found


def action(actor: Actor, action_id: int, can: Can = Can.READ, removed: bool = False) -> Action:
    """One action, if ACTOR CAN do that with its goal."""
    require_site(actor)
    found = db.session.get(Action, action_id) if 0 < action_id <= LARGEST_ID else None
    if found is None or (found.removed_at and not removed):
        raise Missing
    goal(actor, found.goal_id, can)
    return found


def goals(actor: Actor, *where: ColumnElement[bool]) -> list[Goal]:
    """The goals that ACTOR may read and that are WHERE, by municipality and the year of the target."""
    wanted = _readable(actor).where(*where).options(
        *IN_LIST, joinedload(Goal.contact), joinedload(Goal.plan), selectinload(Goal.actions))
    return list(db.session.scalars(wanted.order_by(Goal.organisation_id, Goal.target_year, Goal.id).limit(MOST)))


def of_municipality(actor: Actor, place: Organisation) -> list[Goal]:
    """The goals of PLACE."""
    return goals(actor, Goal.organisation_id == place.id)


def places_of(actor: Actor, network_id: int | None, county: str) -> list[Organisation]:
    """The municipalities of a network that ACTOR may read, or of a county ("NO-40"); none for neither."""
    wanted = select(Organisation).where(Organisation.kind == OrganisationKind.MUNICIPALITY)
    if network_id is not None:
        wanted = wanted.join(Participation, Participation.organisation_id == Organisation.id).join(
            Network, Participation.network_id == Network.id).where(
            Network.id == network_id, Participation.ended_on.is_(None), visible(actor, Network))
    elif county:
        country, _, code = county.partition("-")
        within = select(Organisation.id).where(Organisation.kind == OrganisationKind.COUNTY,
                                               Organisation.country == country, Organisation.code == code)
        wanted = wanted.where(Organisation.county_id.in_(within))
    else:
        return []
    return list(db.session.scalars(wanted.order_by(Organisation.name)).unique())


def regions(actor: Actor) -> tuple[Sequence[Network], Sequence[Organisation]]:
    """The networks whose goals ACTOR may read, and the counties where somebody shows ACTOR a goal, or their own."""
    require_site(actor)
    networks = db.session.scalars(select(Network).where(visible(actor, Network)).order_by(Network.name)).all()
    there = select(Organisation.county_id).join(Goal, Goal.organisation_id == Organisation.id).where(
        visible(actor, Goal), Goal.removed_at.is_(None))
    counties = db.session.scalars(select(Organisation).where(
        Organisation.kind == OrganisationKind.COUNTY,
        or_(Organisation.id.in_(there), Organisation.id == actor.organisation_id)).order_by(Organisation.name)).all()
    return networks, counties


def after(actor: Actor, place: Organisation | None, after_id: int, limit: int) -> list[Goal]:
    """For programs: by rising id, from above AFTER_ID."""
    require_site(actor)
    wanted = _readable(actor).where(Goal.id > after_id).options(*WHOLE)
    if place:
        wanted = wanted.where(Goal.organisation_id == place.id)
    return list(db.session.scalars(wanted.order_by(Goal.id).limit(limit)))


def series(actor: Actor, some: Collection[Goal]) -> dict[int, Series]:
    """Goal id -> what was counted, by year: by the statistics as they are now; what people found fills the gaps."""
    counted: dict[tuple[int, int], Series] = {}
    known = {one.indicator_id for one in some if one.indicator_id}
    if known:
        seen = current(places={one.organisation_id for one in some}).where(
            Observation.indicator_id.in_(known), Observation.value.is_not(None))
        for figure in db.session.scalars(seen):
            counted.setdefault((figure.organisation_id, figure.indicator_id), {})[figure.year] = figure.value or 0.0
    found = {one.id: {each.year: each.value for each in one.monitorings
                      if each.year is not None and each.value is not None} for one in some}
    return {one.id: {**found[one.id], **counted.get((one.organisation_id, one.indicator_id or 0), {})}
            for one in some}


def figures(actor: Actor, place: Organisation, indicator: Indicator) -> list[Observation]:
    """What the statistics say of PLACE now, by year."""
    seen = indicators.observations(actor, indicator, {place.id})
    return sorted((one for one in seen if one.value is not None), key=lambda one: one.year)


def shared_with(actor: Actor, place: Organisation) -> list[Network]:
    """The networks that PLACE takes part in and with which ACTOR may share a goal of it."""
    require_site(actor)
    found = db.session.scalars(select(Network).join(Participation, Participation.network_id == Network.id).where(
        Participation.organisation_id == place.id, Participation.ended_on.is_(None), visible(actor, Network))
        .order_by(Network.name)).unique()
    return [one for one in found if actor.role(one) >= Role.COORDINATOR
            or (actor.role(one) >= Role.MEMBER and actor.organisation_id == place.id)]


def people(actor: Actor, place: Organisation, network_id: int) -> list[Person]:
    """Who can answer for a goal of PLACE: its people in the network, and those who coordinate it."""
    there = select(Person).join(Person.memberships).where(
        Membership.network_id == network_id, Membership.ended_on.is_(None), Person.active,
        visible(actor, Membership), Membership.role >= Role.MEMBER,
        or_(Person.organisation_id == place.id, Membership.role == Role.COORDINATOR))
    return list(db.session.scalars(there.order_by(Membership.role, Person.name)).unique())


def examples(actor: Actor, place: Organisation, known: Iterable[int | None] = ()) -> Sequence[Example]:
    """Published examples of PLACE, and those with KNOWN ids, of those that ACTOR may read."""
    theirs = select(ExampleMunicipality.example_id).where(ExampleMunicipality.organisation_id == place.id)
    return db.session.scalars(select(Example).where(
        or_(Example.id.in_(theirs), Example.id.in_([one for one in known if one])), visible(actor, Example),
        Example.review_state == ReviewState.PUBLISHED).order_by(Example.title).limit(MOST)).all()


def to_remind(actor: Actor, today: date, until: date) -> list[tuple[int, bool]]:
    """(goal id, whether it is late) of those due UNTIL a day about which nobody has had that letter. For Livskraft."""
    require_site(actor, Can.ADMINISTER)
    told = case((Goal.due_on < today, Goal.told_late), else_=Goal.told_due)
    rows = db.session.execute(select(Goal.id, Goal.due_on < today).where(
        Goal.removed_at.is_(None), Goal.due_on <= until, or_(told.is_(None), told != Goal.due_on)))
    return [(number, bool(late)) for number, late in rows]


def plans(actor: Actor, place: Organisation) -> list[Plan]:
    """The plans that a goal of PLACE can stand in."""
    return [one.plan for one in plans_of(actor, place)]


def due(actor: Actor, limit: int) -> list[Goal]:
    """Whose monitoring is due within a month, of the goals that ACTOR answers for; the first one first."""
    until = today() + AHEAD
    wanted = _readable(actor).where(or_(Goal.contact_id == actor.id, Goal.deputy_id == actor.id), Goal.due_on <= until)
    return list(db.session.scalars(wanted.options(joinedload(Goal.organisation)).order_by(Goal.due_on).limit(limit)))


def _readable(actor: Actor) -> Select[Goal]:
    return select(Goal).where(visible(actor, Goal), Goal.removed_at.is_(None))
