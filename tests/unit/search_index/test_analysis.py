"""Words: how texts are cut, folded and stemmed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index import analysis
from search_index.spellings import SHORTEST, loosen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saken 2026/1234-5 er vedtatt.", ["saken", "2026", "1234", "5", "er", "vedtatt"]),
        ("klima_plan-2024.pdf", ["klima", "plan", "2024", "pdf"]),
        ("3,5 tonn og 12.000 kr", ["3,5", "tonn", "og", "12000", "kr"]),
        ("Energi- og klimaplan", ["energi", "og", "klimaplan"]),
        ("Kárášjohka – Karasjok, Unjárga", ["kárášjohka", "karasjok", "unjárga"]),
        ("A\u030alesund", ["ålesund"]),
        ("kommu\u00adne\x00styre", ["kommune", "styre"]),
        ("half \ud800 pair", ["half", "pair"]),
        ("… !? –", []),
    ],
)
def test_a_text_is_cut_into_the_words_people_mean(text: str, expected: list[str]) -> None:
    assert analysis.words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("miljö", "miljø"), ("Väg", "væg"), ("Aasnes", "Åsnes"), ("idé", "ide"), ("SOLCELLER", "solceller")],
)
def test_spellings_of_one_word_fold_to_the_same(one: str, other: str) -> None:
    assert analysis.fold(one) == analysis.fold(other)


def test_sami_letters_are_kept_and_can_be_written_plainly() -> None:
    assert analysis.fold("Kárášjohka") == "kárášjohka"
    assert analysis.plain("kárášjohka") == "karasjohka"
    assert set(analysis.terms("Kárášjohka", "no")) >= {"kárášjohka", *analysis.terms("Karasjohka", "no")}


@pytest.mark.parametrize(
    ("forms", "language"),
    [
        (["kommune", "kommunen", "kommuner", "kommunene"], "no"),
        (["skule", "skulen", "skular", "skulane"], "no"),
        (["kommun", "kommunen", "kommuner", "kommunerna"], "sv"),
        (["lærer", "lærere", "læreren", "lærerne", "lærar", "lærarar", "lærarane"], "no"),
        (["sykkel", "sykkelen", "sykler", "syklene"], "no"),
        (["innbygger", "innbyggere", "innbyggerne", "innbyggernes"], "no"),
        (["flom", "flommen", "flommer"], "no"),
        (["program", "programmet", "programmer"], "no"),
        (["fågel", "fåglar", "fågeln"], "sv"),
        (["åtgärd", "åtgärder", "åtgärden", "åtgärderna"], "sv"),
        (["measure", "measures"], "en"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: list[str], language: analysis.Language) -> None:
    assert len({analysis.stem(form, language) for form in forms}) == 1


@pytest.mark.parametrize("word", ["2026/1234", "ks.no", "kari@bø.no", "kárášjohka"])
def test_what_has_signs_digits_or_sami_letters_is_never_stemmed(word: str) -> None:
    assert analysis.stem(word, "no") == word


@given(st.text())
def test_any_text_can_be_cut_and_every_word_stands_where_it_says(text: str) -> None:
    cleaned = analysis.clean(text)
    for word, start, end in analysis.tokens(cleaned):
        assert cleaned[start:end].lower() == word


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert analysis.clean(analysis.clean(text)) == analysis.clean(text)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøåäöéáčđŋšŧž", min_size=1))
def test_folding_twice_changes_nothing_more(word: str) -> None:
    assert analysis.fold(analysis.fold(word)) == analysis.fold(word)


@given(st.text(), st.sampled_from(analysis.LANGUAGES))
def test_what_is_asked_for_covers_what_is_written_in_every_language(text: str, language: analysis.Language) -> None:
    for word in analysis.words(text):
        asked = {*analysis.stems(word), *analysis.loose_stems(word)}
        assert set(analysis.terms(word, language)) <= asked


@given(st.text())
def test_a_question_may_be_asked_in_folded_words(text: str) -> None:
    for word in analysis.words(text):
        assert analysis.stems(analysis.fold(word)) == analysis.stems(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("stasjonen", "station"),
        ("trafikk", "trafiken"),
        ("løsning", "løysingar"),
        ("lösningar", "løsninger"),
        ("organisasjoner", "organisation"),
        ("hente", "henting"),
        ("odla", "odling"),
        ("moglegheiter", "moglegheit"),
        ("sosiale", "social"),
        ("forslag", "förslaget"),
    ],
)
def test_neighbours_find_a_word_in_their_own_spelling(one: str, other: str) -> None:
    asked = {*analysis.stems(one), *analysis.loose_stems(one)}
    assert asked & {term for language in analysis.LANGUAGES for term in analysis.terms(other, language)}


@pytest.mark.parametrize(("one", "other"), [("tak", "takk"), ("hat", "hatt"), ("vin", "vinn"), ("ås", "os")])
def test_short_words_that_differ_by_a_letter_stay_apart(one: str, other: str) -> None:
    asked = {*analysis.stems(one), *analysis.loose_stems(one)}
    assert not asked & {term for language in analysis.LANGUAGES for term in analysis.terms(other, language)}


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå", min_size=1))
def test_a_loose_form_is_never_too_short_to_tell(word: str) -> None:
    assert len(loosen(word)) >= min(len(word), SHORTEST)
