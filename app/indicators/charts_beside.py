"""What stands beside the lines of a chart: how far others spread, the target, and the measures at their year."""

from collections.abc import Iterator, Sequence

from app.indicators import svg
from app.indicators.charts_scale import Axis
from app.indicators.frozen import Frozen, Point
from app.indicators.words import Figures
from app.indicators.words_beside import aim_words

SMALL, BADGE = 12.0, 8.0


def circle_points(frozen: Frozen) -> list[Point]:
    """The median of each year that the chart shows."""
    there = frozen.years_with_values()
    if frozen.circle is None or not there:
        return []
    return [(year, value) for year, value in sorted(frozen.circle.middle.items()) if there[0] <= year <= there[-1]]


def band(frozen: Frozen, x: Axis, y: Axis) -> Iterator[str]:
    """A pale field between the lowest and the highest of the circle, broken where a year is missing."""
    run: list[int] = []
    for year, _ in [*circle_points(frozen), (10**6, 0.0)]:
        if run and year != run[-1] + 1:
            yield svg.group(svg.BAND, [_field(frozen, run, x, y)])
            run = []
        run.append(year)


def _field(frozen: Frozen, run: Sequence[int], x: Axis, y: Axis) -> str:
    assert frozen.circle is not None  # there are no years without one
    over = [f"{x(year):.1f} {y(frozen.circle.high[year]):.1f}" for year in run]
    under = [f"{x(year):.1f} {y(frozen.circle.low[year]):.1f}" for year in reversed(run)]
    return f'<path d="M{"L".join([*over, *under])}Z" {svg.COLOURED}/>'


def aim(frozen: Frozen, figures: Figures, x: Axis, y: Axis) -> Iterator[str]:
    """The target as a dashed line across, with its words above it."""
    if frozen.target is None:
        return
    level, words = y(frozen.target.value), aim_words(frozen, figures)
    left = x.end - svg.width(words, SMALL, True)
    yield svg.group(svg.AIM, [svg.line(f"M{x.start - 6:.1f} {level:.1f}H{x.end:.1f}", 1.6, 'stroke-dasharray="2 4"')])
    yield svg.group(svg.PAPER, [svg.text(left, level - 6, words, SMALL, bold=True, outline=4)])
    yield svg.group(svg.AIM, [svg.text(left, level - 6, words, SMALL, bold=True)])


def marks(frozen: Frozen, x: Axis, y: Axis) -> Iterator[str]:
    """A number in a ring at the foot of the year of each measure; what it was stands beneath the chart."""
    there = frozen.years_with_values()
    placed: list[tuple[float, int]] = []  # where, and how many rings up
    for number, mark in enumerate(frozen.marks, 1):
        if not there or not there[0] <= mark.year <= there[-1]:
            continue
        at = x(mark.year)
        taken = {up for other, up in placed if abs(other - at) < 2 * BADGE + 2}
        up = next(up for up in range(len(taken) + 1) if up not in taken)
        if at not in [other for other, _ in placed]:
            yield svg.group(svg.AIM, [svg.line(f"M{at:.1f} {y.start:.1f}V{y.end:.1f}", 1, 'stroke-dasharray="1 5"')])
        placed.append((at, up))
        level = y.start - 12 - up * (2 * BADGE + 3)
        yield svg.group(svg.PAPER, [svg.marker(0, at, level, BADGE)])
        ring = f'<circle cx="{at:.1f}" cy="{level:.1f}" r="{BADGE:g}" fill="none" stroke="currentColor"/>'
        yield svg.group(svg.AIM, [ring, svg.text(at, level + 4, str(number), 11, bold=True, anchor="middle")])
