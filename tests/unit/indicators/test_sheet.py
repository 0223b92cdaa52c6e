"""A card for spreadsheets: every figure, its source, and nothing that a spreadsheet would run."""

import csv
import io

import pytest

from app.indicators.sheet import card_csv
from tests.unit.indicators.cards import BAMBLE, made, real


def rows(text: str, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))


def test_each_figure_is_a_line_that_can_be_read_alone() -> None:
    heading, *lines = rows(card_csv(real()))
    assert heading[:4] == ["kommunenummer", "kommune", "år", "verdi"] and len(lines) == 4 * 13
    assert lines[0][:3] == [BAMBLE, "Bamble", "2009"] and lines[0][3].startswith("4,858")
    assert lines[0][6].startswith("Miljødirektoratet") and lines[0][8] == "2026-11-22"


def test_english_spreadsheets_get_commas_and_points() -> None:
    heading, *lines = rows(card_csv(real(lang="en")), ",")
    assert heading[1] == "municipality" and float(lines[0][3]) == pytest.approx(4.858, abs=.001)


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_no_text_of_ours_is_taken_for_a_formula(evil: str) -> None:
    card = made({"a": {2024: -3.5}}, names={"a": evil}, title=evil, note=evil, source=evil)
    [_, line] = rows(card_csv(card))
    assert [line[1], line[5], line[6], line[9]] == ["'" + evil] * 4
    assert line[3] == "-3,5", "a negative figure stays a figure"


def test_a_figure_that_is_missing_is_empty() -> None:
    assert [line[3] for line in rows(card_csv(made({"a": {2023: None, 2024: 1}})))[1:]] == ["", "1"]
