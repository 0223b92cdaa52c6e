"""An index of one's own for each test, and documents that say only what the test is about."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from search_index import Document, Hits, Index, Query

Find = Callable[..., Hits]


def document(id: str = "thread:1", text: str = "", title: str = "", audience: str = "members", **more: Any) -> Document:
    """A document that members may read, unless told otherwise."""
    kind = id.split(":")[0]
    return Document(id=id, type=kind, title=title, text=text, audience=audience, url=f"/{id}", **more)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the index lies."""
    return tmp_path / "search"


@pytest.fixture
def index(folder: Path) -> Index:
    """An empty index."""
    return Index(folder, wait=0.2)


@pytest.fixture
def find(index: Index) -> Find:
    """Searches as a member, unless told otherwise."""

    def search(text: str = "", *audiences: str, **more: Any) -> Hits:
        return index.search(Query(text=text, audiences=frozenset(audiences or ("members",)), **more))

    return search


def ids(hits: Hits) -> list[str]:
    """The ids of the hits in order."""
    return [hit.id for hit in hits.hits]
