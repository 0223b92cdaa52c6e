"""Pages that messages lead to, and under which messages they are shown."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Dated, now

FRESH, NOTHING_FRESH = timedelta(days=7), timedelta(hours=1)  # how long a page, or its absence, is believed


class Preview(Dated, Base):
    """What a page said of itself when it was fetched. Without a title there was nothing to show."""

    __tablename__ = "preview"
    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    site: Mapped[str] = mapped_column(default="")
    fetched_at: Mapped[datetime]

    @property
    def is_fresh(self) -> bool:
        """Whether the page need not be fetched again."""
        return now() - self.fetched_at < (FRESH if self.title else NOTHING_FRESH)


class PreviewUse(Dated, Base):
    """A message that leads to the page. Once its author has taken the preview away, it does not come back."""

    __tablename__ = "preview_use"
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    preview_id: Mapped[int] = mapped_column(ForeignKey("preview.id"), primary_key=True, index=True)
    taken_away_at: Mapped[datetime | None]
    preview: Mapped[Preview] = relationship(lazy="joined")
