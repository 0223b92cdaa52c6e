"""A card is checked when it is made, kept as JSON, and comes back the same."""

import json
from typing import Any

import pytest

from app.indicators.frozen import Frozen, FrozenError
from tests.unit.indicators.cards import BAMBLE, made, real


def test_a_card_comes_back_from_json_as_it_was() -> None:
    card = real()
    assert Frozen.from_dict(json.loads(json.dumps(card.to_dict()))) == card


def test_a_card_with_missing_figures_comes_back_as_it_was() -> None:
    card = made({"a": {2020: None, 2021: 0.0}, "b": {}}, own="b", note="Se på 2021.")
    assert Frozen.from_dict(json.loads(json.dumps(card.to_dict()))) == card


@pytest.mark.parametrize(("field", "value"), [
    ("title", " "), ("title", "x" * 301), ("source", ""), ("decimals", 7), ("decimals", True),
    ("decimals", 1.0),
    ("direction", "up"), ("lang", "da"), ("url", "javascript:alert(1)"), ("own", "9999"),
    ("retrieved", "2026-11-22"),
    ("years", ()), ("years", (2021, 2020)), ("years", (2020, 2020)), ("years", (20,)), ("municipalities", ()),
    ("values", {"9999": {2020: 1.0}}), ("values", {"a": {1999: 1.0}}),
    ("values", {"a": {2020: float("nan")}}),
    ("values", {"a": {2020: 1e308}}), ("values", {"a": {2020: "7"}}), ("values", {"a": {2020: True}}),
])
def test_what_cannot_be_true_is_refused_with_the_name_of_the_field(field: str, value: Any) -> None:
    fields = {name: getattr(made({"a": {2020: 1.0}}), name) for name in Frozen.__dataclass_fields__}
    with pytest.raises(FrozenError) as refused:
        Frozen(**{**fields, field: value})
    assert refused.value.field == field


@pytest.mark.parametrize("change", [
    {"version": 2}, {"version": None}, {"colour": "red"}, {"municipalities": [{"code": "a"}]},
    {"values": [1]},
    {"retrieved": "yesterday"}, {"retrieved": None}, {"years": 2020}, {"title": None},
    {"municipalities": "ab"},
])
def test_json_that_is_no_card_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(FrozenError):
        Frozen.from_dict(made({"a": {2020: 1.0}}).to_dict() | change)


def test_a_card_without_a_field_that_it_needs_is_refused() -> None:
    kept = real().to_dict()
    del kept["source"]
    with pytest.raises(FrozenError):
        Frozen.from_dict(kept)


def test_each_reader_sees_it_from_their_own_municipality() -> None:
    card = real(own=None)
    assert card.seen_from(BAMBLE).own == BAMBLE
    assert card.seen_from("5034").own is None
    assert card.own is None


def test_the_table_has_a_cell_for_every_municipality_and_year() -> None:
    card = made({"a": {2020: 1.0, 2022: 3.0}, "b": {2022: None}})
    assert [(place.code, row) for place, row in card.rows()] == [("a", [1.0, 3.0]), ("b", [None, None])]
