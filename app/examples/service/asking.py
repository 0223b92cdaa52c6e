"""Once a year somebody is asked whether an example still holds: who answers for it, the deputy, the coordinators."""

from datetime import timedelta

from sqlalchemy import or_, select

from app import outbox
from app.database import db, now
from app.examples import people
from app.examples.models import STALE, Example, ReviewState
from app.permissions import Actor, Can, require_site

PATIENCE = timedelta(days=14)  # until the next one is asked
AT_ONCE = 200


def ask_for_confirmation(actor: Actor) -> int:
    """Let whoever comes next be asked about each example that nobody has confirmed for a year. Return of how many.

    Only Livskraft itself does this, every day.
    """
    require_site(actor, Can.ADMINISTER)
    today = now().date()
    with db.transaction() as session:
        due = session.scalars(select(Example).where(
            Example.review_state == ReviewState.PUBLISHED, Example.last_verified <= today - STALE,
            or_(Example.asked_on.is_(None), Example.asked_on <= today - PATIENCE),
        ).order_by(Example.id).limit(AT_ONCE).with_for_update(of=Example)).all()
        return sum(_ask_next(actor, example) for example in due)


def _ask_next(actor: Actor, example: Example) -> bool:
    """Nobody is asked twice in a year; after the last one the mark on the example is all there is."""
    turns = people.who_answers(actor, example)
    while example.asked < len(turns) and not turns[example.asked]:
        example.asked += 1
    if example.asked >= len(turns):
        example.asked_on = now().date() + STALE  # then all over again
        example.asked = 0
        return False
    for person in turns[example.asked]:
        outbox.tell("example_doubted", example_id=example.id, person_id=person.id, at=now().isoformat())
    example.asked, example.asked_on = example.asked + 1, now().date()
    return True
