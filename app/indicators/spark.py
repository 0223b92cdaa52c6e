"""A line so small that it stands beside words: own figures, and dashed the middle of others."""

from collections.abc import Mapping

from app.indicators.svg import MIDDLE, OWN, group, line, marker

WIDE, HIGH, EDGE = 160, 44, 5


def draw(own: Mapping[int, float], middle: Mapping[int, float]) -> str:
    """An SVG of OWN and MIDDLE by year. A year without a figure is a gap; the last of one's own is a dot."""
    years, values = [*own, *middle], [*own.values(), *middle.values()]
    first, span = min(years), max(years) - min(years) or 1
    low, height = min(values), max(values) - min(values) or 1.0

    def spot(year: int, value: float) -> tuple[float, float]:
        along, up = (year - first) / span, (value - low) / height
        return EDGE + along * (WIDE - 2 * EDGE), HIGH - EDGE - up * (HIGH - 2 * EDGE)

    def path(series: Mapping[int, float]) -> str:
        steps = []
        for year in sorted(series):
            x, y = spot(year, series[year])
            steps.append(f"{'L' if year - 1 in series else 'M'}{x:.1f} {y:.1f}")
        return "".join(steps)
    last = max(own)
    drawn = [group(MIDDLE, [line(path(middle), 1.5, 'stroke-dasharray="3 3"')])] if middle else []
    drawn.append(group(OWN, [line(path(own), 2), marker(0, *spot(last, own[last]), 3.5)]))
    return (f'<svg class="spark" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}" aria-hidden="true">'
            f'{"".join(drawn)}</svg>')
