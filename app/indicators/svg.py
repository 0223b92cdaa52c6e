"""Small pieces of SVG: measured text, markers that differ in shape, colours by class and by attribute."""

import re
from collections.abc import Iterable
from html import escape

FONT = "Inter, Inter Variable, Liberation Sans, Arial, sans-serif"
NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
CO2 = re.compile(r"(?<=CO)2(?!\d)")
# Hundredths of an em in Inter, regular; semibold is about 4 % wider.
WIDTHS = {character: width for width, characters in (
    (12, "\u202f\u2009"), (25, "Iijl¦|ÌÍÎÏìíîïı \u00a0'.,:;!´·"), (36, '()/[]ft"r1'), (45, "-^_{}°"),
    (50, "*?–−"), (55, "7JLacksvxyzåàáâãäçýÿ§"), (60, "235689EFbdeghnopquÈÉÊËßèéêëðñòóôõöøùúûüþ"),
    (66, "#$&+04<=>BKPRSTZ~×"), (71, "ADVXYÀÁÂÃÄÅÝ"), (75, "CGHNOQUÇÑÒÓÔÕÖØÙÚÛÜ"), (81, "w"), (91, "Mmæ"),
    (100, "@%WÆ"),
) for character in characters}

OWN = ("chart-own", "#006065")
MUTED = (("chart-m1", "#59636f"), ("chart-m2", "#8a5b2b"), ("chart-m3", "#41619a"),
         ("chart-m4", "#7a4a70"), ("chart-m5", "#646732"), ("chart-m6", "#8d4a44"))
PAPER, INK, SUBTLE = ("chart-paper", "#ffffff"), ("chart-ink", "#1e2b3c"), ("chart-subtle", "#555f6b")
MIDDLE, BAND, AIM = ("chart-middle", "#2f3a46"), ("chart-band", "#e6eaee"), ("chart-aim", "#8a2f55")
GRID, AXIS, PALE = ("chart-grid", "#e1e4e8"), ("chart-axis", "#7b848f"), ("chart-pale", "#86909c")
COLOURED = 'fill="currentColor"'
Colour = tuple[str, str]


def clean(text: str) -> str:
    """TEXT as it may stand inside an SVG file: escaped, without characters that XML forbids."""
    return escape(NO_XML.sub("", text))


def width(text: str, size: float, bold: bool = False) -> float:
    """About how many pixels TEXT takes in Inter of SIZE."""
    return sum(WIDTHS.get(character, 64) for character in text) * size / 100 * (1.04 if bold else 1)


def cut(text: str, room: float, size: float, bold: bool = False) -> str:
    """TEXT, shortened with an ellipsis where it is wider than ROOM."""
    if width(text, size, bold) <= room + .5:  # ROOM was often measured by the longest TEXT itself
        return text
    while text and width(text + "…", size, bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def wrap(text: str, room: float, size: float, bold: bool = False, most: int = 3) -> list[str]:
    """TEXT in at most MOST lines no wider than ROOM; what is over ends in an ellipsis."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width(f"{lines[-1]} {word}", size, bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        lines[most - 1:] = [" ".join(lines[most - 1:])]
    return [cut(line, room, size, bold) for line in lines if line]


def group(colour: Colour, children: Iterable[str]) -> str:
    """CHILDREN that paint with currentColor: a style sheet may set it by class, else it is COLOUR's own."""
    name, value = colour
    return f'<g class="{name}" color="{value}">{"".join(children)}</g>'


def text(x: float, y: float, words: str, size: float, *, bold: bool = False, anchor: str = "start",
         outline: float = 0) -> str:
    """WORDS with their baseline at X, Y and the 2 of CO2 as a subscript; OUTLINE draws only a thick edge."""
    first, *rest = CO2.split(clean(words))
    drop = f'<tspan dy="{size / 5:.1f}" font-size="{size * .72:.1f}">2</tspan><tspan dy="-{size / 5:.1f}">'
    body = first + "".join(f"{drop}{after}</tspan>" for after in rest)
    weight = ' font-weight="600"' if bold else ""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    paint = f'fill="none" stroke="currentColor" stroke-width="{outline:g}" stroke-linejoin="round"'
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{weight}{where} '
            f'{paint if outline else COLOURED}>{body}</text>')


def two_texts(x: float, y: float, name: str, value: str, size: float, *, bold: bool) -> str:
    """A label: NAME, which may be BOLD, and after it VALUE, which always is."""
    weight = ' font-weight="600"' if bold else ""
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" {COLOURED}{weight}>{clean(name)} '
            f'<tspan font-weight="600">{clean(value)}</tspan></text>')


def line(d: str, thick: float, extra: str = "") -> str:
    """A stroked path along D."""
    return (f'<path d="{d}" fill="none" stroke="currentColor" stroke-width="{thick:g}" '
            f'stroke-linejoin="round" stroke-linecap="round"{" " + extra if extra else ""}/>')


def rect(x: float, y: float, wide: float, high: float, radius: float = 0) -> str:
    """A filled rectangle."""
    round_ = f' rx="{radius:g}"' if radius else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"{round_} {COLOURED}/>'


def marker(shape: int, x: float, y: float, r: float) -> str:
    """One of seven shapes around X, Y: 0 is the circle (kept for one's own), the others follow."""
    if shape == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" {COLOURED}/>'
    if shape in (5, 6):
        a = r * (0.8 if shape == 5 else 1.0)
        d = f"M{x - a:.1f} {y - a:.1f}l{2 * a:.1f} {2 * a:.1f}m{-2 * a:.1f} 0l{2 * a:.1f} {-2 * a:.1f}"
        if shape == 6:
            d = f"M{x - a:.1f} {y:.1f}H{x + a:.1f}M{x:.1f} {y - a:.1f}V{y + a:.1f}"
        return line(d, max(1.6, r / 2))
    corners = {
        1: [(-.85, -.85), (.85, -.85), (.85, .85), (-.85, .85)],
        2: [(0, -1.15), (1.1, .85), (-1.1, .85)],
        3: [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)],
        4: [(0, 1.15), (1.1, -.85), (-1.1, -.85)],
    }[shape]
    return f'<path d="M{"L".join(f"{x + r * a:.1f} {y + r * b:.1f}" for a, b in corners)}Z" {COLOURED}/>'
