"""An indicator is found by the words that people have for it."""

import pytest

from app import registers
from app.indicators.finding import find
from app.indicators.models import Indicator


def catalogue() -> list[Indicator]:
    return [Indicator(code=one.code, names=one.names, definitions=one.definitions, source=one.source,
                      table_id=one.table) for one in registers.indicators()]


@pytest.mark.parametrize(("typed", "code"), [
    ("klimagassutslipp uten industri", "no_ghg_per_inhab_ex_industry"),
    ("utslippene industri innbygger", "no_ghg_per_inhab_ex_industry"),
    ("växthusgaser industri", "no_ghg_per_inhab_ex_industry"),
    ("folketal", "no_population"),
])
def test_words_in_any_nordic_language_and_form_find_it(typed: str, code: str) -> None:
    assert code in [one.code for one in find(catalogue(), typed)][:6]


def test_another_word_for_the_same_finds_it_too() -> None:
    names = [one.names["nb"].lower() for one in find(catalogue(), "strøm")[:3]]
    assert names and all("elektri" in name or "strøm" in name or "kraft" in name for name in names)


def test_half_a_word_is_enough_while_one_types() -> None:
    assert find(catalogue(), "klimag") and not find(catalogue(), "enhjørning")
    assert len(find(catalogue(), "")) == len(catalogue())
