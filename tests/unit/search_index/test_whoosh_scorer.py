"""The fall-back: Whoosh's own searcher gives the same answers, and none of its defects comes through."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from search_index import Hits, Index, Query
from search_index.variants import rows
from tests.unit.search_index.conftest import document, ids

VOCABULARY = sorted({word for row in rows() for word, _ in row})


def answer(index: Index, text: str = "flom", *audiences: str, **more: object) -> Hits:
    """What INDEX finds for a holder of these keys."""
    return index.search(Query(text=text, audiences=frozenset(audiences or ("members",)), **more))  # type: ignore[arg-type]  # names vary


@pytest.fixture
def engine() -> str:
    """These hold it against the arrays."""
    return "arrays"


@pytest.fixture
def slow(folder: Path) -> Index:
    """The same index as `index`, asked by Whoosh."""
    return Index(folder, wait=0.2, scorer="whoosh")


@pytest.fixture
def _two_rooms(index: Index) -> None:
    index.add(
        [
            document("thread:1", "flom i elva", audience="room:1", year=2020),
            document("thread:2", "flom i elva", audience="room:2", year=2021),
        ]
    )


@pytest.mark.usefixtures("_two_rooms")
def test_an_empty_filter_does_not_return_everything(slow: Index) -> None:
    assert slow.search(Query(text="flom", audiences=frozenset())) == Hits()
    assert answer(slow, "flom", "room:0") == Hits()
    assert answer(slow, "flom", "room:1", theme="none").total == 0
    assert slow.more_like("thread:1", frozenset()) == slow.similar("flom", frozenset()) == []


@pytest.mark.usefixtures("_two_rooms")
def test_a_segment_in_which_nothing_may_be_read_scores_nothing(index: Index, slow: Index) -> None:
    index.add([document("thread:3", "flom", audience="room:3")])
    assert [hit.score > 0 for hit in answer(slow, "flom", "room:3").hits] == [True]


@pytest.mark.usefixtures("_two_rooms")
def test_requiring_a_right_does_not_return_the_forbidden(slow: Index) -> None:
    assert ids(answer(slow, "flom", "room:1")) == ["thread:1"]
    assert ids(answer(slow, '"flom i elva"', "room:2")) == ["thread:2"]


@pytest.mark.usefixtures("_two_rooms")
def test_an_open_range_does_not_match_them_all(slow: Index) -> None:
    assert answer(slow, "flom", "room:1", "room:2", year="0").total == 0
    assert answer(slow, "flom", "room:1", "room:2", before=datetime(1900, 1, 1)).total == 0
    assert answer(slow, "flom", "room:1", "room:2", after=datetime(2100, 1, 1)).total == 0


@pytest.mark.usefixtures("_two_rooms")
@pytest.mark.parametrize("text", ["NOT OR flom", "type:flom", "[flom TO", "fl?m*", "^2", "flom " + "skred " * 400])
def test_the_query_language_of_whoosh_is_not_spoken(slow: Index, text: str) -> None:
    assert set(ids(answer(slow, text, "room:1"))) <= {"thread:1"}


def test_old_and_deleted_documents_do_not_come_back_when_the_reader_refreshes(index: Index, slow: Index) -> None:
    for number in range(15):
        index.add([document("thread:1", f"flom utgave{number}"), document("thread:2", "flom")])
        index.remove(["thread:2"])
        assert [hit.snippet_html for hit in answer(slow).hits] == [f"<mark>flom</mark> utgave{number}"]


def test_dates_stay_with_their_documents_through_merges_and_deletions(index: Index, slow: Index) -> None:
    for number in range(1, 20):
        index.add([document(f"thread:{number}", "flom", date=datetime(2020, 1, number))])
        index.remove([f"thread:{number - 1}"] if number % 3 == 0 else [])
    hits = answer(slow, sort="newest", per_page=50).hits
    assert [hit.date for hit in hits] == [datetime(2020, 1, int(hit.id.split(":")[1])) for hit in hits]


@pytest.fixture
def _library(index: Index) -> None:
    chance = Random(4)
    frequent = VOCABULARY[:: len(VOCABULARY) // 60]

    def text(longest: int) -> str:
        return " ".join(chance.choice(VOCABULARY if chance.random() < 0.5 else frequent)
                        for _ in range(chance.randint(1, longest)))

    index.add(
        document(f"thread:{n}", text(60), text(5), chance.choice(["members", "room:1"]), year=2020 + n % 5)
        for n in range(300)
    )
    index.remove(f"thread:{n}" for n in range(0, 300, 17))
    index.add(document(f"thread:{n}", text(60)) for n in range(300, 320))


def questions() -> Iterator[str]:
    """A hundred questions, of one word to five, some with a phrase."""
    chance = Random(5)
    for number in range(100):
        words = chance.sample(VOCABULARY, number % 5 + 1)
        yield " ".join(words) + ("?" if number % 2 else "") + (f' -"{chance.choice(VOCABULARY)}"' * (number % 7 == 0))


@pytest.mark.usefixtures("_library")
def test_both_scorers_find_the_same_in_the_same_order(index: Index, slow: Index) -> None:
    in_the_same_order = 0
    for text in questions():
        fast_hits, slow_hits = answer(index, text, per_page=100), answer(slow, text, per_page=100)
        assert (fast_hits.total, fast_hits.facets) == (slow_hits.total, slow_hits.facets)
        assert fast_hits.suggestion == slow_hits.suggestion
        in_the_same_order += ids(fast_hits) == ids(slow_hits)
    assert in_the_same_order >= 99


@pytest.mark.usefixtures("_library")
def test_both_scorers_tell_the_same_of_what_is_related(index: Index, slow: Index) -> None:
    for number in range(290, 310):
        of = f"thread:{number}"
        assert ids(Hits(hits=index.more_like(of, frozenset(["members"])))) == ids(
            Hits(hits=slow.more_like(of, frozenset(["members"]))))
