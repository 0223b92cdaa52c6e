"""What staff do with collections; all but notes and order is told. Nothing changes an example, or who may read it."""

from flask_babel import lazy_gettext

from app import outbox
from app.accounts.models import Person
from app.curated import queries
from app.curated.models import Collection, CollectionItem
from app.database import db, now
from app.errors import Conflict, Invalid
from app.permissions import Actor, Can, require_site

LIMITS = {"title": 120, "words": 2_000, "note": 500}  # characters


def create(actor: Actor, title: str, words: str = "") -> Collection:
    """A new one, empty. Raise Denied, or Invalid with the fields named."""
    require_site(actor, Can.CURATE)
    _check(title=title, words=words)
    with db.transaction() as session:
        made = Collection(title=title, words=words, created_by_id=actor.id,
                          language=session.get_one(Person, actor.id).language)
        session.add(made)
        session.flush()
        _tell(made)
        return made


def edit(actor: Actor, collection_id: int, title: str, words: str = "") -> Collection:
    """Another title, other words."""
    _check(title=title, words=words)
    with db.transaction():
        found = queries.collection(actor, collection_id, Can.CURATE, hold=True)
        found.title, found.words = title, words
        _tell(found)
        return found


def set_removed(actor: Actor, collection_id: int, gone: bool) -> Collection:
    """Take a collection away, or bring it back with all that was in it."""
    with db.transaction():
        found = queries.collection(actor, collection_id, Can.CURATE, hold=True, removed=True)
        found.removed_at = now() if gone else None
        _tell(found)
        return found


def add(actor: Actor, collection_id: int, example_id: int, note: str = "") -> Collection:
    """Put an example in it, last; one that is there stays where it is.

    Raise Missing for what ACTOR may not read or what is not published, Conflict when the collection is full.
    """
    _check(note=note)
    with db.transaction() as session:
        found = queries.collection(actor, collection_id, Can.CURATE, hold=True)
        order = {one.example_id: one for one in queries.kept(actor, found)}
        one = order.get(example_id) or CollectionItem(
            collection_id=found.id, example_id=queries.published(actor, example_id).id, removed_at=now())
        if one.removed_at:
            if len(order) >= queries.MOST:
                raise Conflict(lazy_gettext("This collection is full. Begin another one."))
            one.note, one.removed_at = note, None
            one.position = 1 + max((each.position for each in order.values()), default=0)
            session.add(one)
            _tell(found)
        return found


def say_why(actor: Actor, collection_id: int, example_id: int, note: str) -> Collection:
    """Say why an example is there."""
    _check(note=note)
    with db.transaction():
        found = queries.collection(actor, collection_id, Can.CURATE, hold=True)
        queries.item(actor, found, example_id).note = note
        return found


def set_out(actor: Actor, collection_id: int, example_id: int, gone: bool) -> Collection:
    """Take an example out, or put it back where it was."""
    with db.transaction():
        found = queries.collection(actor, collection_id, Can.CURATE, hold=True)
        queries.item(actor, found, example_id, removed=True).removed_at = now() if gone else None
        _tell(found)
        return found


def move(actor: Actor, collection_id: int, example_id: int, up: bool) -> Collection:
    """Let an example change places with the one before it (UP) or after it, of those that ACTOR sees."""
    with db.transaction():
        found = queries.collection(actor, collection_id, Can.CURATE, hold=True)
        here = queries.item(actor, found, example_id)
        seen = queries.items(actor, found, size=queries.MOST)
        at = seen.index(here) + (-1 if up else 1)
        order = list(queries.kept(actor, found))
        if 0 <= at < len(seen):
            one, other = order.index(here), order.index(seen[at])
            order[one], order[other] = order[other], order[one]
        for number, each in enumerate(order):
            each.position = number
        return found


def _tell(collection: Collection) -> None:
    outbox.tell("collection_changed", collection_id=collection.id)


def _check(**texts: str) -> None:
    """Raise Invalid for a title that is missing and for texts that are too long."""
    errors = {name: lazy_gettext("At most %(limit)s characters, please.", limit=LIMITS[name])
              for name, text in texts.items() if len(text) > LIMITS[name]}
    if not texts.get("title", "-"):
        errors["title"] = lazy_gettext("Write a title.")
    if errors:
        raise Invalid(errors=errors)
