"""An index of one's own for each test, and documents that say only what the test is about."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from search_index import Document, Engine, Hits, Index, Query

Find = Callable[..., Hits]
Open = Callable[[], Engine]
SERVERS = pytest.param("postgres", marks=pytest.mark.servers)


def document(id: str = "thread:1", text: str = "", title: str = "", audience: str = "members", **more: Any) -> Document:
    """A document that members may read, unless told otherwise."""
    kind = id.split(":")[0]
    return Document(id=id, type=kind, title=title, text=text, audience=audience, url=f"/{id}", **more)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the index lies."""
    return tmp_path / "search"


@pytest.fixture(params=["arrays", "whoosh", SERVERS])
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn: what a test asks for as `index` must hold for all of them."""
    return str(request.param)


@pytest.fixture
def opened(engine: str, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens the same index anew, as another process would."""
    if engine != "postgres":
        folder = request.getfixturevalue("folder")
        yield lambda: Index(folder, wait=0.2, scorer=engine)
        return
    from search_index.postgres import PostgresIndex  # not there on every machine
    url = request.getfixturevalue("database")
    indexes: list[PostgresIndex] = []

    def connect() -> Engine:
        indexes.append(PostgresIndex(url, wait=0.2))
        return indexes[-1]
    yield connect
    for each in indexes:
        each.close()


@pytest.fixture(scope="session")
def one_database(postgres: Callable[[], str]) -> str:
    """PostgreSQL, for all tests of a run: to make a database takes a while."""
    return postgres().replace("+psycopg", "")


@pytest.fixture
def database(one_database: str) -> str:
    """The address of a database in which there is no index."""
    import psycopg  # neither is there on every machine

    from search_index.postgres_store import SCHEMA
    with psycopg.connect(one_database, autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    return one_database


@pytest.fixture
def index(opened: Open) -> Engine:
    """An empty index."""
    return opened()


@pytest.fixture
def find(index: Engine) -> Find:
    """Searches as a member, unless told otherwise."""

    def search(text: str = "", *audiences: str, **more: Any) -> Hits:
        return index.search(Query(text=text, audiences=frozenset(audiences or ("members",)), **more))

    return search


def ids(hits: Hits) -> list[str]:
    """The ids of the hits in order."""
    return [hit.id for hit in hits.hits]
