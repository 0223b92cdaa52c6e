"""A message that waits for its time."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Dated


class Scheduled(Dated, Base):
    """What a person sends later. Once it is sent the row is gone; refused, it stays and says why."""

    __tablename__ = "scheduled"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    place: Mapped[str]  # "thread:5", or "room:2" for a new thread
    title: Mapped[str]
    kind: Mapped[str]  # of a new thread
    body: Mapped[str]
    links: Mapped[list[str]] = mapped_column(JSON, default=list)
    client_id: Mapped[str]  # of the message that it becomes: sent twice, it would be kept once
    due_at: Mapped[datetime] = mapped_column(index=True)
    refused: Mapped[str | None]  # why it could not be sent
