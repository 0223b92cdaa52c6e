"""In words: whom a card compares with, its target, and what was done."""

from collections.abc import Iterator, Mapping

from app.indicators.frozen import Frozen
from app.indicators.frozen_parts import FEW
from app.indicators.words import Figures, alt_text, figures_for, words_for


def circle_name(frozen: Frozen) -> str:
    """Whose median it is: "6 kommuner i Telemarksnettverket"."""
    circle = frozen.circle
    return words_for(frozen.lang).say(f"of_{circle.kind}", name=circle.name, size=circle.size) if circle else ""


def whose_median(frozen: Frozen) -> list[str]:
    """What is summed up."""
    return [words_for(frozen.lang).say("median_of", whom=circle_name(frozen))] if frozen.circle else []


def circle_rows(frozen: Frozen) -> Iterator[tuple[str, Mapping[int, float]]]:
    """What is known of the circle by year, each with its name: the median, and between which values it lies."""
    if circle := frozen.circle:
        half = "" if circle.size <= FEW else "_half"
        for phrase, values in (("median", circle.middle), (f"low{half}", circle.low), (f"high{half}", circle.high)):
            yield words_for(frozen.lang).say(phrase), values


def spread_lines(frozen: Frozen) -> list[str]:
    """The same, and what the pale field means."""
    if frozen.circle is None:
        return []
    phrase = "spread" if frozen.circle.size <= FEW else "spread_half"
    return [words_for(frozen.lang).say(phrase, whom=circle_name(frozen))]


def aim_words(frozen: Frozen, figures: Figures) -> str:
    """What stands at the line of the target."""
    assert frozen.target is not None  # without one there is no line
    return words_for(frozen.lang).say("aim", year=frozen.target.year, value=figures.show(frozen.target.value))


def mark_lines(frozen: Frozen) -> Iterator[str]:
    """Each measure with its number and year."""
    for number, mark in enumerate(frozen.marks, 1):
        yield f"{number} {mark.text} ({mark.year})"


def told(frozen: Frozen) -> str:
    """What the whole chart shows."""
    return " ".join([alt_text(frozen), *beside(frozen)])


def beside(frozen: Frozen) -> Iterator[str]:
    """All of it as sentences, for those who do not see the chart."""
    words, figures = words_for(frozen.lang), figures_for(frozen)
    if circle := frozen.circle:
        year = max(circle.middle)
        yield words.say("median_was", whom=circle_name(frozen), year=year, value=figures.show(circle.middle[year]),
                        low=figures.show(circle.low[year]), high=figures.show(circle.high[year]))
    if frozen.target:
        value = words.with_unit(figures.show(frozen.target.value), frozen.unit)
        yield words.say("aim_is", year=frozen.target.year, value=value)
    if frozen.marks:
        yield words.say("done", list="; ".join(f"{mark.text} ({mark.year})" for mark in frozen.marks))
