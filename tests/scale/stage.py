"""Sets the stage for running servers, in a process of its own: `python -m tests.scale.stage FOLDER [DATABASE_URL]`.

Prints JSON: an API token and a session cookie of each of the cast, and where they talk.
"""

import json
import sys
from pathlib import Path
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from app.accounts import service as accounts
from app.accounts.models import Membership
from app.accounts.session import COOKIE_KEY, actor_of
from app.database import db
from app.factory import alembic, create_app
from app.permissions import NOBODY
from app.rooms import service as rooms
from config import Config, kept_secret
from tests import cast


def main(folder: Path, database_url: str = "") -> None:
    """Fill FOLDER, or the database, and say what is in it."""
    app = create_app(Config(data_dir=folder, secret_key=kept_secret(folder), database_url=database_url))
    with app.app_context():
        alembic.upgrade()
        cast.assemble()
        print(json.dumps(facts(app)))


def facts(app: Flask) -> dict[str, Any]:
    """What tests need to know of it."""
    people = {email: actor_of(cast.person(email)) for email, *_ in cast.PEOPLE}
    room = cast.room(cast.CLIMATE).id
    bjorn = select(Membership.id).where(Membership.person_id == people[cast.BJORN].id)
    return {
        "tokens": {email: accounts.make_token(actor, "test") for email, actor in people.items()},
        "cookies": {email: cookie(app, email) for email in people},
        "room": room, "membership": db.session.scalar(bjorn),
        "thread": rooms.start_thread(people[cast.ANNE], room, "Who has solar cells on a school?").thread.id}


def cookie(app: Flask, email: str) -> str:
    """What the browser of somebody holds who is signed in."""
    entrance = accounts.enter(NOBODY, cast.person(email), "test")
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    return str(signer.dumps({COOKIE_KEY: entrance.secret, "language": "en"}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
