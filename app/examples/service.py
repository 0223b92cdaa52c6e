"""Everything that changes an example. Each verb asks, keeps what was, changes and tells, in one transaction.

Listen to `example_changed` (every change) and `example_published` (the first time others can read it).
"""

from typing import Any

from flask_babel import lazy_gettext

from app import outbox
from app.database import db, now
from app.errors import Conflict, Denied, Invalid
from app.examples import queries, writing
from app.examples.checks import text
from app.examples.fields import Fields, checked
from app.examples.history import words
from app.examples.models import Example, ReviewState
from app.permissions import Actor, Can, Visibility, allows, require_site

NEEDED: Fields = {"title": "", "summary": "", "themes": [], "municipalities": []}
NOTE = text(1000, needed=True)
EDITS, REVIEWS = (Can.EDIT_EXAMPLE,), (Can.REVIEW_EXAMPLE,)
UNPUBLISHED = (ReviewState.DRAFT, ReviewState.NEEDS_CHANGES, ReviewState.ARCHIVED)
REVIEWED = (ReviewState.SUBMITTED, ReviewState.PUBLISHED, ReviewState.ARCHIVED)


def create(actor: Actor, fields: Fields, source: str = "") -> Example:
    """Begin an example, as a draft of ACTOR; SOURCE is the key of what it was made from ("thread:9").

    Raise Invalid with all that is missing or wrong, Missing or Denied for a network that is not theirs.
    """
    require_site(actor)
    fields = checked({**NEEDED, "contact_id": actor.id, **fields})
    with db.transaction() as session:
        example = Example(
            author_id=actor.id, slug=writing.slug_of(fields["title"]), source=source, last_verified=now().date(),
            updated_at=now(), start_date="", end_date="", wanted_visibility=Visibility.NETWORK,
            review_state=ReviewState.DRAFT)
        writing.fill(session, actor, example, fields)
        outbox.tell("example_changed", example_id=example.id)
    return example


def edit(actor: Actor, example_id: int, fields: Fields, version: int | None = None) -> Example:
    """Change FIELDS and leave the others as they are.

    VERSION is the one that was edited. If there is a later one, raise Conflict with both texts, `mine` and
    `theirs`. Without it nobody asks.
    """
    fields = checked(fields)
    with db.transaction() as session:
        example = _hold(actor, example_id, EDITS, version, fields)
        writing.fill(session, actor, example, fields)
    return example


def submit(actor: Actor, example_id: int, version: int | None = None) -> Example:
    """Show it to those who review."""
    return _move(actor, example_id, EDITS, UNPUBLISHED, ReviewState.SUBMITTED, version)


def ask_for_changes(actor: Actor, example_id: int, note: str, version: int | None = None) -> Example:
    """Give it back to its author; NOTE says what is missing. Raise Invalid without one."""
    try:
        note = NOTE(note)
    except ValueError as wrong:
        raise Invalid(errors={"note": wrong.args[0]}) from None
    return _move(actor, example_id, REVIEWS, (ReviewState.SUBMITTED,), ReviewState.NEEDS_CHANGES, version, note)


def publish(actor: Actor, example_id: int, version: int | None = None) -> Example:
    """Show it to the circle that its author wants. Also for one that is published, and wants a wider one."""
    with db.transaction():
        example = _move(actor, example_id, REVIEWS, REVIEWED, ReviewState.PUBLISHED, version)
        if example.published_at is None:
            example.published_at = now()
            outbox.tell("example_published", example_id=example.id)
    return example


def archive(actor: Actor, example_id: int, version: int | None = None) -> Example:
    """Take it out of the bank. Its author and those who review still read it, and can bring it back."""
    states = tuple(state for state in ReviewState if state != ReviewState.ARCHIVED)
    return _move(actor, example_id, EDITS + REVIEWS, states, ReviewState.ARCHIVED, version)


def confirm(actor: Actor, example_id: int) -> Example:
    """Say that it still holds, today."""
    with db.transaction():
        example = _hold(actor, example_id, EDITS)
        example.last_verified = now().date()
    return example


def _move(actor: Actor, example_id: int, cans: tuple[Can, ...], origins: tuple[ReviewState, ...],
          state: ReviewState, version: int | None, note: str = "") -> Example:
    with db.transaction():
        example = _hold(actor, example_id, cans, version)
        if example.review_state not in origins:
            raise Conflict(lazy_gettext("Somebody has taken this example further already. Look at it again."))
        example.review_state, example.review_note = state, note
        example.visibility = writing.audience(actor, example)
        writing.attach(actor, example, {}, set())
    return example


def _hold(actor: Actor, example_id: int, cans: tuple[Can, ...], version: int | None = None,
          mine: Fields | None = None) -> Example:
    """The example, for ACTOR to change and for nobody else meanwhile; how it reads now is kept."""
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
