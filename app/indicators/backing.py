"""What stands behind an indicator's figures: former municipalities, what the source says, when more will come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from babel.lists import format_list

from app import registers
from app.database import now
from app.i18n import locale
from app.indicators import queries
from app.indicators.models import FormerFigure, Indicator, Release
from app.permissions import Actor

BETWEEN = {"yearly": timedelta(days=365)}  # from one publication to the next


@dataclass(frozen=True)
class Parted:
    """A municipality that was split or merged, what became of it, and the figures that it had."""

    former: registers.Former
    successors: str  # "1508 Ålesund and 1580 Haram"
    figures: Sequence[FormerFigure]


@dataclass(frozen=True)
class Behind:
    """All of it. NEXT_SAID: the source itself says that day."""

    release: Release | None
    next_on: date | None
    next_said: bool
    parted: Sequence[Parted]


def behind(actor: Actor, indicator: Indicator) -> Behind:
    """What stands behind the figures of INDICATOR that are newest."""
    release = queries.newest_releases(actor, [indicator.id]).get(indicator.id)
    return Behind(release, *next_figures(indicator, release), parted(actor, indicator))


def parted(actor: Actor, indicator: Indicator) -> list[Parted]:
    """Those of INDICATOR, by their numbers."""
    found = []
    for number, figures in groupby(queries.former_figures(actor, indicator), key=lambda one: one.number):
        former = registers.former(number, indicator.country)
        if former:
            found.append(Parted(former, called(former.successors, indicator.country), list(figures)))
    return found


def called(numbers: Sequence[str], country: str) -> str:
    """NUMBERS with the names of today, as one says a list."""
    known = {number: registers.find_municipality(number, country) for number in numbers}
    return format_list([f"{number} {one.name}" if one else number for number, one in known.items()], locale=locale())


def next_figures(indicator: Indicator, release: Release | None) -> tuple[date | None, bool]:
    """When more is to be expected, and whether it is the source that says so. None: nobody knows."""
    if release is None:
        return None, False
    if release.next_on and release.next_on >= now().date():
        return release.next_on, True
    wait = BETWEEN.get(indicator.periodicity)
    due = release.updated_at.date() + wait if release.updated_at and wait else None
    return (due, False) if due and due >= now().date() else (None, False)
