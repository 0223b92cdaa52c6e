"""What people change about their own contact card."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import IO

from sqlalchemy import select

from app import storage
from app.accounts import service as accounts
from app.accounts.models import Person
from app.database import db
from app.directory import queries, seen
from app.directory.models import WIDER, ContactCard, ProfileField, ProfileLine, Shown
from app.errors import WrongKind
from app.files import portraits
from app.files.kinds import detect
from app.files.names import safe_name
from app.networks.models import Theme
from app.permissions import Actor, Can, require_site

LARGEST_PHOTO = 20 * 2**20  # bytes


@dataclass(frozen=True)
class Facts:
    """What a card says; SHOWN tells who sees each line that has an audience.

    ASKED are the lines that administrators ask for, by the number of the field: text, and who sees it.
    """

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
    asked: Mapping[int, tuple[str, Shown]] = field(default_factory=dict)


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
        for asked in queries.profile_fields(actor):
            _write(card, asked, *facts.asked.get(asked.id, ("", asked.usual)))
        accounts.edit_profile(actor, name=person.name, title=facts.title, phone=facts.phone, language=person.language)
        return card


def bring_card(actor: Actor, person_id: int, lines: Mapping[int, str]) -> None:
    """What a table says of somebody new, by the number of the field. They choose later who sees it."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        person = session.get_one(Person, person_id)
        card = session.get(ContactCard, person_id) or seen.blank(person)
        session.add(card)
        for asked in queries.profile_fields(actor):
            if text := lines.get(asked.id):
                _write(card, asked, text, asked.usual)


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


def _write(card: ContactCard, asked: ProfileField, text: str, shown: Shown) -> None:
    """Let CARD answer what is ASKED; an empty text takes the answer away."""
    line = next((line for line in card.lines if line.field_id == asked.id), None)
    if not text:
        if line:
            card.lines.remove(line)
        return
    if line is None:
        line = ProfileLine(field=asked)
        card.lines.append(line)
    line.text, line.shown = text, min(shown, asked.widest, key=WIDER.index)
