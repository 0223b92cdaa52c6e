"""A writer that is killed at any point leaves an index that can be read and written, with all it had told of."""

import random

import pytest

from bench.crash import kill_writers
from tests.unit.search_index.conftest import SERVERS, Open


@pytest.fixture(params=["arrays", SERVERS])  # who scores does not matter to who writes
def engine(request: pytest.FixtureRequest) -> str:
    """Each place where an index is kept."""
    return str(request.param)


@pytest.fixture
def place(engine: str, request: pytest.FixtureRequest) -> str:
    """Where the index is, as the writing process is told."""
    return str(request.getfixturevalue("database" if engine == "postgres" else "folder"))


def test_a_killed_writer_loses_nothing_it_had_told_of(place: str, opened: Open) -> None:
    tally = kill_writers(place, opened(), kills=2, dice=random.Random(4))
    assert tally.good, tally
    assert tally.told >= 2
