"""A Livskraft that has been in use is brought up to date: nothing is lost, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, MetaData, Table, func, inspect, select, text

from app.database import db
from app.factory import alembic, create_app
from config import Config

FIRST = "20261122_1100"
ROWS: dict[str, list[dict[str, object]]] = {
    "organisation": [{"id": 1, "kind": "MUNICIPALITY", "country": "NO", "code": "4012", "name": "Bamble"}],
    "person": [{"id": 1, "email": "anne@bamble.example", "name": "Anne", "organisation_id": 1}],
    "network": [{"id": 1, "name": "Telemark"}],
    "membership": [{"id": 1, "person_id": 1, "network_id": 1, "role": 2}],
    "room": [{"id": 1, "network_id": 1, "name": "Klima", "seq": 2}],
    "thread": [{"id": 1, "room_id": 1, "network_id": 1, "author_id": 1, "title": "Sol?", "last_seq": 2}],
    "message": [{"id": n, "room_id": 1, "network_id": 1, "thread_id": 1, "author_id": 1, "seq": n, "body": "Hei",
                 "html": "<p>Hei</p>"} for n in (1, 2)],
    "change": [{"room_id": 1, "seq": n, "kind": "message_added", "thread_id": 1, "message_id": n} for n in (1, 2)],
    "read_mark": [{"person_id": 1, "thread_id": 1, "last_read_seq": 1}],
    "sign_in": [{"id": 1, "person_id": 1, "token_hash": "x", "device": ""}],
}


def fill(connection: Connection) -> None:
    """A row of each, with something in every column that wants it."""
    meta = MetaData()
    for name, rows in ROWS.items():
        table = Table(name, meta, autoload_with=connection)
        needed = {column.name: filler(str(column.type)) for column in table.columns
                  if not column.nullable and column.server_default is None and not column.primary_key}
        connection.execute(table.insert(), [{**needed, **enums(table), **row} for row in rows])


def filler(kind: str) -> object:
    """Something for a column of this KIND."""
    starts = {"DATE": date(2026, 1, 1), "DATETIME": datetime(2026, 1, 1), "TIMESTAMP": datetime(2026, 1, 1), "JSON": [],
              "BOOL": True, "INT": 0}
    return next((value for start, value in reversed(starts.items()) if kind.startswith(start)), "")


def enums(table: Table) -> dict[str, str]:
    """What the columns of choices may hold, the first of each."""
    known = {"language": "nb", "site_role": "PERSON", "state": "ACTIVE", "kind": "DISCUSSION"}
    if table.name == "thread":
        known |= {"state": "OPEN", "kind": "QUESTION"}
    return {name: value for name, value in known.items() if name in table.columns}


def brought_up(app: Flask) -> dict[str, int]:
    """From the first house to this one; how many rows each table has then."""
    with app.app_context():
        alembic.upgrade(FIRST)
        with db.engine.begin() as connection:
            fill(connection)
        alembic.upgrade()
        if db.engine.dialect.name == "sqlite":  # Alembic cannot compare the defaults of PostgreSQL's JSON
            assert alembic.compare_metadata() == []
        with db.engine.connect() as connection:
            found = {name: connection.scalar(select(func.count()).select_from(text(f'"{name}"'))) or 0 for name in ROWS}
            assert inspect(connection).has_table("person")
        alembic.downgrade(FIRST)
        alembic.upgrade()
        db.engine.dispose()
    return found


def test_a_used_sqlite_is_brought_up_to_date(tmp_path: Path) -> None:
    app = create_app(Config(data_dir=tmp_path, secret_key="only for tests", testing=True, rate_limits=False))
    assert brought_up(app) == {name: len(rows) for name, rows in ROWS.items()}
    with app.app_context(), db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.servers
def test_a_used_postgresql_is_brought_up_to_date(tmp_path: Path, postgres: Callable[[], str]) -> None:
    app = create_app(Config(data_dir=tmp_path, secret_key="only for tests", testing=True, rate_limits=False,
                            database_url=postgres()))
    assert brought_up(app) == {name: len(rows) for name, rows in ROWS.items()}
