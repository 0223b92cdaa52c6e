"""What statistics offices answer, read as they write it; and what nobody should believe."""

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.indicators.importers import jsonstat, kolada
from app.indicators.importers.rows import (
    NOT_A_NUMBER,
    NOT_FINITE,
    NOT_THIS_FORM,
    TOO_LARGE,
    TOO_MANY_CELLS,
    UNKNOWN_STATISTIC,
    WRONG_SIZE,
    Refusal,
    Row,
    Unreadable,
)
from app.indicators.sources import pxweb1
from app.indicators.sources.recipes import Recipe
from app.indicators.sources.selecting import parts, wanted

REAL = Path(__file__).parents[2] / "data"
PEOPLE = {"no_population": {"ContentsCode": "Personer1"}}


def answer(**other: Any) -> dict[str, Any]:
    """Population of two municipalities in two years, as SSB writes it."""
    return {
        "version": "2.0", "class": "dataset", "label": "07459: Befolkning", "updated": "2026-02-24T07:00:00Z",
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "id": ["Region", "ContentsCode", "Tid"], "size": [2, 1, 2],
        "dimension": {
            "Region": {"label": "region", "category": {
                "index": {"K-4012": 0, "K-4014": 1}, "label": {"K-4012": "Bamble", "K-4014": "Kragerø"}}},
            "ContentsCode": {"label": "statistikkvariabel", "category": {
                "index": {"Personer1": 0}, "label": {"Personer1": "Personer"}}},
            "Tid": {"label": "år", "category": {"index": {"2024": 0, "2025": 1}}}},
        "value": [14101, 14155, 10457, 10395], **other}


def test_each_figure_is_a_row_of_its_municipality_and_year() -> None:
    assert list(jsonstat.rows(jsonstat.cube(answer()), PEOPLE)) == [
        Row("no_population", "4012", 2024, 14101.0), Row("no_population", "4012", 2025, 14155.0),
        Row("no_population", "4014", 2024, 10457.0), Row("no_population", "4014", 2025, 10395.0)]


def test_a_series_may_be_named_by_its_label_and_one_category_need_not_be_named() -> None:
    cube = jsonstat.cube(answer())
    assert len(list(jsonstat.rows(cube, {"no_population": {"ContentsCode": "personer "}}))) == 4
    assert len(list(jsonstat.rows(cube, {"no_population": {}}))) == 4


def test_a_sparse_answer_and_its_signs_are_read() -> None:
    cube = jsonstat.cube(answer(value={"0": 14101, "3": 10395}, status={"1": ":", "2": "."}))
    assert [(row.value, row.status) for row in jsonstat.rows(cube, PEOPLE) if isinstance(row, Row)] == [
        (14101.0, ""), (None, ":"), (None, "."), (10395.0, "")]


def test_where_nobody_says_which_side_is_the_region_its_name_tells() -> None:
    cube = jsonstat.cube(answer(role={"time": ["Tid"]}))
    assert (cube.geo, cube.time) == (0, 2)
    with pytest.raises(Unreadable, match=NOT_THIS_FORM):
        jsonstat.cube({**answer(role={}), "id": ["a", "b", "c"], "dimension": dict(zip(
            "abc", answer()["dimension"].values(), strict=True))})


def test_notes_that_must_be_shown_are_kept() -> None:
    noted = answer(note=["May change.", "Breaks in 2020."], extension={"noteMandatory": {"1": True}})
    assert jsonstat.cube(noted).notes == ["Breaks in 2020."]


@pytest.mark.parametrize(("value", "why"), [
    ("14101", NOT_A_NUMBER), (True, NOT_A_NUMBER), ([1], NOT_A_NUMBER), (math.nan, NOT_FINITE), (math.inf, NOT_FINITE),
    (1e308, TOO_LARGE), (-1e308, TOO_LARGE)])
def test_a_cell_that_is_no_figure_is_refused_alone(value: Any, why: str) -> None:
    found = list(jsonstat.rows(jsonstat.cube(answer(value=[value, 14155, 10457, 10395])), PEOPLE))
    assert [type(each) for each in found] == [Refusal, Row, Row, Row]
    assert isinstance(found[0], Refusal)
    assert (found[0].why, found[0].column) == (why, "K-4012 2024")


@pytest.mark.parametrize(("broken", "why"), [
    ({"size": [2, 1, 3]}, WRONG_SIZE), ({"value": [1, 2, 3]}, WRONG_SIZE),
    ({"size": [10_000, 1, 1000]}, TOO_MANY_CELLS),
    ({"size": [2, 1]}, WRONG_SIZE), ({"dimension": {}}, NOT_THIS_FORM), ({"value": None}, NOT_THIS_FORM),
    ({"size": ["2", "x", 2]}, NOT_THIS_FORM), ({"id": ["Region", "Region", "Tid"]}, NOT_THIS_FORM),
    ({"id": None}, NOT_THIS_FORM)])
def test_an_answer_that_contradicts_itself_is_not_read_at_all(broken: dict[str, Any], why: str) -> None:
    with pytest.raises(Unreadable, match=why.split(".")[0]):
        jsonstat.cube(answer(**broken))


@pytest.mark.parametrize("document", [None, [], "<html>", 7, {}, {"error": "busy"}])
def test_what_is_no_table_at_all_is_not_read(document: Any) -> None:
    with pytest.raises(Unreadable):
        jsonstat.cube(document)


def test_an_unknown_series_and_a_year_that_is_none_are_refused() -> None:
    unknown = list(jsonstat.rows(jsonstat.cube(answer()), {"x": {"ContentsCode": "Personer9"}}))
    assert unknown == [Refusal(0, UNKNOWN_STATISTIC, "ContentsCode", "Personer9")]
    quarters = json.loads(json.dumps(answer()).replace('"2024"', '"2024K1"'))
    assert [type(each) for each in jsonstat.rows(jsonstat.cube(quarters), PEOPLE)] == [Refusal, Row, Refusal, Row]


def koladas(*values: dict[str, Any], **other: Any) -> dict[str, Any]:
    one = {"kpi": "N00401", "municipality": "2510", "period": 2023, "values": list(values), **other}
    return {"count": 1, "values": [one]}


def test_kolada_is_read_for_women_and_men_together() -> None:
    both = koladas({"gender": "K", "value": 1.0}, {"gender": "T", "value": 5.5, "status": ""})
    assert list(kolada.rows(both, {"N00401": "se_n00401"})) == [Row("se_n00401", "2510", 2023, 5.5)]


def test_what_kolada_took_back_is_left_out_and_what_is_missing_is_a_gap() -> None:
    assert list(kolada.rows(koladas({"gender": "T", "value": 5.5, "isdeleted": True}), {"N00401": "x"})) == []
    assert list(kolada.rows(koladas({"gender": "T", "value": None, "status": "Missing"}), {"N00401": "x"})) == [
        Row("x", "2510", 2023, None, "Missing")]


@pytest.mark.parametrize("broken", [
    None, {}, {"values": 3}, {"values": [7]}, {"values": [{"kpi": "N00401"}]},
    koladas({"gender": "T", "value": "5"}), koladas({"gender": "T", "value": 5}, period="soon"),
    koladas({"gender": "T", "value": 5}, kpi="N99999")])
def test_what_kolada_never_writes_is_refused(broken: Any) -> None:
    assert [type(each) for each in kolada.rows(broken, {"N00401": "x"})] == [Refusal]


def real(name: str) -> Any:
    return json.loads((REAL / name).read_text(encoding="utf-8"))


def test_what_ssb_really_answered_is_read() -> None:
    cube = jsonstat.cube(real("ssb_03174_v2.json"))
    assert list(jsonstat.rows(cube, {"x": {"ContentsCode": "Fritidshus", "BygnType": "162-163"}})) == [
        Row("x", "0301", 2026, 7.0)]


def test_what_ssb_really_said_in_version_1_is_asked_back() -> None:
    table = pxweb1.described(real("ssb_13861_v1_metadata.json"), {})
    assert (list(table.sides), table.time) == (["NACE2007", "Kjonn", "ContentsCode", "Tid"], "Tid")
    assert table.dimension["NACE2007"].summed_up and not table.dimension["ContentsCode"].summed_up
    assert table.dimension["ContentsCode"].place("p90/p10") == 1
    with pytest.raises(Unreadable, match=NOT_THIS_FORM):
        list(pxweb1.questions(table, Recipe(source="ssb", table="13861"), 800_000))  # it has no municipalities


def test_what_scb_really_said_needs_no_role_to_be_understood() -> None:
    sides = real("scb_v2_dimensions.json")
    for side in sides.values():
        side["extension"] = {"elimination": side["elimination"]}
    table = jsonstat.described({"id": list(sides), "dimension": sides})
    assert (table.geo, table.time) == ("Region", "Tid")
    codes = wanted(table, Recipe(source="scb", table="TAB5444", series={"x": {"ContentsCode": "Antal"}}))
    assert set(codes) == {"Region", "ContentsCode", "Tid"}  # age and sex are summed up
    assert len(codes["Region"]) == 290 and not {"00", "01"} & set(codes["Region"])
    assert [len(some) for some in parts(codes, "Region", 150_000, 200)] == [200, 90]
    assert [len(some) for some in parts(codes, "Region", 30_000, 290)] == [100, 100, 90]


def test_the_day_of_the_next_publication_is_read_where_it_is_said() -> None:
    said = answer(extension={"px": {"nextUpdate": "2027-02-23T07:00:00Z"}})
    assert jsonstat.described(said).following == date(2027, 2, 23)
    assert jsonstat.described(answer(extension={"px": {"nextUpdate": "soon"}})).following is None
    assert kolada.published({"values": [{"publication_date": "2027-03-01"}]}) == date(2027, 3, 1)
    assert kolada.published({"values": []}) is None is kolada.published("<html>")


def test_a_real_table_without_municipalities_is_told_apart() -> None:
    with pytest.raises(Unreadable, match=NOT_THIS_FORM):
        jsonstat.cube(real("ssb_13861_v1.json"))


def test_what_kolada_really_answered_is_read() -> None:
    found = list(kolada.rows(real("kolada_v3.json"), {"N00945": "x", "N03702": "y"}))
    assert found[0] == Row("x", "0180", 2000, 31.32959689)
    assert all(isinstance(each, Row) for each in found)
