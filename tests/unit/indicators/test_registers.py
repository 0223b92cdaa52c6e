"""The registers are whole, agree with each other and with the files they were made from."""

import csv
from pathlib import Path

import pytest

from app import registers
from app.indicators.importers import Refusal, Row, derived, read
from tests.unit.indicators.cards import real_rows

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


def test_all_municipalities_and_counties_are_there_once() -> None:
    codes = [(one.country, one.code) for one in registers.municipalities()]
    assert sum(country == "NO" for country, _ in codes) == 357
    assert sum(country == "SE" for country, _ in codes) == 290
    assert len(set(codes)) == 647
    assert len(registers.counties()) == 36


def test_every_municipality_lies_in_a_county_that_is_there() -> None:
    counties = {(one.country, one.code) for one in registers.counties()}
    assert {(one.country, one.county_code) for one in registers.municipalities()} == counties


def test_a_former_name_leads_to_one_of_today() -> None:
    today = {("municipality", one.country, one.code): one.name for one in registers.municipalities()}
    today |= {("county", one.country, one.code): one.name for one in registers.counties()}
    for one in registers.former_names():
        assert one.kind == "programme" or today[one.kind, one.country, one.code] == one.name_today
        assert one.name != one.name_today


def test_norwegian_municipalities_lie_in_norway() -> None:
    assert all(57 < (one.latitude or 0) < 72 and 4 < (one.longitude or 0) < 32
               for one in registers.municipalities() if one.country == "NO")


@pytest.mark.parametrize(("text", "country", "code"), [
    ("4012", "NO", "4012"), (" bamble ", "NO", "4012"), ("Karasjok", "NO", "5610"),
    ("Kárášjohka", "NO", "5610"),
    ("Kárášjohka - Karasjok", "NO", "5610"), ("Herøy (Nordland)", "NO", "1818"), ("Lund", "SE", "1281"),
    ("Jokkmokks kommun", "SE", "2510"),
])
def test_a_municipality_is_found_by_number_and_by_any_of_its_names(text: str, country: str,
                                                                   code: str) -> None:
    found = registers.find_municipality(text, country)
    assert found and found.code == code


@pytest.mark.parametrize("text", ["Herøy", "Våler", "Atlantis", "", "Herøy (Atlantis)", "9999"])
def test_what_is_unknown_or_two_is_not_guessed(text: str) -> None:
    assert registers.find_municipality(text) is None


def test_the_six_themes_have_a_name_in_every_language() -> None:
    assert len(registers.themes()) == 6
    assert all(theme.names[lang].strip() for theme in registers.themes() for lang in registers.LANGUAGES)


@pytest.mark.parametrize("indicator", registers.indicators(), ids=lambda indicator: indicator.code)
def test_an_indicator_is_explained_in_every_language_with_its_source(indicator: registers.Indicator) -> None:
    for words in (indicator.names, indicator.units, indicator.definitions, indicator.caveats):
        assert set(words) == set(registers.LANGUAGES) and all(text.strip() for text in words.values())
    assert indicator.theme in {"context", *(theme.key for theme in registers.themes())}
    assert indicator.direction in ("lower", "higher", "neutral")
    assert indicator.source and indicator.table and indicator.variable
    assert indicator.url.startswith("https://")


def test_the_codes_are_unique_and_those_they_point_at_are_there() -> None:
    codes = [indicator.code for indicator in registers.indicators()]
    assert len(codes) == len(set(codes))
    for indicator in registers.indicators():
        assert not indicator.variant_of or indicator.variant_of in codes
        assert not indicator.derived_from or set(indicator.derived_from.split(" / ")) <= set(codes)


def test_the_catalogue_says_truly_which_indicators_have_figures() -> None:
    said = {indicator.code for indicator in registers.indicators() if indicator.has_data}
    assert said == {row.indicator_code for row in real_rows()}


def test_the_figures_are_read_without_a_refusal_and_say_where_they_are_from() -> None:
    for file in registers.figures():
        assert not [item for item in read(file.path) if isinstance(item, Refusal)]
        assert file.source and file.table and file.licence and file.via and file.retrieved.year == 2026


def test_the_figures_are_those_of_the_files_they_were_made_from() -> None:
    if not SHARED.is_dir():
        pytest.skip("shared/data is not beside this checkout")
    names = ("miljodir_ghg_telemark_by_sector", "ssb_07459_population_telemark",
             "ssb_14490_electricity_telemark")
    rows = [item for name in names for item in read(SHARED / f"{name}.csv") if isinstance(item, Row)]
    rows += [item for item in derived(rows) if isinstance(item, Row)]
    found = {(row.indicator_code, code_of(row.municipality), row.year): row.value for row in rows}
    assert found == {(row.indicator_code, row.municipality, row.year): row.value for row in real_rows()}


def test_the_derived_figures_are_those_that_were_worked_out_before() -> None:
    if not SHARED.is_dir():
        pytest.skip("shared/data is not beside this checkout")
    columns = {"no_ghg_total": "ghg_total_t_co2e", "no_ghg_road": "ghg_road_t_co2e",
               "no_ghg_per_inhab_ex_industry": "ghg_ex_industry_t_per_inhabitant",
               "no_ghg_per_inhab": "ghg_t_per_inhabitant",
               "no_ghg_road_per_inhab": "road_traffic_t_per_inhabitant"}
    ours = {(row.indicator_code, row.municipality, row.year): row.value or 0 for row in real_rows()}
    with (SHARED / "derived_ghg_per_inhabitant_telemark.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 221
    for line in lines:
        for code, column in columns.items():
            key = (code, line["municipality_number"], int(line["year"]))
            assert ours[key] == pytest.approx(float(line[column]), abs=.0051)


def code_of(name: str) -> str:
    found = registers.find_municipality(name)
    assert found
    return found.code
