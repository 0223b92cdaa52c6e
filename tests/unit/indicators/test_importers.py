"""Files as people and sources write them, and files broken on purpose: nothing is dropped in silence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.indicators.importers import Item, Refusal, Row, cells, derived, read, rows
from app.indicators.importers.rows import Unreadable

POPULATION = "region,statistikkvariabel,år,value\n"
Given = Callable[[str | bytes], list[Item]]
SECTORS = "Kommune,År,Sektor,Utslipp\n"


@pytest.fixture
def given(tmp_path: Path) -> Given:
    """The items of a file with this content."""
    def items(content: str | bytes) -> list[Item]:
        path = tmp_path / "figures.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read(path))
    return items


def refused(items: list[Item]) -> list[tuple[int, str]]:
    return [(item.line, item.why) for item in items if isinstance(item, Refusal)]


def figures(items: list[Item]) -> list[tuple[str, str, int, float | None]]:
    return [(item.indicator_code, item.municipality, item.year,
             item.value) for item in items if isinstance(item, Row)]


@pytest.mark.parametrize(("cell", "value"), [
    ("1234.5", 1234.5), ("1 234,5", 1234.5), ("1\u00a0234,5", 1234.5), ("1\u202f234", 1234),
    ("1.234,5", 1234.5),
    ("1,234.5", 1234.5), ("1.234.567,8", 1234567.8), ("0,35", .35), ("1e-05", 1e-05), ("\u22123,5", -3.5),
    ("007", 7),
])
def test_numbers_are_read_as_people_and_machines_write_them(cell: str, value: float) -> None:
    assert cells.number(cell) == value


@pytest.mark.parametrize(("cell", "why"), [
    ("NaN", rows.NOT_FINITE), ("inf", rows.NOT_FINITE), ("1e308", rows.TOO_LARGE),
    ("9" * 400, rows.TOO_LARGE),
    ("1e99999", rows.NOT_A_NUMBER), ("abc", rows.NOT_A_NUMBER), ("12 kg", rows.NOT_A_NUMBER),
    ("1_000", rows.NOT_A_NUMBER),
    ("0x10", rows.NOT_A_NUMBER), ("٣", rows.NOT_A_NUMBER), ("1,2,3", rows.NOT_A_NUMBER), ("", rows.EMPTY),
    (" ", rows.EMPTY),
])
def test_what_is_no_number_is_refused_in_plain_words(cell: str, why: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        cells.number(cell)
    assert refusal.value.why == why


def test_each_bad_line_is_refused_with_its_number_and_the_good_ones_are_kept(given: Given) -> None:
    items = given(POPULATION + "\n".join([
        "Bamble,Personer,2020,14000", "Bamble,Personer,2021,NaN", "Bamble,Personer,2022,1e308",
        "Bamble,Personer,2023,mange", "Bamble,Personer,2024K1,5", ",Personer,2024,5", "Bamble,Menn,2024,5",
        "Bamble,Personer,2024,-5", "Bamble,Personer,2025,", "Bamble,Personer", "Bamble,Personer,2026,14 100"]))
    assert [value for *_, value in figures(items)] == [14000, 14100]
    assert refused(items) == [
        (3, rows.NOT_FINITE), (4, rows.TOO_LARGE), (5, rows.NOT_A_NUMBER), (6, rows.NOT_A_YEAR),
        (7, rows.EMPTY),
        (8, rows.UNKNOWN_STATISTIC), (9, rows.NEGATIVE), (10, rows.EMPTY), (11, rows.WRONG_LENGTH)]


def test_a_refusal_says_line_column_and_what_stood_there(given: Given) -> None:
    (item,) = given(POPULATION + "Bamble,Personer,2023,mange\n")
    assert str(item) == "line 2, value: “mange”: This is not a number."


def test_spaces_letter_case_semicolons_and_decimal_commas_do_not_matter(given: Given) -> None:
    items = given("\ufeffKOMMUNE ; år;Sektor;Utslipp (tonn CO2-ekvivalenter)\r\n"
                  "Bamble  ;2009.0;INDUSTRI,  olje og GASS ;1 000,5\r\n bamble;2009;veitrafikk;2,25\r\n")
    assert refused(items) == []
    assert figures(items) == [("no_ghg_total", "Bamble", 2009, 1002.75),
                              ("no_ghg_ex_industry", "Bamble", 2009, 2.25),
                              ("no_ghg_road", "Bamble", 2009, 2.25)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_is_found_out(given: Given, encoding: str) -> None:
    items = given((POPULATION + "Kragerø,Personer,2020,10380\n").encode(encoding))
    assert figures(items) == [("no_population", "Kragerø", 2020, 10380)]


def test_the_sources_own_signs_for_missing_are_kept_as_missing(given: Given) -> None:
    items = given("Kommune,Forbrukergruppe,År,Verdi\nVinje,I alt,2020,..\nVinje,I alt,2021,:\n"
                  "Vinje,I alt,2022,-\nVinje,I alt,2023,12.5*\n")
    assert [(item.value, item.status) for item in items] == [(None, ".."), (None, ":"), (0, "-"), (12.5, "*")]


def test_a_number_is_preferred_to_a_name_and_filled_to_four_digits(given: Given) -> None:
    items = given("Kommunenummer,Region,Statistikkvariabel,År,Value\n301,Oslo,Personer,2020,693494\n"
                  ",4012 Bamble,Personer,2020,14000\n")
    assert [item.municipality for item in items] == ["0301", "4012"]


def test_the_same_municipality_and_year_twice_is_refused_the_second_time(given: Given) -> None:
    items = given(POPULATION + "Bamble,Personer,2020,14000\nBAMBLE ,Personer,2020,14001\n")
    assert [value for *_, value in figures(items)] == [14000]
    assert refused(items) == [(3, rows.TWICE)]


def test_a_sum_that_lacks_a_part_is_left_out_and_the_others_stand(given: Given) -> None:
    items = given(SECTORS + "Bamble,2009,Veitrafikk,1\nBamble,2009,Jordbruk,x\nBamble,2011,Veitrafikk,2\n"
                  "Nome,2009,Romfart,3\nNome,2009,Veitrafikk,4\n")
    assert {(place, year) for _, place, year, _ in figures(items)} == {("Bamble", 2011)}
    assert refused(items) == [(3, rows.NOT_A_NUMBER), (5, rows.UNKNOWN_SECTOR), (0, rows.INCOMPLETE),
                              (0, rows.INCOMPLETE)]


def test_a_part_that_could_be_anybodys_takes_every_sum_of_its_year_with_it(given: Given) -> None:
    items = given(SECTORS + "Bamble,2009,Veitrafikk,1\nNome,2009,Veitrafikk,4\nNome,2011,Veitrafikk,5\n"
                  ",2009,Jordbruk,6\n")
    assert {(place, year) for _, place, year, _ in figures(items)} == {("Nome", 2011)}


def test_a_note_under_the_table_is_reported_and_harms_nothing(given: Given) -> None:
    items = given(SECTORS + "Bamble,2009,Veitrafikk,1\n\nKilde: Miljødirektoratet\n")
    assert len(figures(items)) == 3
    assert refused(items) == [(4, rows.NOTE)]


def test_a_sector_twice_in_a_file_by_sector_is_a_mistake_but_by_source_it_is_not(given: Given) -> None:
    assert (3, rows.TWICE) in refused(given(SECTORS + "Nome,2009,Veitrafikk,1\nNome,2009,Veitrafikk,1\n"))
    items = given("Kommune,År,Sektor,Utslippskilde,Klimagass,Utslipp\nNome,2009,Veitrafikk,Busser  ,CO2,1\n"
                  "Nome,2009,Veitrafikk,Busser  ,N2O,1\n")
    assert figures(items)[0] == ("no_ghg_total", "Nome", 2009, 2)


@pytest.mark.parametrize(("content", "why"), [
    (b"", rows.EMPTY), (b"\n\n", rows.EMPTY), (b"PK\x03\x04rest", rows.BAD_WORKBOOK),
    (b"%PDF-1.7", rows.NOT_A_TABLE),
    (b"a,b,c\0\n", rows.NOT_A_TABLE), (b"  <!doctype html><h1>503</h1>", rows.WEB_PAGE),
    (b"hello", rows.NO_COLUMNS),
    (b"one,two,three\n1,2,3\n", rows.NO_COLUMNS), (POPULATION.encode(), rows.NO_LINES),
    (b"\xff\xfer\x00e", rows.UNREADABLE),
    (b'{"version": "2.0", "class": "dataset", "id": []}', rows.NO_COLUMNS),
])
def test_a_file_that_is_no_table_we_know_gives_one_refusal_and_no_figure(given: Given, content: bytes,
                                                                         why: str) -> None:
    assert [item.why for item in given(content)] == [why]


def test_a_quote_that_never_ends_is_reported_and_what_came_before_is_kept(given: Given) -> None:
    items = given(POPULATION + 'Bamble,Personer,2020,14000\n"Nome,Personer,2020,6500\n' + "x" * 200_000)
    assert len(figures(items)) == 1
    assert refused(items) == [(3, rows.UNREADABLE)]


def test_a_cut_connection_costs_only_the_last_line(given: Given) -> None:
    items = given((POPULATION + "Kragerø,Personer,2020,10380\nKragerø,Pers").encode())
    assert len(figures(items)) == 1
    assert refused(items) == [(3, rows.WRONG_LENGTH)]


def test_reading_stops_at_the_most_lines_we_take(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.indicators.importers.table.MOST_ROWS", 3)
    items = given(POPULATION + "".join(f"Bamble,Personer,{year},1\n" for year in range(2000, 2020)))
    assert len(figures(items)) == 2
    assert refused(items) == [(4, rows.TOO_MANY_ROWS)]


def test_figures_are_divided_by_the_population_of_the_same_year() -> None:
    items = list(derived([
        Row("no_population", "Bamble", 2009, 14097), Row("no_ghg_ex_industry", "bamble ", 2009, 68485.29),
        Row("no_electricity_households", "Bamble", 2009, 119.9), Row("no_ghg_road", "Bamble", 2010, 5.0),
        Row("no_ghg_total", "Bamble", 2009, None)]))
    assert figures(items) == [
        ("no_ghg_per_inhab_ex_industry", "bamble ", 2009, pytest.approx(4.858, abs=.001)),
        ("no_electricity_households_per_inhab", "Bamble", 2009, pytest.approx(8505.36, abs=.01))]
    assert refused(items) == [(0, rows.NO_POPULATION)]


def test_without_any_population_nothing_is_derived() -> None:
    assert list(derived([Row("no_ghg_total", "Bamble", 2009, 1.0)])) == []
