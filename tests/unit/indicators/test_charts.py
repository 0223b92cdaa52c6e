"""What a chart shows: labels that do not collide, gaps as gaps, an honest axis, nothing a page must fear."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from app import registers
from app.indicators.charts import chart
from app.indicators.charts_line import all_series, runs
from app.indicators.charts_scale import pushed_apart, value_axis, year_labels
from app.indicators.frozen import Frozen
from tests.unit.indicators.cards import ANNES, BAMBLE, made, real

SVG = "{http://www.w3.org/2000/svg}"
TELEMARK = [one.code for one in registers.municipalities() if one.country == "NO" and one.county_code == "40"]
CARDS = {
    "one": real(places=[BAMBLE]), "two": real(places=ANNES[:2]), "four": real(),
    "six": real(places=TELEMARK[:6]),
    "twelve": real(places=TELEMARK[:12], own=BAMBLE), "all": real(places=TELEMARK, own=None),
    "one year": real(years=[2024]),
    "negative": made({"a": {y: float(y - 2015) * 100 for y in range(2010, 2021)}, "b": {2010: -5.0}},
                     own="a"),
    "negative bars": made({"a": {2024: -3.0}, "b": {2024: 4.0}, "c": {2024: 0.0}, "d": {2024: None}}),
    "huge": made({"a": {2020: 1e15, 2021: -1e15}}), "tiny": made({"a": {2020: 1e-9, 2021: 2e-9}}),
    "nought": made({"a": {2020: 0.0, 2021: 0.0}}),
    "same": made({c: {2020: 5.0, 2021: 5.0} for c in "abcdef"}),
    "nothing": made({"a": {2020: None}}), "far apart": made({"a": {1000: 1.0, 9999: 2.0}}),
}


def parsed(card: Frozen, **how: bool) -> ElementTree.Element:
    return ElementTree.fromstring(chart(card, **how))


def texts(card: Frozen, **how: bool) -> list[str]:
    return ["".join(element.itertext()) for element in parsed(card, **how).iter(f"{SVG}text")]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("name", CARDS)
def test_every_chart_is_whole_and_says_what_it_shows(name: str, bare: bool, narrow: bool) -> None:
    svg = parsed(CARDS[name], narrow=narrow, bare=bare)
    width, height = int(svg.attrib["width"]), int(svg.attrib["height"])
    assert svg.attrib["role"] == "img"
    assert svg.findtext(f"{SVG}title")
    assert len(svg.findtext(f"{SVG}desc") or "") > 30
    for text in svg.iter(f"{SVG}text"):
        assert 0 <= float(text.attrib["x"]) <= width and 0 < float(text.attrib["y"]) <= height
    assert not re.search(r"nan|inf", "".join(re.findall(r' d="([^"]*)"', chart(CARDS[name]))))


@pytest.mark.parametrize("name", CARDS)
def test_a_chart_holds_no_style_and_no_script(name: str) -> None:
    svg = chart(CARDS[name])
    assert not re.search(r"<style|<script|style=|\bon\w+=|href", svg)


def test_names_cannot_break_out_of_the_drawing() -> None:
    card = made({"a": {2020: 1.0, 2021: 2.0}},
                names={"a": '<script>"&\x08'}, title="</title><b onload=x>", own="a")
    assert "<script" not in chart(card)
    assert "<b " not in chart(card)
    assert texts(card)[0].startswith("</title><b onload")


@pytest.mark.parametrize("name", ["four", "six", "twelve", "all", "same"])
@pytest.mark.parametrize("narrow", [False, True])
def test_labels_never_collide(name: str, narrow: bool) -> None:
    svg = parsed(CARDS[name], narrow=narrow)
    labels = [text for text in svg.iter(f"{SVG}text") if text.find(f"{SVG}tspan[@font-weight]") is not None]
    levels = sorted(float(label.attrib["y"]) for label in labels)
    assert len(levels) == len(CARDS[name].municipalities)
    assert all(below - above >= 15 for above, below in pairwise(levels))


def test_a_missing_year_is_a_gap_and_never_bridged() -> None:
    series = next(one for one in all_series(CARDS["four"]) if one.own)
    assert [[year for year, _ in run] for run in runs(series.points)] == [
        [2009], [2011], [2013], list(range(2015, 2025))]
    own = [path.attrib["d"] for path in parsed(CARDS["four"]).iter(f"{SVG}path")
           if path.get("stroke-width") == "3"]
    assert [path.count("L") + 1 for path in own] == [10]


def test_years_without_figures_are_named_beneath() -> None:
    assert "Ingen tall for 2010, 2012 og 2014." in " ".join(texts(CARDS["four"]))


def test_a_line_that_ends_early_says_in_which_year() -> None:
    assert "b 3,0 (2021)" in texts(made({"a": {2020: 1.0, 2022: 2.0}, "b": {2020: 4.0, 2021: 3.0}}))


def test_the_source_and_the_day_stand_beneath_the_chart() -> None:
    assert any("Hentet\u00a022.11.2026" in text for text in texts(CARDS["four"]))
    assert not any("Hentet" in text for text in texts(CARDS["four"], bare=True))


def test_a_cut_axis_says_so_and_an_uncut_one_does_not() -> None:
    cut = made({"a": {2020: 91.0, 2021: 92.0}})
    assert any("Aksen starter på 91,0, ikke på null." in text for text in texts(cut))
    assert not any("Aksen" in text for text in texts(made({"a": {2020: 1.0, 2021: 92.0}})))


def test_bars_begin_at_nought() -> None:
    svg = parsed(made({"a": {2024: 50.0}, "b": {2024: 100.0}}))
    bars = sorted(float(bar.attrib["width"]) for bar in list(svg.iter(f"{SVG}rect"))[1:])
    assert bars[1] == pytest.approx(2 * bars[0], rel=.01)


def test_bars_are_ranked_with_the_best_first_and_the_silent_last() -> None:
    card = made({"a": {2024: 2.0}, "b": {2024: 1.0}, "c": {2024: None}}, direction="lower")
    assert [text for text in texts(card) if text in "abc"] == ["b", "a", "c"]
    assert "ingen tall" in texts(card)


def test_ones_own_differs_in_colour_weight_and_shape() -> None:
    series = all_series(CARDS["twelve"])
    assert [one.place.name for one in series if one.colour[0] == "chart-own"] == ["Bamble"]
    assert len({(one.colour, one.shape) for one in series}) == len(series)


def test_all_lines_of_a_county_can_be_told_apart() -> None:
    series = all_series(CARDS["all"])
    assert len({(one.colour, one.shape) for one in series}) == 17


def test_two_charts_on_a_page_have_different_ids() -> None:
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (
        chart(CARDS["four"]), chart(CARDS["four"], narrow=True), chart(CARDS["two"]), chart(CARDS["two"],
                                                                                            uid="m7"))]
    assert len(set.union(*ids)) == sum(len(some) for some in ids) == 8


def test_the_2_of_co2_is_a_subscript_and_still_reads_as_one_word() -> None:
    assert "tonn CO2-ekv. per innbygger · lavere er bedre" in texts(CARDS["four"])


def test_labels_are_moved_as_little_as_possible() -> None:
    assert pushed_apart([10, 50], 17, 0, 100) == [10, 50]
    assert pushed_apart([40, 40, 40], 10, 0, 100) == [30, 40, 50]
    assert pushed_apart([98, 99], 10, 0, 100) == [90, 100]
    assert pushed_apart([1, 2], 10, 0, 100) == pytest.approx([0, 10])


@pytest.mark.parametrize(("values", "ticks"), [
    ([0.83, 2.7], (0, .5, 1, 1.5, 2, 2.5)), ([91, 95.6], (91, 92, 93, 94, 95)), ([-254, 215], (-300, -200,
                                                                                               -100, 0, 100,
                                                                                               200)),
    ([0, 0], (0, .2, .4, .6, .8, 1)), ([1e15, 1e15], (9.4e14, 9.6e14, 9.8e14, 1e15, 1.02e15, 1.04e15)),
])
def test_the_axis_has_round_numbers(values: list[float], ticks: tuple[float, ...]) -> None:
    assert value_axis(values, 100, 0).ticks == pytest.approx(ticks)


def test_the_named_years_have_figures_and_room() -> None:
    years = [2009, 2011, 2013, *range(2015, 2025)]
    assert year_labels(years, 35, 39) == [2009, 2011, 2013, 2016, 2018, 2020, 2022, 2024]
    assert year_labels(years, 8, 39) == [2009, 2015, 2024]
    assert year_labels([2024], 100, 39) == [2024]
