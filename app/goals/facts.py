"""What people say of a goal, an action, a monitoring; and what cannot be true of them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import lazy_gettext

from app.errors import Invalid
from app.goals.models import ActionStatus, Direction
from app.markup import UNWANTED
from app.permissions import Visibility

FIRST_YEAR, LAST_YEAR = 1950, 2100
LARGEST, MOST_PERCENT = 1e15, 1000
LINE, TEXT = 200, 5000  # characters
FOUR_DIGITS = lazy_gettext("Write the year with four digits, from 1950 to 2100.")
Errors = dict[str, Any]


@dataclass(frozen=True)
class GoalFacts:
    """A goal as somebody wants it. A baseline without a value is taken from the statistics."""

    title: str
    baseline_year: int
    target_year: int
    contact_id: int
    about: str = ""
    indicator: str = ""
    unit: str = ""
    direction: Direction | None = None
    baseline_value: float | None = None
    baseline_source: str = ""
    target_value: float | None = None
    target_percent: float | None = None
    deputy_id: int | None = None
    visibility: Visibility = Visibility.NETWORK
    plan_id: int | None = None
    begins_on: date | None = None


@dataclass(frozen=True)
class ActionFacts:
    """What is done, by whom, when, for how much."""

    title: str
    about: str = ""
    status: ActionStatus = ActionStatus.PLANNED
    responsible: str = ""
    from_year: int | None = None
    to_year: int | None = None
    cost: float | None = None
    effect: float | None = None
    example_id: int | None = None


@dataclass(frozen=True)
class MonitoringFacts:
    """What was found. Without a year and a value the newest figure of the statistics is taken, if there is one."""

    words: str = ""
    year: int | None = None
    value: float | None = None
    source: str = ""
    statuses: Mapping[int, ActionStatus] = field(default_factory=dict)  # action id -> how far it is now


def clean(text: str) -> str:
    """TEXT as any database can keep it."""
    return UNWANTED.sub("", text.replace("\r\n", "\n").encode("utf-8", "replace").decode()).strip()


def line(text: str) -> str:
    """TEXT on one line."""
    return " ".join(clean(text).split())


def check_texts(errors: Errors, limits: Mapping[str, int], facts: Any) -> None:
    """Note in ERRORS which texts of FACTS are longer than LIMITS say."""
    for name, limit in limits.items():
        if len(getattr(facts, name)) > limit:
            errors[name] = lazy_gettext("Use at most %(number)s characters.", number=limit)


def possible_year(year: int | None) -> bool:
    """Whether YEAR is one that a goal can be about."""
    return year is not None and FIRST_YEAR <= year <= LAST_YEAR


def possible(value: float | None) -> bool:
    """Whether VALUE, if there is one, is a number that a chart can show."""
    return value is None or (math.isfinite(value) and abs(value) <= LARGEST)


def check_goal(facts: GoalFacts, this_year: int) -> None:
    """Raise Invalid, naming the fields, for what cannot be a goal whatever the statistics say."""
    errors: Errors = {}
    check_texts(errors, {"title": LINE, "unit": 60, "baseline_source": LINE, "about": TEXT}, facts)
    if not line(facts.title):
        errors["title"] = lazy_gettext("Say in a few words what you want to reach.")
    if not facts.indicator and not line(facts.unit):
        errors["unit"] = lazy_gettext("Choose an indicator, or say what is counted.")
    _check_years(errors, facts, this_year)
    _check_amounts(errors, facts)
    if errors:
        raise Invalid(errors=errors)


def _check_years(errors: Errors, facts: GoalFacts, this_year: int) -> None:
    for name in ("baseline_year", "target_year"):
        if not possible_year(getattr(facts, name)):
            errors[name] = FOUR_DIGITS
    if errors.keys() & {"baseline_year", "target_year"}:
        return
    if facts.baseline_year > this_year:
        errors["baseline_year"] = lazy_gettext("The baseline lies in the past.")
    if facts.target_year <= facts.baseline_year:
        errors["target_year"] = lazy_gettext("The target comes after the baseline.")


def _check_amounts(errors: Errors, facts: GoalFacts) -> None:
    for name in ("baseline_value", "target_value"):
        if not possible(getattr(facts, name)):
            errors[name] = lazy_gettext("This number is too large.")
    percent = facts.target_percent
    if percent is not None and not (math.isfinite(percent) and 0 < percent <= MOST_PERCENT):
        errors["target_percent"] = lazy_gettext("Write by how many per cent: more than 0, at most 1000.")
    if (facts.target_value is None) == (percent is None):
        errors["target_value"] = lazy_gettext("Write a value or a percentage, one of them.")
    if facts.baseline_value is None and not facts.indicator:
        errors["baseline_value"] = lazy_gettext("Write the value of the baseline.")
    if facts.baseline_value is not None and not line(facts.baseline_source):
        errors["baseline_source"] = lazy_gettext("Say where the value is from.")


def check_action(facts: ActionFacts) -> None:
    """Raise Invalid, naming the fields, for what cannot be an action."""
    errors: Errors = {}
    check_texts(errors, {"title": LINE, "responsible": LINE, "about": TEXT}, facts)
    if not line(facts.title):
        errors["title"] = lazy_gettext("Say in a few words what is done.")
    for name in ("from_year", "to_year"):
        if getattr(facts, name) is not None and not possible_year(getattr(facts, name)):
            errors[name] = FOUR_DIGITS
    if not errors and facts.from_year and facts.to_year and facts.to_year < facts.from_year:
        errors["to_year"] = lazy_gettext("The last year cannot be before the first.")
    for name in ("cost", "effect"):
        if not possible(getattr(facts, name)):
            errors[name] = lazy_gettext("This number is too large.")
    if facts.cost is not None and facts.cost < 0:
        errors["cost"] = lazy_gettext("Money is not below zero here.")
    if errors:
        raise Invalid(errors=errors)


def check_monitoring(facts: MonitoringFacts, this_year: int) -> None:
    """Raise Invalid, naming the fields, for what nobody can have found."""
    errors: Errors = {}
    check_texts(errors, {"source": LINE, "words": TEXT}, facts)
    if facts.year is not None and not possible_year(facts.year):
        errors["year"] = FOUR_DIGITS
    elif facts.year is not None and facts.year > this_year:
        errors["year"] = lazy_gettext("Nobody can know that yet.")
    if not possible(facts.value):
        errors["value"] = lazy_gettext("This number is too large.")
    if facts.value is not None and facts.year is None:
        errors["year"] = lazy_gettext("Say which year the value is of.")
    if facts.value is not None and not line(facts.source):
        errors["source"] = lazy_gettext("Say where the value is from.")
    if errors:
        raise Invalid(errors=errors)
