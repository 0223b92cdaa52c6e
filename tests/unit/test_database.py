"""One transaction around each change: all of it or none, and only then what waited for it."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from app import database
from app.accounts.models import Person
from app.database import at, db, now
from app.errors import Busy
from app.networks.models import Network
from tests import cast
from tests.alone import alone


def rename(name: str) -> None:
    """A change of the smallest kind."""
    with db.transaction():
        cast.person(cast.ANNE).name = name


def test_what_is_changed_is_kept_and_what_fails_is_not(stage: Flask) -> None:
    rename("Anne B.")
    with pytest.raises(ZeroDivisionError), db.transaction():
        cast.person(cast.ANNE).name = "Nobody"
        db.session.flush()
        raise ZeroDivisionError
    assert cast.person(cast.ANNE).name == "Anne B."


def test_a_service_called_by_a_service_joins_its_transaction(stage: Flask) -> None:
    with pytest.raises(ZeroDivisionError), db.transaction() as outer:
        with db.transaction() as inner:
            assert inner is outer
            inner.add(Network(name="Half"))
        raise ZeroDivisionError
    assert db.session.scalar(select(func.count(Network.id)).where(Network.name == "Half")) == 0


def test_the_inner_failure_that_the_outer_bears_undoes_nothing_of_the_outer(stage: Flask) -> None:
    with db.transaction() as session:
        session.add(Network(name="Kept"))
        with pytest.raises(ZeroDivisionError), db.transaction():
            raise ZeroDivisionError
        session.add(Network(name="Kept too"))
    assert db.session.scalar(select(func.count(Network.id)).where(Network.name.startswith("Kept"))) == 2


def test_what_waits_for_the_commit_is_done_once_in_its_order_and_only_then(stage: Flask) -> None:
    done: list[str] = []
    with db.transaction():
        db.after_commit(lambda: done.append("first"))
        with db.transaction():
            db.after_commit(lambda: done.append(cast.person(cast.ANNE).name))
        assert done == [], "the inner end is no commit"
        cast.person(cast.ANNE).name = "Anne B."
    assert done == ["first", "Anne B."]
    rename("Anne C.")
    assert done == ["first", "Anne B."]


def test_what_waits_is_not_done_when_the_change_fails(stage: Flask) -> None:
    done: list[int] = []
    with pytest.raises(ZeroDivisionError), db.transaction():
        db.after_commit(lambda: done.append(1))
        raise ZeroDivisionError
    rename("Anne B.")
    assert done == []


def test_what_fails_afterwards_harms_neither_the_change_nor_the_rest(tmp_path: Path) -> None:
    done: list[int] = []
    with alone(tmp_path, testing=False) as app, app.app_context():
        with db.transaction():
            cast.person(cast.ANNE).name = "Anne B."
            db.after_commit(lambda: [][0])
            db.after_commit(lambda: done.append(1))
        assert cast.person(cast.ANNE).name == "Anne B." and done == [1]


def test_what_was_read_before_is_read_again_inside(tmp_path: Path) -> None:
    with alone(tmp_path) as app, app.app_context():
        anne = cast.person(cast.ANNE)
        assert anne.active
        with closing(sqlite3.connect(tmp_path / "livskraft.db")) as other, other:
            other.execute("UPDATE person SET active = 0 WHERE email = ?", [cast.ANNE])
        assert anne.active, "as it was read"
        with db.transaction():
            assert not anne.active, "as it is"


def test_what_is_brought_in_happened_when_it_happened(stage: Flask) -> None:
    moment = datetime(2019, 5, 17, 12, tzinfo=UTC)
    with pytest.raises(ZeroDivisionError), at(moment):
        assert now() == moment
        with db.transaction() as session:
            session.add(person := Person(email="old@archive.example", name="Old"))
        assert person.created_at == moment
        with at(moment + timedelta(days=1)):
            assert now() == moment + timedelta(days=1)
        assert now() == moment
        raise ZeroDivisionError
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_moments_are_kept_in_utc_and_come_back_with_their_zone(stage: Flask) -> None:
    kept = db.session.execute(text("SELECT created_at FROM person LIMIT 1")).scalar_one()
    assert "+" not in str(kept)
    read = db.session.scalars(select(Person.created_at)).first()
    assert read is not None and read.tzinfo is UTC


def test_sqlite_is_set_up_to_survive_a_power_cut(tmp_path: Path) -> None:
    with alone(tmp_path) as app, app.app_context():
        found = {name: db.session.execute(text(f"PRAGMA {name}")).scalar_one()
                 for name in ("journal_mode", "synchronous", "foreign_keys")}
        assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.fixture
def hasty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """Livskraft that waits for its turn for a moment only."""
    with alone(tmp_path) as app:
        monkeypatch.setattr(database, "LOCK_WAIT", 0.3)
        yield app


def test_who_cannot_write_because_another_program_does_is_told_so_in_time(hasty: Flask, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "livskraft.db", isolation_level=None)) as other, hasty.app_context():
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(OperationalError, match="locked"):
            rename("Anne B.")
        assert 0.3 <= time.monotonic() - began < 5
        assert cast.person(cast.ANNE).name == "Anne Berg", "reading goes on"
        other.execute("ROLLBACK")
        rename("Anne B.")


def test_who_cannot_write_because_another_page_does_is_told_so_in_time(hasty: Flask) -> None:
    inside, enough = threading.Event(), threading.Event()

    def slow() -> None:
        with hasty.app_context(), db.transaction():
            inside.set()
            enough.wait(20)
    other = threading.Thread(target=slow)
    other.start()
    with hasty.app_context():
        assert inside.wait(20)
        with pytest.raises(Busy):
            rename("Anne B.")
        enough.set()
        other.join()
        rename("Anne B.")
