"""How long a card takes to draw, against typst drawing the same one as a picture: `python -m bench cards`."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from app.indicators.charts import chart
from app.indicators.frozen import Frozen, Place
from app.indicators.frozen_parts import Mark, Target, summed_up
from app.indicators.png import png
from app.indicators.shown import Shown
from bench import results

YEARS, ROUNDS, PICTURES = range(2009, 2025), 60, 5
MOST = 20.0  # milliseconds, p95, for a card that nobody has drawn yet


def main(arguments: list[str]) -> None:
    """Draw cards of every size, new and drawn before, and write down how long each takes."""
    cards = made()
    fresh = [spent(lambda card=card, turn=turn: chart(replace(card, note=str(turn))))
             for turn in range(ROUNDS) for card in cards]
    known = [Shown(card) for card in cards]
    for one in known:
        one.chart()
    again = [spent(one.chart) for _ in range(ROUNDS) for one in known]
    drawings = [str(chart(card)) for card in cards]
    pictures = [spent(lambda drawing=drawing: png(drawing)) for _ in range(PICTURES) for drawing in drawings]
    peer = results.percentile(pictures, .5)
    rows = [("SVG, drawn anew", fresh), ("SVG, drawn before (by content)", again),
            ("the same as PNG, by typst", pictures)]
    results.write("cards", "\n\n".join([
        f"`python -m bench cards`: {len(cards)} cards of 1 to 60 municipalities, with gaps, medians, targets and "
        f"measures. Wanted: p95 at most {MOST:g} ms for one that nobody has drawn yet.",
        results.table(["a card", "median ms", "p95 ms", "median against typst"], [
            [name, *(f"{results.percentile(times, part):.2f}" for part in (.5, .95)),
             f"{results.percentile(times, .5) / peer:.3f}"] for name, times in rows])]))


def made() -> list[Frozen]:
    """Cards as people make them, and larger."""
    plain = [frozen({f"K{place}": series(place) for place in range(size)}) for size in (1, 2, 6, 12, 24, 60)]
    others = [{year: value for year, value in series(place).items() if value is not None} for place in range(12)]
    full = replace(plain[2], circle=summed_up("network", "Nettverket", others), target=Target(2030, 2.5),
                   marks=tuple(Mark(2015 + turn, f"Tiltak {turn}") for turn in range(6)))
    return [*plain, full, replace(full, form="bars"), replace(plain[5], form="bars")]


def series(place: int) -> dict[int, float | None]:
    """A line that moves, with a gap."""
    return {year: None if (year + place) % 9 == 0 else 4 + place / 5 + math.sin(year + place) for year in YEARS}


def frozen(values: Mapping[str, Mapping[int, float | None]]) -> Frozen:
    """A card of VALUES."""
    return Frozen(
        indicator="invented", title="Klimagassutslipp per innbygger, uten industri, olje og gass",
        unit="tonn CO2-ekv. per innbygger", decimals=1, direction="lower", definition="", caveat="", lang="nb",
        municipalities=tuple(Place(code, f"Kommune {code}") for code in values), own="K0", years=tuple(YEARS),
        values=values, source="Oppdiktet", table="", release=None, retrieved=date(2026, 11, 22))


def spent(call: Callable[[], object]) -> float:
    """Milliseconds that CALL takes."""
    begun = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - begun)

