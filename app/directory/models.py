"""What a person lets others ask them about."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Dated

if TYPE_CHECKING:
    from app.accounts.models import Person
    from app.networks.models import Theme


class Shown(StrEnum):
    """Who sees a line of a contact card: those who share a network, all signed-in, or everybody."""

    NETWORK, MEMBERS, PUBLIC = "network", "members", "public"


WIDER = tuple(Shown)  # each for more people than the one before it


class LineKind(StrEnum):
    """How what administrators ask for is answered."""

    SHORT, LONG, CHOICE, LINK = "short", "long", "choice", "link"


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
    lines: Mapped[list["ProfileLine"]] = relationship(cascade="all, delete-orphan")


class ProfileField(Dated, Base):
    """One thing that administrators ask for on every contact card."""

    __tablename__ = "profile_field"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LineKind]
    labels: Mapped[dict[str, str]] = mapped_column(JSON)  # by language; one at least
    helps: Mapped[dict[str, str]] = mapped_column(JSON)
    choices: Mapped[list[str]] = mapped_column(JSON)
    widest: Mapped[Shown]  # nobody can show it to more people than these
    position: Mapped[int]
    retired_at: Mapped[datetime | None]  # neither asked for nor shown since; what people answered is kept

    @property
    def usual(self) -> Shown:
        """Who sees an answer until the person says otherwise."""
        return min(Shown.MEMBERS, self.widest, key=WIDER.index)

    def label(self, locale: str) -> str:
        """What it is called in the language LOCALE, or in the first that there is."""
        return self.labels.get(locale) or next(iter(self.labels.values()))

    def help(self, locale: str) -> str:
        """What it says to those who answer, in the same way; perhaps nothing."""
        return self.helps.get(locale) or next(iter(self.helps.values()), "")


class ProfileLine(Base):
    """What a person answered, and who sees it."""

    __tablename__ = "profile_line"
    person_id: Mapped[int] = mapped_column(ForeignKey("contact_card.person_id"), primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("profile_field.id"), primary_key=True, index=True)
    text: Mapped[str]
    shown: Mapped[Shown]
    field: Mapped[ProfileField] = relationship(lazy="joined")

    @property
    def audience(self) -> Shown:
        """Who sees it; never more people than the field allows now."""
        return min(self.shown, self.field.widest, key=WIDER.index)
