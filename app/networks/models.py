"""Programmes, organisations of every kind, themes, and networks of municipalities."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from app.database import Base, Dated
from app.permissions import Visibility


class OrganisationKind(StrEnum):
    """What an organisation is."""

    MUNICIPALITY, COUNTY, STATE, PARTNER, ASSOCIATION, ENERGY, NGO = (
        "municipality", "county", "state", "partner", "association", "energy", "ngo")


class State(StrEnum):
    """Where a network is in its life. A concluded one is readable, searchable, and can be re-opened."""

    SETTING_UP, ACTIVE, CONCLUDED = "setting_up", "active", "concluded"


def place_key(country: str, code: str) -> str:
    """The number of a municipality as addresses say it: two countries use some numbers both, so Swedish ones say so."""
    return f"SE-{code}" if country == "SE" else code


class Organisation(Base):
    """A municipality, a county, or another. Our own key: official numbers change with reforms."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("country", "kind", "code"),)
    visibility: ClassVar[Visibility] = Visibility.MEMBERS
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = synonym("id")  # permissions ask what is an organisation's own for it
    kind: Mapped[OrganisationKind]
    country: Mapped[str]  # NO or SE
    code: Mapped[str]  # the official number that holds now; our own letters for other kinds
    name: Mapped[str] = mapped_column(index=True)
    names_all: Mapped[str] = mapped_column(default="")  # every official name, Sámi and Kven too
    county_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    inhabitants: Mapped[int | None]  # as counted last; those who import figures keep it true
    offers: Mapped[str] = mapped_column(default="", server_default=text("''"))  # what others can come to it for
    url: Mapped[str] = mapped_column(default="", server_default=text("''"))
    email: Mapped[str] = mapped_column(default="", server_default=text("''"))
    phone: Mapped[str] = mapped_column(default="", server_default=text("''"))
    active: Mapped[bool] = mapped_column(default=True, server_default="1")  # what has ended is kept, and said to be so
    county: Mapped["Organisation | None"] = relationship(remote_side=[id])

    @property
    def key(self) -> str:
        """Its number in addresses."""
        return place_key(self.country, self.code)

    @property
    def path(self) -> str:
        """The address of its page."""
        of_municipality = self.kind == OrganisationKind.MUNICIPALITY
        return f"/municipalities/{self.key}" if of_municipality else f"/organisations/{self.id}"

    @property
    def ring(self) -> int:
        """Which of the eight stable colours marks its people: never the only mark."""
        return (int(self.code) // 2 if self.code.isdecimal() else sum(map(ord, self.code))) % 8


class Theme(Base):
    """One of the six themes of the programme."""

    __tablename__ = "theme"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    nb: Mapped[str]
    nn: Mapped[str]
    sv: Mapped[str]
    en: Mapped[str]

    def label(self, locale: str) -> str:
        """Its name in one of the four languages."""
        return str(getattr(self, locale if locale in ("nb", "nn", "sv", "en") else "nb"))


class Programme(Base):
    """What a network was started under. Livskraft outlives it."""

    __tablename__ = "programme"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    about: Mapped[str] = mapped_column(default="")


class NetworkTheme(Base):
    """A theme that a network works on."""

    __tablename__ = "network_theme"
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)


class Network(Dated, Base):
    """Four to six municipalities that help each other."""

    __tablename__ = "network"
    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = synonym("id")  # permissions ask every thing for its network
    name: Mapped[str] = mapped_column(unique=True)
    about: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="nb")
    state: Mapped[State] = mapped_column(default=State.SETTING_UP)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    programme: Mapped[Programme | None] = relationship()
    themes: Mapped[list[Theme]] = relationship(secondary="network_theme", order_by=Theme.id)
    participations: Mapped[list["Participation"]] = relationship(
        back_populates="network", order_by="Participation.id")
    version: Mapped[int] = mapped_column(default=1)  # so that two editors at once are told

    @property
    def current(self) -> list["Participation"]:
        """The municipalities that take part today."""
        return [one for one in self.participations if one.ended_on is None]


class Participation(Dated, Base):
    """A municipality in a network, by decision of its council."""

    __tablename__ = "participation"
    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    decision_body: Mapped[str] = mapped_column(default="")
    decision_date: Mapped[date | None]
    case_number: Mapped[str] = mapped_column(default="")
    network: Mapped[Network] = relationship(back_populates="participations")
    organisation: Mapped[Organisation] = relationship(lazy="joined")
