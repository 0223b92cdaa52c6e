"""What was handed over, so that it can be handed back."""

from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Base, Dated, now

UNDO = timedelta(days=30)


class HandOver(Dated, Base):
    """One person left and another took over."""

    __tablename__ = "hand_over"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # who did it
    moved: Mapped[dict[str, list[list[int]]]] = mapped_column(JSON)  # "follow.person_id" -> primary keys now
    seats: Mapped[list[list[int]]] = mapped_column(JSON)  # network, role in it, the successor's role before
    undone_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    successor: Mapped[Person] = relationship(foreign_keys=[successor_id])

    @property
    def until(self) -> datetime:
        """How long it can be undone."""
        return self.created_at + UNDO

    @property
    def can_be_undone(self) -> bool:
        """Whether there is still time to."""
        return self.undone_at is None and now() < self.until
