"""The life of an example: begun, written, reviewed, published, kept true, archived, and back."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from app import outbox
from app.database import db, now
from app.errors import Conflict, Invalid, Missing
from app.examples import queries, quoting, writing
from app.examples.checks import text
from app.examples.fields import Fields, checked
from app.examples.history import restorable
from app.examples.holding import held
from app.examples.models import Example, ReviewState
from app.permissions import Actor, Can, Visibility, require_site

NEEDED: Fields = {"title": "", "summary": "", "themes": [], "municipalities": []}
NOTE = text(1000)
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
        example = held(actor, example_id, EDITS, version, fields)
        writing.fill(session, actor, example, fields)
    return example


def restore(actor: Actor, example_id: int, number: int, version: int | None = None) -> Example:
    """Let it read again as it did before its version NUMBER was changed: its words, figures, themes and places.

    Files, cards, people and who may read it stay. What it says now is kept too, so that this can be undone.
    """
    with db.transaction() as session:
        example = held(actor, example_id, EDITS, version)
        before = next((one for one in queries.versions(actor, example) if one.version == number), None)
        if before is None:
            raise Missing
        writing.fill(session, actor, example, checked(restorable(before.fields)))
    return example


def submit(actor: Actor, example_id: int, version: int | None = None) -> Example:
    """Show it to those who review. Who is quoted and was not asked yet is asked now."""
    with db.transaction():
        example = _move(actor, example_id, EDITS, UNPUBLISHED, ReviewState.SUBMITTED, version)
        quoting.ask(example)
    return example


def ask_for_changes(actor: Actor, example_id: int, note: str, version: int | None = None,
                    notes: Mapping[str, str] | None = None) -> Example:
    """Give it back to its author; NOTE says what is missing, NOTES what of single fields. Raise Invalid without."""
    said = {"note": note, **(notes or {})}
    try:
        said = {name: NOTE(words) for name, words in said.items() if NOTE(words)}
    except ValueError as wrong:
        raise Invalid(errors={"note": wrong.args[0]}) from None
    if not said:
        raise Invalid(errors={"note": lazy_gettext("Write something here.")})
    with db.transaction():
        example = _move(actor, example_id, REVIEWS, (ReviewState.SUBMITTED,), ReviewState.NEEDS_CHANGES, version)
        example.review_note, example.review_notes = said.pop("note", ""), said
    return example


def publish(actor: Actor, example_id: int, version: int | None = None) -> Example:
    """Show it to the circle that its author wants; where others than its network would read it, only staff do
    that, and it waits for them. Raise Conflict while somebody who is quoted has not answered."""
    with db.transaction():
        example = _move(actor, example_id, REVIEWS, REVIEWED, ReviewState.PUBLISHED, version)
        quoting.refuse_unanswered(example)
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
        example = held(actor, example_id, EDITS)
        example.last_verified, example.asked_on, example.asked = now().date(), None, 0
    return example


def _move(actor: Actor, example_id: int, cans: tuple[Can, ...], origins: tuple[ReviewState, ...],
          state: ReviewState, version: int | None) -> Example:
    with db.transaction():
        example = held(actor, example_id, cans, version)
        if example.review_state not in origins:
            raise Conflict(lazy_gettext("Somebody has taken this example further already. Look at it again."))
        example.review_state, example.review_note, example.review_notes = state, "", {}
        example.visibility = writing.audience(actor, example)
        writing.attach(actor, example, {}, set())
        outbox.tell("example_moved", example_id=example.id, state=state, actor_id=actor.id, at=now().isoformat())
    return example
