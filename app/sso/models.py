"""Which account at which provider is whose."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Base, Dated


class Identity(Dated, Base):
    """An account at a provider by which a person signs in. Addresses change hands; issuer and subject never do."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    seen_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined")
