"""Large realistic content for load tests: the same for the same seed.

It is written straight to the tables, in batches, and not told to the outbox: `flask search rebuild` follows.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from app import markup
from app.accounts.models import Membership, Person
from app.database import db, now
from app.demo.script import items
from app.examples.models import Example, ReviewState
from app.networks.models import Network, Organisation, OrganisationKind, State
from app.permissions import Role, Visibility
from app.rooms.models import Change, Message, Room, Thread, ThreadKind

BATCH = 2000
A_THREAD = 8  # messages, about
YEARS = 3
NAMES = ("Aud", "Berit", "Dagfinn", "Eirik", "Frida", "Guro", "Håkon", "Ida", "Jorunn", "Kjersti", "Lars",
         "Marit", "Nils", "Oddny", "Per", "Ragnhild", "Siv", "Tor", "Unni", "Vidar", "Åse", "Øyvind")
FAMILIES = ("Berg", "Dal", "Eide", "Foss", "Gran", "Haug", "Lie", "Moen", "Nes", "Rud", "Sand", "Tveit", "Vik", "Ås")
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Wanted:
    """How much of each."""

    people: int = 200
    rooms: int = 40
    messages: int = 10_000
    examples: int = 100


class Volume:
    """Makes people, rooms, messages and examples out of the sentences of the demonstration."""

    def __init__(self, seed: int, progress: Progress) -> None:
        self.random, self.progress = random.Random(seed), progress
        threads = items("threads_*.json")
        self.titles: list[str] = [thread["title"] for thread in threads]
        bodies = [message["body"] for thread in threads for message in thread["messages"]]
        self.sentences = [part for body in bodies for part in re.split(r"(?<=[.?!])\s+", body.replace("@{", "{"))
                          if 20 < len(part) < 300 and "{" not in part]
        self.examples: list[dict[str, Any]] = items("examples_*.json")
        self.start = now() - timedelta(days=365 * YEARS)

    def load(self, wanted: Wanted) -> None:
        """Make all that is WANTED."""
        people = self.people(wanted.people)
        rooms = self.rooms(max(1, wanted.rooms), people)
        self.messages(wanted.messages, rooms, people)
        self.make_examples(wanted.examples, people)

    def people(self, count: int) -> list[int]:
        """COUNT people in municipalities; their ids."""
        places = list(db.session.scalars(
            select(Organisation.id).where(Organisation.kind == OrganisationKind.MUNICIPALITY)))
        taken = db.session.scalar(select(func.max(Person.id))) or 0
        rows = [{"email": f"last-{taken + number}@volum.example", "organisation_id": self.random.choice(places),
                 "name": f"{self.random.choice(NAMES)} {self.random.choice(FAMILIES)}", "title": "Rådgiver",
                 "phone": "", "language": "nb", "site_role": "PERSON", "active": True, "created_at": self.start}
                for number in range(max(1, count))]
        return self.insert(Person, rows)

    def rooms(self, count: int, people: list[int]) -> list[tuple[int, int]]:
        """COUNT rooms, five in each network of all PEOPLE; (room, network) ids."""
        made: list[tuple[int, int]] = []
        with db.transaction() as session:
            for number in range(0, count, 5):
                network = Network(name=f"Volumnettverk {self.random.randrange(10**9)} (demonstrasjon)",
                                  state=State.ACTIVE)
                session.add(network)
                session.flush()
                for index in range(number, min(count, number + 5)):
                    room = Room(network_id=network.id, name=f"Rom {index + 1}")
                    session.add(room)
                    session.flush()
                    made.append((room.id, network.id))
                members = self.random.sample(people, min(len(people), 30))
                session.execute(insert(Membership), [
                    {"person_id": one, "network_id": network.id, "role": Role.MEMBER, "started_on": date(2024, 1, 1)}
                    for one in members])
        return made

    def messages(self, count: int, rooms: list[tuple[int, int]], people: list[int]) -> None:
        """COUNT messages in threads, in the order in which they were written."""
        seqs = dict.fromkeys((room for room, _ in rooms), 0)
        for first in range(0, count, BATCH):
            with db.transaction() as session:
                left = min(BATCH, count - first)
                while left > 0:
                    length = min(left, self.random.randint(1, 2 * A_THREAD - 1))
                    room, network = self.random.choice(rooms)
                    seqs[room] = self.thread(room, network, seqs[room], length, people, first / count)
                    left -= length
                for room, seq in seqs.items():
                    session.get_one(Room, room).seq = seq

    def thread(self, room: int, network: int, seq: int, length: int, people: list[int], part: float) -> int:
        """One thread of LENGTH messages, begun at PART (0..1) of the years; the room's new seq."""
        at = self.start + timedelta(days=365 * YEARS * part, minutes=self.random.randrange(10_000))
        authors = [self.random.choice(people) for _ in range(length)]
        thread = Thread(room_id=room, network_id=network, author_id=authors[0], title=self.random.choice(self.titles),
                        kind=ThreadKind.QUESTION, last_seq=seq + length, last_at=at + timedelta(hours=length))
        db.session.add(thread)
        db.session.flush()
        same = {"room_id": room, "network_id": network, "thread_id": thread.id}
        rows = [{**same, **self.words(), "author_id": author, "seq": seq + number, "links": [],
                 "created_at": at + timedelta(hours=number)} for number, author in enumerate(authors, 1)]
        ids = self.insert(Message, rows)
        db.session.execute(insert(Change), [
            {"room_id": room, "seq": row["seq"], "kind": "message_added", "thread_id": thread.id,
             "message_id": number, "at": row["created_at"]} for row, number in zip(rows, ids, strict=True)])
        return seq + length

    def words(self) -> dict[str, str]:
        """A message of one to five sentences."""
        body = " ".join(self.random.sample(self.sentences, self.random.randint(1, 5)))
        return {"body": body, "html": markup.render(body).html}

    def make_examples(self, count: int, people: list[int]) -> None:
        """COUNT published examples, each a variation of one of the demonstration's."""
        for number in range(count):
            with db.transaction() as session:
                session.add(self.example(number, self.random.choice(people), now()))
            self.progress(1)

    def example(self, number: int, author: int, at: datetime) -> Example:
        """One example for all who are signed in."""
        model = self.random.choice(self.examples)
        texts = {name: model.get(name) or "" for name in ("challenge", "solution", "results", "transferability")}
        return Example(
            slug=f"volum-{number}", title=f"{model['title']} ({number})"[:100], summary=model["summary"],
            language=model["language"], author_id=author, contact_id=author, visibility=Visibility.MEMBERS,
            wanted_visibility=Visibility.MEMBERS, review_state=ReviewState.PUBLISHED, updated_at=at,
            last_verified=at.date(), html_of={name: markup.render(text).html for name, text in texts.items()}, **texts)

    def insert(self, model: Any, rows: list[dict[str, Any]]) -> list[int]:
        """Insert ROWS; their ids in the same order."""
        ids: list[int] = []
        for first in range(0, len(rows), BATCH):
            with db.transaction() as session:
                added = insert(model).returning(model.id, sort_by_parameter_order=True)
                ids += session.scalars(added, rows[first:first + BATCH]).all()
            self.progress(len(rows[first:first + BATCH]))
        return ids
