"""What is kept about searching."""

from datetime import datetime

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, now


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
