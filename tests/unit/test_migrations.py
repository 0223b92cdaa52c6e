"""A Livskraft that is in use is brought up to date: SQLite lets no table go that others point at."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, MetaData, Table, insert

from app.database import db
from app.factory import alembic, create_app
from config import Config

FIRST = "20261122_1100"
NOW = datetime(2026, 11, 22, tzinfo=UTC).replace(tzinfo=None)


def filled(column: Column[Any]) -> Any:
    """Something that COLUMN takes; every id is 1."""
    if column.name in ("themes", "links", "facts", "chosen", "fields") or "JSON" in str(column.type):
        return []
    kinds = {Boolean: True, Integer: 1, DateTime: NOW, Date: NOW.date(), Float: 1.0}
    return next((value for kind, value in kinds.items() if isinstance(column.type, kind)), "1")


def fill(tables: list[Table]) -> None:
    """A row in each of TABLES."""
    with db.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for table in tables:
            connection.execute(insert(table).values({column.name: filled(column) for column in table.columns}))


def test_a_database_with_content_is_brought_up_to_date(tmp_path: Path) -> None:
    app = create_app(Config(data_dir=tmp_path, secret_key="only for tests", testing=True))
    with app.app_context():
        alembic.upgrade(FIRST)
        known = MetaData()
        known.reflect(db.engine)
        fill([table for name, table in known.tables.items() if name != "alembic_version"])
        alembic.upgrade()
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            kept = [connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar() for name in known.tables]
        assert set(kept) == {1}
        db.engine.dispose()
