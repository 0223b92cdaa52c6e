"""An application of one's own, for tests that need more than one connection or other settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from app.database import db
from app.factory import alembic, create_app
from app.security import limiter
from config import Config
from tests import cast


@contextmanager
def alone(folder: Path, **settings: Any) -> Iterator[Flask]:
    """Livskraft with its own database and SETTINGS, with the cast on stage. What is committed stays."""
    app = create_app(Config(**{"data_dir": folder, "secret_key": "only for tests", "testing": True,
                               "rate_limits": False, **settings}))
    with app.app_context():
        alembic.upgrade()
        cast.assemble()
        db.session.close()
    try:
        yield app
    finally:
        limiter.enabled = False  # it is one for all applications of this process
        with app.app_context():
            db.engine.dispose()
