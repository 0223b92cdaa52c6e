"""What is read about networks, municipalities, themes and programmes."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import registers
from app.database import db
from app.networks.models import Network, Organisation, OrganisationKind, Programme, Theme
from app.permissions import Actor, Can, require, require_site, visible

OF_MANY = (selectinload(Network.participations), selectinload(Network.themes), joinedload(Network.programme))
OF_ONE = (joinedload(Network.participations), joinedload(Network.themes), joinedload(Network.programme))


def networks(actor: Actor, after: int = 0, limit: int | None = None) -> Sequence[Network]:
    """The networks that ACTOR may read, from the one after number AFTER."""
    require_site(actor)
    return db.session.scalars(select(Network).where(visible(actor, Network), Network.id > after)
                              .options(*OF_MANY).order_by(Network.id).limit(limit)).all()


def network(actor: Actor, network_id: int) -> Network:
    """One network with all that belongs to it. Raise Missing for a stranger."""
    require_site(actor)
    found = db.session.get(Network, network_id, options=OF_ONE)
    require(actor, Can.READ, found)
    assert found
    return found


def themes(actor: Actor) -> Sequence[Theme]:
    """The themes of the programme, in its order."""
    return db.session.scalars(select(Theme).order_by(Theme.id)).all()


def programmes(actor: Actor) -> Sequence[Programme]:
    """What networks were started under."""
    return db.session.scalars(select(Programme).order_by(Programme.name)).all()


def municipalities(actor: Actor) -> Sequence[Organisation]:
    """Every municipality with its county, by country, county and name."""
    found = db.session.scalars(select(Organisation).where(Organisation.kind == OrganisationKind.MUNICIPALITY)
                               .options(joinedload(Organisation.county))).all()
    return sorted(found, key=lambda one: (one.country, one.county.name if one.county else "", one.name))


def municipalities_named(actor: Actor, names: Sequence[str], country: str) -> tuple[list[Organisation], list[str]]:
    """Those that NAMES mean, by name or number, in COUNTRY before the other; and the names that fit none."""
    known = {(one.country, one.code): one for one in municipalities(actor)}
    found, unknown = [], []
    for name in names:
        meant = [registers.find_municipality(name, each) for each in sorted(("NO", "SE"), key=country.__ne__)]
        place = next((known[one.country, one.code] for one in meant if one), None)
        found.append(place) if place else unknown.append(name)
    return found, unknown
