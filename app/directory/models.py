"""What a person lets others ask them about."""

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base

if TYPE_CHECKING:
    from app.accounts.models import Person
    from app.networks.models import Theme


class Shown(StrEnum):
    """Who sees a line of a contact card: those who share a network, all signed-in, or everybody."""

    NETWORK, MEMBERS, PUBLIC = "network", "members", "public"


class ContactTheme(Base):
    """A theme that a person knows something of."""

    __tablename__ = "contact_theme"
    person_id: Mapped[int] = mapped_column(ForeignKey("contact_card.person_id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)


class ContactCard(Base):
    """A person in the contact directory."""

    __tablename__ = "contact_card"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    ask_about: Mapped[str] = mapped_column(default="")  # "spør meg om"
    about: Mapped[str] = mapped_column(default="")
    languages: Mapped[str] = mapped_column(default="")
    availability: Mapped[str] = mapped_column(default="")
    work_days: Mapped[str] = mapped_column(default="", server_default=text("''"))  # "1234": Monday to Thursday
    of_record: Mapped[bool] = mapped_column(default=False, server_default="0")  # whom to ask first where they work
    email_shown: Mapped[Shown] = mapped_column(default=Shown.MEMBERS)
    phone_shown: Mapped[Shown] = mapped_column(default=Shown.NETWORK)
    availability_shown: Mapped[Shown] = mapped_column(default=Shown.NETWORK)
    person: Mapped["Person"] = relationship()
    themes: Mapped[list["Theme"]] = relationship(secondary="contact_theme", order_by="Theme.id")
