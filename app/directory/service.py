"""What people change about their own contact card, and about the organisation that they work for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import IO

from sqlalchemy import select

from app import storage
from app.accounts import service as accounts
from app.accounts.models import Person
from app.database import db
from app.directory import queries, seen
from app.directory.models import ContactCard, Shown
from app.errors import Missing, WrongKind
from app.files import portraits
from app.files.kinds import detect
from app.files.names import safe_name
from app.networks import service as networks
from app.networks.models import Organisation, Theme
from app.networks.service import About
from app.permissions import Actor, require_site

LARGEST_PHOTO = 20 * 2**20  # bytes


@dataclass(frozen=True)
class Facts:
    """What a card says; SHOWN tells who sees each line that has an audience."""

    title: str
    phone: str
    ask_about: str
    about: str
    languages: str
    availability: str
    themes: tuple[int, ...]
    shown: Mapping[str, Shown]
    work_days: str = ""
    away_until: date | None = None
    stand_in_id: int | None = None


def edit_card(actor: Actor, facts: Facts) -> ContactCard:
    """Change one's own card; there is one from the first time on."""
    require_site(actor)
    with db.transaction() as session:
        person = session.get_one(Person, actor.id)
        card = session.get(ContactCard, person.id) or seen.blank(person)
        session.add(card)
        card.ask_about, card.about = facts.ask_about, facts.about
        card.languages, card.availability, card.work_days = facts.languages, facts.availability, facts.work_days
        person.away_until, person.stand_in_id = facts.away_until, facts.stand_in_id
        card.themes = list(session.scalars(select(Theme).where(Theme.id.in_(facts.themes)).order_by(Theme.id)))
        for line in seen.LINES:
            setattr(card, f"{line}_shown", facts.shown[line])
        accounts.edit_profile(actor, name=person.name, title=facts.title, phone=facts.phone, language=person.language)
        return card


def set_photo(actor: Actor, name: str, stream: IO[bytes]) -> None:
    """Make a portrait of the picture in STREAM. Raise TooLarge or WrongKind for what is none."""
    require_site(actor)
    path, _, _ = storage.receive(stream, LARGEST_PHOTO)
    try:
        if detect(path, safe_name(name)).family != "image":
            raise WrongKind(portraits.UNREADABLE)
        made, sha256, _ = storage.receive(BytesIO(portraits.portrait(path)), LARGEST_PHOTO)
    finally:
        path.unlink(missing_ok=True)
    storage.keep(made, sha256)
    _show_photo(actor, sha256)


def remove_photo(actor: Actor) -> None:
    """Go back to the initials."""
    require_site(actor)
    _show_photo(actor, "")


def _show_photo(actor: Actor, sha256: str) -> None:
    with db.transaction() as session:
        session.get_one(Person, actor.id).photo = sha256


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
