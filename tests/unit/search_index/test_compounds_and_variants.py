"""Compound words and words that mean the same."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.analysis import LANGUAGES, Language, fold, loose_stems, stem, stems, terms
from search_index.compounds import LINKS, Splitter
from search_index.derived import derived
from search_index.variants import is_known, rows, variants, words_by_language

WORDS = Counter({"klima": 40, "tilpasning": 20, "plan": 60, "kommune": 90, "styre": 15, "sekretær": 5, "rar": 9})


@pytest.fixture
def splitter() -> Splitter:
    return Splitter(lambda word: WORDS[word])


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("klimatilpasningsplan", ("klimatilpasning", "plan")),
        ("kommunestyresekretær", ("kommunestyre", "sekretær")),
        ("planklimatilpasning", ("plan", "klimatilpasning")),
        ("sykkelveier", ("sykkel", "veier")),
        ("cykelvægar", ("cykel", "vægar")),
        ("kommune", ()),
        ("xyzzyplanlos", ()),
        ("2026/1234", ()),
    ],
)
def test_a_compound_falls_apart_into_words_that_are_known(
    splitter: Splitter, word: str, parts: tuple[str, ...]
) -> None:
    assert splitter.split(word) == parts


def test_parts_that_are_a_word_together_fall_apart_too(splitter: Splitter) -> None:
    assert list(splitter.all_parts("klimatilpasningsplan")) == ["klimatilpasning", "klima", "tilpasning", "plan"]


def test_a_part_of_three_letters_must_be_very_well_known(splitter: Splitter) -> None:
    assert splitter.split("rarkommune") == ()


def test_the_index_teaches_the_splitter_new_words() -> None:
    seen: Counter[str] = Counter()
    assert Splitter(lambda word: seen[word]).split("blåskjellfarm") == ()
    seen.update({"blåskjell": 4, "farm": 4})
    assert Splitter(lambda word: seen[word]).split("blåskjellfarm") == ("blåskjell", "farm")


@given(st.text(alphabet="klimatpsngeou", max_size=60))
def test_the_parts_and_their_links_are_the_whole_word(word: str) -> None:
    rest = word
    for part in Splitter(lambda word: WORDS[word]).split(word):
        assert any(rest.startswith(link + part) for link, _ in LINKS)
        rest = rest[rest.index(part) + len(part) :]
    assert rest == "" or rest == word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("skoler", "skular"),
        ("sykkel", "cyklar"),
        ("utslipp", "utsläpp"),
        ("tilskudd", "bidrag"),
        ("bærekraftig", "hållbara"),
        ("veien", "vägar"),
        ("innkjøp", "upphandlingar"),
        ("Karasjok", "Kárášjohka"),
    ],
)
def test_words_of_the_neighbours_mean_the_same(one: str, other: str) -> None:
    reached = {same for term in stems(one) for same in (term, *variants(term))}
    assert reached & set(stems(other))


def test_meaning_the_same_holds_both_ways() -> None:
    for row in rows():
        for word, language in row:
            term = stem(word, language)
            assert all(term in variants(other) for other in variants(term))
            assert term not in variants(term)


def test_every_word_of_the_table_is_known_to_the_splitter() -> None:
    assert all(is_known(fold(word)) for row in rows() for word, _ in row)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("led", "sti"),
        ("lov", "tillatelse"),
        ("anslag", "bevilgning"),
        ("grunder", "gründer"),
        ("grunn", "årsak"),
        ("grunnvann", "årsak"),
        ("affære", "butikk"),
        ("hei", "hed"),
        ("tre", "träd"),
        ("får", "sau"),
        ("kraft", "strøm"),
        ("kör", "kor"),
        ("bio", "kino"),
        ("byskole", "grendeskole"),
        ("lag", "reparere"),
        ("rust", "renovera"),
        ("von", "håp"),
        ("å", "elv"),
        ("kvinne", "vinne"),
        ("barn", "bar"),
        ("timmar", "tømmer"),
        ("kvarter", "nabolag"),
        ("tal", "snakke"),
        ("koste", "kosthold"),
        ("näring", "ernæring"),
        ("företag", "fortak"),
        ("grund", "gründer"),
    ],
)
def test_false_friends_do_not_meet(one: str, other: str) -> None:
    reached = {same for term in stems(one) for same in (term, *variants(term))} | set(loose_stems(one))
    assert not reached & {term for name in LANGUAGES for term in terms(other, name)}


def test_the_languages_of_the_tables_are_four() -> None:
    assert {name for name, _ in words_by_language()} == {"nb", "nn", "sv", "se"}


@pytest.mark.parametrize(("one", "other", "language"), [
    ("skolan", "skola", "sv"), ("frågans", "fråga", "sv"), ("ansökan", "ansöka", "sv"), ("blomman", "blomma", "sv"),
    ("moglegheit", "mogleg", "no"), ("moglegheitene", "mogleg", "no"),
])
def test_what_snowball_leaves_apart_has_one_stem(one: str, other: str, language: Language) -> None:
    assert stem(one, language) == stem(other, language)


@pytest.mark.parametrize("word", ["handlingsplan", "tjänsteman", "plan"])
def test_an_ending_that_is_part_of_the_word_stays(word: str) -> None:
    assert stem(word, "sv") == fold(word)


@pytest.mark.parametrize(("verb", "noun"), [
    ("hent", "henting"), ("hæmt", "hæmtning"), ("byggj", "bygging"), ("utbild", "utbildning"), ("sorter", "sortering"),
])
def test_a_verb_and_its_noun_lead_to_each_other(verb: str, noun: str) -> None:
    assert noun in derived(verb)
    assert verb.removesuffix("j") in derived(noun)


@pytest.mark.parametrize(("stem", "stranger"), [("ord", "ordning"), ("tid", "tidning"), ("regn", "regning")])
def test_what_only_looks_like_a_verb_and_its_noun_is_not(stem: str, stranger: str) -> None:
    assert stranger not in derived(stem)
    assert stem not in derived(stranger)


@given(st.text())
def test_no_stem_derives_itself(stem: str) -> None:
    assert stem not in derived(stem)
