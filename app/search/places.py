"""People, municipalities and networks as documents."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.accounts.models import Person
from app.database import db
from app.directory.models import ContactCard
from app.directory.seen import MEMBER, Seen
from app.networks.models import Network, Organisation, OrganisationKind, Theme
from app.search import keys
from app.search.common import NOWHERE, Ids, listed, places_of
from search_index import Document


def people(ids: Ids) -> Iterator[Document]:
    """Each active person: what they do, where, and what they let others ask them about."""
    found = db.session.execute(select(Person, ContactCard).outerjoin(
        ContactCard, ContactCard.person_id == Person.id).where(Person.id.in_(ids), Person.active).options(
        selectinload(ContactCard.themes), selectinload(ContactCard.lines))).all()
    places = places_of(person.organisation_id for person, _ in found)
    for person, card in found:
        place = places.get(person.organisation_id, NOWHERE)
        told = Seen(person, card, MEMBER).lines if card else ()  # what all who may find a person see
        known = (card.ask_about, card.about, _names(card.themes, person.language),
                 *(f"{line.field.label(person.language)}: {line.text}" for line in told)) if card else ()
        yield Document(
            id=f"person:{person.id}", type="person", title=person.name, url=f"/people/{person.id}", is_name=True,
            text=listed(*known, person.title, place.name), audience=keys.MEMBERS,
            themes=tuple(theme.key for theme in card.themes) if card else (), **place.facets)


def municipalities(ids: Ids) -> Iterator[Document]:
    """Each municipality, by all its official names."""
    places = places_of(ids)
    for one in db.session.scalars(select(Organisation).where(
            Organisation.id.in_(ids), Organisation.kind == OrganisationKind.MUNICIPALITY)):
        yield Document(
            id=f"municipality:{one.id}", type="municipality", title=one.name, is_name=True,
            url=one.path, text=listed(one.offers, one.names_all if one.names_all != one.name else ""),
            audience=keys.MEMBERS, **places[one.id].facets)


def organisations(ids: Ids) -> Iterator[Document]:
    """Each county, partner, association and other organisation that is no municipality: what it offers."""
    places = places_of(ids)
    for one in db.session.scalars(select(Organisation).where(
            Organisation.id.in_(ids), Organisation.kind != OrganisationKind.MUNICIPALITY)):
        yield Document(id=f"organisation:{one.id}", type="organisation", title=one.name, url=one.path,
                       text=listed(one.offers, one.names_all if one.names_all != one.name else ""),
                       audience=keys.MEMBERS, county=places[one.id].county)


def networks(ids: Ids) -> Iterator[Document]:
    """Each network, with the municipalities that take part."""
    found = db.session.scalars(select(Network).where(Network.id.in_(ids)).options(
        selectinload(Network.themes), selectinload(Network.participations))).all()
    for one in found:
        members = [taking.organisation for taking in one.current]
        programme = one.programme.name if one.programme else ""
        yield Document(
            id=f"network:{one.id}", type="network", title=one.name, url=f"/networks/{one.id}", lang=one.language,
            text=listed(one.about, ", ".join(place.name for place in members), _names(one.themes, one.language),
                       programme),
            audience=keys.of_network(one.id), network=str(one.id), themes=tuple(theme.key for theme in one.themes),
            municipalities=tuple(place.key for place in members))


def _names(themes: list[Theme], language: str) -> str:
    return ", ".join(theme.label(language) for theme in themes)
