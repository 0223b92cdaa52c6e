"""How tests fill in our pages, and read the letters that come of it."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import event
from werkzeug.test import TestResponse

from app import outbox
from app.database import db


def csrf(client: FlaskClient, path: str = "/sign-in") -> str:
    """The proof that a page of ours hands to its forms."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def send(client: FlaskClient, path: str, page: str = "/sign-in", **fields: Any) -> TestResponse:
    """Post FIELDS to PATH, from the form on PAGE."""
    return client.post(path, data={"csrf_token": csrf(client, page), **fields})


@contextmanager
def selects() -> Iterator[list[str]]:
    """What is read from the database meanwhile, by a session that knows nothing yet."""
    made: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("SELECT"):
            made.append(statement)
    db.session.rollback()
    db.session.expire_all()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield made
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def picture(kind: str, **options: object) -> io.BytesIO:
    """A wide picture, as a camera makes it."""
    file = io.BytesIO()
    Image.new("RGB", (900, 600), "green").save(file, kind, **options)  # type: ignore[arg-type]  # any of Pillow's
    file.seek(0)
    return file


def letters(app: Flask) -> list[str]:
    """What was mailed since: the worker's work is done first."""
    while outbox.run_due():
        pass
    folder = app.config["LIVSKRAFT"].data_dir / "mail"
    found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in folder.glob("*.eml")]
    for file in folder.glob("*.eml"):
        file.unlink()
    return [f"{letter['to']}\n{letter['subject']}\n{letter.get_content()}" for letter in found]
