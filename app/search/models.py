"""What is kept about searching."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Dated, now

if TYPE_CHECKING:
    from app.accounts.models import Person


class Proof(Base):
    """One comparison of the whole index with the database. What differed was put right at once."""

    __tablename__ = "search_proof"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    missing: Mapped[int]
    surplus: Mapped[int]
    outdated: Mapped[int]
    waiting: Mapped[int]  # jobs of the worker at that moment: what they are about may differ still
    ids: Mapped[list[str]] = mapped_column(JSON)  # of documents that differed, as many as a person reads

    @property
    def differences(self) -> int:
        """How many documents differed."""
        return self.missing + self.surplus + self.outdated


class SavedSearch(Dated, Base):
    """A search that a person comes back to; what is new in it may come in a weekly letter."""

    __tablename__ = "saved_search"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]  # in the person's own words
    address: Mapped[str]  # /search?q=…
    letter: Mapped[bool] = mapped_column(default=True)
    told_until: Mapped[datetime] = mapped_column(default=now)  # what is older is not new
    person: Mapped["Person"] = relationship()


class Unanswered(Base):
    """Words that found nothing on a day. Nobody's: who asked is not kept."""

    __tablename__ = "search_unanswered"
    words: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    times: Mapped[int] = mapped_column(default=1)
