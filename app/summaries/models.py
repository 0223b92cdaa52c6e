"""One wording of what a thread came to."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Dated

if TYPE_CHECKING:
    from app.accounts.models import Person


class Summary(Dated, Base):
    """The latest of a thread stands on top of it; the others are its history. Empty: it was taken away."""

    __tablename__ = "thread_summary"
    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    author: Mapped["Person"] = relationship()
