"""R12: random reading and writing at two devices; what is shown as unread is what one counts from the messages."""

import random
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.session import actor_of
from app.database import db
from app.factory import create_app
from app.rooms import service
from app.rooms.models import Message, ReadMark
from bench import stage
from config import Config

PEOPLE, ROOM_AFTER = 3, 200
ACTS = ["say", "say", "start", "edit", "remove", "restore", "read", "read", "unread"]
Device = FlaskClient


class Table:
    """Three people around one room, each at two devices. The ids of people begin with 1."""

    def __init__(self, app: Flask, ready: stage.Stage, seed: int) -> None:
        self.app, self.room, self.dice = app, 0, random.Random(seed)
        self.devices = [[device(app, token) for _ in range(2)] for token in ready.tokens]

    def step(self, room: int) -> bool:
        """Somebody does something at one device; whether both of theirs, or of another, then show what is right."""
        self.room, who = room, self.dice.randrange(PEOPLE)
        self.act(self.dice.choice(ACTS), self.dice.choice(self.devices[who]), who + 1)
        looks = self.dice.randrange(PEOPLE)
        return all(shown(one, room) == self.counted(looks + 1) for one in self.devices[looks])

    def act(self, name: str, at: Device, person: int) -> None:
        """One operation through the API; where there is nothing to do it to, none."""
        with self.app.app_context():
            said = db.session.execute(select(Message.id, Message.thread_id, Message.seq, Message.author_id,
                                             Message.removed_at).where(Message.room_id == self.room).order_by(
                                                 Message.id.desc()).limit(40)).all()
        if name == "start" or not said:
            return self.done(at.post(f"/api/v1/rooms/{self.room}/threads", json={"body": "Spørsmål?"}))
        one = self.dice.choice(said)
        own = self.dice.choice([line for line in said if line.author_id == person] or [one])
        {"say": lambda: self.done(at.post(f"/api/v1/threads/{one.thread_id}/messages", json={"body": "Svar."})),
         "edit": lambda: at.patch(f"/api/v1/messages/{own.id}", json={"body": f"Nytt {self.dice.random()}"}),
         "remove": lambda: at.delete(f"/api/v1/messages/{own.id}"),
         "restore": lambda: at.post(f"/api/v1/messages/{own.id}/restore"),
         "read": lambda: self.done(at.put(f"/api/v1/threads/{one.thread_id}/read", json={"seq": one.seq})),
         "unread": lambda: self.unread_from(person, one.id)}[name]()

    def unread_from(self, person: int, message: int) -> None:
        """The only one without an address in the API."""
        with self.app.app_context():
            service.mark_unread_from(actor_of(db.session.get_one(Person, person)), message)

    def done(self, answer: Any) -> None:
        """These always succeed."""
        assert answer.status_code in (200, 201), answer.text

    def counted(self, person: int) -> set[int]:
        """The threads in which others have said something, and it stands, after the mark of this person."""
        with self.app.app_context():
            marks = dict(db.session.execute(select(ReadMark.thread_id, ReadMark.last_read_seq).where(
                ReadMark.person_id == person)).all())
            said = db.session.execute(select(Message.thread_id, Message.seq, Message.author_id).where(
                Message.room_id == self.room, Message.removed_at.is_(None)))
            return {thread for thread, seq, author in said if author != person and seq > marks.get(thread, 0)}


def device(app: Flask, token: str) -> Device:
    """A browser, or a phone, that knows nothing of the other."""
    made = app.test_client()
    made.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return made


def shown(at: Device, room: int) -> set[int]:
    """The threads that a device shows as unread."""
    found, asked = set(), {"limit": 200}
    while True:
        page = at.get(f"/api/v1/rooms/{room}/threads", query_string=asked).json
        found |= {line["id"] for line in page["items"] if line["unread"]}
        if not page["next"]:
            return found
        asked["cursor"] = page["next"]


def run(folder: Path, steps: int, seed: int = 12) -> list[int]:
    """The numbers of the STEPS after which a device showed something else than what is right.

    After every ROOM_AFTER steps they go on in the next room: in an old one there is only more of the same.
    """
    ready = stage.prepare(folder, PEOPLE, rooms=steps // ROOM_AFTER + 1)
    app = create_app(Config(data_dir=folder, secret_key="measured", rate_limits=False))
    table = Table(app, ready, seed)
    wrong = [number for number in range(steps) if not table.step(ready.rooms[number // ROOM_AFTER])]
    with app.app_context():
        db.engine.dispose()
    return wrong
