"""The plot of a line chart: lines that show their gaps, and labels beside their ends instead of a legend."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.indicators import svg
from app.indicators.charts_beside import aim, band, circle_points, marks
from app.indicators.charts_scale import Axis, pushed_apart, value_axis, year_labels
from app.indicators.frozen import Frozen, Place, Point
from app.indicators.svg import Colour
from app.indicators.words import Figures, figures_for, missing_lines
from app.indicators.words_beside import mark_lines, spread_lines

LABEL, TICK, LEADER, KEY = 13.0, 12.0, 30.0, 9.0


@dataclass(frozen=True, slots=True)
class Plot:
    """What the frame needs of a plot: how high it is, its pieces, and what must be said beneath it."""

    height: float
    pieces: tuple[str, ...]
    notes: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()  # what has a number in the plot, each on its own line


@dataclass(frozen=True, slots=True)
class Series:
    """One municipality's line: how it is told apart, and where it ends."""

    place: Place
    points: tuple[Point, ...]
    colour: Colour
    shape: int
    own: bool
    summed_up: bool = False  # the median of many: dashed, without a shape of its own

    @property
    def last(self) -> Point:
        """The year and value at its end."""
        return self.points[-1]

    def marked(self) -> list[Point]:
        """Where its shape is drawn: where each stretch begins (a point alone is one), and at the very end."""
        return sorted({*(run[0] for run in runs(self.points)), self.last})


def line_plot(frozen: Frozen, left: float, right: float, top: float, narrow: bool) -> Plot:
    """The lines of FROZEN between LEFT and RIGHT, from TOP down."""
    lines = all_series(frozen)
    figures, years = figures_for(frozen), frozen.years_with_values()
    gap = 17.0 if len(lines) <= 16 else 15.5
    height = max(220.0 if narrow else 250.0, (len(lines) - 1) * gap + 16)
    y = value_axis(frozen.drawn_values(), top + height, top)
    ticks = [figures.tick(tick, y.step) for tick in y.ticks]
    values = [_end_value(series, figures, years[-1]) for series in lines]
    label_x = right - _label_room(lines, values, (right - left) * .46)
    x = Axis(years[0], years[-1], left + max(svg.width(tick, TICK) for tick in ticks) + 14, label_x - LEADER)
    pieces = [*band(frozen, x, y), *grid(x, y, ticks), *year_axis(x, y, years), *marks(frozen, x, y)]
    ends = pushed_apart([y(series.last[1]) for series in lines], gap, top, top + height)
    for series, value, end in sorted(zip(lines, values, ends, strict=True), key=lambda one: one[0].own):
        leader = _leader(x(series.last[0]), y(series.last[1]), label_x, end, x.end)
        key = _key(series, label_x, end)
        label = _label(series, value, label_x + KEY, end + 4.5, right)
        pieces.append(svg.group(series.colour, [*_line(series, x, y), leader, key, label]))
    pieces += [_first_value(series, lines, figures, x, y) for series in lines if series.own]
    pieces += aim(frozen, figures, x, y)
    return Plot(height + 26, tuple(pieces), (*missing_lines(frozen), *_cut(y, figures, ticks), *spread_lines(frozen)),
                tuple(mark_lines(frozen)))


def all_series(frozen: Frozen) -> list[Series]:
    """The lines from the top one at its end to the lowest; colour and shape follow the order on the card."""
    others, lines = 0, []
    for place in frozen.municipalities:
        own = place.code == frozen.own or len(frozen.municipalities) == 1
        look = (svg.OWN, 0) if own else (svg.MUTED[others % 6], (others + others // 6) % 6 + 1)
        others += not own
        if points := tuple(frozen.points(place.code)):
            lines.append(Series(place, points, *look, own))
    if middle := circle_points(frozen):
        name = Place("", figures_for(frozen).words.say("median"))
        lines.append(Series(name, tuple(middle), svg.MIDDLE, 0, own=False, summed_up=True))
    return sorted(lines, key=lambda series: (-series.last[1], series.place.name))


def runs(points: Sequence[Point]) -> Iterator[list[Point]]:
    """POINTS in stretches of years that follow each other: a missing year is a gap, never bridged."""
    run: list[Point] = []
    for point in points:
        if run and point[0] != run[-1][0] + 1:
            yield run
            run = []
        run.append(point)
    yield run


def grid(x: Axis, y: Axis, ticks: Sequence[str]) -> list[str]:
    """Quiet lines at the round values, with the value in front."""
    levels = [y(tick) for tick in y.ticks]
    across = "".join(f"M{x.start - 6:.1f} {level:.1f}H{x.end:.1f}" for level in levels)
    nought = f"M{x.start - 6:.1f} {y(0):.1f}H{x.end:.1f}" if y.low <= 0 <= y.high else ""
    texts = [svg.text(x.start - 12, level + 4, tick, TICK, anchor="end")
             for level, tick in zip(levels, ticks, strict=True)]
    drawn = [svg.group(svg.GRID, [svg.line(across, 1)]), svg.group(svg.SUBTLE, texts)]
    return drawn + ([svg.group(svg.AXIS, [svg.line(nought, 1.2)])] if nought else [])


def year_axis(x: Axis, y: Axis, years: Sequence[int]) -> list[str]:
    """A small tick for each year that has figures, and the names of some: the axis is true to time."""
    base = y.start
    small = "".join(f"M{x(year):.1f} {base:.1f}v5" for year in years)
    a_year = (x.end - x.start) / max(1, years[-1] - years[0])
    texts = [svg.text(x(year), base + 20, str(year), TICK, anchor="middle")
             for year in year_labels(years, a_year, svg.width("2024", TICK) + 12)]
    return [svg.group(svg.AXIS, [svg.line(small, 1)]), svg.group(svg.SUBTLE, texts)]


def _line(series: Series, x: Axis, y: Axis) -> Iterator[str]:
    for run in runs(series.points):
        if len(run) > 1:
            path = "M" + "L".join(f"{x(year):.1f} {y(value):.1f}" for year, value in run)
            if series.own:
                yield _halo(svg.line(path, 5.5))
            yield svg.line(path, 3 if series.own else 1.8, 'stroke-dasharray="6 4"' if series.summed_up else "")
    for year, value in () if series.summed_up else series.marked():
        if series.own:
            yield _halo(svg.marker(0, x(year), y(value), 6))
        yield svg.marker(series.shape, x(year), y(value), 4.4 if series.own else 3.3)


def _key(series: Series, x: float, y: float) -> str:
    if series.summed_up:
        return svg.line(f"M{x - 6:.1f} {y:.1f}h12", 1.8, 'stroke-dasharray="5 3"')
    return svg.marker(series.shape, x, y, 4.6)


def _leader(x1: float, y1: float, x2: float, y2: float, plot_end: float) -> str:
    bend, early = max(x1 + 6, plot_end + 6), plot_end - x1 > 1
    path = f"M{x1 + 6:.1f} {y1:.1f}H{bend:.1f}L{x2 - 8:.1f} {y2:.1f}"
    return svg.line(path, 1, 'opacity=".6"' + (' stroke-dasharray="1 4"' if early else ""))


def _label(series: Series, value: str, x: float, y: float, right: float) -> str:
    room = right - x - svg.width(value, LABEL, True) - 4
    name = svg.cut(series.place.name, room, LABEL, series.own)
    return svg.two_texts(x, y, name, value, LABEL, bold=series.own)


def _label_room(lines: Sequence[Series], values: Sequence[str], most: float) -> float:
    widths = [svg.width(f"{series.place.name} ", LABEL, series.own) + svg.width(value, LABEL, True)
              for series, value in zip(lines, values, strict=True)]
    return min(most, max(widths) + KEY + 4)


def _cut(y: Axis, figures: Figures, ticks: Sequence[str]) -> list[str]:
    if y.low <= 0 <= y.high:
        return []
    return [figures.words.say("cut", value=ticks[0] if y.low > 0 else figures.show(y.high))]


def _end_value(series: Series, figures: Figures, last_year: int) -> str:
    year, value = series.last
    return figures.show(value) + (f" ({year})" if year != last_year else "")


def _first_value(series: Series, lines: Sequence[Series], figures: Figures, x: Axis, y: Axis) -> str:
    """The value at the beginning of one's own line, above or below it, where nothing else is in the way."""
    year, value = series.points[0]
    words, left = figures.show(value), max(x(year) - 6, x.start - 4)
    beyond = left + svg.width(words, TICK, True) + 6
    if beyond > x.end - 30:
        return ""
    others = [point for one in lines if one is not series for point in one.points]
    taken = [y(other) for when, other in others if x(when) < beyond + 6] + _levels(series, x, y, beyond)
    for at in (y(value) - 15, y(value) + 15):
        if y.end - 12 < at < y.start - 6 and all(abs(at - level) > 11 for level in taken):
            outline = svg.text(left, at + 4, words, TICK, bold=True, outline=4)
            return _halo(outline) + svg.group(series.colour, [svg.text(left, at + 4, words, TICK, bold=True)])
    return ""


def _levels(series: Series, x: Axis, y: Axis, end: float) -> list[float]:
    """How high a line runs from its beginning to END, every pixel, and at its points on the way."""
    (year, value), *rest = series.points
    if not rest:
        return []
    then, after = rest[0]
    slope = (y(after) - y(value)) / (x(then) - x(year))
    steps = range(int(min(end, x(then)) - x(year)))
    on_the_way = [y(level) for when, level in rest if x(when) < end + 6]
    return [y(value) + slope * step for step in steps] + on_the_way


def _halo(piece: str) -> str:
    return svg.group(svg.PAPER, [piece])
