"""Where the index lies in PostgreSQL: a schema of its own beside the tables of the application.

The engine makes its tables itself, at the first write, and not by a migration: they hold nothing that the
database does not, are made anew when VERSION changes, and have no place in a deployment without PostgreSQL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from psycopg.errors import LockNotAvailable, UndefinedTable
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool, PoolTimeout

from search_index.face import VERSION
from search_index.folders import Busy, Unreadable

Connection = psycopg.Connection[TupleRow]

PREFIX = "livskraft_search_"
SCHEMA = PREFIX + VERSION
LOCK = int.from_bytes(b"search")  # the number of the writer's lock in this database
CONNECTIONS = 8
SECONDS = 10.0  # that somebody waits for a connection

TABLES = """
CREATE TABLE state (born uuid NOT NULL DEFAULT gen_random_uuid(), generation bigint NOT NULL DEFAULT 0);
INSERT INTO state DEFAULT VALUES;
-- Never changed once it is there, but for what is deleted in it. It stays for a while after it was dropped,
-- for those who are reading it.
CREATE TABLE segment (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  size int NOT NULL,
  deleted bytea NOT NULL DEFAULT '',
  dropped timestamptz);
CREATE TABLE numbers (
  segment bigint REFERENCES segment ON DELETE CASCADE, field text,
  per_document bytea NOT NULL,
  PRIMARY KEY (segment, field));
-- Numbers are packed as NumPy keeps them. Places stand one document after another, PLACED says how many bytes each has.
CREATE TABLE posting (
  segment bigint REFERENCES segment ON DELETE CASCADE, field text, term text COLLATE "C",
  count int NOT NULL, docs bytea NOT NULL, weights bytea, placed bytea, places bytea,
  PRIMARY KEY (segment, field, term));
CREATE TABLE document (
  segment bigint REFERENCES segment ON DELETE CASCADE, doc int,
  id text COLLATE "C" NOT NULL, digest text NOT NULL, shown text NOT NULL, deleted boolean NOT NULL DEFAULT false,
  PRIMARY KEY (segment, doc));
CREATE INDEX document_by_id ON document (id) WHERE NOT deleted;
"""


class Store:
    """Connections to the index in the database at URL."""

    def __init__(self, url: str, wait: float) -> None:
        """WAIT is how many seconds a write waits for another writer before it raises Busy."""
        self._wait = wait
        self._pool = ConnectionPool(url, kwargs={"autocommit": True}, configure=_within_schema, min_size=0,
                                    max_size=CONNECTIONS, timeout=SECONDS, open=False)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection. Raises Unreadable where the database does not answer."""
        self._pool.open()
        try:
            with self._pool.connection() as connection:
                yield connection
        except (psycopg.OperationalError, PoolTimeout) as error:
            raise Unreadable(f"the search index cannot be read: {error}") from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction in which nobody else writes. What it wrote is seen by all at once, at its end."""
        with self.reading() as connection, connection.transaction():
            connection.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(max(int(self._wait * 1000), 1)))
            try:
                connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            except LockNotAvailable:
                raise Busy("the search index is being written") from None
            _ensure_tables(connection)
            yield connection
            connection.execute("UPDATE state SET generation = generation + 1")

    def rows(self, statement: str, *values: Any) -> list[TupleRow]:
        """The rows of a question, numbers and bytes as they are sent; none where there is no index."""
        with self.reading() as connection:
            try:
                return connection.execute(statement, values, binary=True).fetchall()
            except UndefinedTable:
                return []

    def close(self) -> None:
        """Let go of all connections."""
        self._pool.close()


def _within_schema(connection: Connection) -> None:
    connection.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(SCHEMA)))


def _ensure_tables(connection: Connection) -> None:
    """Make the tables where they are not there, and drop those of other versions."""
    found = connection.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [PREFIX])
    there = {name for name, in found}
    for name in there - {SCHEMA}:
        connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
    if SCHEMA not in there:
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCHEMA)))
        connection.execute(TABLES)
