"""Nobody learns anything from what one may not read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index import Hits, Index, Query
from tests.unit.search_index.conftest import Find, document, ids

SECRET = "Fusjonsforhandlinger"


@pytest.fixture(autouse=True)
def _two_rooms(index: Index) -> None:
    index.add(
        [
            document("thread:1", "Vi planlegger sykkelvei langs elva", "Sykkelvei", "room:1", network="1"),
            document("thread:2", "Hemmelig plan om kommunesammenslåing", SECRET, "room:2", network="2", year=2024),
        ]
    )


def test_no_audiences_at_all_finds_nothing(index: Index) -> None:
    assert index.search(Query(text="plan", audiences=frozenset())) == Hits()
    assert index.search(Query(audiences=frozenset())) == Hits()
    assert index.suggest("f", frozenset()) == []


def test_an_unknown_audience_finds_nothing_and_counts_nothing(find: Find, index: Index) -> None:
    assert find("sykkelvei", "room:99") == Hits()
    assert index.suggest("f", frozenset(["room:99"])) == []


@pytest.mark.parametrize("text", [SECRET, "hemmelig", "plan", "", '"kommunesammenslåing"', "fusjonsforhandlinge"])
def test_a_stranger_to_a_room_learns_nothing_of_it(find: Find, text: str) -> None:
    hits = find(text, "room:1")
    assert "thread:2" not in ids(hits)
    assert hits.total == len(hits.hits)
    assert hits.suggestion is None
    assert ("2", 1) not in hits.facets["network"] and hits.facets["year"] == []


def test_one_key_opens_one_room_only(find: Find) -> None:
    assert ids(find("", "room:1")) == ["thread:1"]
    assert ids(find("", "room:2")) == ["thread:2"]
    assert set(ids(find("", "room:1", "room:2"))) == {"thread:1", "thread:2"}


def test_a_key_is_never_the_beginning_of_another(find: Find, index: Index) -> None:
    index.add([document("thread:3", "Lukket", audience="room:12")])
    assert "thread:3" not in ids(find("", "room:1"))


def test_titles_of_closed_rooms_are_not_suggested(index: Index) -> None:
    assert index.suggest("fusj", frozenset(["room:1"])) == []
    assert index.suggest("fusj", frozenset(["room:2"])) == [("thread", SECRET, "/thread:2")]


def test_did_you_mean_never_says_a_word_from_a_closed_room(find: Find) -> None:
    assert find("kommunesammenslåiing", "room:1").suggestion is None
    assert find("kommunesammenslåiing", "room:2").suggestion == "kommunesammenslåing"


def test_a_document_that_moves_is_gone_from_where_it_was(find: Find, index: Index) -> None:
    index.add([document("thread:1", "Vi planlegger sykkelvei langs elva", "Sykkelvei", "room:2")])
    assert ids(find("sykkelvei", "room:1")) == []
    assert ids(find("sykkelvei", "room:2")) == ["thread:1"]


WORDS = ["klima", "plan", "sol", "tak", "vann", "elv", "skole", "barn", "plane", "sola", "takk"]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
contents = st.lists(
    st.tuples(texts, texts, st.sampled_from(["a", "b"]), st.sampled_from(["1", "2"]), st.integers(2020, 2022)),
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(content=contents, question=texts)
def test_an_answer_is_the_same_as_if_the_closed_documents_did_not_exist(
    content: list[tuple[str, str, str, str, int]], question: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    everything = [
        document(f"thread:{n}", text, title, audience, network=network, year=year)
        for n, (text, title, audience, network, year) in enumerate(content)
    ]
    answers = []
    for documents in (everything, [each for each in everything if each.audience == "a"]):
        index = Index(tmp_path_factory.mktemp("index"))
        index.add(documents)
        query = Query(text=question, audiences=frozenset("a"))
        like = [index.more_like(f"thread:{n}", query.audiences) for n in range(len(content))]
        answers.append((index.search(query), index.suggest(question[:2], query.audiences), like,
                        index.similar(question, query.audiences), index.nearest(question, query.audiences)))
    assert answers[0] == answers[1]
