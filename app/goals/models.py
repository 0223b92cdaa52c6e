"""Goals of municipalities, their actions, and what was found each time somebody looked."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Dated, now
from app.goals.progress import Line
from app.i18n import today
from app.permissions import Visibility
from app.plans.models import Plan

if TYPE_CHECKING:
    from app.accounts.models import Person
    from app.examples.models import Example
    from app.indicators.models import Indicator
    from app.networks.models import Network, Organisation

EVERY, FULL = 2, 4  # years from one monitoring to the next, and to one with a value: as the Covenant of Mayors has it


class ActionStatus(StrEnum):
    """How far an action has come."""

    PLANNED, UNDER_WAY, DONE, STOPPED = "planned", "under_way", "done", "stopped"


class Direction(StrEnum):
    """Which way is better."""

    LOWER, HIGHER = "lower", "higher"


class Goal(Dated, Base):
    """Where a municipality wants to be in a year. Its baseline is frozen, as a card's figures are."""

    __tablename__ = "goal"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)  # that it is shared with
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # none: they are forgotten
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.NETWORK)
    title: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    language: Mapped[str]  # of its words
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"), index=True)  # none: nobody counts it
    unit: Mapped[str] = mapped_column(default="")  # only without an indicator
    direction: Mapped[Direction]
    baseline_year: Mapped[int]
    baseline_value: Mapped[float]
    baseline_source: Mapped[str] = mapped_column(default="")  # who says so
    baseline_on: Mapped[date | None]  # when it was fetched from there; none: typed
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    target_year: Mapped[int]
    target_value: Mapped[float]
    target_percent: Mapped[float | None]  # where it was set as a change of the baseline
    # the plan that it stands in; one that is taken off the list leaves the goal as it is
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id", ondelete="SET NULL"), index=True)
    begins_on: Mapped[date]  # from when monitoring is counted
    due_on: Mapped[date | None] = mapped_column(index=True)  # when somebody should look next; none: its time is over
    told_due: Mapped[date | None]  # for which day its contact has had a letter
    told_late: Mapped[date | None]  # and for which its deputy and the coordinators
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]
    organisation: Mapped["Organisation"] = relationship()
    network: Mapped["Network"] = relationship()
    contact: Mapped["Person | None"] = relationship(foreign_keys=[contact_id])
    deputy: Mapped["Person | None"] = relationship(foreign_keys=[deputy_id])
    indicator: Mapped["Indicator | None"] = relationship()
    plan: Mapped[Plan | None] = relationship()
    actions: Mapped[list["Action"]] = relationship(
        order_by="(Action.from_year, Action.id)",
        primaryjoin="and_(Action.goal_id == Goal.id, Action.removed_at.is_(None))", viewonly=True)
    monitorings: Mapped[list["Monitoring"]] = relationship(back_populates="goal", order_by="Monitoring.id")

    @property
    def path(self) -> str:
        """Its address."""
        return f"/goals/{self.id}"

    @property
    def line(self) -> Line:
        """From where to where."""
        return Line((self.baseline_year, self.baseline_value), (self.target_year, self.target_value),
                    self.direction == Direction.LOWER)

    @property
    def full_due(self) -> bool:
        """Whether a value is asked for next time: four years after the last one, or after it began."""
        known = [one.made_on for one in self.monitorings if one.value is not None]
        return self.due_on is not None and self.due_on >= years_after(max([self.begins_on, *known]), FULL)

    @property
    def overdue(self) -> bool:
        """Whether that day is over where the municipalities are."""
        return self.due_on is not None and self.due_on < today()

    @property
    def next_due(self) -> date | None:
        """Two years after somebody looked last, or after it began; none once somebody looked after its time."""
        last = max([self.begins_on, *(one.made_on for one in self.monitorings)])
        return years_after(last, EVERY) if last.year <= self.target_year else None


class Action(Dated, Base):
    """One thing that is done to reach a goal."""

    __tablename__ = "goal_action"
    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"), index=True)
    title: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    status: Mapped[ActionStatus] = mapped_column(default=ActionStatus.PLANNED)
    responsible: Mapped[str] = mapped_column(default="")  # a person or unit, in words
    from_year: Mapped[int | None]
    to_year: Mapped[int | None]
    cost: Mapped[float | None]  # in the money of the municipality's country
    effect: Mapped[float | None]  # that is expected, a year, in the unit of the goal
    example_id: Mapped[int | None] = mapped_column(ForeignKey("example.id"))
    version: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None]
    goal: Mapped[Goal] = relationship()
    example: Mapped["Example | None"] = relationship()


class Monitoring(Dated, Base):
    """What somebody found on a day. Never changed: who knows better looks again."""

    __tablename__ = "goal_monitoring"
    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_on: Mapped[date]
    year: Mapped[int | None]  # that the value is of
    value: Mapped[float | None]
    source: Mapped[str] = mapped_column(default="")
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    words: Mapped[str] = mapped_column(default="")
    statuses: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # {action, title, status} of that day
    goal: Mapped[Goal] = relationship(back_populates="monitorings")
    author: Mapped["Person"] = relationship()


def years_after(day: date, years: int) -> date:
    """The same day YEARS later; the last of February for the one that not every year has."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
