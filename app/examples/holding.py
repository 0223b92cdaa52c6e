"""An example, held for one who changes it: what it said before is kept first."""

from typing import Any

from app import outbox
from app.database import db, now
from app.errors import Conflict, Denied
from app.examples import queries, writing
from app.examples.fields import Fields
from app.examples.history import words
from app.examples.models import Example
from app.permissions import Actor, Can, allows


def held(actor: Actor, example_id: int, cans: tuple[Can, ...], version: int | None = None,
         mine: Fields | None = None) -> Example:
    """The example, for ACTOR to change and for nobody else meanwhile; how it reads now is kept.

    Raise Conflict when VERSION is not the one that it has, with both texts where MINE differs.
    """
    with db.transaction() as session:
        example = queries.example(actor, example_id, hold=True)
        if not any(allows(actor, can, example) for can in cans):
            raise Denied
        if version is not None and version != example.version:
            raise Conflict(**_both(example, mine or {}))
        writing.keep(session, actor, example)
        example.version += 1
        example.updated_at = now()
        outbox.tell("example_changed", example_id=example.id)
    return example


def _both(example: Example, mine: Fields) -> dict[str, Any]:
    """The long texts in which MINE differs from EXAMPLE, from both."""
    names = [name for name in mine if isinstance(getattr(example, name, None), str)
             and mine.get(name) != getattr(example, name)]
    if not names:
        return {}
    return {"mine": "\n\n".join(words(mine.get(name)) for name in names),
            "theirs": "\n\n".join(words(getattr(example, name)) for name in names)}
