"""What changes around searching: searches are saved, and what found nothing is noted."""

import re
from datetime import timedelta

from flask_babel import lazy_gettext
from sqlalchemy import delete, func, select, update

from app.database import db, now
from app.errors import Invalid, Missing
from app.permissions import Actor, Can, require_site
from app.search.addresses import address
from app.search.asked import Asked
from app.search.kept import DAYS_KEPT, MOST_SAVED
from app.search.models import SavedSearch, Unanswered

LONGEST_NAME, LONGEST_NOTE = 100, 80
PERSONAL = re.compile(r"@|\d{5,}|\d{2,} \d{2,} \d{2,}")  # addresses, numbers of phones, accounts and people


def save(actor: Actor, asked: Asked, name: str) -> SavedSearch:
    """Save the search ASKED under NAME; what is new in it comes in the weekly letter. Raise Invalid for nothing."""
    require_site(actor)
    if not (asked.q.strip() or asked.filters):
        raise Invalid(errors={"q": lazy_gettext("Write what you are looking for first.")})
    with db.transaction() as session:
        place = address(asked.model_copy(update={"page": 1}))
        known = session.scalar(select(SavedSearch).where(
            SavedSearch.person_id == actor.id, SavedSearch.address == place))
        number = session.scalar(select(func.count(SavedSearch.id)).where(SavedSearch.person_id == actor.id)) or 0
        if known is None and number >= MOST_SAVED:
            raise Invalid(errors={"name": lazy_gettext("You have saved %(most)s searches: remove one first.",
                                                       most=MOST_SAVED)})
        found = known or SavedSearch(person_id=actor.id, address=place, letter=True)
        found.name = " ".join(name.split())[:LONGEST_NAME] or asked.q[:LONGEST_NAME] or place[:LONGEST_NAME]
        session.add(found)
    return found


def choose_letter(actor: Actor, saved_id: int, letter: bool) -> None:
    """Whether what is new in a saved search comes in the weekly letter."""
    with db.transaction():
        found = _own(actor, saved_id)
        if letter and not found.letter:
            found.told_until = now()
        found.letter = letter


def remove(actor: Actor, saved_id: int) -> SavedSearch:
    """Forget a saved search; return what it was."""
    with db.transaction() as session:
        found = _own(actor, saved_id)
        session.delete(found)
    return found


def end_letters(actor: Actor, person_id: int) -> None:
    """No more weekly letters about the saved searches of a person, who has shown that the letter was theirs."""
    with db.transaction() as session:
        session.execute(update(SavedSearch).where(SavedSearch.person_id == person_id).values(letter=False))


def note_unanswered(actor: Actor, asked: Asked) -> None:
    """Note that the words ASKED found nothing; not who asked, and nothing that looks like a person's number."""
    words = " ".join(asked.typed.words.lower().split())[:LONGEST_NOTE]
    if not words or asked.narrows or PERSONAL.search(words):
        return
    with db.transaction() as session:
        if note := session.get(Unanswered, (words, now().date()), with_for_update=True):
            note.times += 1
        else:
            session.add(Unanswered(words=words, day=now().date()))


def forget_unanswered(actor: Actor) -> None:
    """What was noted long ago says nothing any more."""
    require_site(actor, Can.LOOK_AFTER_SEARCH)
    with db.transaction() as session:
        session.execute(delete(Unanswered).where(Unanswered.day < now().date() - timedelta(days=DAYS_KEPT)))


def _own(actor: Actor, saved_id: int) -> SavedSearch:
    require_site(actor)
    found = db.session.get(SavedSearch, saved_id)
    if found is None or found.person_id != actor.id:
        raise Missing
    return found
