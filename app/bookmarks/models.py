"""One thing that somebody saves."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Dated
from app.i18n import today


class Bookmark(Dated, Base):
    """A thing by its key. It gives no right: what its owner may no longer read is not in their list."""

    __tablename__ = "bookmark"
    __table_args__ = (UniqueConstraint("person_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str]  # "thread:9", "message:12", "example:7"
    remind_on: Mapped[date | None] = mapped_column(index=True)
    reminded_at: Mapped[datetime | None]

    @property
    def due(self) -> bool:
        """Whether its day has come, where the municipalities are."""
        return self.remind_on is not None and self.remind_on <= today()
