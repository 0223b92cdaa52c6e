"""Where things stand in a chart: ticks at round numbers, years true to time, labels that do not collide."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear axis: LOW..HIGH in the data is drawn from START to END in pixels, with TICKS a STEP apart."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...] = ()
    step: float = 1

    def __call__(self, value: float) -> float:
        """Where VALUE is drawn."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low)


def value_axis(values: Sequence[float], start: float, end: float, wanted: int = 5) -> Axis:
    """An axis around VALUES with ticks at round numbers. It holds nought unless all lie far from it."""
    low, high = min(values), max(values)
    if low >= 0 and low <= high * .4:
        low = 0
    elif high <= 0 and high >= low * .4:
        high = 0
    if low == high:
        low, high = (low - abs(low) * .05, high + abs(high) * .05) if low else (0, 1)
    step = _round_step((high - low) / wanted)
    first, last = math.floor(low / step + 1e-9), math.floor(high / step + 1e-9)
    ticks = tuple(n * step if step >= 1 else round(n * step, 15) for n in range(first, last + 1))
    return Axis(ticks[0], max(high + (high - low) * .02, ticks[-1]), start, end, ticks, step)


def _round_step(rough: float) -> float:
    power = math.floor(math.log10(rough))
    factor = next(factor for factor in (1, 2, 5, 10) if rough <= factor * 10.0**power * 1.2)
    # 10**-n is exact only as a quotient: 5 * 0.1 is not 0.5's neighbour on every platform.
    return factor * 10.0**power if power >= 0 else factor / 10.0**-power


def year_labels(years: Sequence[int], pixels_a_year: float, room: float) -> list[int]:
    """Which of YEARS to name: the first and last, then round ones, then any, each ROOM from the others."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000, 10000) if step * pixels_a_year >= room)
    round_ones = [year for year in years if (year if step > 2 else years[-1] - year) % step == 0]
    named = [years[0]]
    for year in [years[-1], *reversed(round_ones), *reversed(years)]:
        if min(abs(year - other) for other in named) * pixels_a_year >= room:
            named.append(year)
    return sorted(named)


def pushed_apart(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """WANTED (rising) moved as little as possible so that neighbours are GAP apart, between TOP and BOTTOM.

    Minus i * gap the question is a monotone fit (pool adjacent violators); clipping it keeps it the best one.
    """
    pools: list[tuple[float, int]] = []
    for i, y in enumerate(wanted):
        total, count = y - i * gap, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before, many = pools.pop()
            total, count = total + before, count + many
        pools.append((total, count))
    flat = [total / count for total, count in pools for _ in range(count)]
    highest = max(top, bottom - (len(flat) - 1) * gap)
    return [min(max(y, top), highest) + i * gap for i, y in enumerate(flat)]
