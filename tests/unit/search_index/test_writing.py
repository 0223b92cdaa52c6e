"""What is written is found, by any process, whatever happens to the writer."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from search_index import Busy, Document, Engine, Query
from tests.unit.search_index.conftest import Find, Open, document, ids


def test_a_document_with_the_same_id_replaces_the_earlier(find: Find, index: Engine) -> None:
    index.add([document("thread:1", "flom"), document("thread:2", "flom")])
    index.add([document("thread:1", "skred")])
    assert ids(find("flom")) == ["thread:2"]
    assert find("skred").total == 1


def test_of_one_batch_the_last_with_an_id_counts(find: Find, index: Engine) -> None:
    index.add([document("thread:1", "flom"), document("thread:1", "skred")])
    assert (find("flom").total, find("skred").total) == (0, 1)


def test_what_is_removed_is_gone(find: Find, index: Engine) -> None:
    index.add([document(f"thread:{n}", "flom") for n in range(3)])
    index.remove(["thread:0", "thread:2", "thread:99"])
    assert ids(find("flom")) == ["thread:1"]
    assert index.ids() == {"thread:1"}
    assert dict(find("flom").facets["type"]) == {"thread": 1}


def test_the_index_tells_what_it_holds_and_in_which_state(index: Engine) -> None:
    documents = [document("thread:1", "flom"), document("thread:2", "skred", date=datetime(2026, 1, 1))]
    index.add(documents)
    assert index.stored() == {each.id: each.digest for each in documents}


def test_the_index_tells_what_it_holds_of_some_things(index: Engine) -> None:
    made = ["file:3", "file:3:7", "file:3:7@room:5", "file:3@room:5", "file:33", "file:33:1", "card:3"]
    index.add([document(each, "flom") for each in made])
    index.remove(["file:3:7"])
    assert set(index.stored(["file:3", "card:3", "card:4"])) == {"file:3", "file:3:7@room:5", "file:3@room:5", "card:3"}
    assert index.stored([]) == {}


@pytest.mark.parametrize(
    "change", [{"text": "skred"}, {"audience": "room:1"}, {"title": "x"}, {"year": 2024}, {"themes": ("land",)}]
)
def test_any_change_changes_the_digest(change: dict[str, object]) -> None:
    assert document(**{"text": "flom"} | change).digest != document(text="flom").digest  # type: ignore[arg-type]  # names vary


def test_another_process_sees_each_commit(opened: Open, index: Engine) -> None:
    reader = opened()
    query = Query(text="flom", audiences=frozenset(["members"]))
    assert reader.search(query).total == 0
    for number in range(1, 4):
        index.add([document(f"thread:{number}", "flom")])
        assert reader.search(query).total == number
    index.remove(["thread:1"])
    assert ids(reader.search(query)) == ["thread:2", "thread:3"]


def test_a_rebuild_gives_the_same_index(find: Find, index: Engine) -> None:
    documents = [document(f"thread:{n}", f"flom i bekk {n}", "Flom", date=datetime(2026, 1, n + 1)) for n in range(9)]
    for each in documents:
        index.add([each])
    before, stored = find("flom"), index.stored()
    assert index.rebuild(documents) == 9
    assert find("flom") == before
    assert index.stored() == stored


def test_a_rebuild_drops_what_is_no_longer_there(index: Engine) -> None:
    index.add([document("thread:1", "flom")])
    index.rebuild([document("thread:2", "flom"), document("thread:2", "skred")])
    assert index.ids() == {"thread:2"}


def test_the_old_index_answers_until_the_new_one_is_ready(opened: Open, find: Find, index: Engine) -> None:
    index.add([document("thread:1", "flom")])

    def documents() -> Iterator[Document]:
        assert ids(find("flom")) == ["thread:1"]
        with pytest.raises(Busy):
            opened().add([document("thread:3", "flom")])
        yield document("thread:2", "flom")

    index.rebuild(documents())
    assert ids(find("flom")) == ["thread:2"]


def test_a_rebuild_that_fails_leaves_everything_as_it_was(find: Find, index: Engine) -> None:
    index.add([document("thread:1", "flom")])

    def documents() -> Iterator[Document]:
        yield document("thread:2", "flom")
        raise ValueError("the database went away")

    with pytest.raises(ValueError, match="went away"):
        index.rebuild(documents())
    assert ids(find("flom")) == ["thread:1"]
    index.add([document("thread:3", "flom")])
    assert find("flom").total == 2


def test_a_rebuild_tells_how_far_it_is(index: Engine) -> None:
    heard: list[tuple[int, int]] = []
    index.rebuild((document(f"thread:{n}") for n in range(3)), lambda done, total: heard.append((done, total)))
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_many_small_commits_lose_nothing(find: Find, index: Engine) -> None:
    for number in range(40):
        index.add([document(f"thread:{number}", "flom", date=datetime(2026, 1, 1, number // 2), year=number)])
    index.remove([f"thread:{number}" for number in range(0, 40, 2)])
    hits = find("flom", sort="newest", per_page=50)
    assert ids(hits) == [f"thread:{number}" for number in range(39, 0, -2)]
    assert len(hits.facets["year"]) == 20


def test_people_search_while_somebody_writes(opened: Open, index: Engine) -> None:
    index.add([document("thread:0", "flom i elva")])
    query = Query(text='flom "i elva"', audiences=frozenset(["members"]))

    def totals(_: int) -> list[int]:
        return [index.search(query).total for _ in range(30)]

    with ThreadPoolExecutor(4) as pool:
        seen = pool.map(totals, range(3))
        writer = opened()
        for number in range(1, 12):
            writer.add([document(f"thread:{number}", "flom i elva")])
        for each in seen:
            assert each == sorted(each) and each[0] >= 1
    assert index.search(query).total == 12
