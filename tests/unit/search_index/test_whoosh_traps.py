"""Known defects of Whoosh 2.7.4, and that none of them reaches us."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from whoosh import index as whoosh_index
from whoosh.writing import SegmentWriter

from search_index import Index, Query, postings, schema
from tests.unit.search_index.conftest import Find, document, ids


@pytest.fixture
def engine() -> str:
    """These are about Whoosh."""
    return "arrays"


@pytest.fixture(autouse=True)
def _some(index: Index) -> None:
    index.add(
        [
            document("thread:1", "flom", audience="room:1", year=2020, date=datetime(2020, 1, 1)),
            document("thread:2", "flom", audience="room:2", year=2021, date=datetime(2021, 1, 1)),
        ]
    )


def test_an_empty_filter_does_not_return_everything(index: Index, find: Find) -> None:
    assert index.search(Query(text="flom", audiences=frozenset())).total == 0
    assert find("flom", "room:0").total == 0
    assert find("flom", "room:1", "room:2", theme="none").total == 0


def test_removing_nothing_does_not_remove_everything(index: Index) -> None:
    index.remove([])
    index.remove(["thread:99"])
    index.add([])
    assert index.ids() == {"thread:1", "thread:2"}


def test_requiring_a_right_does_not_return_the_forbidden(find: Find) -> None:
    assert ids(find("flom", "room:1")) == ["thread:1"]


def test_a_year_before_all_others_does_not_match_them_all(find: Find) -> None:
    assert find("flom", "room:1", "room:2", year="0").total == 0


def test_dates_stay_with_their_documents_through_merges_and_deletions(find: Find, index: Index) -> None:
    for number in range(3, 30):
        index.add([document(f"thread:{number}", "flom", audience="room:1", date=datetime(2020, 1, number))])
        index.remove([f"thread:{number - 1}"] if number % 3 == 0 else [])
    hits = find("flom", "room:1", sort="newest", per_page=50)
    assert all(hit.date == datetime(2020, 1, int(hit.id.split(":")[1])) for hit in hits.hits)
    assert [hit.date for hit in hits.hits] == sorted((hit.date for hit in hits.hits), reverse=True)


def test_the_rights_hold_for_the_longest_question(find: Find) -> None:
    assert ids(find("flom " + "skred " * 400, "room:1")) == ["thread:1"]


@pytest.mark.parametrize("text", ["NOT OR flom", "flom AND", "type:flom", "[flom TO", "flom~2", "fl?m*", "(flom", "^2"])
def test_the_query_language_of_whoosh_is_not_spoken(find: Find, text: str) -> None:
    assert find(text, "room:1").total in (0, 1)


@pytest.mark.parametrize("step", ["_flush_segment", "_assemble_segment", "_commit_toc", "_merge_segments"])
def test_a_commit_that_fails_does_not_keep_the_lock(
    index: Index, find: Find, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def disk_full(*_: Any) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(SegmentWriter, step, disk_full)
        with pytest.raises(OSError, match="No space"):
            index.add([document("thread:3", "flom", audience="room:1")])
    assert ids(find("flom", "room:1")) == ["thread:1"]
    index.add([document("thread:4", "flom", audience="room:1")])
    assert set(ids(find("flom", "room:1"))) == {"thread:1", "thread:4"}


def test_a_document_that_cannot_be_written_does_not_keep_the_lock(index: Index) -> None:
    with pytest.raises(UnicodeEncodeError):
        index.add([document("thread:3", audience="\ud800")])
    index.add([document("thread:4")])
    assert index.ids() == {"thread:1", "thread:2", "thread:4"}


def test_old_and_deleted_documents_do_not_come_back_when_the_reader_refreshes(folder: Path, index: Index) -> None:
    reader = Index(folder)
    for number in range(30):
        index.add([document("thread:1", f"flom utgave{number}", audience="room:1")])
        index.remove(["thread:2"])
        found = reader.search(Query(text="flom", audiences=frozenset(["room:1", "room:2"])))
        assert [hit.snippet_html for hit in found.hits] == [f"<mark>flom</mark> utgave{number}"]


def test_postings_read_by_the_block_equal_those_of_the_public_matcher(folder: Path, index: Index) -> None:
    index.add(
        document(f"file:{n}", "flom " * (n % 7 + 1) + f"elv{n % 2} solcelletak", "Flom" * (n % 3)) for n in range(400)
    )
    opened = whoosh_index.open_dir(str(next(folder.glob("index-*"))), schema=schema.SCHEMA)
    compared = 0
    for leaf, _ in opened.reader().leaf_readers():
        for field, term in leaf.all_terms():
            docs, weights = postings.read(leaf, field, term.decode())
            matcher = leaf.postings(field, term)
            for doc, weight in zip(docs.tolist(), weights.tolist(), strict=True):
                assert (matcher.id(), matcher.weight()) == (doc, weight)
                matcher.next()
                compared += 1
            assert not matcher.is_active()
    assert compared > 3000
