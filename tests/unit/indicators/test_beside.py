"""What a card shows beside its municipalities: the median and spread of others, a target, measures."""

import json
import re
from dataclasses import replace

import pytest

from app.indicators.charts import chart
from app.indicators.charts_line import all_series
from app.indicators.frozen import Frozen, FrozenError
from app.indicators.frozen_parts import MOST_MARKS, Circle, Mark, Target, Wrong, summed_up
from app.indicators.sheet import card_csv
from app.indicators.shown import Shown
from app.indicators.words_beside import told
from tests.unit.indicators.cards import ANNES, BAMBLE, real


def compared(**more: object) -> Frozen:
    """Bamble against the median of four."""
    four = real(places=ANNES)
    circle = summed_up("network", "Telemarksnettverket", [dict(four.points(code)) for code in ANNES])
    one = real(places=[BAMBLE])
    return replace(one, **{"circle": circle, "target": Target(2030, 2.5),
                           "marks": (Mark(2019, "Solceller på skolen", "/examples/3-sol"),), **more})


def test_the_median_of_few_spreads_from_the_lowest_to_the_highest() -> None:
    circle = summed_up("network", "N", [{2020: 1.0, 2021: 4.0}, {2020: 3.0}, {2020: 7.0, 2021: 5.0}, {}])
    assert circle == Circle("network", "N", 3, {2020: 3.0}, {2020: 1.0}, {2020: 7.0})


def test_the_spread_of_many_is_the_middle_half() -> None:
    circle = summed_up("country", "", [{2020: float(number)} for number in range(1, 13)])
    assert circle
    assert (circle.size, circle.middle[2020], circle.low[2020], circle.high[2020]) == (12, 6.5, 3.75, 9.25)


def test_two_municipalities_have_no_median_that_would_give_one_of_them_away() -> None:
    assert summed_up("network", "N", [{2020: 1.0}, {2020: 3.0}]) is None


def test_it_comes_back_from_json_as_it_was() -> None:
    card = compared()
    assert Frozen.from_dict(json.loads(json.dumps(card.to_dict()))) == card


def test_a_card_made_before_there_was_any_of_it_is_still_read() -> None:
    kept = real().to_dict()
    for name in ("form", "circle", "target", "marks"):
        del kept[name]
    assert Frozen.from_dict(kept) == real()


@pytest.mark.parametrize("wrong", [
    lambda: Target(20, 1.0), lambda: Target(2030, float("nan")), lambda: Target(2030, 1e308),
    lambda: Mark(2020, " "), lambda: Mark(2020, "x", "https://evil.example"), lambda: Mark(2020, "x" * 200),
    lambda: Circle("network", "", 2, {2020: 1.0}, {2020: 1.0}, {2020: 1.0}),
    lambda: Circle("network", "", 3, {2020: 1.0}, {}, {2020: 1.0}),
    lambda: Circle("moon", "", 3, {2020: 1.0}, {2020: 1.0}, {2020: 1.0}),  # type: ignore[arg-type]
])
def test_what_cannot_be_true_is_refused(wrong: object) -> None:
    with pytest.raises(Wrong):
        wrong()  # type: ignore[operator]
    with pytest.raises(FrozenError):
        compared(marks=(Mark(2020, "x"),) * (MOST_MARKS + 1))
    with pytest.raises(FrozenError):
        compared(form="pie")


def test_the_chart_makes_room_for_the_target_and_names_it() -> None:
    drawing = chart(compared(target=Target(2030, 12.0)))
    assert "Mål 2030: 12,0" in drawing
    highest = [float(found.replace(",", ".")) for found in re.findall(r">(\d+)</text>", drawing)]
    assert max(value for value in highest if value < 100) >= 10


def test_the_median_is_dashed_and_stands_among_the_lines_by_its_end() -> None:
    series = all_series(compared())
    assert [(one.place.name, one.summed_up) for one in series] == [("Median", True), ("Bamble", False)]
    assert 'stroke-dasharray="6 4"' in chart(compared())


def test_a_measure_has_its_number_at_its_year_and_its_words_beneath() -> None:
    drawing = chart(compared())
    assert ">1</text>" in drawing
    assert "1 Solceller på skolen (2019)" in drawing


def test_a_measure_before_the_first_year_is_said_but_not_drawn() -> None:
    drawing = chart(compared(marks=(Mark(1987, "Den gang"),)))
    assert "1 Den gang (1987)" in drawing
    assert "<circle" not in drawing.split("Den gang")[0] or ">1</text>" not in drawing


@pytest.mark.parametrize("form", ["chart", "bars"])
@pytest.mark.parametrize("narrow", [False, True])
def test_nothing_is_drawn_outside(form: str, narrow: bool) -> None:
    drawing = chart(compared(form=form), narrow=narrow)
    wide, high = map(float, re.search(r'viewBox="0 0 (\d+) (\d+)"', drawing).groups())  # type: ignore[union-attr]
    for x, y in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"', drawing):
        assert 0 <= float(x) <= wide
        assert 0 <= float(y) <= high


def test_all_of_it_is_said_in_words_too() -> None:
    words = told(compared())
    assert "Median for 4 kommuner i Telemarksnettverket var 4,1 i 2024, fra 3,9 til 4,4." in words
    assert "Målet er 2,5 tonn CO2-ekv. per innbygger i 2030." in words
    assert "Tiltak: Solceller på skolen (2019)." in words


@pytest.mark.parametrize("lang", ["nb", "nn", "sv", "en"])
def test_every_language_has_the_words(lang: str) -> None:
    for kind in ("network", "similar", "county", "country"):
        circle = replace(compared().circle, kind=kind)  # type: ignore[type-var]
        assert "{" not in told(compared(lang=lang, circle=circle))
        assert "{" not in chart(compared(lang=lang, circle=circle))


def test_the_table_has_the_median_and_the_spreadsheet_the_spread_too() -> None:
    assert Shown(compared()).columns == ["Bamble", "Median"]
    assert Shown(compared()).table()[0] == (2024, ["3,9", "4,1"])
    for name in ("Median", "Lavest", "Høyest"):
        assert f"{name}: 4 kommuner i Telemarksnettverket;2024;" in card_csv(compared())


def test_numbers_of_measures_never_cover_each_other() -> None:
    marks = tuple(Mark(year, f"Tiltak {year}") for year in (2016, 2016, 2019, 2022, 2023, 2024))
    drawn = str(chart(replace(real(), marks=marks), narrow=True))
    rings = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="8"', drawn)]
    rings = sorted(set(rings))
    assert len(rings) == len(marks)
    assert all(abs(x - u) >= 16 or abs(y - v) >= 16 for x, y in rings for u, v in rings if (x, y) != (u, v))
