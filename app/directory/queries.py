"""What is read about people and municipalities, as far as the actor may see it."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Membership, Person
from app.database import db
from app.directory.choosing import COUNTRIES, NOWHERE, Place, Register, place, row
from app.directory.models import ContactCard, ContactTheme, ProfileField, ProfileLine, Shown
from app.directory.organising import ROLES
from app.directory.seen import MATE, MEMBER, STRANGER, Seen, blank
from app.errors import Missing
from app.networks.models import Network, Organisation, OrganisationKind, Participation, Theme
from app.networks.queries import themes
from app.permissions import Actor, Can, Role, SiteRole, require, require_site, visible


def seen(actor: Actor, ids: Iterable[int]) -> list[Seen]:
    """These people, in this order, as ACTOR may see them; who is not active any more is left out."""
    order = list(ids)
    people = {one.person.id: one for one in _seen(actor, Person.id.in_(order))}
    return [people[one] for one in order if one in people]


def person(actor: Actor, person_id: int) -> Seen:
    """One of them. Raise Missing when there is none by that number."""
    require_site(actor)
    found = seen(actor, [person_id])
    if not found:
        raise Missing
    return found[0]


def own_card(actor: Actor) -> Seen:
    """One's own."""
    require_site(actor)
    return person(actor, actor.id or 0)


def colleagues(actor: Actor) -> Sequence[Person]:
    """Who could stand in for ACTOR: who works at the same place or is in a network of theirs, by name."""
    require_site(actor)
    return db.session.scalars(select(Person).where(
        or_(Person.id.in_(_mates(actor)), Person.organisation_id == actor.organisation_id), Person.active,
        Person.id != actor.id).order_by(Person.name)).all()


def profile_fields(actor: Actor, retired: bool = False) -> Sequence[ProfileField]:
    """What administrators ask for on a contact card, in their order; RETIRED: also what they asked for before."""
    require_site(actor)
    return db.session.scalars(select(ProfileField).where(
        true() if retired else ProfileField.retired_at.is_(None)).order_by(
        ProfileField.position, ProfileField.id)).all()


def profile_field(actor: Actor, field_id: int) -> ProfileField:
    """One of them, for an administrator. Raise Denied or Missing."""
    require_site(actor, Can.ADMINISTER)
    found = db.session.get(ProfileField, field_id)
    if found is None:
        raise Missing
    return found


def register(actor: Actor, locale: str) -> Register:
    """Everybody to choose among, with names of themes in the language LOCALE."""
    require_site(actor)
    places, knows, belongs, coordinates = _places(), _themes(), _networks(actor), _coordinators(actor)
    lines = _lines(actor)
    people = db.session.execute(
        select(Person.id, Person.name, Person.title, Person.organisation_id, ContactCard.ask_about,
               ContactCard.of_record, Person.site_role)
        .outerjoin(ContactCard, _own_card()).where(Person.active).order_by(Person.id))
    rows = [row(number, (name, title, ask or "", *lines.get(number, {}).values()), places.get(at or 0, NOWHERE),
                theme=knows.get(number, ()), network=belongs.get(number, ()), role=[role for role, has in (
                    ("record", first), ("coordinator", number in coordinates), ("staff", site == SiteRole.STAFF))
                    if has])
            for number, name, title, at, ask, first, site in people]
    return Register(rows, {
        "theme": {theme.key: theme.label(locale) for theme in themes(actor)},
        "role": {role: str(name) for role, name in ROLES.items()},
        "organisation": {key: name for one in places.values() for key, name in one.organisation.items()},
        "network": {key: name for of_one in belongs.values() for key, name in of_one.items()},
        "county": {key: name for one in places.values() for key, name in one.county.items()},
        "municipality": {key: name for one in places.values() for key, name in one.municipality.items()}})


def municipalities(actor: Actor, code: str) -> Sequence[Organisation]:
    """Those with the number CODE («4012», «SE-2510»), Norwegian first. Raise Missing for none."""
    country, _, number = code.upper().rpartition("-")
    found = db.session.scalars(select(Organisation).where(
        Organisation.kind == OrganisationKind.MUNICIPALITY, Organisation.code == number,
        Organisation.country == country if country else Organisation.country.in_(COUNTRIES))
        .options(joinedload(Organisation.county))).all()
    if not found:
        raise Missing
    return sorted(found, key=lambda one: COUNTRIES.index(one.country))


def organisations(actor: Actor, words: str = "", kind: OrganisationKind | None = None,
                  after: int = 0) -> Sequence[Organisation]:
    """Those in whose name or offer all of WORDS stand, in the order in which they came; perhaps only of a KIND."""
    require_site(actor)
    wanted = select(Organisation).where(Organisation.id > after, Organisation.kind == kind if kind else true())
    found = db.session.scalars(wanted.options(joinedload(Organisation.county)).order_by(Organisation.id)).all()
    sought = words.casefold().split()
    return [one for one in found
            if all(word in f"{one.name} {one.names_all} {one.offers}".casefold() for word in sought)]


def organisation(actor: Actor, organisation_id: int) -> Organisation:
    """One of them. Raise Missing when there is none by that number."""
    require_site(actor)
    found = db.session.get(Organisation, organisation_id)
    require(actor, Can.READ, found)
    assert found
    return found


def networks_of(actor: Actor, people: Sequence[int]) -> Sequence[Network]:
    """The networks that any of PEOPLE is in today, of those that ACTOR may read."""
    require_site(actor)
    within = select(Membership.network_id).where(Membership.person_id.in_(people), Membership.ended_on.is_(None))
    return db.session.scalars(select(Network).where(Network.id.in_(within), visible(actor, Network))
                              .order_by(Network.name)).all()


def people_of(actor: Actor, employer: Organisation) -> list[Seen]:
    """Who works for EMPLOYER: whom one asks first, then by name."""
    require_site(actor)
    found = _seen(actor, Person.organisation_id == employer.id)
    return sorted(found, key=lambda one: (not one.card.of_record, one.person.name))


def participations(actor: Actor, municipality: Organisation) -> Sequence[Participation]:
    """The networks that MUNICIPALITY takes part in, of those that ACTOR may read, with the decisions."""
    require_site(actor)
    return db.session.scalars(select(Participation).join(Participation.network).where(
        Participation.organisation_id == municipality.id, Participation.ended_on.is_(None), visible(actor, Network))
        .options(joinedload(Participation.network)).order_by(Network.name)).all()


def memberships(actor: Actor, person: Person) -> Sequence[Membership]:
    """The networks that PERSON is in today, of those that ACTOR may read."""
    require_site(actor)
    return db.session.scalars(select(Membership).join(Membership.network).where(
        Membership.person_id == person.id, Membership.ended_on.is_(None), visible(actor, Network))
        .options(joinedload(Membership.network)).order_by(Network.name)).all()


def _seen(actor: Actor, which: ColumnElement[bool]) -> list[Seen]:
    """Those who are WHICH and active, with the lines that ACTOR sees of each: the one place that decides it.

    Staff see all, and so does everybody of their own card; then those who are members of a network that
    the person is in today; then who is signed in (guests and former members too); then everybody.
    """
    found = db.session.execute(select(Person, ContactCard, Person.id.in_(_mates(actor))).outerjoin(
        ContactCard, _own_card()).where(which, Person.active).options(
        joinedload(ContactCard.themes), joinedload(ContactCard.lines), selectinload(Person.stand_in))).unique()

    def levels(person: Person, is_mate: bool) -> frozenset[Shown]:
        if actor.is_staff or (actor.signed_in and (is_mate or person.id == actor.id)):
            return MATE
        return MEMBER if actor.signed_in else STRANGER
    return [Seen(person, card or blank(person), levels(person, is_mate)) for person, card, is_mate in found]


def _mates(actor: Actor) -> Select[int]:
    """Who is in a network of ACTOR's today."""
    return select(Membership.person_id).where(
        Membership.network_id.in_(actor.networks()), Membership.ended_on.is_(None))


def _own_card() -> ColumnElement[bool]:
    return ContactCard.person_id == Person.id


def _places() -> dict[int, Place]:
    used = select(Person.organisation_id).where(Person.active, Person.organisation_id.is_not(None))
    found = select(Organisation).where(Organisation.id.in_(used)).options(joinedload(Organisation.county))
    return {one.id: place(one) for one in db.session.scalars(found)}


def _themes() -> dict[int, dict[str, str]]:
    return _grouped(select(ContactTheme.person_id, Theme.key, Theme.key).join(Theme, Theme.id == ContactTheme.theme_id))


def _lines(actor: Actor) -> dict[int, dict[str, str]]:
    """What people answered of what administrators ask for, as far as ACTOR sees it: the rule of `_seen` in SQL."""
    own = ProfileLine.person_id == actor.id if actor.signed_in else false()
    for_all = and_(ProfileLine.shown != Shown.NETWORK, ProfileField.widest != Shown.NETWORK)
    seen_by = true() if actor.is_staff else or_(for_all, own, ProfileLine.person_id.in_(_mates(actor)))
    return _grouped(select(ProfileLine.person_id, ProfileLine.field_id, ProfileLine.text).join(
        ProfileField, ProfileField.id == ProfileLine.field_id).where(ProfileField.retired_at.is_(None), seen_by))


def _networks(actor: Actor) -> dict[int, dict[str, str]]:
    return _grouped(select(Membership.person_id, Network.id, Network.name).join(Membership.network).where(
        Membership.ended_on.is_(None), visible(actor, Network)))


def _coordinators(actor: Actor) -> set[int]:
    """Who coordinates a network that ACTOR may read."""
    return set(db.session.scalars(select(Membership.person_id).join(Membership.network).where(
        Membership.role == Role.COORDINATOR, Membership.ended_on.is_(None), visible(actor, Network))))


def _grouped(found: Select[int, Any, str]) -> dict[int, dict[str, str]]:
    """Rows of (person, key, label), by person."""
    groups: dict[int, dict[str, str]] = {}
    for number, key, label in db.session.execute(found):
        groups.setdefault(number, {})[str(key)] = label
    return groups
