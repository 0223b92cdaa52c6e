"""The example bank: what a municipality did, and what others can learn from it."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, Numeric, func, select, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from app.database import Base, Dated, now
from app.permissions import Visibility

if TYPE_CHECKING:
    from app.accounts.models import Person
    from app.networks.models import Network, Organisation, Theme


STALE = timedelta(days=365)  # after a year its owner is asked whether it still holds


class MeasureType(StrEnum):
    """What sort of measure it is (from Klimasats and Climate-ADAPT)."""

    PLAN, INVESTMENT, OPERATION, INFORMATION = "plan", "investment", "operation", "information"
    COOPERATION, COMPETENCE, PROCUREMENT, REGULATION = "cooperation", "competence", "procurement", "regulation"


class MeasureStatus(StrEnum):
    """How far the measure has come. A stopped one is an example too."""

    IDEA, PLANNED, ONGOING, COMPLETED, STOPPED = "idea", "planned", "ongoing", "completed", "stopped"


class ReviewState(StrEnum):
    """How far the example has come."""

    DRAFT, SUBMITTED, NEEDS_CHANGES, PUBLISHED, ARCHIVED = (
        "draft", "submitted", "needs_changes", "published", "archived")


class ExampleTheme(Base):
    """A theme of an example."""

    __tablename__ = "example_theme"
    example_id: Mapped[int] = mapped_column(ForeignKey("example.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)


class ExampleMunicipality(Base):
    """A municipality that did it; the owner is number 0."""

    __tablename__ = "example_municipality"
    example_id: Mapped[int] = mapped_column(ForeignKey("example.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class ExampleUse(Dated, Base):
    """A municipality has done as an example says. Who reads the example reads this."""

    __tablename__ = "example_use"
    id: Mapped[int] = mapped_column(primary_key=True)
    example_id: Mapped[int] = mapped_column(ForeignKey("example.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    began: Mapped[str] = mapped_column(default="")  # a year, or YYYY-MM
    story: Mapped[str]  # how it went
    changed: Mapped[str] = mapped_column(default="")  # what they did otherwise
    municipality: Mapped["Organisation"] = relationship()
    author: Mapped["Person"] = relationship()


class Consent(StrEnum):
    """What somebody says to being quoted."""

    WAITING, NAMED, UNNAMED, REFUSED = "waiting", "named", "unnamed", "refused"


class ExampleQuote(Dated, Base):
    """A message that an example quotes, where one of its texts says `[[message:34]]`.

    The words are kept here alone: taken back, they are gone from all that the example ever was.
    """

    __tablename__ = "example_quote"
    example_id: Mapped[int] = mapped_column(ForeignKey("example.id"), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]  # Markdown, as it was when it was put in
    consent: Mapped[Consent] = mapped_column(default=Consent.WAITING)
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    person: Mapped["Person"] = relationship()
    example: Mapped["Example"] = relationship(back_populates="quotes")


class ExampleEditing(Base):
    """Somebody has the form of an example open: seen every few seconds."""

    __tablename__ = "example_editing"
    example_id: Mapped[int] = mapped_column(ForeignKey("example.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seen_at: Mapped[datetime]


class Example(Dated, Base):
    """One example. The long texts are Markdown; `html_of` holds each as safe HTML."""

    __tablename__ = "example"
    __table_args__ = (Index("ix_example_author_id_import_key", "author_id", "import_key", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    language: Mapped[str] = mapped_column(default="nb")
    network_id: Mapped[int | None] = mapped_column(ForeignKey("network.id"), index=True)
    gathering_id: Mapped[int | None]
    organisation: Mapped[str] = mapped_column(default="")
    measure_type: Mapped[MeasureType | None]
    status: Mapped[MeasureStatus | None]
    start_date: Mapped[str] = mapped_column(default="")  # a year, or YYYY-MM
    end_date: Mapped[str] = mapped_column(default="")
    challenge: Mapped[str] = mapped_column(default="")
    objectives: Mapped[str] = mapped_column(default="")
    solution: Mapped[str] = mapped_column(default="")
    participants: Mapped[str] = mapped_column(default="")
    political_decision: Mapped[str] = mapped_column(default="")
    cost_amount: Mapped[float | None] = mapped_column(Numeric(14, 2, asdecimal=False))
    currency: Mapped[str] = mapped_column(default="NOK")
    funding: Mapped[str] = mapped_column(default="")
    resources_text: Mapped[str] = mapped_column(default="")
    results: Mapped[str] = mapped_column(default="")
    # {measure, value, unit, year, indicator}; the last is the code of one of our indicators, or ""
    effects: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    success_factors: Mapped[str] = mapped_column(default="")
    barriers: Mapped[str] = mapped_column(default="")
    transferability: Mapped[str] = mapped_column(default="")
    links: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)  # {url, label}
    keywords: Mapped[list[str]] = mapped_column(JSON, default=list)
    sdg_targets: Mapped[list[str]] = mapped_column(JSON, default=list)
    cards: Mapped[list[str]] = mapped_column(JSON, default=list)  # "card:7"
    html_of: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    geo_character: Mapped[str] = mapped_column(default="")
    image_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"))
    image_alt: Mapped[str] = mapped_column(default="", server_default=text("''"))
    image_credit: Mapped[str] = mapped_column(default="", server_default=text("''"))
    location: Mapped[str] = mapped_column(default="", server_default=text("''"))  # the name of the spot
    lat: Mapped[float | None]  # degrees (WGS 84); without them it is where its municipality is
    lon: Mapped[float | None]
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.DRAFT)  # who may read it now
    wanted_visibility: Mapped[Visibility] = mapped_column(default=Visibility.NETWORK)  # once published
    review_state: Mapped[ReviewState] = mapped_column(default=ReviewState.DRAFT, index=True)
    review_note: Mapped[str] = mapped_column(default="")
    review_notes: Mapped[dict[str, str] | None] = mapped_column(JSON, default=dict)  # what a reviewer says of a field
    source: Mapped[str] = mapped_column(default="")  # "thread:9", where it came from
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # answers for it
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # and who is asked next
    import_key: Mapped[str | None]  # which row of a file it came from: brought in twice by one person is kept once
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    last_verified: Mapped[date]
    asked_on: Mapped[date | None]  # whether it still holds; the latest letter about it
    asked: Mapped[int] = mapped_column(default=0, server_default="0")  # how many, since it was confirmed
    published_at: Mapped[datetime | None] = mapped_column(index=True)  # for the first time
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    network: Mapped["Network | None"] = relationship()
    contact: Mapped["Person | None"] = relationship(foreign_keys=[contact_id])
    deputy: Mapped["Person | None"] = relationship(foreign_keys=[deputy_id])
    author: Mapped["Person"] = relationship(foreign_keys=[author_id])
    themes: Mapped[list["Theme"]] = relationship(secondary="example_theme", order_by="Theme.id")
    # the service writes the rows between, since they have an order
    municipalities: Mapped[list["Organisation"]] = relationship(
        secondary="example_municipality", order_by="ExampleMunicipality.position", viewonly=True)

    quotes: Mapped[list["ExampleQuote"]] = relationship(
        back_populates="example", order_by="ExampleQuote.message_id", cascade="all, delete-orphan")
    used_by: Mapped[int] = column_property(  # so many municipalities
        select(func.count(ExampleUse.organisation_id.distinct())).where(ExampleUse.example_id == id)
        .correlate_except(ExampleUse).scalar_subquery())

    @property
    def owner(self) -> "Organisation | None":
        """The municipality that answers for it."""
        return self.municipalities[0] if self.municipalities else None

    @property
    def place(self) -> str:
        """What its files and cards are put in."""
        return f"example:{self.id}"

    @property
    def path(self) -> str:
        """Its address. The number decides; the words are for people."""
        return f"/examples/{self.id}-{self.slug}"

    @property
    def is_fresh(self) -> bool:
        """Whether somebody has said within a year that it still holds."""
        return now().date() - self.last_verified <= STALE


class ExampleVersion(Dated, Base):
    """How an example read before a change, and who made the change."""

    __tablename__ = "example_version"
    id: Mapped[int] = mapped_column(primary_key=True)
    example_id: Mapped[int] = mapped_column(ForeignKey("example.id"), index=True)
    version: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)  # every one, as history.snapshot has it
    author: Mapped["Person"] = relationship()

    def as_it_was(self, example: Example) -> Example:
        """EXAMPLE as permissions saw it then: who could not read it then does not read it now."""
        return Example(author_id=example.author_id, network_id=self.fields["network_id"],
                       visibility=Visibility(self.fields["visibility"]))


class ExampleUpload(Dated, Base):
    """A file of examples that somebody has sent in and may bring in: its rows as they were read."""

    __tablename__ = "example_upload"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    network_id: Mapped[int | None] = mapped_column(ForeignKey("network.id"))  # for rows that name none
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # {number, cells: {column: words}}
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    publish: Mapped[bool] = mapped_column(default=False)
    done: Mapped[int] = mapped_column(default=0)  # rows
    report: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # of rows that were refused or there
