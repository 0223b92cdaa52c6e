"""A poll, what one can choose in it, and who chose what."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Dated, now

if TYPE_CHECKING:
    from app.accounts.models import Person


class Poll(Dated, Base):
    """A question. Its author alone knows of it until it stands beneath a message: then it is for who reads that."""

    __tablename__ = "poll"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    question: Mapped[str]
    several: Mapped[bool]  # whether one may choose more than one
    anonymous: Mapped[bool]  # whether nobody sees who chose what
    closes_at: Mapped[datetime | None]
    options: Mapped[list["PollOption"]] = relationship(order_by="PollOption.position", cascade="all")

    @property
    def is_open(self) -> bool:
        """Whether one can still choose."""
        return self.closes_at is None or self.closes_at > now()

    @property
    def voters(self) -> int:
        """How many people have chosen something."""
        return len({vote.person_id for option in self.options for vote in option.votes})


class PollOption(Base):
    """One of the answers."""

    __tablename__ = "poll_option"
    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]
    votes: Mapped[list["PollVote"]] = relationship(order_by="PollVote.created_at", viewonly=True)


class PollVote(Dated, Base):
    """That a person chose it. Of an anonymous poll too, so that each counts once; shown to nobody then."""

    __tablename__ = "poll_vote"
    option_id: Mapped[int] = mapped_column(ForeignKey("poll_option.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    person: Mapped["Person"] = relationship()
