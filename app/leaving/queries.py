"""What is read when somebody leaves: whether one may hand over for them, to whom, and what would move."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Table, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Membership, Person
from app.accounts.session import actor_of
from app.database import db, now
from app.errors import Conflict, Invalid, Missing
from app.leaving.holdings import HOLDINGS, Fate, Holding, Narrow, table_of
from app.leaving.models import Erasure, HandOver, OwnData
from app.permissions import Actor, Can, Role, SiteRole, Visibility, allows, require, require_site, visible

SHOWN = 8  # titles a line
NO_ADDRESS = "@erased.invalid"  # what stands where an address was
MOST = 500  # people to choose a successor among


@dataclass(frozen=True)
class Seats:
    """A person as permissions see them when it is about who takes over."""

    author_id: int
    networks: frozenset[int]
    ordinary: bool
    network_id: None = None
    visibility: Visibility = Visibility.MEMBERS


@dataclass(frozen=True)
class Line:
    """One sort of thing that moves: how many, and what the first of them are called."""

    words: Any
    number: int
    titles: Sequence[str] = ()


@dataclass(frozen=True)
class Plan:
    """What happens when PERSON hands over to SUCCESSOR."""

    person: Person
    successor: Person
    seats: list[tuple[Membership, Role]]  # a place in a network, and what the successor was there before
    heir: Actor  # the successor with the rights that they get
    lines: list[Line] = field(default_factory=list)


def leaver(actor: Actor, person_id: int) -> Person:
    """Somebody who may leave, if ACTOR may see to that. Raise Unknown, Missing or Denied."""
    require_site(actor)
    person = db.session.get(Person, person_id)
    if person is None or not person.active:
        raise Missing
    require(actor, Can.HAND_OVER, _seats_of(person.id, person.site_role, [
        seat.network_id for seat in memberships(actor, person)]))
    return person


def may_hand_over(actor: Actor, person: Person) -> bool:
    """Whether to offer it. PERSON was given to ACTOR."""
    seats = [seat.network_id for seat in memberships(actor, person)]
    return person.active and actor.signed_in and allows(
        actor, Can.HAND_OVER, _seats_of(person.id, person.site_role, seats))


def memberships(actor: Actor, person: Person) -> Sequence[Membership]:
    """The places in networks that PERSON, whom ACTOR was given, has today; a guest has none to give on."""
    return db.session.scalars(select(Membership).where(
        Membership.person_id == person.id, Membership.ended_on.is_(None), Membership.role >= Role.MEMBER)
        .options(joinedload(Membership.network)).order_by(Membership.id)).all()


def candidates(actor: Actor, person: Person) -> list[Person]:
    """Who could take over from PERSON: colleagues at the same place first, then those of the same networks.

    Staff choose among everybody.
    """
    mates = select(Membership.person_id).where(
        Membership.ended_on.is_(None), Membership.role >= Role.MEMBER,
        Membership.network_id.in_([seat.network_id for seat in memberships(actor, person)]))
    colleague = and_(Person.organisation_id.is_not(None), Person.organisation_id == person.organisation_id)
    wanted = select(Person).where(Person.active, Person.id != person.id)
    if not actor.is_staff:
        wanted = wanted.where(or_(colleague, Person.id.in_(mates)))
    found = db.session.scalars(wanted.order_by(colleague.desc(), Person.id.in_(mates).desc(), Person.name).limit(MOST))
    return list(found)


def plan(actor: Actor, person_id: int, successor_id: int) -> Plan:
    """What would move. Raise Missing or Denied; Invalid for one who cannot take over; Conflict for the last
    administrator."""
    person = leaver(actor, person_id)
    successor = next((one for one in candidates(actor, person) if one.id == successor_id), None)
    if successor is None:
        raise Invalid(errors={"successor": lazy_gettext("Choose who takes over.")})
    keep_an_administrator(actor, person)
    was = actor_of(successor)
    seats = [(seat, was.roles.get(seat.network_id, Role.NONE)) for seat in memberships(actor, person)]
    for seat, before in seats:
        _may_seat(actor, seat, before, successor)
    heir = replace(was, roles={**was.roles, **{seat.network_id: max(seat.role, before) for seat, before in seats}})
    found = Plan(person, successor, seats, heir)
    found.lines.extend(line for key, holding in HOLDINGS.items()
                       if holding.which and (line := _line(actor, found, key, holding)).number)
    return found


def moving(actor: Actor, planned: Plan, key: str) -> ColumnElement[bool]:
    """Which rows of a column move: of what both ACTOR and the successor may read, and the successor has not yet."""
    table, holding = table_of(key), HOLDINGS[key]
    assert holding.fate == Fate.MOVES and holding.which
    column = table.c[key.partition(".")[2]]
    return and_(column == planned.person.id, holding.which(table, _narrow(actor, planned.heir)),
                *_not_had(table, column.name, planned.successor.id),
                *([table.c.id != planned.successor.id] if table.name == "person" else []))


def latest(actor: Actor, person_id: int) -> HandOver | None:
    """By which hand-over somebody left, if they are gone; for everybody who is signed in."""
    require_site(actor)
    return db.session.scalar(select(HandOver).where(
        HandOver.person_id == person_id, HandOver.undone_at.is_(None)).order_by(HandOver.id.desc()))


def may_undo(actor: Actor, done: HandOver) -> bool:
    """Whether ACTOR may give all of it back."""
    seats = [network for network, _, _ in done.seats]
    thing = _seats_of(done.person_id, done.person.site_role, seats)
    return done.can_be_undone and (actor.id == done.author_id or allows(actor, Can.HAND_OVER, thing))


def own_data(actor: Actor) -> OwnData | None:
    """What ACTOR asked for last, while it is kept."""
    require_site(actor)
    found = db.session.scalar(select(OwnData).where(OwnData.person_id == actor.id).order_by(OwnData.id.desc()))
    return found if found and found.expires_at > now() else None


def own_data_ready(actor: Actor, data_id: int) -> OwnData:
    """What can be fetched. Raise Missing for another's, and for what is not ready or not kept any more."""
    require_site(actor)
    found = db.session.get(OwnData, data_id)
    if found is None or found.person_id != actor.id or not found.ready_at or found.expires_at <= now():
        raise Missing
    return found


def erasable(actor: Actor, person_id: int) -> Person:
    """Somebody whom ACTOR may have erased: oneself, or for an administrator anybody. Raise Missing or Denied."""
    require_site(actor)
    person = db.session.get(Person, person_id)
    if person is None or (person.id != actor.id and is_erased(actor, person)):
        raise Missing
    require(actor, Can.ERASE_PERSON, _seats_of(person.id, person.site_role, []))
    return person


def is_erased(actor: Actor, person: Person) -> bool:
    """Whether nothing is left of PERSON, whom ACTOR was given."""
    return person.email.endswith(NO_ADDRESS)


def erasure(actor: Actor, person_id: int) -> Erasure | None:
    """When a person, whom ACTOR may have erased, will be."""
    erasable(actor, person_id)
    return db.session.scalar(select(Erasure).where(
        Erasure.person_id == person_id, Erasure.undone_at.is_(None), Erasure.done_at.is_(None)))


def keep_an_administrator(actor: Actor, person: Person) -> None:
    """Raise Conflict when PERSON, of whom ACTOR disposes, is the last one who administers Livskraft."""
    others = select(Person.id).where(Person.site_role == SiteRole.ADMIN, Person.active, Person.id != person.id)
    if person.site_role == SiteRole.ADMIN and db.session.scalar(others) is None:
        raise Conflict(lazy_gettext("Somebody has to administer Livskraft. Give another person that right first."))


def _seats_of(person_id: int, site_role: SiteRole, networks: Sequence[int]) -> Seats:
    return Seats(person_id, frozenset(networks), site_role == SiteRole.PERSON)


def _may_seat(actor: Actor, seat: Membership, before: Role, successor: Person) -> None:
    """Nobody brings a colleague into a network who may not invite to it."""
    if before < seat.role and not (actor.is_staff or allows(actor, Can.INVITE, seat.network)):
        raise Invalid(errors={"successor": lazy_gettext(
            "%(name)s is not in %(network)s as you are. Its coordinator can hand over for you.",
            name=successor.name, network=seat.network.name)})


def _narrow(actor: Actor, heir: Actor) -> Narrow:
    return lambda model: and_(visible(actor, model), visible(heir, model))


def _not_had(table: Table, column: str, successor_id: int) -> list[ColumnElement[bool]]:
    """Of what can be there once for each person: not what the successor has already."""
    rest = [one for one in table.primary_key if one.name != column]
    if column not in table.primary_key:
        return []
    theirs = table.alias()
    same = and_(theirs.c[column] == successor_id, *(theirs.c[one.name] == one for one in rest))
    return [~exists().where(same)]


def _line(actor: Actor, planned: Plan, key: str, holding: Holding) -> Line:
    table, which = table_of(key), moving(actor, planned, key)
    number = db.session.scalar(select(func.count()).select_from(table).where(which)) or 0
    titles = holding.titles and db.session.scalars(select(holding.titles(table)).where(which).limit(SHOWN)).all()
    return Line(holding.words, number, titles or ())
