"""One application a session; each test in a transaction that is undone; nobody reaches the network."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask, g
from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient

from app.accounts import passwords
from app.accounts.models import SignIn
from app.accounts.session import COOKIE_KEY, actor_of, new_token
from app.database import db, now
from app.factory import alembic, create_app
from app.live import socketio
from app.permissions import Actor
from config import Config
from tests import cast

pytest_plugins = ["tests.servers"]
passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # slow on purpose elsewhere
LOOPBACK = ("127.", "::1", "localhost", "/", "\0")


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """A test that reaches out of this machine fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        host = address[0] if isinstance(address, tuple) else str(address)
        assert host.startswith(LOOPBACK), f"a test tried to reach {host}"
        return connect(self, address)
    socket.socket.connect = guarded  # type: ignore[method-assign]  # that is the point
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]  # and back


def _forget() -> None:
    """The stage holds one app context for the whole test: a request may not find another's `g` there."""
    for name in [name for name in g if not name.startswith("_sqlalchemy")]:
        g.pop(name)


class Visitor(FlaskClient):
    """A browser that shares nothing with the others but the database session of the test."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        _forget()
        return super().open(*args, **kwargs)


class Line(SocketIOTestClient):
    """An open page, likewise."""

    def connect(self, *args: Any, **kwargs: Any) -> None:
        _forget()
        super().connect(*args, **kwargs)

    def emit(self, *args: Any, **kwargs: Any) -> Any:
        _forget()
        return super().emit(*args, **kwargs)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Livskraft on a fresh SQLite file, with the cast on stage."""
    folder = tmp_path_factory.mktemp("livskraft")
    app = create_app(Config(data_dir=folder, secret_key="only for tests", testing=True, rate_limits=False,
                            previews=False))
    app.test_client_class = Visitor
    with app.app_context():
        alembic.upgrade()
        cast.assemble()
    return app


@pytest.fixture
def stage(app: Flask) -> Iterator[Flask]:
    """Real commits, undone when the test ends."""
    with app.app_context(), db.engine.connect() as connection:
        outer = connection.begin()
        kept = dict(db.sessionmaker.kw)
        db.sessionmaker.configure(bind=connection, binds=None, join_transaction_mode="create_savepoint")
        yield app
        db.session.close()
        db.sessionmaker.kw.clear()
        db.sessionmaker.kw.update(kept)
        outer.rollback()
    for letter in (app.config["LIVSKRAFT"].data_dir / "mail").glob("*.eml"):
        letter.unlink()  # nobody reads what another test mailed


@pytest.fixture
def actor(stage: Flask) -> Callable[[str], Actor]:
    """Somebody of the cast, as permissions see them."""
    return lambda email: actor_of(cast.person(email))


@pytest.fixture
def browser_of(stage: Flask) -> Callable[[str | None], FlaskClient]:
    """A browser in which somebody of the cast (or nobody) is signed in, in English."""
    def sign_in(email: str | None) -> FlaskClient:
        client = stage.test_client()
        with client.session_transaction() as cookie:
            cookie["language"] = "en"
            if email:
                token, token_hash = new_token()
                with db.transaction() as session:
                    session.add(SignIn(person_id=cast.person(email).id, token_hash=token_hash, seen_at=now()))
                cookie[COOKIE_KEY] = token
        return client
    return sign_in


@pytest.fixture
def socket_of(stage: Flask, browser_of: Callable[[str | None], FlaskClient]) -> Iterator[Callable[[str | None], Line]]:
    """An open page of somebody: what it hears and can send. All are closed when the test ends."""
    lines: list[Line] = []

    def sit_down(email: str | None) -> Line:
        lines.append(Line(stage, socketio, flask_test_client=browser_of(email)))
        return lines[-1]
    yield sit_down
    for line in lines:
        if line.is_connected():
            line.disconnect()
