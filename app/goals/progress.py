"""Whether a goal is on track, by a rule that its page says in words.

The path is the straight line from the baseline to the target. A figure is on track when it lies on the better side of
the path, or no further from it than a tenth of the whole way. The Covenant of Mayors leaves the rule to each
municipality, so this one is ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Point = tuple[int, float]
TOLERANCE = 0.1  # of the whole way; of the baseline itself, where nothing is to change


class Track(StrEnum):
    """Where a goal is."""

    REACHED, ON, BEHIND, MISSING = "reached", "on", "behind", "missing"


@dataclass(frozen=True, slots=True)
class Line:
    """From BASELINE to TARGET, each a year and a value; FALLING: less is better."""

    baseline: Point
    target: Point
    falling: bool

    def at(self, year: int) -> float:
        """Where the path is in YEAR; before it begins and after it ends it is level."""
        (start, first), (end, last) = self.baseline, self.target
        done = min(max((year - start) / (end - start), 0.0), 1.0)
        return first + (last - first) * done

    @property
    def tolerance(self) -> float:
        """How far behind the path is still on track."""
        return TOLERANCE * (abs(self.target[1] - self.baseline[1]) or abs(self.baseline[1]))

    def behind(self, point: Point) -> float:
        """How far POINT is from the path on the worse side; below nought on the better one."""
        year, value = point
        return value - self.at(year) if self.falling else self.at(year) - value


@dataclass(frozen=True, slots=True)
class Progress:
    """A LINE and what was counted since, by year."""

    line: Line
    actual: Mapping[int, float]

    @property
    def latest(self) -> Point | None:
        """The last figure from after the baseline."""
        year = max((year for year in self.actual if year > self.line.baseline[0]), default=None)
        return None if year is None else (year, self.actual[year])

    @property
    def track(self) -> Track:
        """Where the goal is, by its latest figure."""
        latest, target = self.latest, self.line.target[1]
        if latest is None:
            return Track.MISSING
        changes = target != self.line.baseline[1]
        if changes and (latest[1] <= target if self.line.falling else latest[1] >= target):
            return Track.REACHED
        return Track.ON if self.line.behind(latest) <= self.line.tolerance else Track.BEHIND

    @property
    def share(self) -> float | None:
        """How much of the way is behind us, in per cent; none where nothing is to change or nothing is known."""
        whole = self.line.target[1] - self.line.baseline[1]
        return None if self.latest is None or not whole else 100 * (self.latest[1] - self.line.baseline[1]) / whole
