"""What changes about networks, and about the registers that they are built of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import outbox, registers
from app.database import db, now
from app.errors import Conflict, Invalid, Missing
from app.networks.models import Network, Organisation, OrganisationKind, Participation, Programme, State, Theme
from app.networks.registers import renew_places, renew_themes
from app.permissions import Actor, Can, allows, require, require_site

REGISTERED = (OrganisationKind.MUNICIPALITY, OrganisationKind.COUNTY)


@dataclass(frozen=True)
class Facts:
    """What a network says about itself."""

    name: str
    about: str
    language: str
    themes: tuple[int, ...]
    programme: str = ""


@dataclass(frozen=True)
class Decision:
    """By what decision of its council a municipality takes part."""

    body: str = ""
    decided_on: date | None = None
    case_number: str = ""


@dataclass(frozen=True)
class About:
    """What an organisation says of itself. Name and kind of municipalities and counties are the register's."""

    name: str
    kind: OrganisationKind
    country: str
    offers: str = ""
    url: str = ""
    email: str = ""
    phone: str = ""
    active: bool = True


def create_network(actor: Actor, facts: Facts) -> Network:
    """Start a network that is being set up. Raise Invalid when the name is taken."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        network = Network(state=State.SETTING_UP)
        _describe(session, network, facts)
        session.add(network)
        session.flush()
        _tell(network)
        return network


def edit_network(actor: Actor, network_id: int, facts: Facts, version: int) -> Network:
    """Change what it says about itself. Raise Conflict, with both texts, if VERSION is not the latest."""
    with db.transaction() as session:
        network = _editable(session, actor, network_id)
        if network.version != version:
            raise Conflict(yours=facts.about, theirs=network.about)
        _describe(session, network, facts)
        network.version += 1
        _tell(network)
        return network


def set_state(actor: Actor, network_id: int, state: State) -> Network:
    """Start, conclude or re-open it. A concluded one stays readable and searchable."""
    with db.transaction() as session:
        network = _editable(session, actor, network_id)
        network.state = state
        _tell(network)
        return network


def add_municipality(actor: Actor, network_id: int, organisation_id: int, decision: Decision = Decision(),
                     started_on: date | None = None) -> Participation:
    """Let a municipality take part, by DECISION of its council. Raise Invalid if it does already."""
    with db.transaction() as session:
        network = _editable(session, actor, network_id)
        place = session.get(Organisation, organisation_id)
        if place is None or place.kind != OrganisationKind.MUNICIPALITY:
            raise Invalid(errors={"organisation_id": lazy_gettext("Choose a municipality.")})
        if place.id in {one.organisation_id for one in network.current}:
            raise Invalid(errors={"organisation_id": lazy_gettext("It takes part already.")})
        participation = Participation(
            network=network, organisation=place, started_on=started_on or now().date(), decision_body=decision.body,
            decision_date=decision.decided_on, case_number=decision.case_number)
        session.add(participation)
        session.flush()
        _tell(network)
        return participation


def end_participation(actor: Actor, participation_id: int) -> Network:
    """From today the municipality takes no part; what it did stays."""
    with db.transaction() as session:
        participation = session.get(Participation, participation_id)
        require(actor, Can.EDIT_NETWORK, participation)
        if participation is None or participation.ended_on:
            raise Missing
        participation.ended_on = now().date()
        _tell(participation.network)
        return participation.network


def add_organisation(actor: Actor, about: About) -> Organisation:
    """One that no register knows: a partner, an association. Raise Invalid where its name or kind cannot be."""
    require_site(actor, Can.ADD_ORGANISATION)
    with db.transaction() as session:
        made = Organisation()
        _describe_organisation(session, made, about)
        session.add(made)
        session.flush()
        outbox.tell("organisation_changed", organisation_id=made.id)
        return made


def edit_organisation(actor: Actor, organisation_id: int, about: About) -> Organisation:
    """What it says of itself. Its own people may, and staff; only staff name it and say what it is."""
    require_site(actor)
    with db.transaction() as session:
        found = session.get(Organisation, organisation_id)
        require(actor, Can.EDIT_ORGANISATION, found)
        assert found
        if allows(actor, Can.ADD_ORGANISATION) and found.kind not in REGISTERED:
            _describe_organisation(session, found, about)
        found.offers, found.url, found.email, found.phone = about.offers, about.url, about.email, about.phone
        if found.kind not in REGISTERED:
            found.active = about.active
        outbox.tell("organisation_changed", organisation_id=found.id)
        return found


def load_registers(actor: Actor) -> int:
    """Bring counties, municipalities and themes up to date; return how many were new or different."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        return renew_themes(session, registers.themes()) + renew_places(
            session, registers.counties(), registers.municipalities())


def import_municipalities(actor: Actor, rows: Iterable[registers.Municipality]) -> int:
    """Bring these up to date, all or none; return how many were new or different."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        return renew_places(session, [], rows)


def set_inhabitants(actor: Actor, counts: Mapping[int, int]) -> None:
    """Note how many live in each municipality (by its id): what examples are narrowed by."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        for place in session.scalars(select(Organisation).where(Organisation.id.in_(counts))):
            place.inhabitants = counts[place.id]


def _editable(session: Session, actor: Actor, network_id: int) -> Network:
    network = session.get(Network, network_id)
    require(actor, Can.EDIT_NETWORK, network)
    assert network
    return network


def _describe(session: Session, network: Network, facts: Facts) -> None:
    same_name = session.scalar(select(Network.id).where(Network.name == facts.name, Network.id != network.id))
    if same_name is not None:
        raise Invalid(errors={"name": lazy_gettext("Another network has this name.")})
    network.name, network.about, network.language = facts.name, facts.about, facts.language
    network.themes = list(session.scalars(select(Theme).where(Theme.id.in_(facts.themes)).order_by(Theme.id)))
    network.programme = _programme(session, facts.programme) if facts.programme else None


def _describe_organisation(session: Session, one: Organisation, about: About) -> None:
    if about.kind in REGISTERED:
        raise Invalid(errors={"kind": lazy_gettext("Municipalities and counties come from the registers.")})
    named = select(Organisation.id).where(Organisation.name == about.name, Organisation.kind.not_in(REGISTERED))
    if session.scalar(named.where(Organisation.id != one.id) if one.id else named) is not None:
        raise Invalid(errors={"name": lazy_gettext("Another organisation has this name.")})
    one.name, one.kind, one.country, one.code = about.name, about.kind, about.country, about.name
    one.offers, one.url, one.email, one.phone, one.active = (
        about.offers, about.url, about.email, about.phone, about.active)


def _programme(session: Session, name: str) -> Programme:
    return session.scalar(select(Programme).where(Programme.name == name)) or Programme(name=name)


def _tell(network: Network) -> None:
    outbox.tell("network_changed", network_id=network.id)
