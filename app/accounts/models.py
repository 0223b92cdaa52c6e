"""People, what they may reach, and how they sign in."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Dialect, ForeignKey, Index, Integer, String, TypeDecorator, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Dated
from app.i18n import locale, today
from app.permissions import Role, SiteRole

if TYPE_CHECKING:
    from app.networks.models import Network, Organisation


class RoleNumber(TypeDecorator[Role]):
    """A role as its number, so that the database too knows which is more."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Role | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Role | None:
        return None if value is None else Role(value)


FORMER = "Tidligere deltaker"  # kept instead of a name, once somebody was erased
FORMER_IN = {"nb": FORMER, "nn": "Tidlegare deltakar", "sv": "Tidigare deltagare", "en": "Former participant"}


class PersonName(TypeDecorator[str]):
    """A name. Of one who was erased nothing is left but words in the language of the reader."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return FORMER_IN[locale()] if value == FORMER else value


class Person(Dated, Base):
    """One who works for a municipality or beside it. Work contact data only."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)  # kept in lower case
    name: Mapped[str] = mapped_column(PersonName, index=True)
    title: Mapped[str] = mapped_column(default="")  # of their job
    phone: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    language: Mapped[str] = mapped_column(default="nb")
    site_role: Mapped[SiteRole] = mapped_column(default=SiteRole.PERSON)
    password: Mapped[str | None]  # argon2; none for those who sign in by e-mail link only
    active: Mapped[bool] = mapped_column(default=True)
    last_seen_at: Mapped[datetime | None]
    # whether others see which room they look at
    shows_presence: Mapped[bool] = mapped_column(default=True, server_default="1")
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who took over when they left
    photo: Mapped[str] = mapped_column(default="", server_default=text("''"))  # sha256 of a portrait in the storage
    away_until: Mapped[date | None]  # the last day on which they answer nothing
    warned_at: Mapped[datetime | None]  # that the account is closed, since nobody uses it
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation: Mapped["Organisation | None"] = relationship(lazy="joined")
    successor: Mapped["Person | None"] = relationship(remote_side=[id], foreign_keys=[successor_id])
    stand_in: Mapped["Person | None"] = relationship(remote_side=[id], foreign_keys=[stand_in_id])
    memberships: Mapped[list["Membership"]] = relationship(back_populates="person")

    @property
    def is_away(self) -> bool:
        """Whether they said that they answer nothing today."""
        return self.away_until is not None and self.away_until >= today()


class Membership(Dated, Base):
    """A person in a network, with a role, from a day and perhaps to a day."""

    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_current", "person_id", "ended_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)
    role: Mapped[Role] = mapped_column(RoleNumber)
    started_on: Mapped[date]
    ended_on: Mapped[date | None]  # once set the person is a stranger there
    person: Mapped[Person] = relationship(back_populates="memberships")
    network: Mapped["Network"] = relationship()


class RoomGuest(Dated, Base):
    """Somebody who is in this room by name: a guest of its network, who sees no other; or one of a few people
    who talk with each other in a room of no network."""

    __tablename__ = "room_guest"
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class SignIn(Dated, Base):
    """One browser in which a person is signed in. They can see and end each."""

    __tablename__ = "sign_in"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)  # sha256 of what the cookie holds
    device: Mapped[str] = mapped_column(default="")
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    code_due: Mapped[bool] = mapped_column(default=False, server_default="0")  # good for nothing until it is written
    wrong_codes: Mapped[int] = mapped_column(default=0, server_default="0")
    provider: Mapped[str] = mapped_column(default="", server_default=text("''"))  # who vouched for them, if anybody
    person: Mapped[Person] = relationship(lazy="joined")


class ApiToken(Dated, Base):
    """A key with which a program acts as a person. Shown once, kept as a hash."""

    __tablename__ = "api_token"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    seen_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined")


class Invitation(Dated, Base):
    """A link that makes one person, or everyone who holds it, a member of a network."""

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))  # for a guest
    email: Mapped[str | None]  # none: anyone with the link
    role: Mapped[Role] = mapped_column(RoleNumber, default=Role.MEMBER)
    token_hash: Mapped[str] = mapped_column(unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    most_uses: Mapped[int | None]  # of a link for anyone: how many may enter by it; none: as many as will
    uses: Mapped[int] = mapped_column(default=0, server_default="0")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))  # the link by which one asked for it
    network: Mapped["Network"] = relationship(lazy="joined")
    author: Mapped[Person] = relationship(foreign_keys=[author_id])


class EmailLink(Dated, Base):
    """A sign-in link that was mailed: good once, for a short while."""

    __tablename__ = "email_link"
    __table_args__ = (UniqueConstraint("token_hash"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined")


class TwoStep(Dated, Base):
    """The key that an app on a person's phone shares with us: who has one writes a code of it when signing in."""

    __tablename__ = "two_step"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sealed_key: Mapped[str]  # see sealing.py
    confirmed_at: Mapped[datetime | None]  # none: they are about to set it up, and nothing is asked
    last_step: Mapped[int] = mapped_column(default=0)  # of the clock: no code of it or before is taken again


class RecoveryCode(Dated, Base):
    """A code on paper, good once, for the day without the phone."""

    __tablename__ = "recovery_code"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str]  # see sealing.py
    used_at: Mapped[datetime | None]
