"""A collection, and the examples in it."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Dated

if TYPE_CHECKING:
    from app.examples.models import Example


class Collection(Dated, Base):
    """Everybody who is signed in reads its title and words; of the examples each sees those they may read."""

    __tablename__ = "collection"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="nb")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]

    @property
    def path(self) -> str:
        """Its address."""
        return f"/collections/{self.id}"


class CollectionItem(Base):
    """An example in a collection, and why it is there. It gives nobody a right to the example."""

    __tablename__ = "collection_item"
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id"), primary_key=True)
    example_id: Mapped[int] = mapped_column(ForeignKey("example.id"), primary_key=True, index=True)
    position: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    removed_at: Mapped[datetime | None]  # it keeps its place, to be put back
    example: Mapped["Example"] = relationship()
