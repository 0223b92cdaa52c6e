"""An application of one's own, for tests that need more than one connection or other settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from app.database import db
from app.factory import alembic, create_app
from app.live import socketio
from app.security import limiter
from config import Config
from tests import cast


@contextmanager
def put_back() -> Iterator[None]:
    """What is one for all applications of this process belongs afterwards to the one of before."""
    kept = [(thing, dict(vars(thing))) for thing in (socketio, limiter)]
    yield
    for thing, state in kept:
        vars(thing).clear()
        vars(thing).update(state)


@contextmanager
def alone(folder: Path, **settings: Any) -> Iterator[Flask]:
    """Livskraft with its own database and SETTINGS, with the cast on stage. What is committed stays."""
    with put_back():
        app = create_app(Config(**{"data_dir": folder, "secret_key": "only for tests", "testing": True,
                                   "rate_limits": False, "previews": False, **settings}))
        with app.app_context():
            alembic.upgrade()
            cast.assemble()
            db.session.close()
        try:
            yield app
        finally:
            with app.app_context():
                db.engine.dispose()
