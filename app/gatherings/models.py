"""Gatherings: what is on the agenda, who comes, what was shown."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Dated, now

if TYPE_CHECKING:
    from app.accounts.models import Person
    from app.networks.models import Network, Organisation


class Answer(StrEnum):
    """Whether a person comes."""

    YES, NO, MAYBE = "yes", "no", "maybe"


class Gathering(Dated, Base):
    """The network meets, often for two days, in one of its municipalities."""

    __tablename__ = "gathering"
    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # the network owns it, not a person
    title: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    about_html: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    host_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)  # SEQUENCE of its calendar entry; edit conflicts
    network: Mapped["Network"] = relationship()
    host: Mapped["Organisation | None"] = relationship()
    agenda: Mapped[list["AgendaItem"]] = relationship(
        back_populates="gathering", order_by="AgendaItem.position", cascade="all, delete-orphan")

    @property
    def held(self) -> bool:
        """Whether it is over."""
        return self.ends_at < now()

    @property
    def open(self) -> bool:
        """Whether people can still say that they come."""
        return not self.held and self.cancelled_at is None


class AgendaItem(Base):
    """One point of the agenda, with its host and its material."""

    __tablename__ = "agenda_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    position: Mapped[int]
    starts_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    title: Mapped[str]
    host: Mapped[str] = mapped_column(default="")  # who leads it, in words
    gathering: Mapped[Gathering] = relationship(back_populates="agenda")

    @property
    def place(self) -> str:
        """Where its material is put."""
        return f"agenda_item:{self.id}"

    @property
    def ends_at(self) -> datetime | None:
        """When it is over, where both its start and its length are known."""
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at and self.minutes else None


class Attendance(Dated, Base):
    """A person's answer to a gathering."""

    __tablename__ = "attendance"
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    answer: Mapped[Answer]
    note: Mapped[str] = mapped_column(default="")
    person: Mapped["Person"] = relationship()
