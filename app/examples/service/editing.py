"""Who is writing on an example just now."""

from datetime import timedelta

from sqlalchemy import delete

from app.database import db, now
from app.examples import queries
from app.examples.models import Example, ExampleEditing
from app.permissions import Actor, Can

FORGET = timedelta(days=1)


def note_editing(actor: Actor, example_id: int) -> Example:
    """Note that ACTOR has the form of an example open; the page says so every few seconds."""
    with db.transaction() as session:
        example = queries.example(actor, example_id, Can.EDIT_EXAMPLE)
        assert actor.id is not None  # only who is signed in edits
        session.merge(ExampleEditing(example_id=example_id, person_id=actor.id, seen_at=now()))
        session.execute(delete(ExampleEditing).where(ExampleEditing.seen_at < now() - FORGET))
    return example
