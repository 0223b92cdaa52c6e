"""Migrations, run so that SQLite can make a table anew while others point at it."""

from collections.abc import Callable
from typing import Any

from flask_alembic import Alembic
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError


class Migrations(Alembic):
    """Flask-Alembic, but that foreign keys are looked at once, when all is done.

    SQLite changes a table by making it anew, and would refuse to drop the old one as long as rows point at it:
    see "Making Other Kinds Of Table Schema Changes" at sqlite.org/lang_altertable.html.
    """

    def run_migrations(self, fn: Callable[..., Any], **options: Any) -> None:
        """As there. Raise IntegrityError if a row points at nothing afterwards."""
        all_of_them = [one.connection for one in self.migration_contexts.values() if one.connection is not None]
        lite = [one for one in all_of_them if one.dialect.name == "sqlite"]
        for connection in lite:
            _check_keys(connection, False)
        try:
            super().run_migrations(fn, **options)
        finally:
            for connection in lite:
                _check_keys(connection, True)
        for connection in lite:
            if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise IntegrityError(f"After the migration these rows point at nothing: {lost[:5]}", None, Exception())
            connection.rollback()


def _check_keys(connection: Connection, on: bool) -> None:
    """Within a transaction SQLite would not listen."""
    connection.rollback()
    raw: Any = connection.connection.driver_connection
    raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
