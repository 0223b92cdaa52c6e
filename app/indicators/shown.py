"""A card as pages, letters and files show it. Its words are in its own language, whoever looks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from secrets import token_hex

from markupsafe import Markup, escape

from app.indicators import png, svg
from app.indicators.charts import chart
from app.indicators.frozen import Frozen, Place
from app.indicators.models import SnapshotCard
from app.indicators.words import (
    Figures,
    Words,
    change_line,
    change_since,
    figures_for,
    missing_lines,
    period,
    source_line,
    words_for,
)
from app.indicators.words_beside import beside, told

ANY = f"chart-{token_hex(8)}"  # stands for the ids of a drawing until it is on a page


@dataclass(frozen=True)
class Shown:
    """What templates draw: a FROZEN card, its number when it is kept, and whether newer figures exist."""

    frozen: Frozen
    id: int | None = None
    newer: bool = False

    @cached_property
    def words(self) -> Words:
        """How its language says things: `card.words.say("as_table")`."""
        return words_for(self.frozen.lang)

    @cached_property
    def figures(self) -> Figures:
        """How its values are written."""
        return figures_for(self.frozen)

    @property
    def lang(self) -> str:
        """Its language, for `lang`."""
        return self.frozen.lang

    @property
    def title(self) -> Markup:
        """What it is about."""
        return lowered(self.frozen.title)

    @property
    def unit(self) -> Markup:
        """What is counted."""
        return lowered(self.frozen.unit)

    @property
    def subtitle(self) -> Markup:
        """What is counted, when there is one year only which, and which way is better."""
        year = period(self.frozen) if len(self.frozen.years_with_values()) == 1 else ""
        return Markup(" · ").join(filter(None, [self.unit, escape(year), escape(self.direction)]))

    @property
    def definition(self) -> Markup:
        """What exactly is counted."""
        return lowered(self.frozen.definition)

    @property
    def caveat(self) -> Markup:
        """What to be careful about."""
        return lowered(self.frozen.caveat)

    @property
    def place(self) -> Place | None:
        """The municipality whose value stands in large: the maker's own, or the only one."""
        there = self.frozen.municipalities
        own = next((place for place in there if place.code == self.frozen.own), None)
        return own or (there[0] if len(there) == 1 else None)

    @property
    def latest(self) -> tuple[int, str] | None:
        """The last year and value of that municipality."""
        points = self.frozen.points(self.place.code) if self.place else []
        return (points[-1][0], self.figures.show(points[-1][1])) if points else None

    @property
    def since(self) -> str:
        """How much that is up or down: "ned 30 prosent siden 2009"."""
        return change_since(self.frozen, self.place) if self.place else ""

    @property
    def changes(self) -> list[str]:
        """One sentence for each municipality."""
        return [change_line(self.frozen, place) for place in self.frozen.municipalities]

    @property
    def direction(self) -> str:
        """Which way is better, in words; nothing where neither is."""
        return self.words.say(self.frozen.direction)

    @property
    def alt(self) -> str:
        """What the chart shows, for those who do not see it."""
        return told(self.frozen)

    @property
    def source(self) -> str:
        """Who says so, and when it was fetched."""
        return source_line(self.frozen)

    @property
    def missing(self) -> list[str]:
        """What there are no figures for."""
        return missing_lines(self.frozen)

    def chart(self, narrow: bool = False) -> Markup:
        """The chart alone. Ids inside are new each time: one card may stand on a page twice."""
        drawn = _drawn(json.dumps(self.frozen.to_dict()), narrow)
        return Markup(drawn.replace(ANY, f"chart-{token_hex(4)}"))  # drawn is `chart`'s own Markup

    def table(self) -> list[tuple[int, list[str]]]:
        """Each year with the value of each municipality, and the median, the latest first; "" for none."""
        rows: list[Mapping[int, float | None] | Mapping[int, float]] = [
            self.frozen.values.get(place.code, {}) for place in self.frozen.municipalities]
        if self.frozen.circle:
            rows = [*rows, self.frozen.circle.middle]
        return [(year, ["" if (value := row.get(year)) is None else self.figures.show(value) for row in rows])
                for year in reversed(self.frozen.years)]

    @property
    def columns(self) -> list[str]:
        """What stands above the columns of the table."""
        names = [place.name for place in self.frozen.municipalities]
        return [*names, self.words.say("median")] if self.frozen.circle else names

    @property
    def beside(self) -> list[str]:
        """One sentence each on whom it compares with, the target, and what was done."""
        return list(beside(self.frozen))


def shown(card: SnapshotCard, newer: bool = False, language: str = "") -> Shown:
    """CARD in its own language, or with the words that it had in LANGUAGE."""
    return Shown(card.in_language(language) if language else card.figures, card.id, newer)


def lowered(text: str) -> Markup:
    """TEXT with the 2 of CO2 where it belongs."""
    return Markup("<sub>2</sub>").join(escape(part) for part in svg.CO2.split(text))


@lru_cache(maxsize=512)
def _drawn(kept: str, narrow: bool) -> str:
    """By content: a thread that many read is drawn once."""
    return str(chart(Frozen.from_dict(json.loads(kept)), narrow=narrow, bare=True, uid=ANY))


@lru_cache(maxsize=64)
def picture(drawing: str) -> bytes:
    """A chart as PNG for letters and downloads; what was asked for lately is at hand."""
    return png.png(drawing)
