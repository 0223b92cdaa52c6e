"""What was handed over, so that it can be handed back; own data that was asked for; and who is to be erased."""

from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Base, Dated, now

UNDO = timedelta(days=30)
KEPT = timedelta(days=7)  # the zip with own data
REGRET = timedelta(days=7)  # before somebody is erased


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


class OwnData(Dated, Base):
    """A person asked for all that is kept of them. The zip lies beside the files until it expires."""

    __tablename__ = "own_data"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token: Mapped[str]  # in the name of the zip: nobody can guess it
    done: Mapped[int] = mapped_column(default=0)  # of `total` rows and files
    total: Mapped[int] = mapped_column(default=0)
    ready_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()

    @property
    def expires_at(self) -> datetime:
        """When the zip is thrown away."""
        return self.created_at + KEPT


class Erasure(Dated, Base):
    """A person is to be erased on a day; until then it can be regretted."""

    __tablename__ = "erasure"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # who asked for it
    due_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
