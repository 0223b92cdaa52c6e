"""One thing that somebody takes on."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Dated
from app.i18n import today

if TYPE_CHECKING:
    from app.accounts.models import Person
    from app.rooms.models import Message


class FollowUp(Dated, Base):
    """Somebody does something, perhaps until a day. Who reads the message above reads it: it has no room of its own,
    since a message may be carried elsewhere."""

    __tablename__ = "follow_up"
    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    message: Mapped["Message"] = relationship()
    owner: Mapped["Person"] = relationship(foreign_keys=[owner_id])
    done_by: Mapped["Person | None"] = relationship(foreign_keys=[done_by_id])

    @property
    def overdue(self) -> bool:
        """Whether its day is over where the municipalities are, and it is not done."""
        return self.done_at is None and self.due_on is not None and self.due_on < today()
