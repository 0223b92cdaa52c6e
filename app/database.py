"""The database: one session for each app context, and `db.transaction()` around every change."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from threading import RLock
from typing import Any

from flask import Flask, current_app
from flask.sansio.app import App
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, TypeDecorator, event, insert, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from app.errors import Busy

LOCK_WAIT = 10.0  # seconds that a change waits for its turn; then whoever asked is told to come again
LOOK_AGAIN = 0.005  # seconds between two looks whether the database is free


class Utc(TypeDecorator[datetime]):
    """A moment: always with a time zone in Python, always UTC in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


class Base(DeclarativeBase):
    """Every table."""

    type_annotation_map = {datetime: Utc}  # noqa: RUF012 - SQLAlchemy reads it from the class
    metadata = MetaData(naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"})


_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _moment.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """What is done inside happened at MOMENT: for what is brought in from elsewhere, never for people."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


class Dated:
    """When a row was made."""

    created_at: Mapped[datetime] = mapped_column(default=now)


class Database(SQLAlchemy):
    """Flask-SQLAlchemy-Lite's engines and sessions, with one way to change things."""

    def init_app(self, app: App) -> None:
        engines = app.config["SQLALCHEMY_ENGINES"]
        engines.update({name: pooled(url) for name, url in engines.items()})
        super().init_app(app)
        assert isinstance(app, Flask)
        # It would also close async sessions, which we have none of: the event loop that it starts for that
        # in every request meets another greenlet's, and the answer becomes a 500.
        app.teardown_appcontext_funcs = [
            call for call in app.teardown_appcontext_funcs if not iscoroutinefunction(call)]
        with app.app_context():
            engine = self.engine
        if engine.dialect.name == "sqlite":
            app.extensions["turn"] = RLock()  # one write at a time: waiting here is fair, in SQLite it is not
            tune_sqlite(engine)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commit all of it or none of it; then do what waited for the commit.

        A service called by a service joins the transaction that is open. What was read before is
        read again inside, so that rights and numbers are those of the moment of the change.
        Raise Busy, or what the database says, when others keep us from writing for LOCK_WAIT.
        """
        session = self.session
        if session.info.get("open"):
            yield session
            return
        waiting: list[Callable[[], None]] = []
        with turn() as until:
            session.info.update(open=True, waiting=waiting)
            try:
                session.commit()  # ends what was only read
                session.expire_all()
                session.connection(execution_options={"write_until": until})
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                waiting.clear()
                raise
            finally:
                session.info["open"] = False
        for call in waiting:
            _afterwards(call)

    def write(self, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
        """Insert ROWS, the values of columns by name, inside the open transaction, past the unit of work: nobody
        looks at them again before it is in, and to keep track of them costs more than to write them."""
        if some := list(rows):
            self.session.connection().execute(insert(model), some)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Do CALL when the open transaction is in. It may fail without harm: it must heal by itself."""
        self.session.info["waiting"].append(call)


def _afterwards(call: Callable[[], None]) -> None:
    try:
        call()
    except Exception:
        if current_app.testing:
            raise
        current_app.logger.exception("What follows a commit failed; the change itself is kept.")


def pooled(url: str) -> dict[str, Any]:
    """How many connections there may be. In SQLite they cost nothing, and who waits to write may hold
    up nobody who reads; a server has only so many, and who gets none is told so in time."""
    few = {"pool_timeout": LOCK_WAIT}
    return {"url": url, **({"max_overflow": -1} if make_url(url).get_backend_name() == "sqlite" else few)}


@contextmanager
def turn() -> Iterator[float]:
    """Be the only one of this process who writes, where the database bears no more; until when to wait for it."""
    until, mine = time.monotonic() + LOCK_WAIT, current_app.extensions.get("turn")
    if mine and not mine.acquire(timeout=LOCK_WAIT):
        raise Busy
    try:
        yield until
    finally:
        if mine:
            mine.release()


def tune_sqlite(engine: Engine) -> None:
    """WAL and FULL: an acknowledged message survives a power cut. SQLAlchemy says BEGIN, not the driver."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
                       f"busy_timeout={LOCK_WAIT * 1000:.0f}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        until = connection.get_execution_options().get("write_until")
        if until is None:
            connection.exec_driver_sql("BEGIN")
        else:
            begin_to_write(connection, until)


def begin_to_write(connection: Connection, until: float) -> None:
    """Wait for another process's write by looking again and again: SQLite's own wait holds up every greenlet."""
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except OperationalError as error:
                if "locked" not in str(error.orig) or time.monotonic() > until:
                    raise
            time.sleep(LOOK_AGAIN)
    finally:
        raw.execute(f"PRAGMA busy_timeout={LOCK_WAIT * 1000:.0f}")


db = Database(session_options={"expire_on_commit": False})


def render_item(kind: str, thing: Any, _context: Any) -> str | bool:
    """Keep migrations free of our own code: they must run unchanged in ten years."""
    own = kind == "type" and isinstance(thing, TypeDecorator)
    return f"sa.{type(thing.impl_instance).__name__}()" if own else False
