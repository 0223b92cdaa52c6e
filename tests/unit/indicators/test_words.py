"""Numbers, dates and sentences as each of the four languages writes them."""

import pytest

from app.indicators import words
from app.indicators.phrases import PHRASES
from tests.unit.indicators.cards import BAMBLE, made, real

THIN = "\u202f"


@pytest.mark.parametrize(("lang", "value", "decimals", "text"), [
    ("nb", 1234.5, 1, f"1{THIN}234,5"), ("nn", -0.04, 1, "0,0"), ("sv", 1234567, 0, f"1{THIN}234{THIN}567"),
    ("en", 1234.5, 1, "1,234.5"), ("nb", -3.25, 1, "\u22123,3"), ("nb", 2.5, 0, "3"), ("nb", 0.35, 1, "0,4"),
])
def test_a_number_is_written_as_people_write_it(lang: str, value: float, decimals: int, text: str) -> None:
    assert words.words_for(lang).number(value, decimals) == text


def test_the_alt_text_tells_the_change_the_order_and_the_years_without_figures() -> None:
    assert words.alt_text(real()) == (
        "Linjediagram: Klimagassutslipp per innbygger, uten industri, olje og gass, 2009–2024. "
        "Bamble gikk fra 4,9 til 3,9 tonn CO2-ekv. per innbygger fra 2009 til 2024, ned 19\u00a0prosent. "
        "Fra lavest til høyest i 2024: Siljan 3,9; Bamble 3,9; Kragerø 4,2; Drangedal 4,4. "
        "Ingen tall for 2010, 2012 og 2014.")


@pytest.mark.parametrize(("lang", "sentence"), [
    ("nn", "Bamble gjekk frå 4,9 til 3,9 tonn CO2-ekv. per innbyggjar frå 2009 til 2024, ned 19 prosent."),
    ("sv", "Bamble gick från 4,9 till 3,9 ton CO2-ekv. per invånare från 2009 till 2024, ned 19 procent."),
    ("en", "Bamble went from 4.9 to 3.9 tonnes CO2e per inhabitant from 2009 to 2024, down 19 per cent."),
])
def test_the_alt_text_speaks_the_language_of_the_card(lang: str, sentence: str) -> None:
    assert sentence in words.alt_text(real(lang=lang)).replace("\u00a0", " ")


def test_every_language_has_every_phrase_with_the_same_parts() -> None:
    parts = {lang: {key: sorted(part for part in ("{name}", "{value}", "{date}", "{first}", "{last}",
                                                  "{start}",
                                                  "{end}", "{list}", "{what}", "{table}", "{source}",
                                                  "{change}")
                                if part in text) for key, text in texts.items()} for lang,
                                texts in PHRASES.items()}
    assert parts["nb"] == parts["nn"] == parts["sv"] == parts["en"]


@pytest.mark.parametrize(("lang", "line"), [
    ("nb", "Kilde: SSB, tabell 07459. Hentet\u00a022.11.2026."),
    ("nn", "Kjelde: SSB, tabell 07459. Henta\u00a022.11.2026."),
    ("sv", "Källa: SSB, tabell 07459. Hämtat\u00a02026-11-22."),
    ("en", "Source: SSB, table 07459. Retrieved\u00a022\u00a0November\u00a02026."),
])
def test_the_source_line_names_source_table_and_day(lang: str, line: str) -> None:
    assert words.source_line(real("no_population", lang=lang)) == line


def test_one_year_is_said_as_one_year() -> None:
    assert "Bamble hadde 3,9 tonn CO2-ekv. per innbygger i 2024." in words.alt_text(real(years=[2024]))


def test_no_change_is_not_called_a_change() -> None:
    card = made({"a": {2020: 5.01, 2021: 5.04}}, own="a")
    assert "a var på 5,0 kroner både i 2020 og i 2021." in words.alt_text(card)


def test_percentages_are_not_given_a_percentage_of_their_own() -> None:
    text = words.alt_text(made({"a": {2020: 10.0, 2021: 20.0}}, own="a", unit="%"))
    assert "a gikk fra 10,0 til 20,0\u00a0% fra 2020 til 2021." in text


def test_a_municipality_without_figures_is_named() -> None:
    assert "Ingen tall for Nome." in words.alt_text(made({"Siljan": {2020: 1.0}, "Nome": {2020: None}}))


def test_a_card_without_figures_says_so() -> None:
    assert "Det finnes ingen tall for disse kommunene og årene." in words.alt_text(made({"a": {2020: None}}))


@pytest.mark.parametrize(("value", "decimals", "text"), [
    (34_000_000_000, 0, "34,0\u00a0mrd."), (2_260_000, 0, "2,26\u00a0mill."),
    (626_090.69, 0, f"626{THIN}091"),
    (0.00018, 2, "0,00018"), (0.0, 1, "0,0"), (3.92, 1, "3,9"),
])
def test_huge_and_tiny_values_stay_readable(value: float, decimals: int, text: str) -> None:
    assert words.figures_for(made({"a": {2020: value}}, decimals=decimals)).show(value) == text


def test_runs_of_years_are_shortened() -> None:
    assert words.years([2009, 2010, 2012, 2013, 2014]) == ["2009", "2010", "2012–2014"]


def test_an_unknown_language_becomes_bokmal() -> None:
    assert words.words_for("se").lang == "nb"


def test_an_own_municipality_is_the_one_that_is_told() -> None:
    assert "Kragerø gikk" not in words.alt_text(real(own=BAMBLE))
    assert "Kragerø gikk" in words.alt_text(real(own=None))


def test_a_small_municipality_keeps_its_figures_beside_a_large_one() -> None:
    card = made({"a": {2023: 2_300_000, 2024: 1_970_000}, "b": {2023: 10_031, 2024: 9_234}},
                own="a", decimals=0)
    assert words.change_line(card, card.municipalities[1]).startswith("b gikk fra 10\u202f031 til 9\u202f234")
    assert "b 9\u202f234; a 1,97\u00a0mill." in words.alt_text(card)


def test_a_change_in_a_few_words() -> None:
    card = made({"a": {2009: 50, 2024: 40}, "b": {2009: 50, 2024: 50}, "c": {2024: 3}})
    told = [words.change_since(card, place) for place in card.municipalities]
    assert told == ["ned 20\u00a0prosent siden 2009", "", ""]
