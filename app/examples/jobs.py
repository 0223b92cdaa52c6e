"""What follows a step of an example: letters to those it concerns, and once a year the question if it still holds."""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.accounts.models import Person
from app.accounts.session import actor_of
from app.database import db, now
from app.examples import letters, people, service
from app.examples.models import Example, ExampleQuote, ExampleUse, ReviewState
from app.outbox import Facts, on
from app.permissions import SYSTEM, Visibility, reads
from app.schedule import daily

NEWS = timedelta(days=7)  # what happened before that was brought in from elsewhere, or waited too long


@daily("06:40")
def ask_whether_examples_hold() -> None:
    """Each that nobody has confirmed for a year."""
    service.ask_for_confirmation(SYSTEM)


def letters_about(event: str) -> Callable[[Callable[[Facts, Example], None]], None]:
    """Write letters about EVENT while it is news and its example is there."""
    def register(write: Callable[[Facts, Example], None]) -> None:
        def handle(facts: list[Facts]) -> None:
            for fact in facts:
                with db.transaction() as session:
                    example = session.get(Example, fact["example_id"])
                    if example and datetime.fromisoformat(fact["at"]) > now() - NEWS:
                        write(fact, example)
        handle.__module__, handle.__name__ = write.__module__, write.__name__
        on(event)(handle)
    return register


@letters_about("example_moved")
def tell_those_concerned(fact: Facts, example: Example) -> None:
    """To those who review, or to those who answer for it; never to who took the step, nor of what is past."""
    if example.review_state != fact["state"]:
        return
    wider = example.review_state == ReviewState.PUBLISHED and example.visibility != example.wanted_visibility
    if example.review_state == ReviewState.SUBMITTED or wider:
        for person in people.staff(SYSTEM) if wider else people.reviewers(SYSTEM, example):
            if person.id != fact["actor_id"] and reads(actor_of(person), example):
                letters.to_review(person, example)
    if example.review_state in (ReviewState.NEEDS_CHANGES, ReviewState.PUBLISHED, ReviewState.ARCHIVED):
        for person in people.keepers(SYSTEM, example):
            if person.id != fact["actor_id"]:
                letters.moved(person, example)


@letters_about("example_used")
def tell_who_answers(fact: Facts, example: Example) -> None:
    """Somebody has done the same."""
    use = db.session.get(ExampleUse, fact["use_id"])
    for person in people.keepers(SYSTEM, example) if use else ():
        if use and person.id != use.author_id:
            letters.used(person, example, use)


@letters_about("example_doubted")
def ask_one(fact: Facts, example: Example) -> None:
    """Does it still hold? Not if somebody has said so meanwhile."""
    person = db.session.get(Person, fact["person_id"])
    if person and person.active and not example.is_fresh and example.visibility != Visibility.REVIEW:
        letters.doubted(person, example)


@letters_about("quotes_asked")
def ask_who_is_quoted(fact: Facts, example: Example) -> None:
    """May we?"""
    quote = db.session.get(ExampleQuote, (example.id, fact["message_id"]))
    if quote and quote.person.active and quote.answered_at is None:
        letters.may_we_quote(quote)


@letters_about("quote_answered")
def tell_who_quotes(fact: Facts, example: Example) -> None:
    """What they say to it."""
    quote = db.session.get(ExampleQuote, (example.id, fact["message_id"]))
    for person in people.keepers(SYSTEM, example) if quote else ():
        if quote and person.id != quote.person_id:
            letters.quote_answered(person, quote)
