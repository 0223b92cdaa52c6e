"""Many municipalities at once: what they want to reach, who is on track, and where nothing is known. Pure."""

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.goals.progress import Track
from app.goals.shown import GoalShown
from app.networks.models import Organisation

NAMES = ("network", "county", "indicator", "track")
COUNTED_ONE_BY_ONE = ("persons", "tonnes CO2e", "GWh", "buildings", "plants")  # English units that can be added up


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; empty: all."""

    network: int | None = None
    county: str = ""
    indicator: str = ""
    track: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Wanted":
        """From the words of an address; what means nothing asks for nothing."""
        number = asked.get("network", "")
        known = number.isascii() and number.isdecimal() and len(number) < 10
        return cls(int(number) if known else None, asked.get("county", "")[:5], asked.get("indicator", "")[:80],
                   asked.get("track", "") if asked.get("track") in list(Track) else "")

    @property
    def named(self) -> dict[str, str]:
        """The same as words of an address."""
        return {name: str(value) for name in NAMES if (value := getattr(self, name))}


@dataclass(frozen=True)
class Row:
    """A municipality with one of its goals, or with none."""

    place: Organisation
    view: GoalShown | None


@dataclass(frozen=True)
class Group:
    """What is counted alike: every goal about one indicator, or one goal that stands alone."""

    title: str
    unit: str
    rows: Sequence[Row]
    adds_up: bool

    @property
    def views(self) -> list[GoalShown]:
        """The goals in it."""
        return [row.view for row in self.rows if row.view]

    def column(self, which: str) -> list[float]:
        """All values of the baseline, the latest figure, or the target."""
        points = [{"baseline": view.progress.line.baseline, "latest": view.progress.latest,
                   "target": view.progress.line.target}[which] for view in self.views]
        return [point[1] for point in points if point]

    def median(self, which: str) -> float | None:
        """The middle one of them."""
        return statistics.median(values) if (values := self.column(which)) else None

    def total(self, which: str) -> float | None:
        """All together; none where a sum would say nothing, as of tonnes per inhabitant."""
        return sum(values) if self.adds_up and (values := self.column(which)) else None


def grouped(views: Sequence[GoalShown], places: Sequence[Organisation], wanted: Wanted) -> list[Group]:
    """VIEWS by what they count. Of all PLACES those without such a goal are named too, unless only some are WANTED."""
    kept = [view for view in views if wanted.track in ("", view.track) and wanted.indicator in ("", _code(view))]
    groups = []
    for code in sorted({_code(view) for view in kept}, key=lambda code: (not code, code)):
        some = [view for view in kept if _code(view) == code]
        rows = [Row(view.goal.organisation, view) for view in some]
        there = {view.goal.organisation_id for view in some}
        if code and not wanted.track:
            rows += [Row(place, None) for place in places if place.id not in there]
        if code:
            groups.append(Group(some[0].counted, some[0].unit, sorted(rows, key=lambda row: row.place.name),
                                _adds_up(some[0])))
        else:
            groups += [Group(row.view.goal.title, row.view.unit, [row], False) for row in rows if row.view]
    return groups


def counted(groups: Sequence[Group]) -> dict[Track, int]:
    """How many goals are where."""
    found = Counter(view.track for group in groups for view in group.views)
    return {track: found[track] for track in Track}


def _code(view: GoalShown) -> str:
    return view.goal.indicator.code if view.goal.indicator else ""


def _adds_up(view: GoalShown) -> bool:
    indicator = view.goal.indicator
    return indicator is not None and indicator.unit.get("en") in COUNTED_ONE_BY_ONE
