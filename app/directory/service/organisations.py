"""What people change about the organisation that they work for, and staff about who works there."""

from app.accounts import service as accounts
from app.accounts.models import Person
from app.database import db
from app.directory import queries
from app.directory.models import ContactCard
from app.errors import Missing
from app.networks import service as networks
from app.networks.models import Organisation
from app.networks.service import About
from app.permissions import Actor, require_site


def add_organisation(actor: Actor, about: About) -> Organisation:
    """One that no register knows. Raise Invalid where its name is taken."""
    return networks.add_organisation(actor, about)


def edit_organisation(actor: Actor, organisation_id: int, about: About, contact_id: int | None) -> Organisation:
    """What it says of itself, and whom of its people (or nobody) one asks first."""
    require_site(actor)
    with db.transaction() as session:
        one = networks.edit_organisation(actor, organisation_id, about)
        for own in queries.people_of(actor, one):
            card = session.get(ContactCard, own.person.id) or own.card
            session.add(card)
            card.of_record = own.person.id == contact_id
        return one


def place_person(actor: Actor, email: str, one: Organisation | None) -> Person:
    """Let the person with this address work for ONE, or for none: staff may. Raise Invalid for nobody."""
    with db.transaction() as session:
        person = accounts.place_person(actor, email, one.id if one else None)
        if card := session.get(ContactCard, person.id):
            card.of_record = False
        return person


def take_person_away(actor: Actor, person_id: int, one: Organisation) -> None:
    """Let somebody work for ONE no more. Raise Missing where they do not."""
    with db.transaction():
        own = next((own for own in queries.people_of(actor, one) if own.person.id == person_id), None)
        if own is None:
            raise Missing
        place_person(actor, own.person.email, None)
