"""Those who are quoted: asked for their consent, and answering."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import outbox
from app.accounts.session import actor_of
from app.database import db, now
from app.errors import Invalid
from app.examples import queries, quoting, writing
from app.examples.models import Consent, Example, ExampleQuote
from app.permissions import Actor, Can, require_site

ANSWERS = (Consent.NAMED, Consent.UNNAMED, Consent.REFUSED)


def ask_quoted(actor: Actor, example_id: int) -> Example:
    """Ask those who are quoted and were not asked yet. ACTOR may edit the example."""
    with db.transaction():
        example = queries.example(actor, example_id, Can.EDIT_EXAMPLE, hold=True)
        quoting.ask(example)
    return example


def answer_quote(actor: Actor, example_id: int, message_id: int, consent: Consent) -> ExampleQuote:
    """Say whether one's words may stand in an example, and whether with one's name; one may think better of it.

    A refusal takes the words out of the example and out of all that it ever was. Raise Missing for the words of
    somebody else, Invalid for what is no answer.
    """
    if consent not in ANSWERS:
        raise Invalid
    with db.transaction() as session:
        quote = queries.quote(actor, example_id, message_id, hold=True)
        if quote.consent == consent:
            return quote
        _answer(session, actor, quote, consent)
    return quote


def forget_quoted(actor: Actor, person_id: int) -> None:
    """Leave what a person who is erased said without their name; what they had not answered for goes."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        for quote in session.scalars(select(ExampleQuote).where(ExampleQuote.person_id == person_id)).all():
            if quote.consent in (Consent.NAMED, Consent.WAITING):
                _answer(session, actor_of(quote.person), quote,
                        Consent.UNNAMED if quote.consent == Consent.NAMED else Consent.REFUSED)


def _answer(session: Session, actor: Actor, quote: ExampleQuote, consent: Consent) -> None:
    example = quote.example
    writing.keep(session, actor, example)
    quote.consent, quote.answered_at = consent, now()
    if consent == Consent.REFUSED:
        quote.text = ""
        quoting.leave_out(example, quote.message_id)
    quoting.draw(example)
    example.version += 1
    example.updated_at = now()
    outbox.tell("example_changed", example_id=example.id)
    outbox.tell("quote_answered", example_id=example.id, message_id=quote.message_id, at=now().isoformat())
