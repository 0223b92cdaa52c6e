"""The database: one session for each app context, and `db.transaction()` around every change."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from threading import RLock
from typing import Any

from flask import Flask, current_app
from flask.sansio.app import App
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

LOCK_WAIT_MS = 10_000


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

    turn: AbstractContextManager[Any] = nullcontext()

    def init_app(self, app: App) -> None:
        super().init_app(app)
        assert isinstance(app, Flask)
        # It would also close async sessions, which we have none of: the event loop that it starts for that
        # in every request meets another greenlet's, and the answer becomes a 500.
        app.teardown_appcontext_funcs = [
            call for call in app.teardown_appcontext_funcs if not iscoroutinefunction(call)]
        with app.app_context():
            engine = self.engine
        if engine.dialect.name == "sqlite":
            self.turn = RLock()  # SQLite lets one write at a time: waiting here is fair, there it is not
            tune_sqlite(engine)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commit all of it or none of it; then do what waited for the commit.

        A service called by a service joins the transaction that is open. What was read before is
        read again inside, so that rights and numbers are those of the moment of the change.
        """
        session = self.session
        if session.info.get("open"):
            yield session
            return
        waiting: list[Callable[[], None]] = []
        with self.turn:
            session.info.update(open=True, waiting=waiting)
            try:
                session.commit()  # ends what was only read
                session.expire_all()
                session.connection(execution_options={"begin_immediate": True})
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


def tune_sqlite(engine: Engine) -> None:
    """WAL and FULL: an acknowledged message survives a power cut. SQLAlchemy says BEGIN, not the driver."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
                       f"busy_timeout={LOCK_WAIT_MS}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        immediate = connection.get_execution_options().get("begin_immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


db = Database(session_options={"expire_on_commit": False})


def render_item(kind: str, thing: Any, _context: Any) -> str | bool:
    """Keep migrations free of our own code: they must run unchanged in ten years."""
    return "sa.DateTime()" if kind == "type" and isinstance(thing, Utc) else False
