"""A card in words: numbers, dates, the source line, and a text that says what the chart shows."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.indicators.frozen import Frozen, Place
from app.indicators.phrases import MONTHS_EN, PHRASES

THIN, FIXED, MINUS, DASH = "\u202f", "\u00a0", "\u2212", "\u2013"


@dataclass(frozen=True, slots=True)
class Words:
    """How one language (nb, nn, sv or en) writes numbers, dates and the phrases of a card."""

    lang: str

    def say(self, phrase: str, **parts: object) -> str:
        """PHRASE of phrases.py with its PARTS filled in."""
        return PHRASES[self.lang][phrase].format(**parts).replace("..", ".")

    def number(self, value: float, decimals: int = 0) -> str:
        """VALUE with decimal comma and narrow no-break space between thousands; English: point and comma."""
        rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        text = f"{rounded + 0:,f}".replace("-", MINUS)
        return text if self.lang == "en" else text.replace(",", THIN).replace(".", ",")

    def date(self, day: date) -> str:
        """DAY as the language writes it: 22.11.2026, 2026-11-22 or 22 November 2026."""
        if self.lang == "sv":
            return day.isoformat()
        if self.lang == "en":
            return f"{day.day}{FIXED}{MONTHS_EN[day.month - 1]}{FIXED}{day.year}"
        return f"{day.day}.{day.month}.{day.year}"

    def listed(self, items: Iterable[str]) -> str:
        """ITEMS as people list them: one, two and three."""
        *most, last = list(items)
        return f"{', '.join(most)} {self.say('and')} {last}" if most else last

    def with_unit(self, number: str, unit: str) -> str:
        """NUMBER and UNIT, held together on one line where the unit is a sign."""
        if unit.startswith("%"):
            return number + ("" if self.lang == "en" else FIXED) + unit
        return f"{number} {unit}" if unit else number


@dataclass(frozen=True, slots=True)
class Figures:
    """Writes the values of one card alike: same decimals, millions where a value has them, one scale an axis."""

    words: Words
    decimals: int
    largest: float = 0

    def show(self, value: float) -> str:
        """VALUE as it stands beside a line or bar."""
        divisor, suffix = self._scale(abs(value))
        figures = abs(value) / divisor
        decimals = self.decimals if divisor == 1 else 2 if divisor == 1e6 and figures < 10 else int(figures < 100)
        return self.words.number(value / divisor, decimals) + suffix

    def tick(self, value: float, step: float) -> str:
        """VALUE on an axis that rises by STEP: no more decimals than the step needs."""
        if not value:
            return "0"
        divisor, suffix = self._scale(self.largest)
        needed = max(0, -math.floor(math.log10(step / divisor) + 1e-9))
        return self.words.number(value / divisor, needed) + suffix

    def _scale(self, size: float) -> tuple[float, str]:
        if size >= 1e9:
            return 1e9, FIXED + self.words.say("billion")
        return (1e6, FIXED + self.words.say("million")) if size >= 1e6 else (1, "")


def words_for(lang: str) -> Words:
    """The words of LANG; bokmål for one that we do not know."""
    return Words(lang if lang in PHRASES else "nb")


def figures_for(frozen: Frozen) -> Figures:
    """How to write the values of FROZEN: its decimals, more where the largest would else show as nought."""
    words = words_for(frozen.lang)
    largest = max((abs(value) for value in frozen.every_value()), default=0.0)
    needed = 1 - math.floor(math.log10(largest)) if 0 < largest < 1 else 0
    tiny = largest > 0 and round(largest, frozen.decimals) < 2 * 10**-frozen.decimals
    return Figures(words, min(needed, 15) if tiny else frozen.decimals, largest)


def years(numbers: Sequence[int]) -> list[str]:
    """Years in order, runs of three and more as 2010–2014."""
    runs: list[list[int]] = []
    for year in numbers:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    texts: list[str] = []
    for run in runs:
        texts += [f"{run[0]}{DASH}{run[-1]}"] if len(run) > 2 else [str(year) for year in run]
    return texts


def period(frozen: Frozen) -> str:
    """The years that FROZEN has values for, or asked for: 2009–2024, or 2024."""
    shown = frozen.years_with_values() or list(frozen.years)
    return str(shown[0]) if len(shown) == 1 else f"{shown[0]}{DASH}{shown[-1]}"


def source_line(frozen: Frozen) -> str:
    """Who the figures come from: source, table and the day they were retrieved, each as a sentence."""
    words = words_for(frozen.lang)
    table = words.say("table", table=frozen.table) if frozen.table[:1].isdigit() else frozen.table
    source = words.say("source_table" if table else "source", source=frozen.source, table=table)
    updated = [words.say("updated", date=words.date(frozen.updated))] if frozen.updated else []
    return " ".join([source, *updated, words.say("retrieved", date=words.date(frozen.retrieved))])


def missing_lines(frozen: Frozen) -> list[str]:
    """What the chart cannot show: years nobody has figures for, and municipalities without any."""
    words, there = words_for(frozen.lang), frozen.years_with_values()
    if not there:
        return [words.say("no_values")]
    absent = [year for year in range(there[0], there[-1]) if year not in there]
    silent = [place.name for place in frozen.municipalities if not frozen.points(place.code)]
    return [words.say("none_for", what=words.listed(what)) for what in (years(absent), silent) if what]


def change_line(frozen: Frozen, place: Place) -> str:
    """One sentence for PLACE: from what to what, and by how many per cent where that means something."""
    words, figures, points = words_for(frozen.lang), figures_for(frozen), frozen.points(place.code)
    if not points:
        return words.say("none_for", what=place.name)
    (start, first), (end, last) = points[0], points[-1]
    value = words.with_unit(figures.show(last), frozen.unit)
    if len(points) == 1:
        return words.say("one", name=place.name, value=value, year=end)
    if figures.show(first) == figures.show(last):
        return words.say("stayed", name=place.name, last=value, start=start, end=end)
    percent = _percent(words, frozen.unit, first, last)
    return words.say("went", name=place.name, first=figures.show(first), last=value, start=start, end=end,
                     change=f", {percent}" if percent else "")


def change_since(frozen: Frozen, place: Place) -> str:
    """The same in a few words: down 29 per cent since 2009. Empty where per cent mean nothing."""
    points = frozen.points(place.code)
    if len(points) < 2:
        return ""
    words, figures, (start, first), (_, last) = words_for(frozen.lang), figures_for(frozen), points[0], points[-1]
    percent = "" if figures.show(first) == figures.show(last) else _percent(words, frozen.unit, first, last)
    return words.say("since", change=percent, year=start) if percent else ""


def alt_text(frozen: Frozen) -> str:
    """What the chart shows, for those who do not see it: own change, how all ended, what is missing."""
    words, there = words_for(frozen.lang), frozen.years_with_values()
    kind = words.say("line" if len(there) > 1 else "bar")
    sentences = [f"{kind}: {frozen.title}, {period(frozen)}."]
    told = [place for place in frozen.municipalities if place.code == frozen.own] or frozen.municipalities
    sentences += [change_line(frozen, place) for place in told if frozen.points(place.code)]
    if len(frozen.municipalities) > len(told) and there:
        sentences.append(_ranked(frozen, words, there[-1]))
    return " ".join([*sentences, *missing_lines(frozen)])


def _ranked(frozen: Frozen, words: Words, year: int) -> str:
    last = [(value, place.name) for place in frozen.municipalities
            if (value := frozen.values.get(place.code, {}).get(year)) is not None]
    figures = figures_for(frozen)
    texts = [f"{name} {figures.show(value)}" for value, name in sorted(last)]
    return words.say("rank" if len(texts) > 1 else "alone_rank", year=year, list="; ".join(texts))


def _percent(words: Words, unit: str, first: float, last: float) -> str:
    if first <= 0 or last < 0 or "%" in unit:
        return ""
    percent = 100 * (last - first) / first
    if not 0.5 <= abs(percent) < 1000:
        return ""
    number = words.number(abs(percent))
    return words.say("down" if percent < 0 else "up", percent=words.say("percent", number=number))
