"""What is written is found, by any process, whatever happens to the writer."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from search_index import Busy, Document, Index, Query, Unreadable
from tests.unit.search_index.conftest import Find, document, ids


def test_a_document_with_the_same_id_replaces_the_earlier(find: Find, index: Index) -> None:
    index.add([document("thread:1", "flom"), document("thread:2", "flom")])
    index.add([document("thread:1", "skred")])
    assert ids(find("flom")) == ["thread:2"]
    assert find("skred").total == 1


def test_of_one_batch_the_last_with_an_id_counts(find: Find, index: Index) -> None:
    index.add([document("thread:1", "flom"), document("thread:1", "skred")])
    assert (find("flom").total, find("skred").total) == (0, 1)


def test_what_is_removed_is_gone(find: Find, index: Index) -> None:
    index.add([document(f"thread:{n}", "flom") for n in range(3)])
    index.remove(["thread:0", "thread:2", "thread:99"])
    assert ids(find("flom")) == ["thread:1"]
    assert index.ids() == {"thread:1"}
    assert dict(find("flom").facets["type"]) == {"thread": 1}


def test_the_index_tells_what_it_holds_and_in_which_state(index: Index) -> None:
    documents = [document("thread:1", "flom"), document("thread:2", "skred", date=datetime(2026, 1, 1))]
    index.add(documents)
    assert index.stored() == {each.id: each.digest for each in documents}


@pytest.mark.parametrize(
    "change", [{"text": "skred"}, {"audience": "room:1"}, {"title": "x"}, {"year": 2024}, {"themes": ("land",)}]
)
def test_any_change_changes_the_digest(change: dict[str, object]) -> None:
    assert document(**{"text": "flom"} | change).digest != document(text="flom").digest  # type: ignore[arg-type]  # names vary


def test_another_process_sees_each_commit(folder: Path, index: Index) -> None:
    reader = Index(folder)
    query = Query(text="flom", audiences=frozenset(["members"]))
    assert reader.search(query).total == 0
    for number in range(1, 4):
        index.add([document(f"thread:{number}", "flom")])
        assert reader.search(query).total == number
    index.remove(["thread:1"])
    assert ids(reader.search(query)) == ["thread:2", "thread:3"]


def test_a_rebuild_gives_the_same_index(find: Find, index: Index) -> None:
    documents = [document(f"thread:{n}", f"flom i bekk {n}", "Flom", date=datetime(2026, 1, n + 1)) for n in range(9)]
    for each in documents:
        index.add([each])
    before, stored = find("flom"), index.stored()
    assert index.rebuild(documents) == 9
    assert find("flom") == before
    assert index.stored() == stored


def test_a_rebuild_drops_what_is_no_longer_there(index: Index) -> None:
    index.add([document("thread:1", "flom")])
    index.rebuild([document("thread:2", "flom"), document("thread:2", "skred")])
    assert index.ids() == {"thread:2"}


def test_the_old_index_answers_until_the_new_one_is_ready(folder: Path, find: Find, index: Index) -> None:
    index.add([document("thread:1", "flom")])

    def documents() -> Iterator[Document]:
        assert ids(find("flom")) == ["thread:1"]
        with pytest.raises(Busy):
            Index(folder, wait=0).add([document("thread:3", "flom")])
        yield document("thread:2", "flom")

    index.rebuild(documents())
    assert ids(find("flom")) == ["thread:2"]
    assert len(list(folder.glob("index-*"))) == 1


def test_a_rebuild_that_fails_leaves_everything_as_it_was(find: Find, index: Index) -> None:
    index.add([document("thread:1", "flom")])

    def documents() -> Iterator[Document]:
        yield document("thread:2", "flom")
        raise ValueError("the database went away")

    with pytest.raises(ValueError, match="went away"):
        index.rebuild(documents())
    assert ids(find("flom")) == ["thread:1"]
    index.add([document("thread:3", "flom")])
    assert find("flom").total == 2


def test_a_rebuild_tells_how_far_it_is(index: Index) -> None:
    heard: list[tuple[int, int]] = []
    index.rebuild((document(f"thread:{n}") for n in range(3)), lambda done, total: heard.append((done, total)))
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_many_small_commits_leave_few_segments_and_lose_nothing(folder: Path, find: Find, index: Index) -> None:
    for number in range(40):
        index.add([document(f"thread:{number}", "flom", date=datetime(2026, 1, 1, number // 2), year=number)])
    index.remove([f"thread:{number}" for number in range(0, 40, 2)])
    assert len(list(folder.glob("index-*/*.seg"))) <= 11
    hits = find("flom", sort="newest", per_page=50)
    assert ids(hits) == [f"thread:{number}" for number in range(39, 0, -2)]
    assert len(hits.facets["year"]) == 20


def test_an_index_of_another_version_is_not_read_but_replaced(folder: Path, find: Find, index: Index) -> None:
    folder.mkdir()
    (folder / "current").write_text("index-0-somethingelse")
    assert find("flom").total == 0 and index.stored() == {}
    index.add([document("thread:1", "flom")])
    assert find("flom").total == 1


# Whoosh leaves a file open that it could not read.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("harm", ["gone", "cut short"])
def test_a_broken_index_says_so_and_can_be_rebuilt(folder: Path, find: Find, index: Index, harm: str) -> None:
    index.add([document("thread:1", "flom")])
    for file in folder.glob("index-*/*.toc"):
        file.unlink() if harm == "gone" else file.write_bytes(file.read_bytes()[:20])
    with pytest.raises(Unreadable):
        Index(folder).search(Query(text="flom", audiences=frozenset(["members"])))
    index.rebuild([document("thread:2", "flom")])
    assert ids(find("flom")) == ["thread:2"]


def test_people_search_while_somebody_writes(folder: Path, index: Index) -> None:
    index.add([document("thread:0", "flom i elva")])
    query = Query(text='flom "i elva"', audiences=frozenset(["members"]))

    def totals(_: int) -> list[int]:
        return [index.search(query).total for _ in range(30)]

    with ThreadPoolExecutor(4) as pool:
        seen = pool.map(totals, range(3))
        for number in range(1, 12):
            Index(folder).add([document(f"thread:{number}", "flom i elva")])
        for each in seen:
            assert each == sorted(each) and each[0] >= 1
    assert index.search(query).total == 12


WRITE_FOR_EVER = """
import sys
from itertools import count
from pathlib import Path
from search_index import Document, Index
index = Index(Path(sys.argv[1]))
for n in count(int(sys.argv[2])):
    index.add([Document(id=f"thread:{n}", type="thread", title="", text="flom " * 50, audience="members", url="")])
    print(n, flush=True)
"""


def test_a_writer_killed_at_any_point_loses_nothing_it_had_told_of(folder: Path, find: Find, index: Index) -> None:
    told: set[str] = set()
    for kill_after in (1, 2, 5):
        command = [sys.executable, "-W", "ignore", "-c", WRITE_FOR_EVER, str(folder), str(len(told) * 1000)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            told |= {f"thread:{int(writer.stdout.readline())}" for _ in range(kill_after)}
            writer.kill()
        assert told <= index.ids()
        index.add([document("thread:mine", "flom")])
    assert find("flom", per_page=100).total >= 9
