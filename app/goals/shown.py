"""A goal as pages, letters and files show it: its chart is drawn as a card is, by the same code."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from flask_babel import gettext

from app.goals import queries
from app.goals.models import Action, Goal
from app.goals.progress import Progress, Track
from app.goals.queries import Series
from app.i18n import locale
from app.indicators.frozen import Frozen, Language, Place
from app.indicators.frozen_parts import Target
from app.indicators.shown import Shown
from app.indicators.words import figures_for
from app.permissions import Actor

PATH = "path"  # what the straight line is called where a chart asks for a municipality's number
MOST_DECIMALS = 2


@dataclass(frozen=True)
class GoalShown:
    """A GOAL with what was counted, as it is now."""

    goal: Goal
    progress: Progress

    @property
    def track(self) -> Track:
        """Where it is."""
        return self.progress.track

    @property
    def unit(self) -> str:
        """What is counted."""
        indicator = self.goal.indicator
        return indicator.texts(locale())["unit"] if indicator else self.goal.unit

    @property
    def counted(self) -> str:
        """The name of the indicator; nothing where nobody else counts it."""
        return self.goal.indicator.texts(locale())["title"] if self.goal.indicator else ""

    @cached_property
    def card(self) -> Shown:
        """The chart: the municipality's line, the path, the target."""
        return Shown(drawn(self.goal, self.progress, locale()))

    def number(self, value: float | None) -> str:
        """VALUE as everything of this goal is written; nothing for none."""
        return "" if value is None else figures_for(self.card.frozen).show(value)

    @property
    def change(self) -> str:
        """What is to change, in a few words: "5,0 in 2009 → 2,5 in 2030"."""
        ends = (self.progress.line.baseline, self.progress.line.target)
        return " → ".join(f"{self.number(value)} ({year})" for year, value in ends)

    @property
    def latest(self) -> str:
        """The last figure and its year."""
        latest = self.progress.latest
        return f"{self.number(latest[1])} ({latest[0]})" if latest else ""

    @property
    def rule(self) -> list[str]:
        """How it is judged whether the goal is on track, with this goal's numbers, as sentences."""
        line, latest = self.progress.line, self.progress.latest
        (start, first), (end, last) = line.baseline, line.target
        said = [gettext("The path is the straight line from %(first)s in %(start)s to %(last)s in %(end)s.",
                        first=self.number(first), start=start, last=self.number(last), end=end)]
        if latest:
            said.append(gettext("In %(year)s the path stands at %(path)s, and the figure is %(value)s.", year=latest[0],
                                path=self.number(line.at(latest[0])), value=self.number(latest[1])))
        tolerance = self.number(line.tolerance)
        return [*said, gettext("Up to %(number)s on the worse side of the path, a tenth of the whole way, "
                               "counts as on track.", number=tolerance) if first != last else
                gettext("Up to %(number)s on the worse side, a tenth of the baseline, counts as on track.",
                        number=tolerance)]

    def money(self, action: Action) -> str:
        """What ACTION costs."""
        return "" if action.cost is None else self.card.words.number(action.cost)


def shown(actor: Actor, goals: Iterable[Goal]) -> list[GoalShown]:
    """GOALS, which ACTOR was given, each with its figures."""
    some = list(goals)
    series = queries.series(actor, some)
    return [GoalShown(one, Progress(one.line, series[one.id])) for one in some]


def drawn(goal: Goal, progress: Progress, language: str) -> Frozen:
    """What the chart of GOAL holds, in LANGUAGE: what was counted since the baseline, and the path."""
    place, line = goal.organisation, progress.line
    actual: Series = {line.baseline[0]: line.baseline[1]} | {
        year: value for year, value in progress.actual.items() if year >= line.baseline[0]}
    path = {year: line.at(year) for year in range(line.baseline[0], line.target[0] + 1)}
    texts = goal.indicator.texts(language) if goal.indicator else {
        "unit": goal.unit, "definition": goal.about, "caveat": ""}
    return Frozen(
        indicator=goal.indicator.code if goal.indicator else "own", title=goal.title, unit=texts["unit"],
        decimals=goal.indicator.decimals if goal.indicator else _decimals([*actual.values(), line.target[1]]),
        direction=goal.direction.value, definition=texts["definition"], caveat=texts["caveat"],
        lang=next((one for one in get_args(Language) if one == language), "nb"),
        municipalities=(Place(place.code, place.name), Place(PATH, gettext("The path"))), own=place.code,
        years=tuple(sorted({*actual, *path})), values={place.code: actual, PATH: path},
        source=goal.indicator.source if goal.indicator else place.name,
        table=goal.indicator.table_id if goal.indicator else "", release=None, retrieved=goal.updated_at.date(),
        target=Target(*line.target))


def _decimals(values: Iterable[float]) -> int:
    """As many as the finest of VALUES has, two at most."""
    return min(MOST_DECIMALS, max(len(f"{value:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2]) for value in values))
