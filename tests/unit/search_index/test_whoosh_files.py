"""The files of the Whoosh index: few, versioned, and replaced where they are broken."""

from datetime import datetime
from pathlib import Path

import pytest

from search_index import Engine, Index, Query, Unreadable
from tests.unit.search_index.conftest import Find, document, ids


@pytest.fixture
def engine() -> str:
    """These are about Whoosh."""
    return "arrays"


def test_many_small_commits_leave_few_segments(folder: Path, index: Engine) -> None:
    for number in range(40):
        index.add([document(f"thread:{number}", "flom", date=datetime(2026, 1, 1, number // 2))])
    assert len(list(folder.glob("index-*/*.seg"))) <= 11


def test_a_rebuild_leaves_one_index(folder: Path, index: Engine) -> None:
    index.add([document("thread:1", "flom")])
    index.rebuild([document("thread:2", "flom")])
    assert len(list(folder.glob("index-*"))) == 1


def test_an_index_of_another_version_is_not_read_but_replaced(folder: Path, find: Find, index: Engine) -> None:
    folder.mkdir()
    (folder / "current").write_text("index-0-somethingelse")
    assert find("flom").total == 0 and index.stored() == {}
    index.add([document("thread:1", "flom")])
    assert find("flom").total == 1


# Whoosh leaves a file open that it could not read.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("harm", ["gone", "cut short"])
def test_a_broken_index_says_so_and_can_be_rebuilt(folder: Path, find: Find, index: Engine, harm: str) -> None:
    index.add([document("thread:1", "flom")])
    for file in folder.glob("index-*/*.toc"):
        file.unlink() if harm == "gone" else file.write_bytes(file.read_bytes()[:20])
    with pytest.raises(Unreadable):
        Index(folder).search(Query(text="flom", audiences=frozenset(["members"])))
    index.rebuild([document("thread:2", "flom")])
    assert ids(find("flom")) == ["thread:2"]
