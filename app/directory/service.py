"""What people change about their own contact card."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.service import edit_profile
from app.database import db
from app.directory import seen
from app.directory.models import ContactCard, Shown
from app.networks.models import Theme
from app.permissions import Actor, require_site


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


def edit_card(actor: Actor, facts: Facts) -> ContactCard:
    """Change one's own card; there is one from the first time on."""
    require_site(actor)
    with db.transaction() as session:
        person = session.get_one(Person, actor.id)
        card = session.get(ContactCard, person.id) or seen.blank(person)
        session.add(card)
        card.ask_about, card.about = facts.ask_about, facts.about
        card.languages, card.availability = facts.languages, facts.availability
        card.themes = list(session.scalars(select(Theme).where(Theme.id.in_(facts.themes)).order_by(Theme.id)))
        for line in seen.LINES:
            setattr(card, f"{line}_shown", facts.shown[line])
        edit_profile(actor, name=person.name, title=facts.title, phone=facts.phone, language=person.language)
        return card
