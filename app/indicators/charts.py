"""Charts of frozen cards as SVG: made on the server, the same in page, letter, print and PDF.

All paint is currentColor of a few classes (see `svg.py`), each with its light colour as an attribute: a
style sheet may set `.chart-own {color: …}` and so on for dark mode; the file stands alone without one.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from app.indicators import svg
from app.indicators.charts_bar import bar_plot
from app.indicators.charts_line import Plot, line_plot
from app.indicators.frozen import Frozen
from app.indicators.words import Words, missing_lines, period, source_line, words_for
from app.indicators.words_beside import told

TITLE, SUB, SMALL = 17.0, 13.0, 12.0
Draw = Callable[[Frozen, float, float, float, bool], Plot]
Line = tuple[float, str]  # where its baseline is, and the piece


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the chart is drawn on: for a desk or a phone, with its own title and source or without."""

    narrow: bool = False
    bare: bool = False
    uid: str = ""

    @property
    def wide(self) -> int:
        """Its width in pixels."""
        return 320 if self.narrow else 640

    @property
    def pad(self) -> float:
        """What is left free at each side."""
        return 0.0 if self.bare else 16.0


def chart(frozen: Frozen, *, narrow: bool = False, bare: bool = False, uid: str = "") -> Markup:
    """FROZEN as a line over time, or as bars where that is wanted or it has values for one year only.

    NARROW is for phones (320 wide instead of 640). BARE leaves out title and source, for a page with both.
    UID begins the ids inside; give one where the same card stands twice on a page.
    """
    plot = line_chart if len(frozen.years_with_values()) > 1 and frozen.form != "bars" else bar_chart
    return plot(frozen, words_for(frozen.lang), Sheet(narrow, bare, uid))


def line_chart(frozen: Frozen, words: Words, sheet: Sheet | None = None) -> Markup:
    """FROZEN over time: one line a municipality, with direct labels."""
    sheet = sheet or Sheet()
    head = _head(frozen, words, "", sheet)
    top = _after(head) + (18 if sheet.bare else 22)
    return _framed(frozen, head, top, line_plot, sheet)


def bar_chart(frozen: Frozen, words: Words, sheet: Sheet | None = None) -> Markup:
    """FROZEN's last year with values: one bar a municipality, ranked, from nought."""
    sheet = sheet or Sheet()
    head = _head(frozen, words, str(frozen.years_with_values()[-1]) if frozen.every_value() else period(frozen), sheet)
    top = _after(head) + (8 if sheet.bare else 14)
    return _framed(frozen, head, top, bar_plot, sheet)


def _head(frozen: Frozen, words: Words, when: str, sheet: Sheet) -> list[Line]:
    if sheet.bare:
        return []
    room, y, lines = sheet.wide - 2 * sheet.pad, 10.0, []
    for text in svg.wrap(frozen.title, room, TITLE, bold=True, most=4):
        y += 22
        lines.append((y, svg.group(svg.INK, [svg.text(sheet.pad, y, text, TITLE, bold=True)])))
    parts = [part for part in (frozen.unit, when, words.say(frozen.direction)) if part]
    for text in svg.wrap(" · ".join(parts), room, SUB, most=2):
        y += 19
        lines.append((y, svg.group(svg.SUBTLE, [svg.text(sheet.pad, y, text, SUB)])))
    return lines


def _foot(frozen: Frozen, plot: Plot, y: float, sheet: Sheet) -> list[Line]:
    lines: list[Line] = []
    for paragraph in filter(None, [*plot.listed, " ".join(plot.notes), "" if sheet.bare else source_line(frozen)]):
        for text in svg.wrap(paragraph, sheet.wide - 2 * sheet.pad, SMALL, most=4):
            y += 17
            lines.append((y, svg.group(svg.SUBTLE, [svg.text(sheet.pad, y, text, SMALL)])))
    return lines


def _framed(frozen: Frozen, head: list[Line], top: float, draw: Draw, sheet: Sheet) -> Markup:
    plot = Plot(0, (), tuple(missing_lines(frozen)))
    if frozen.every_value():
        plot = draw(frozen, sheet.pad, sheet.wide - sheet.pad, top, sheet.narrow)
    foot = _foot(frozen, plot, top + plot.height + 6, sheet)
    wide, high = sheet.wide, round(max(_after(foot), top + plot.height) + (4 if sheet.bare else 14))
    name = sheet.uid or _fingerprint(frozen, sheet)
    opening = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" '
               f'height="{high}" class="chart" role="img" aria-labelledby="{name}-t" '
               f'aria-describedby="{name}-d" lang="{frozen.lang}" font-family="{svg.FONT}">')
    texts = (f'<title id="{name}-t">{svg.clean(frozen.title)}</title>'
             f'<desc id="{name}-d">{svg.clean(told(frozen))}</desc>')
    paper = "" if sheet.bare else svg.group(svg.PAPER, [svg.rect(0, 0, wide, high, 8)])
    pieces = [*(piece for _, piece in head), *plot.pieces, *(piece for _, piece in foot)]
    return Markup("".join([opening, texts, paper, *pieces, "</svg>"]))  # every text went through svg.clean


def _after(lines: list[Line]) -> float:
    return lines[-1][0] if lines else 0.0


def _fingerprint(frozen: Frozen, sheet: Sheet) -> str:
    content = json.dumps([frozen.to_dict(), sheet.narrow, sheet.bare], sort_keys=True).encode()
    return "chart-" + hashlib.sha256(content).hexdigest()[:10]
