"""Reading what was typed: operators in four languages, and no text that breaks it."""

from datetime import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.i18n import ZONE
from app.search.operators import CARRIED, NAMES, OPERATORS, TYPES, key_of, moment, parse, without, written

SIGNS = st.sampled_from([*NAMES, ":", '"', "“", "»", "-", " ", "\0", "\ud83d", "Anne", "2026-03-01", "har:fil",
                         "ø", "\n"])
LANGUAGES = st.sampled_from(["nb", "nn", "sv", "en"])


def read(text: str) -> tuple[str, list[tuple[str, str]]]:
    words, operators = parse(text)
    return words, [(one.name, one.value) for one in operators]


@pytest.mark.parametrize(("text", "words", "operators"), [
    ("solceller fra:anne", "solceller", [("from", "anne")]),
    ('från:"Anne Berg" solceller', "solceller", [("from", "Anne Berg")]),
    ("frå:“Anne Berg” i:«Klima og energi»", "", [("from", "Anne Berg"), ("in", "Klima og energi")]),
    ('solceller from:"Anne Be', "solceller", [("from", "Anne Be")]),
    ("FØR:2026 Etter:2024-05 sol", "sol", [("before", "2026"), ("after", "2024-05")]),
    ("har:fil has:card TYP:exempel", "", [("has", "fil"), ("has", "card"), ("type", "exempel")]),
    ("fra: anne", "anne", []),
    ('"i:rommet" sol', '"i:rommet" sol', []),
    ("se https://ks.no kl:10 10:30 sak 2026/1234 a:b", "se https://ks.no kl:10 10:30 sak 2026/1234 a:b", []),
    ("xfra:anne", "xfra:anne", []),
    ("sol -garasje tema:klima -hytte", "sol -garasje -hytte", [("theme", "klima")]),
])
def test_operators_are_told_from_words(text: str, words: str, operators: list[tuple[str, str]]) -> None:
    assert read(text) == (words, operators)


@given(st.one_of(st.text(), st.lists(SIGNS).map("".join)))
@example('fra:"')
def test_no_text_breaks_it_and_each_operator_can_be_taken_away(text: str) -> None:
    operators = parse(text).operators
    for one in operators:
        assert one.value and text[one.start:one.end].endswith((one.value[-1], '"', "“", "”", "»", " "))
    assert not parse(without(text, *operators)).operators or '"' in text or "“" in text or "»" in text


@given(st.sampled_from(list(OPERATORS)), st.text(max_size=30), LANGUAGES)
def test_what_is_written_for_somebody_is_read_as_it_was_meant(name: str, value: str, language: str) -> None:
    value = " ".join(value.translate(dict.fromkeys(map(ord, '"“”„«»'), " ")).split())
    text = f"sol {written(name, value, language)} tak"
    assert read(text) == ("sol tak", [(name, value)] if value else [])


@given(LANGUAGES)
def test_all_words_are_understood_in_any_language(language: str) -> None:
    for table in (CARRIED, TYPES):
        assert all(key_of(words[language].upper(), table) == key for key, words in table.items())
    assert key_of("files", CARRIED) == "file" and key_of("bil", CARRIED) is None


@pytest.mark.parametrize(("value", "expected"), [
    ("2026", (2026, 1, 1)), ("2026-3", (2026, 3, 1)), ("2026-03-31", (2026, 3, 31)), ("31.3.2026", (2026, 3, 31)),
    ("2026-13", None), ("2026-02-30", None), ("0000", None), ("snart", None), ("", None), ("3.2026", None)])
def test_days_months_and_years_are_dates(value: str, expected: tuple[int, int, int] | None) -> None:
    assert moment(value) == (datetime(*expected, tzinfo=ZONE) if expected else None)


@given(st.text())
def test_no_date_breaks_it(value: str) -> None:
    moment(value)
