"""Collections, and of their examples those that the actor may read: others are neither shown nor counted."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.curated.models import Collection, CollectionItem
from app.database import db
from app.errors import Missing
from app.examples.filters import ALL, listed
from app.examples.models import Example
from app.permissions import NOBODY, Actor, Can, require_site

PAGE, OFFERED = 24, 12
MOST = 200  # examples in a collection, and collections in a list
LARGEST_ID = 2**31 - 1
IN_LIST = (selectinload(Example.themes), selectinload(Example.municipalities))


def collection(actor: Actor, collection_id: int, can: Can = Can.SIGN_IN, hold: bool = False,
               removed: bool = False) -> Collection:
    """One collection, if ACTOR CAN. Raise Unknown, Missing or Denied.

    HOLD it, and others who want to change it wait. REMOVED: also one that was taken away, to bring it back.
    """
    require_site(actor, can)
    return _one(collection_id, hold, removed)


def for_everybody(actor: Actor, collection_id: int) -> Collection:
    """One that has an example for those who are not signed in either. Raise Missing for others. Anybody may ask."""
    found = _one(collection_id)
    if not total(NOBODY, found):
        raise Missing
    return found


def is_for_everybody(actor: Actor, collection_id: int) -> bool:
    """Whether there is such a one. Anybody may ask."""
    try:
        return bool(for_everybody(actor, collection_id))
    except Missing:
        return False


def collections(actor: Actor, most: int = MOST) -> list[tuple[Collection, int]]:
    """The latest of them, each with how many examples ACTOR sees in it; who is not signed in gets no empty ones."""
    number = func.count(Example.id)
    inside = and_(CollectionItem.collection_id == Collection.id, CollectionItem.removed_at.is_(None))
    wanted = select(Collection, number).outerjoin(CollectionItem, inside).outerjoin(
        Example, and_(Example.id == CollectionItem.example_id, listed(actor, ALL))).where(
        Collection.removed_at.is_(None)).group_by(Collection.id).order_by(Collection.id.desc()).limit(most)
    if not actor.signed_in:
        wanted = wanted.having(number > 0)
    return [(one, count) for one, count in db.session.execute(wanted)]


def total(actor: Actor, collection: Collection) -> int:
    """How many of its examples ACTOR may read."""
    return db.session.scalar(_items(actor, collection, func.count())) or 0


def items(actor: Actor, collection: Collection, page: int = 1, size: int = PAGE) -> Sequence[CollectionItem]:
    """A page of what ACTOR may read in it, in the order of those who chose."""
    return db.session.scalars(_items(actor, collection, CollectionItem).options(
        contains_eager(CollectionItem.example).options(*IN_LIST)).order_by(
        CollectionItem.position, CollectionItem.example_id).limit(size).offset((page - 1) * size)).all()


def whole(actor: Actor, collection: Collection) -> Sequence[CollectionItem]:
    """All that ACTOR may read in it, in order, with what a document about each example tells."""
    return db.session.scalars(_items(actor, collection, CollectionItem).options(
        contains_eager(CollectionItem.example).options(*IN_LIST, joinedload(Example.contact))).order_by(
        CollectionItem.position, CollectionItem.example_id).limit(MOST)).all()


def item(actor: Actor, collection: Collection, example_id: int, removed: bool = False) -> CollectionItem:
    """One of them; REMOVED: also one that was taken out. Raise Missing for what is not in it, or not for ACTOR."""
    found: CollectionItem | None = db.session.scalars(_items(actor, collection, CollectionItem, removed).where(
        CollectionItem.example_id == example_id).options(contains_eager(CollectionItem.example))).first()
    if found is None:
        raise Missing
    return found


def of_example(actor: Actor, example: Example) -> Sequence[Collection]:
    """The collections that EXAMPLE, which ACTOR was given, is part of."""
    if not db.session.scalar(select(listed(actor, ALL)).where(Example.id == example.id)):
        return []
    return db.session.scalars(select(Collection).join(
        CollectionItem, CollectionItem.collection_id == Collection.id).where(
        CollectionItem.example_id == example.id, CollectionItem.removed_at.is_(None),
        Collection.removed_at.is_(None)).order_by(Collection.title)).all()


def kept(actor: Actor, collection: Collection) -> Sequence[CollectionItem]:
    """All that is or was in it, in order, for ACTOR to put in order; not to be shown."""
    return db.session.scalars(select(CollectionItem).where(CollectionItem.collection_id == collection.id).order_by(
        CollectionItem.position, CollectionItem.example_id)).all()


def published(actor: Actor, example_id: int) -> Example:
    """An example of the bank. Raise Missing for what is not published, or not for ACTOR."""
    found = db.session.scalars(select(Example).where(Example.id == example_id, listed(actor, ALL))).first() if (
        0 < example_id <= LARGEST_ID) else None
    if found is None:
        raise Missing
    return found


def choosable(actor: Actor, collection: Collection, words: str) -> Sequence[Example]:
    """Published examples with all WORDS in title or summary that are not in COLLECTION yet, the latest first."""
    there = select(CollectionItem.example_id).where(
        CollectionItem.collection_id == collection.id, CollectionItem.removed_at.is_(None))
    return db.session.scalars(select(Example).where(
        listed(actor, ALL), Example.id.not_in(there), *(_says(word) for word in words.split()[:10])).options(
        *IN_LIST).order_by(Example.published_at.desc().nulls_last(), Example.id.desc()).limit(OFFERED)).all()


def _one(collection_id: int, hold: bool = False, removed: bool = False) -> Collection:
    wanted = select(Collection).where(Collection.id == collection_id)
    found = db.session.scalars(wanted.with_for_update() if hold else wanted).first() if (
        0 < collection_id <= LARGEST_ID) else None
    if found is None or (found.removed_at and not removed):
        raise Missing
    return found


def _items(actor: Actor, collection: Collection, what: Any, removed: bool = False) -> Select[Any]:
    wanted = select(what).select_from(CollectionItem).join(Example, Example.id == CollectionItem.example_id).where(
        CollectionItem.collection_id == collection.id, listed(actor, ALL))
    return wanted if removed else wanted.where(CollectionItem.removed_at.is_(None))


def _says(word: str) -> ColumnElement[bool]:
    """SQLite knows no capital Å: the usual ways to write a word are asked for one by one."""
    return or_(*(column.icontains(way, autoescape=True) for column in (Example.title, Example.summary)
                 for way in {word, word.lower(), word.capitalize()}))
