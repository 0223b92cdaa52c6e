"""A plan document: what was adopted, where it is, and when it comes up again."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Dated
from app.i18n import today
from app.permissions import Visibility

if TYPE_CHECKING:
    from app.networks.models import Organisation


class PlanKind(StrEnum):
    """What a plan is about."""

    SOCIETY, LAND_USE, CLIMATE, HEALTH, HERITAGE, BUSINESS, TRANSPORT, FINANCE, OTHER = (
        "society", "land_use", "climate", "health", "heritage", "business", "transport", "finance", "other")


class Plan(Dated, Base):
    """A plan of a municipality (or a county). Once adopted it is for everybody, before that for who is signed in."""

    __tablename__ = "plan"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[PlanKind]
    title: Mapped[str]
    url: Mapped[str] = mapped_column(default="")  # where it is, if it is not a file of ours
    adopted_on: Mapped[date | None]
    revise_on: Mapped[date | None]
    organisation: Mapped["Organisation"] = relationship()

    @property
    def place(self) -> str:
        """Where its file is put."""
        return f"plan:{self.id}"

    @property
    def visibility(self) -> Visibility:
        """Who it is for."""
        return Visibility.PUBLIC if self.adopted_on else Visibility.MEMBERS

    @property
    def overdue(self) -> bool:
        """Whether the day of its revision is over where the municipalities are."""
        return self.revise_on is not None and self.revise_on < today()
