"""Who saw what of others."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Dated

if TYPE_CHECKING:
    from app.accounts.models import Person
    from app.rooms.models import Room


class Access(Dated, Base):
    """Somebody saw personal data of another, or read a room that is not theirs: once a day each."""

    __tablename__ = "access"
    __table_args__ = (Index("ix_access_once", "reader_id", "day", "what", "person_id", "room_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    what: Mapped[str]  # a key of watching.WORDS
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # of whom
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    day: Mapped[date]
    reader: Mapped["Person"] = relationship(foreign_keys=[reader_id])
    person: Mapped["Person | None"] = relationship(foreign_keys=[person_id])
    room: Mapped["Room | None"] = relationship()
