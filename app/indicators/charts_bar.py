"""The plot of a bar chart: one year, ranked, every bar from nought with its value at its end."""

from app.indicators import svg
from app.indicators.charts_line import LABEL, Plot
from app.indicators.charts_scale import Axis
from app.indicators.frozen import Frozen
from app.indicators.words import Figures, figures_for, words_for
from app.indicators.words_beside import aim_words, whose_median

BAR, AIM_ROOM = 16.0, 18.0
Row = tuple[str, float, bool]


def bar_plot(frozen: Frozen, left: float, right: float, top: float, narrow: bool) -> Plot:
    """The bars of FROZEN's last year with values between LEFT and RIGHT, from TOP down."""
    rows, silent = ranked(frozen)
    figures, space = figures_for(frozen), 28.0 if len(frozen.municipalities) <= 16 else 23.0
    named = [*((name, own) for name, _, own in rows), *silent]
    names = max(svg.width(name, LABEL, own) for name, own in named)
    begin = left + min(names, (right - left) * (.38 if narrow else .34)) + 12
    aims = [("", frozen.target.value, False)] if frozen.target else []
    axis = _axis([*rows, *aims], figures, begin, right)
    pieces, numbers, y = [], [], top + (AIM_ROOM if frozen.target else 0)
    middle, begins = figures.words.say("median"), y
    for name, value, own in rows:
        pieces += _name(name, own, y, left, begin - 12) + _bar(value, own, y, axis, hollow=name == middle)
        numbers += _number(value, own, y, axis, figures)
        y += space
    for name, own in silent:
        pieces += _name(name, own, y, left, begin - 12)
        missing = svg.text(axis(0) + 8, y + 13, figures.words.say("missing"), LABEL)
        pieces.append(svg.group(svg.SUBTLE, [missing]))
        y += space
    foot = y - space + BAR + 4
    pieces.append(svg.group(svg.AXIS, [svg.line(f"M{axis(0):.1f} {begins - 4:.1f}V{foot:.1f}", 1.2)]))
    if frozen.target:
        pieces.append(_aim(aim_words(frozen, figures), axis(frozen.target.value), begins - 4, foot, (left, right)))
    return Plot(foot + 2 - top, (*pieces, *numbers), tuple(whose_median(frozen)))


def ranked(frozen: Frozen) -> tuple[list[Row], list[tuple[str, bool]]]:
    """Name, value, own: the best first (the highest, where none is better); then those without a value."""
    there = frozen.years_with_values()
    rows: list[Row] = []
    silent: list[tuple[str, bool]] = []
    for place in frozen.municipalities:
        value = frozen.values.get(place.code, {}).get(there[-1]) if there else None
        if value is None:
            silent.append((place.name, place.code == frozen.own))
        else:
            rows.append((place.name, value, place.code == frozen.own))
    if rows and frozen.circle and there[-1] in frozen.circle.middle:
        rows.append((words_for(frozen.lang).say("median"), frozen.circle.middle[there[-1]], False))
    sign = 1 if frozen.direction == "lower" else -1
    return sorted(rows, key=lambda row: (sign * row[1], row[0])), silent


def _axis(rows: list[Row], figures: Figures, begin: float, right: float) -> Axis:
    texts = [(value, svg.width(figures.show(value), LABEL, True) + 10) for _, value, _ in rows]
    after = max((room for value, room in texts if value >= 0), default=0)
    before = max((room for value, room in texts if value < 0), default=0)
    low, high = min(0, *(value for value, _ in texts), 0), max(0, *(value for value, _ in texts), 0)
    return Axis(low, high or (0 if low else 1), begin + before, right - after)


def _aim(words: str, x: float, top: float, foot: float, edges: tuple[float, float]) -> str:
    half = svg.width(words, LABEL, True) / 2
    at = min(max(x, edges[0] + half), edges[1] - half)
    line = svg.line(f"M{x:.1f} {top:.1f}V{foot:.1f}", 1.8, 'stroke-dasharray="2 4"')
    return svg.group(svg.AIM, [line, svg.text(at, top - 6, words, LABEL, bold=True, anchor="middle")])


def _name(name: str, own: bool, y: float, left: float, end: float) -> list[str]:
    words = svg.cut(name, end - left, LABEL, own)
    text = svg.text(end, y + 13, words, LABEL, bold=own, anchor="end")
    return [svg.group(svg.OWN if own else svg.INK, [text])]


def _bar(value: float, own: bool, y: float, axis: Axis, hollow: bool) -> list[str]:
    ends = sorted((axis(0), axis(value)))
    long = max(ends[1] - ends[0], 1 if value else 0)
    if hollow:
        edge = f"M{ends[0]:.1f} {y + 1:.1f}h{long:.1f}v{BAR - 2:g}h{-long:.1f}z"
        return [svg.group(svg.MIDDLE, [svg.line(edge, 1.5, 'stroke-dasharray="4 3"')])]
    return [svg.group(svg.OWN if own else svg.PALE, [svg.rect(ends[0], y, long, BAR)])]


def _number(value: float, own: bool, y: float, axis: Axis, figures: Figures) -> list[str]:
    """The value at the end of its bar, on top of all lines."""
    at, anchor = (axis(value) + 8, "start") if value >= 0 else (axis(value) - 8, "end")
    words = figures.show(value)
    edge = svg.text(at, y + 13, words, LABEL, bold=True, anchor=anchor, outline=4)
    number = svg.text(at, y + 13, words, LABEL, bold=True, anchor=anchor)
    return [svg.group(svg.PAPER, [edge]), svg.group(svg.OWN if own else svg.INK, [number])]
