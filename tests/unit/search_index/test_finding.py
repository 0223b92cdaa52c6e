"""What people type and what they get."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index import Index
from tests.unit.search_index.conftest import Find, document, ids


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("kommuner", "Kommunen har vedtatt planen"),
        ("skole", "Dei unge ved skulen"),
        ("sykkelvei", "En cykelväg längs ån"),
        ("hållbar utveckling", "Bærekraftig utvikling i distriktet"),
        ("tilpasning", "Ny klimatilpasningsplan"),
        ("klimatilpasningsplan", "En plan for klimatilpassing"),
        ("solcelle", "Solcelleanlegg på rådhuset"),
        ("2026/1234", "Se sak 2026/1234"),
        ("karasjohka", "Møte i Kárášjohka"),
        ("Kárášjohka", "Møte i Karasjok"),
        ("VÆRMEPUMPE", "värmepump i förskolan"),
        ("gjenvinningsst", "Ny gjenvinningsstasjon"),
        ("til å", "Hvordan komme til å lykkes"),
    ],
)
def test_a_question_finds_the_word_in_the_form_it_has(find: Find, index: Index, question: str, text: str) -> None:
    index.add([document("thread:1", text), document("thread:2", "Noe helt annet, om fotball")])
    assert ids(find(question)) == ["thread:1"]


def test_all_words_are_required_where_many_documents_have_them(find: Find, index: Index) -> None:
    index.add(document(f"thread:{n}", "solceller på tak") for n in range(10))
    index.add([document("thread:99", "tak og vinduer")])
    hits = find("solceller tak")
    assert hits.total == 10 and "thread:99" not in ids(hits)


def test_where_few_have_all_words_those_with_most_of_them_follow(find: Find, index: Index) -> None:
    index.add([document("thread:1", "tak og vinduer"), document("thread:2", "solceller på tak")])
    assert ids(find("solceller tak")) == ["thread:2", "thread:1"]
    assert ids(find("solceller tak", sort="newest")) == ["thread:2"]


def test_a_compound_that_nobody_wrote_finds_those_who_wrote_most_of_it(find: Find, index: Index) -> None:
    index.add([document("thread:1", "øving på skogbrann"), document("thread:2", "vern av skog")])
    assert ids(find("skogbrannberedskap ")) == ["thread:1"]
    assert find("skogenergi ").total == 0


def test_any_word_will_do_when_no_document_has_them_all(find: Find, index: Index) -> None:
    index.add([document("thread:1", "solceller"), document("thread:2", "vinduer")])
    assert set(ids(find("solceller vinduer"))) == {"thread:1", "thread:2"}


def test_a_question_mark_asks_for_the_best_texts_not_for_every_word(find: Find, index: Index) -> None:
    index.add([document("thread:1", "solceller på tak"), document("thread:2", "tak og vinduer")])
    assert ids(find("Hvem har solceller på tak?")) == ["thread:1", "thread:2"]


def test_a_phrase_stands_word_by_word(find: Find, index: Index) -> None:
    index.add([document("thread:1", "en god idé om tak"), document("thread:2", "en idé som er god om tak")])
    assert ids(find('"god idé"')) == ["thread:1"]
    assert ids(find('tak "en idé som er"')) == ["thread:2"]
    assert find('"idé god"').total == 0


def test_a_phrase_never_runs_from_the_title_into_the_text(find: Find, index: Index) -> None:
    index.add([document("thread:1", "tak og mer", "Solceller")])
    assert find('"solceller tak"').total == 0


def test_a_phrase_of_stop_words_alone_is_found(find: Find, index: Index) -> None:
    index.add([document("thread:1", "som om det var i går"), document("thread:2", "det er som det er, om så var")])
    assert ids(find('"som om det"')) == ["thread:1"]


def test_a_word_after_a_minus_is_not_wanted_in_any_form(find: Find, index: Index) -> None:
    index.add([document("thread:1", "tak og skoler"), document("thread:2", "tak og barnehager")])
    assert ids(find("tak -skolen")) == ["thread:2"]
    assert ids(find('tak -"og barnehager"')) == ["thread:1"]


def test_an_unwanted_word_spares_the_compounds_it_is_part_of(find: Find, index: Index) -> None:
    index.add([document("thread:1", "energi fra sol"), document("thread:2", "energi fra solceller")])
    assert ids(find("energi -sol")) == ["thread:2"]


def test_an_unfinished_last_word_is_a_beginning(find: Find, index: Index) -> None:
    index.add([document("thread:1", "overvannshåndtering i sentrum")])
    assert find("overvannsh").total == 1
    assert find("sentrum overvannsh").total == 1
    assert find("overvannsh ").total == 0


def test_a_last_word_that_somebody_wrote_is_no_beginning(find: Find, index: Index) -> None:
    index.add([document("thread:1", "et nytt tak"), document("thread:2", "takk for svaret")])
    assert ids(find("tak")) == ["thread:1"]


def test_the_very_word_ranks_before_its_form_and_its_compound(find: Find, index: Index) -> None:
    for number, text in enumerate(["planer vi har", "planlegging, klimaplan vi har", "plan vi har"]):
        index.add([document(f"thread:{number}", text)])
    assert ids(find("plan"))[:2] == ["thread:2", "thread:0"]


def test_the_very_word_comes_before_its_form_its_compound_and_another_spelling(find: Find, index: Index) -> None:
    said = {"spelling": "station", "compound": "stasjonshage", "form": "stasjoner", "very": "stasjon"}
    index.add([document(f"thread:{name}", f"en {text} vi har") for name, text in said.items()])
    assert ids(find("stasjon")) == ["thread:very", "thread:form", "thread:compound", "thread:spelling"]


def test_the_beginning_of_a_word_comes_before_another_spelling_of_it(find: Find, index: Index) -> None:
    index.add([document("thread:spelling", "en stasjon vi har"), document("thread:beginning", "stationsbyen vi har")])
    assert ids(find("station")) == ["thread:beginning", "thread:spelling"]


def test_examples_and_answers_are_lifted_among_those_with_the_same_words(find: Find, index: Index) -> None:
    index.add([document("message:plain", "solceller på skolen"), document("example:1", "solceller på skolen"),
               document("message:answer", "solceller på skolen", has=("answer",))])
    assert ids(find("solceller"))[-1] == "message:plain"


def test_what_is_newer_comes_first_among_those_with_the_same_words_and_not_before_a_better_one(
        find: Find, index: Index) -> None:
    for year in (2016, 2025, 2020):
        index.add([document(f"thread:{year}", "flom i sentrum", date=datetime(year, 1, 1, tzinfo=UTC))])
    index.add([document("thread:2010", "flom flom flom", date=datetime(2010, 1, 1, tzinfo=UTC))])
    assert ids(find("flom")) == ["thread:2010", "thread:2025", "thread:2020", "thread:2016"]


def test_a_word_in_the_title_weighs_more(find: Find, index: Index) -> None:
    index.add([document("thread:1", "flom tiltak"), document("thread:2", "tiltak", "flom")])
    assert ids(find("flom"))[0] == "thread:2"


def test_newest_first_when_asked_for(find: Find, index: Index) -> None:
    index.add([document(f"thread:{year}", "flom " * (2030 - year), date=datetime(year, 1, 1)) for year in (2024, 2026)])
    index.add([document("thread:0", "flom"), document("thread:2025", "flom", date=datetime(2025, 1, 1, tzinfo=UTC))])
    assert ids(find("flom", sort="newest")) == ["thread:2026", "thread:2025", "thread:2024", "thread:0"]


def test_pages_follow_each_other_without_holes(find: Find, index: Index) -> None:
    index.add([document(f"thread:{n}", "flom") for n in range(45)])
    pages = [ids(find("flom", page=page)) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [20, 20, 5, 0]
    assert len({id for page in pages for id in page}) == find("flom").total == 45


def test_without_words_everything_readable_is_shown(find: Find, index: Index) -> None:
    index.add([document("thread:1", "a"), document("thread:2", "b", audience="room:1")])
    assert ids(find("")) == ["thread:1"]


@pytest.mark.parametrize("text", ["!!!", '"', '""', "-", "(", "* ?", "\x00", "😀", "\u202e"])
def test_a_question_without_words_finds_nothing(find: Find, index: Index, text: str) -> None:
    index.add([document(text="flom")])
    assert find(text).total == 0


def test_of_a_group_only_the_best_is_a_hit(find: Find, index: Index) -> None:
    index.add(
        [
            document("file:1#1", "tak", group="file:1", page=1, themes=("climate",)),
            document("file:1#2", "solceller på tak, solceller", group="file:1", page=2, themes=("climate",)),
            document("file:2#1", "solceller og mye annet enn tak her", group="file:2", page=1),
            document("thread:3", "tak og solceller for alle i hele byen"),
        ]
    )
    hits = find("solceller tak?")
    assert (hits.total, len(hits.hits)) == (3, 3)
    assert hits.hits[0].page == 2
    assert dict(hits.facets["type"]) == {"file": 2, "thread": 1}
    assert dict(hits.facets["theme"]) == {"climate": 1}


def test_an_empty_index_answers(find: Find, index: Index) -> None:
    assert find("flom").total == 0
    assert index.suggest("fl", frozenset(["members"])) == []
    assert index.stored() == {}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text() | st.lists(st.sampled_from(['"', "-", "flom", " ", "*", "tema:", "2026/", "å", "OR", "NOT"])).map("".join)
)
def test_no_text_makes_a_search_fail(find: Find, index: Index, text: str) -> None:
    if not index.ids():
        index.add([document("thread:1", "flom i elva å", "Flom")])
    assert find(text).total in (0, 1)
    assert len(index.suggest(text, frozenset(["members"]))) <= 1


@pytest.mark.parametrize("text", ["flom " * 2500, "x" * 10_000, '"' * 10_000, "- " * 5_000, "flom" * 2500])
def test_a_question_of_ten_thousand_letters_is_answered(find: Find, index: Index, text: str) -> None:
    index.add([document(text="flom")])
    assert find(text).total in (0, 1)
