"""Sets the stage for browser tests in a process of its own: `python -m tests.browser.stage FOLDER SECRET`.

Prints JSON: the session cookie of each of the cast, and the ids of rooms and threads that tests start from.
"""

import json
import sys
from pathlib import Path

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from app.accounts.models import SignIn
from app.accounts.session import COOKIE_KEY, actor_of, new_token
from app.database import db, now
from app.factory import alembic, create_app
from app.indicators import service as indicators
from app.permissions import SYSTEM
from app.rooms import service
from app.rooms.models import ThreadState
from config import Config
from tests import cast

LONG = 130  # messages of the thread that does not fit on one page
ANSWER = """Yes, on a school. We began with these:

1. **Ask about the roof** before you ask about the sun.
2. Then the meters, hour by hour.

| Roof | Age | Uses power by day |
|---|---|---|
| Nursing home | new | yes, all year |
| Sports hall | old | mostly in the evening |"""


def main(folder: Path, secret: str) -> None:
    """Fill FOLDER and say what is in it."""
    app = create_app(Config(data_dir=folder, secret_key=secret, rate_limits=False))
    with app.app_context():
        alembic.upgrade()
        cast.assemble()
        indicators.load(SYSTEM)
        started = threads()
        print(json.dumps({"cookies": {who: cookie(app, who) for who, *_ in cast.PEOPLE}, **started}))


def threads() -> dict[str, int]:
    """A short thread, two long ones (the second for a single test) and a closed one, in the climate room."""
    room = cast.room(cast.CLIMATE).id
    anne, bjorn, dag = (actor_of(cast.person(who)) for who in (cast.ANNE, cast.BJORN, cast.DAG))
    short = service.start_thread(anne, room, "Who has put solar cells on a school? We plan two roofs.").thread.id
    answer = service.post_message(bjorn, short, ANSWER).message.id
    service.post_message(bjorn, short, f"@[Anne Berg](person:{anne.id}): come and see it.")
    service.mark_answer(anne, short, answer)
    long, unopened = (service.start_thread(dag, room, f"All about {what}").thread.id
                      for what in ("heat pumps", "chips"))
    for number in range(1, LONG):
        service.post_message((anne, bjorn, dag)[number % 3], long, f"Heat pump number {number}.")
        service.post_message(dag, unopened, f"Load of chips number {number}.")
    closed = service.start_thread(dag, room, "The survey is over. Thank you all.").thread.id
    service.set_thread_state(dag, closed, ThreadState.CLOSED)
    return {"room": room, "empty_room": cast.room(cast.SOLAR).id, "short": short, "long": long,
            "unopened": unopened, "closed": closed}


def cookie(app: Flask, who: str) -> str:
    """What the browser of somebody holds who is signed in, in English."""
    token, token_hash = new_token()
    with db.transaction() as session:
        session.add(SignIn(person_id=cast.person(who).id, token_hash=token_hash, seen_at=now()))
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    return str(signer.dumps({COOKIE_KEY: token, "language": "en"}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
