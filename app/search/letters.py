"""The weekly letter: what is new in the searches that somebody has saved."""

from dataclasses import dataclass
from typing import NamedTuple

from flask import current_app
from flask_babel import force_locale, gettext
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import update

from app import mail
from app.accounts.letters import address
from app.accounts.models import Person
from app.accounts.session import actor_of
from app.database import db, now
from app.permissions import Actor
from app.search import kept, queries
from app.search.models import SavedSearch
from app.search.names import Shown

MOST = 5


@dataclass(frozen=True)
class News:
    """What is new in one search: the newest hits, and how many there are."""

    search: SavedSearch
    total: int
    hits: list[Shown]


class Letter(NamedTuple):
    """A letter in text and in HTML."""

    subject: str
    text: str
    html: str


def send(person: Person) -> None:
    """Mail PERSON what is new in their searches since the last letter, if anything is and they may read it now."""
    actor, moment = actor_of(person), now()
    with force_locale(person.language):
        searches = [one for one in kept.saved(actor) if one.letter]
        news = [found for one in searches if (found := _news(actor, one))]
        token = _signer().dumps(person.id)
        written = letter(person, news, address(f"/search/letters?token={token}"))
    with db.transaction() as session:
        session.execute(update(SavedSearch).where(SavedSearch.id.in_([one.id for one in searches]))
                        .values(told_until=moment))
        if news:
            mail.post(person.email, *written, off=address(f"/api/v1/search/letters/end?token={token}"))


def letter(person: Person, news: list[News], off: str) -> Letter:
    """The letter to PERSON about NEWS, in the language that is set. OFF is where one ends such letters."""
    facts = {"person": person, "news": news, "off": off, "address": address}
    draw = current_app.jinja_env.get_template
    subject = gettext("New in your searches: %(names)s", names=", ".join(one.search.name for one in news))
    return Letter(subject[:150], draw("search/letter.txt").render(facts), draw("search/letter.html").render(facts))


def person_of(token: str) -> int | None:
    """To whom the letter with this TOKEN went."""
    try:
        return int(_signer().loads(token))
    except (BadSignature, TypeError, ValueError):
        return None


def _news(actor: Actor, search: SavedSearch) -> News | None:
    if (asked := kept.asked_in(search)) is None:
        return None
    newest = asked.model_copy(update={"sort": "newest"})
    found = queries.search(actor, newest, MOST, since=search.told_until)
    return News(search, found.total, found.hits) if found.hits else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["LIVSKRAFT"].secret_key, salt="letters about saved searches")
