"""Livskraft with its index in PostgreSQL: the same rights, and every process sees what one of them wrote."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import make_url

from app.accounts import service as accounts
from app.accounts.session import actor_of
from app.search import queries, upkeep
from app.search.asked import Asked
from app.search.engine import engine_of
from bench import search_fuzz
from config import Config
from search_index import Query
from tests import cast
from tests.alone import alone
from tests.finding import work
from tests.talk import asked

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def livskraft(postgres: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application for all of them: what a test commits stays."""
    with alone(tmp_path_factory.mktemp("livskraft"), database_url=postgres(), search="postgres") as app:
        yield app
        app.extensions["index"].close()


@pytest.fixture
def stage(livskraft: Flask) -> Iterator[Flask]:
    """The same, with nobody acting yet."""
    with livskraft.app_context():
        yield livskraft


def found(email: str, words: str) -> int:
    """How many hits somebody has."""
    return queries.search(actor_of(cast.person(email)), Asked(q=words)).total


def test_what_is_written_is_found_by_whom_it_is_for_and_index_and_database_are_equal(stage: Flask) -> None:
    upkeep.rebuild()
    asked(body="Om en laksetrapp ved elva", room=cast.CLIMATE)
    work()
    assert (found(cast.BJORN, "laksetrapper"), found(cast.CARIN, "laksetrapper")) == (1, 0)
    assert upkeep.differences() == upkeep.Differences()


def test_another_process_finds_it_too(stage: Flask) -> None:
    asked(body="Om fiskevandring", room=cast.CLIMATE)
    work()
    other = engine_of(stage.config["LIVSKRAFT"])
    keys = frozenset([f"room:{cast.room(cast.CLIMATE).id}"])
    assert other.search(Query(text="fiskevandring", audiences=keys)).total == 1
    other.close()


def test_the_tables_of_the_index_are_not_among_those_of_the_application(stage: Flask) -> None:
    config: Config = stage.config["LIVSKRAFT"]
    upkeep.rebuild()
    url = make_url(config.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT DISTINCT table_schema FROM information_schema.tables "
                                  "WHERE table_name IN ('posting', 'segment')").fetchall()
    assert [name.startswith("livskraft_search_") for name, in rows] == [True]


def test_no_index_is_kept_in_files(stage: Flask, tmp_path: Path) -> None:
    assert not (stage.config["LIVSKRAFT"].data_dir / "index").exists()


def test_no_question_makes_the_search_fail(stage: Flask) -> None:
    token = accounts.make_token(actor_of(cast.person(cast.ANNE)), "test")
    upkeep.rebuild()
    statuses, _, wrong = search_fuzz.run(stage.test_client(), 200, random.Random(16),
                                         headers={"Authorization": f"Bearer {token}"})
    assert not wrong
    assert statuses.get(200, 0) > 150
