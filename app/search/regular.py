"""What the worker does for the search at its time: the proof at night, the weekly letter."""

from sqlalchemy import select

from app import outbox
from app.accounts.models import Person
from app.database import db
from app.outbox import Facts, on
from app.permissions import SYSTEM
from app.schedule import MONDAY, daily, weekly
from app.search import letters, proofs, service
from app.search.models import SavedSearch


@daily("03:10")
def look_after_the_index() -> None:
    """When nobody searches."""
    proofs.prove()


@daily("03:40")
def forget_what_found_nothing() -> None:
    """Three months are enough to see what is missing."""
    service.forget_unanswered(SYSTEM)


@weekly(MONDAY, "07:00")
def write_to_those_who_saved_searches() -> None:
    """One job for each person, so that a letter that cannot be written holds up no other."""
    people = select(SavedSearch.person_id).join(SavedSearch.person).where(SavedSearch.letter, Person.active).distinct()
    with db.transaction() as session:
        for person_id in session.scalars(people):
            outbox.tell("saved_searches_due", person_id=person_id)


@on("saved_searches_due")
def write_to_one(facts: list[Facts]) -> None:
    """What is new in their searches; a letter that was written is not written again, for nothing is new then."""
    for fact in facts:
        person = db.session.get(Person, fact["person_id"])
        if person and person.active:
            letters.send(person)
