"""The standing cast: the demo people of the public surface, in two networks, with a room each."""

from datetime import date

from sqlalchemy import select

from app.accounts.models import Membership, Person, RoomGuest
from app.database import db
from app.directory.models import ContactCard
from app.networks.models import Network, Organisation, OrganisationKind, Participation, State, Theme
from app.permissions import Role, SiteRole
from app.rooms.models import Room, RoomKind

ANNE, BJORN, CARIN = "anne@bamble.example", "bjorn@kragero.example", "carin@jokkmokk.example"
DAG, ELI, FRODE = "dag@telemark.example", "eli@ks.example", "frode@admin.example"
GRO, HILDE = "gro@gjest.example", "hilde@siljan.example"
TELEMARK, NORR = "Telemarksnettverket", "Norrnätverket"
CLIMATE, SOLAR, NORTH = "Klima og energi", "Solenergi og ENØK", "Klimat och energi"

PEOPLE = [  # e-mail, name, municipality, site role, (network, role, has left)
    (ANNE, "Anne Berg", "4012", SiteRole.PERSON, (TELEMARK, Role.MEMBER, False)),
    (BJORN, "Bjørn Dahl", "4014", SiteRole.PERSON, (TELEMARK, Role.MEMBER, False)),
    (CARIN, "Carin Lind", "2510", SiteRole.PERSON, (NORR, Role.MEMBER, False)),
    (DAG, "Dag Moen", None, SiteRole.PERSON, (TELEMARK, Role.COORDINATOR, False)),
    (ELI, "Eli Strand", None, SiteRole.STAFF, None),
    (FRODE, "Frode Vik", None, SiteRole.ADMIN, None),
    (GRO, "Gro Haugen", None, SiteRole.PERSON, (TELEMARK, Role.GUEST, False)),
    (HILDE, "Hilde Rui", "4010", SiteRole.PERSON, (TELEMARK, Role.MEMBER, True)),
]
PLACES = [("NO", "4010", "Siljan"), ("NO", "4012", "Bamble"), ("NO", "4014", "Kragerø"),
          ("NO", "4016", "Drangedal"), ("SE", "2510", "Jokkmokk")]


def assemble() -> None:
    """Put the cast on stage, once for all tests; what a test does to it is undone when it ends."""
    with db.transaction() as session:
        theme = Theme(key="climate_energy", nb="Klima og energi", nn="Klima og energi",
                      sv="Klimat och energi", en="Climate and energy")
        outdoor = Theme(key="outdoor_health", nb="Friluftsliv, folkehelse og livskvalitet",
                        nn="Friluftsliv, folkehelse og livskvalitet", sv="Friluftsliv, folkhälsa och livskvalitet",
                        en="Outdoor life, public health and quality of life")
        counties = {country: Organisation(kind=OrganisationKind.COUNTY, country=country, code=code, name=name)
                    for country, code, name in (("NO", "40", "Telemark"), ("SE", "25", "Norrbotten"))}
        places = {code: Organisation(kind=OrganisationKind.MUNICIPALITY, country=country, code=code, name=name,
                                     county=counties[country]) for country, code, name in PLACES}
        networks = {
            TELEMARK: Network(name=TELEMARK, state=State.ACTIVE, themes=[theme, outdoor]),
            NORR: Network(name=NORR, state=State.ACTIVE, language="sv", themes=[theme])}
        session.add_all([theme, outdoor, *counties.values(), *places.values(), *networks.values()])
        session.flush()
        for code in ("4010", "4012", "4014", "4016"):
            session.add(Participation(network=networks[TELEMARK], organisation=places[code],
                                      started_on=date(2025, 1, 1)))
        session.add(Participation(network=networks[NORR], organisation=places["2510"],
                                  started_on=date(2025, 1, 1)))
        climate = Room(name=CLIMATE, network=networks[TELEMARK])
        solar = Room(name=SOLAR, network=networks[TELEMARK])
        session.add_all([climate, solar, Room(name=NORTH, network=networks[NORR]),
                         Room(name="Kunngjøringer", network=networks[TELEMARK], kind=RoomKind.ANNOUNCEMENT)])
        session.flush()
        for email, name, place, site_role, membership in PEOPLE:
            one = Person(email=email, name=name, site_role=site_role, organisation=places.get(place or ""))
            session.add(one)
            session.flush()
            session.add(ContactCard(person_id=one.id, ask_about="", themes=[theme]))
            if membership:
                network, role, left = membership
                session.add(Membership(person=one, network=networks[network], role=role,
                                       started_on=date(2025, 1, 1), ended_on=date(2025, 12, 31) if left else None))
            if email == GRO:
                session.add(RoomGuest(room_id=solar.id, person_id=one.id))


def person(email: str) -> Person:
    """One of the cast."""
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def room(name: str) -> Room:
    """One of their rooms."""
    return db.session.scalars(select(Room).where(Room.name == name)).one()


def network(name: str) -> Network:
    """One of their networks."""
    return db.session.scalars(select(Network).where(Network.name == name)).one()
