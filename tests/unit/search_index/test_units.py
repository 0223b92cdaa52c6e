"""What is one thing although signs stand in it: found whole and by its parts, in every engine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index import analysis
from search_index.face import Engine
from search_index.question import read
from search_index.units import only_unit, units
from tests.unit.search_index.conftest import Find, document, ids

TEXT = {
    "thread:1": "Skriv til kari.nordmann@bo.kommune.no om saken.",
    "thread:2": "Se https://www.ks.no/klima/plan, der står alt.",
    "thread:3": "Vedlagt: rapport_2024-final.pdf",
    "thread:4": "Saken er 2026/1234-5 i arkivet.",
    "thread:5": "Det kostet 1 200 000 kr i fjor.",
    "thread:6": "Klima- og energiplanen for sør-Norge kom på e-post.",
    "thread:7": "Ring kari på bo 1234 om rapport, plan og post: 2026 kroner.",
}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("kari.nordmann@bo.kommune.no", "thread:1"),
        ("nordmann", "thread:1"),
        ("ks.no", "thread:2"),
        ("ks.no/klima/plan", "thread:2"),
        ("http://ks.no/klima/plan", "thread:2"),
        ("https://www.ks.no/klima", "thread:2"),
        ("rapport_2024-final.pdf", "thread:3"),
        ("final.pdf", "thread:3"),
        ("rapport 2024", "thread:3"),
        ("2026/1234", "thread:4"),
        ("26/1234", "thread:4"),
        ("2026/1234-5", "thread:4"),
        ("arkiv 1234", "thread:4"),
        ("1200000", "thread:5"),
        ("1 200 000 kr", "thread:5"),
        ("1.200.000", "thread:5"),
        ("1,2 mill. kr", "thread:5"),
        ("1,2 millioner", "thread:5"),
        ("e-post", "thread:6"),
        ("epost", "thread:6"),
        ("sør-norge", "thread:6"),
        ("sørnorge", "thread:6"),
        ("klima- og energiplan", "thread:6"),
        ("energiplan", "thread:6"),
    ],
)
def test_it_is_found_whole_and_by_its_parts(find: Find, index: Engine, asked: str, found: str) -> None:
    index.add(document(id, text) for id, text in TEXT.items())
    assert ids(find(f"{asked} "))[:1] == [found]


def test_a_word_that_is_cut_short_is_found_as_if_it_were_whole(find: Find, index: Engine) -> None:
    index.add([document(text="Klima- og energiplanen"), document("thread:2", "Klima er ikke vær")])
    assert ids(find("klimaplan ")) == ["thread:1"]


def test_the_snippet_shows_what_was_found(find: Find, index: Engine) -> None:
    index.add([document(text="Vi brukte 1,2 mill. kr og skrev på e-post om det.")])
    shown = find("1200000 e-post").hits[0].snippet_html
    assert "<mark>1,2 mill.</mark> kr" in shown
    assert "<mark>post</mark>" in shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24.12.2026", ["24", "12", "2026"]),
        ("i 2025 120 saker", ["i", "2025", "120", "saker"]),
        ("kommune 0301", ["kommune", "0301"]),
        ("12/2026", ["12", "2026"]),
        ("3.5 og 3,50", ["3,5", "og", "3,5"]),
        ("12.000–15.000 kr", ["12000", "15000", "kr"]),
        ("5 mrd", ["5000000000"]),
        ("§ 11-2", ["11", "2"]),
        ("30 000m2", ["30", "000m2"]),
    ],
)
def test_a_number_is_what_it_stands_for_and_a_date_is_none(text: str, expected: list[str]) -> None:
    assert analysis.words(text) == expected


def test_a_stroke_between_words_says_or(find: Find, index: Engine) -> None:
    assert units("klima/energi og/eller") == []
    index.add([document(text="energi og klima")])
    assert find("klima/energi").total == 1


SIGNED = st.text(alphabet="abå19-_.@/:?=&#%+~ ,()k", max_size=40)


@given(SIGNED)
def test_whatever_is_one_in_a_text_can_be_asked_for(text: str) -> None:
    for piece in text.split():
        if unit := only_unit(piece):
            assert unit in units(piece)


@given(SIGNED)
def test_a_question_loses_no_word(text: str) -> None:
    question = read(f'"{text}"') if '"' not in text else read(text)
    asked = {word for phrase in question.phrases for word in phrase}
    assert asked == {analysis.fold(word) for word in analysis.words(text)}


@given(st.integers(min_value=0, max_value=999_999_999))
def test_a_number_is_the_same_however_its_digits_are_grouped(value: int) -> None:
    ways = {f"{value:,}".replace(",", sign) for sign in ("", " ", ".", "\u00a0")}
    assert {tuple(analysis.words(way)) for way in ways} == {(str(value),)}


@pytest.mark.parametrize("piece", ["x", "1", "a-", "1.", "1 ", "www.", "a@", "12/", "2026/1234-", "Å ", "_"])
def test_a_page_of_one_endless_word_is_read_once_and_not_once_for_each_letter(piece: str) -> None:
    """Read anew from each letter this would take many minutes."""
    page = piece * (300_000 // len(piece)) + " e-post"
    assert "epost" in analysis.beside(page)
    assert analysis.words(page)[-1] == "post"
