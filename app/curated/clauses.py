"""What others ask of collections in a statement of their own."""

from sqlalchemy import ColumnElement, exists, select

from app.curated.models import Collection, CollectionItem
from app.examples.filters import ALL, listed
from app.examples.models import Example
from app.permissions import NOBODY


def for_everybody() -> ColumnElement[bool]:
    """Whether a collection has an example that those who are not signed in may read, and is theirs to read so."""
    return exists(select(CollectionItem.example_id).join(Example, Example.id == CollectionItem.example_id).where(
        CollectionItem.collection_id == Collection.id, CollectionItem.removed_at.is_(None),
        listed(NOBODY, ALL)).correlate(Collection))
