"""Indicators, their figures by release, and snapshot cards that never change."""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Dated
from app.indicators.frozen import Frozen
from app.permissions import Visibility

if TYPE_CHECKING:
    from app.accounts.models import Person
    from app.networks.models import Organisation, Theme


Texts = dict[str, str]  # by language: nb, nn, sv, en


class Indicator(Base):
    """What is counted, how, and by whom. Direction and caveat are ours: no source has them.

    One with a network is its own: its municipalities report the figures, and others see it only if it is public.
    """

    __tablename__ = "indicator"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    country: Mapped[str]  # whose municipalities it is about: NO or SE
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    names: Mapped[Texts] = mapped_column(JSON)
    definitions: Mapped[Texts] = mapped_column(JSON)
    caveats: Mapped[Texts] = mapped_column(JSON)
    unit: Mapped[Texts] = mapped_column(JSON)
    decimals: Mapped[int]
    direction: Mapped[str]  # higher, lower or neutral is better
    source: Mapped[str]
    table_id: Mapped[str]
    variable: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    periodicity: Mapped[str] = mapped_column(default="")
    derived_from: Mapped[str] = mapped_column(default="")
    variant_of: Mapped[str] = mapped_column(default="")
    places: Mapped[int] = mapped_column(default=0)  # how many municipalities have figures, and for which years
    first_year: Mapped[int | None]
    last_year: Mapped[int | None]
    network_id: Mapped[int | None] = mapped_column(ForeignKey("network.id"), index=True)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PUBLIC, server_default="PUBLIC")
    every_years: Mapped[int] = mapped_column(default=1, server_default="1")  # how often a network reports it
    reminded_in: Mapped[int | None]  # the year in which those who had not reported were last asked to
    theme: Mapped["Theme | None"] = relationship()

    @property
    def theme_key(self) -> str:
        """The key of its theme; "other" for what belongs to none of the six."""
        return self.theme.key if self.theme else "other"

    def texts(self, language: str) -> Texts:
        """What a card says of it, in one of the four languages."""
        return {"title": self.names[language], "unit": self.unit[language],
                "definition": self.definitions[language], "caveat": self.caveats[language]}


class Release(Dated, Base):
    """One import of one indicator. Figures are never overwritten: a municipality's newest release is current."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("indicator_id", "checksum"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    source: Mapped[str]
    table_id: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    retrieved_on: Mapped[date]
    updated_at: Mapped[datetime | None]  # by the source, where it says
    checksum: Mapped[str]  # sha256 of the figures
    rows: Mapped[int]
    next_on: Mapped[date | None]  # when the source means to publish again, where it says
    notes: Mapped[list[str]] = mapped_column(JSON, default=list)  # what the source wants shown beside the figures
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # who reported it
    indicator: Mapped[Indicator] = relationship()

    def texts(self, language: str) -> Texts:
        """What a card says of its figures: what the source wants shown is part of the caveat, in its own words."""
        said = self.indicator.texts(language)
        return said | {"caveat": " ".join(filter(None, [said["caveat"], *self.notes]))}
    author: Mapped["Person | None"] = relationship()


class Favourite(Base):
    """An indicator that somebody keeps at hand."""

    __tablename__ = "indicator_favourite"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)


class SourceTable(Base):
    """A table that is fetched from its source: how that went last."""

    __tablename__ = "source_table"
    source: Mapped[str] = mapped_column(primary_key=True)
    table_id: Mapped[str] = mapped_column(primary_key=True)
    tried_at: Mapped[datetime]
    fetched_at: Mapped[datetime | None]  # the last time that it went well
    rows: Mapped[int] = mapped_column(default=0)
    refused: Mapped[list[str]] = mapped_column(JSON, default=list)  # the first few, in words
    renumbered: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # former number -> that of today
    parted: Mapped[list[str]] = mapped_column(JSON, default=list)  # numbers of what was split or merged
    trouble: Mapped[str] = mapped_column(default="")  # why it did not go well; nothing if it did
    detail: Mapped[str] = mapped_column(default="")


class SourceRun(Dated, Base):
    """One time that the tables were fetched: how far it came."""

    __tablename__ = "source_run"
    id: Mapped[int] = mapped_column(primary_key=True)
    touched_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    total: Mapped[int] = mapped_column(default=0)  # tables
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    at: Mapped[str] = mapped_column(default="")  # the table that is being fetched


class FigureMapping(Dated, Base):
    """Which column of a table is which, as somebody chose it once: offered again where the same headings come."""

    __tablename__ = "figure_mapping"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    headings: Mapped[list[str]] = mapped_column(JSON)  # in the order of the alphabet
    chosen: Mapped[dict[str, str]] = mapped_column(JSON)  # what importers.mapped.Columns holds, and the source


class Observation(Base):
    """One figure: an indicator, a municipality, a year, a release."""

    __tablename__ = "observation"
    __table_args__ = (UniqueConstraint("release_id", "organisation_id", "year"),
                      Index("ix_observation_series", "indicator_id", "organisation_id", "release_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    value: Mapped[float | None]
    status: Mapped[str] = mapped_column(default="")  # the source's mark for a missing figure
    release: Mapped[Release] = relationship()
    organisation: Mapped["Organisation"] = relationship()


class FormerFigure(Base):
    """A figure of a municipality that was split or merged: kept under the number that it had, never summed up."""

    __tablename__ = "former_figure"
    __table_args__ = (UniqueConstraint("release_id", "number", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    number: Mapped[str]  # see registers.former
    year: Mapped[int]
    value: Mapped[float | None]
    status: Mapped[str] = mapped_column(default="")


class SnapshotCard(Dated, Base):
    """Figures as they stood when someone showed them, with all that explains them, in `frozen`."""

    __tablename__ = "snapshot_card"
    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    frozen: Mapped[dict[str, Any]] = mapped_column(JSON)  # what `Frozen.to_dict` wrote
    texts: Mapped[dict[str, Texts]] = mapped_column(JSON)  # title, unit, definition and caveat by language, as then
    # whom its median is of, as Choice has it
    compare: Mapped[str] = mapped_column(default="", server_default=text("''"))
    to_newest: Mapped[bool]  # its last year was the newest that there was
    indicator: Mapped[Indicator] = relationship()
    release: Mapped[Release] = relationship()
    author: Mapped["Person"] = relationship()
    shares: Mapped[list["CardShare"]] = relationship(back_populates="card")

    @property
    def figures(self) -> Frozen:
        """What it holds, in the language in which it was made."""
        return Frozen.from_dict(self.frozen)

    def in_language(self, language: str) -> Frozen:
        """The same with the words that it had in LANGUAGE when it was made."""
        words: dict[str, Any] = {"lang": language, **self.texts[language]} if language in self.texts else {}
        return replace(self.figures, **words)


class CardShare(Dated, Base):
    """A card put in a place: whoever may read the place may read the card."""

    __tablename__ = "card_share"
    __table_args__ = (UniqueConstraint("card_id", "place"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("snapshot_card.id"))
    place: Mapped[str]  # "message:12"
    network_id: Mapped[int | None] = mapped_column(ForeignKey("network.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), index=True)
    card: Mapped[SnapshotCard] = relationship(back_populates="shares")

    @property
    def address(self) -> str:
        """The page of that place."""
        kind, _, number = self.place.partition(":")
        return f"/{kind}s/{number}"
