"""A picture of how time grows with the number of texts: plain SVG, both axes logarithmic."""

from html import escape
from math import floor, log10
from pathlib import Path

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 780, 420, 72, 260, 44, 56
# Told apart by lightness too; the first is ours. Read on the light and on the dark page of a repository.
COLOURS = ("#0a6b4f", "#2b5fb3", "#b3541e", "#7a3e9d", "#8a6d00", "#a8324a", "#557080", "#333333")

Points = dict[int, float]  # number of texts -> milliseconds


def draw(file: Path, title: str, series: dict[str, Points]) -> None:
    """Write the picture of SERIES, each with its name, to FILE."""
    sizes = sorted({size for points in series.values() for size in points})
    values = [value for points in series.values() for value in points.values()]
    low, high = floor(log10(min(values))), floor(log10(max(values))) + 1

    def x(size: int) -> float:
        span = log10(sizes[-1] / sizes[0]) or 1.0
        return LEFT + (WIDTH - LEFT - RIGHT) * log10(size / sizes[0]) / span

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (log10(value) - low) / (high - low))
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
             f'aria-label="{escape(title)}" font-family="sans-serif" font-size="13">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
             f'<text x="{LEFT}" y="24" font-size="15" font-weight="bold">{escape(title)}</text>']
    for power in range(low, high + 1):
        parts.append(f'<path d="M{LEFT} {y(10.0**power):.1f}H{WIDTH - RIGHT}" stroke="#d5d9d8"/>'
                     f'<text x="{LEFT - 8}" y="{y(10.0**power) + 4:.1f}" text-anchor="end">{10.0**power:g} ms</text>')
    for size in sizes:
        parts.append(f'<text x="{x(size):.1f}" y="{HEIGHT - 32}" text-anchor="middle">{size:,}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">texts</text>')
    ends = spread([y(points[max(points)]) for points in series.values()])
    for number, (name, points) in enumerate(series.items()):
        parts += line(name, COLOURS[number % len(COLOURS)], [(x(size), y(points[size])) for size in sorted(points)],
                      ends[number], 3 if number == 0 else 1.5)
    file.write_text("\n".join([*parts, "</svg>"]) + "\n", "utf-8")


def line(name: str, colour: str, places: list[tuple[float, float]], label: float, width: float) -> list[str]:
    """One series, with its name at the right end at the height LABEL."""
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{width + 1}" fill="{colour}"/>' for x, y in places)
    return [f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>{dots}',
            f'<text x="{places[-1][0] + 12:.1f}" y="{label + 4:.1f}" fill="{colour}">{escape(name)}</text>']


def spread(heights: list[float], apart: float = 17) -> list[float]:
    """HEIGHTS moved down where two would lie on each other."""
    placed: dict[int, float] = {}
    last = -apart
    for number in sorted(range(len(heights)), key=lambda each: heights[each]):
        last = placed[number] = max(heights[number], last + apart)
    return [placed[number] for number in range(len(heights))]
