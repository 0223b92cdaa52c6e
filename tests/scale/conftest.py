"""Livskraft in processes of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench import stage
from tests.scale.house import House, furnish


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests share their servers: they run in one process of the test run."""
    for item in items:
        if Path(__file__).parent in item.path.parents and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group("servers"))


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
