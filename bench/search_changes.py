"""R7: after thousands of edits, removals, moves and changes of rights the index equals the database, both ways.

Run: python -m bench search-changes [--acts 5000]. Small in the tests: tests/http/test_search_upkeep.py.
"""

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import func, select

from app import outbox
from app.accounts import service as accounts
from app.accounts.models import Membership, Person
from app.accounts.session import actor_of
from app.database import Base, db
from app.errors import AppError
from app.examples import service as examples
from app.examples.models import Example
from app.files import service as files
from app.files.models import File
from app.memberships import service as memberships
from app.networks import service as networks
from app.networks.models import Network, State
from app.permissions import Actor, Role, SiteRole, Visibility
from app.rooms import service as rooms
from app.rooms.models import Message, Room, Thread, ThreadState
from app.search import upkeep
from app.search.engine import index
from bench import results
from bench.content import House
from bench.engines import opened, postgres

Thing = TypeVar("Thing", bound=Base)
WORDS = ("flom", "solcelletak", "sykkelvei", "barnehage", "klimabudsjett", "skolevei", "vassverk", "elbil", "tilskudd")


class Town:
    """People who do something to whatever comes to hand. Refusals are part of it: who asks is as often as not wrong."""

    def __init__(self, dice: random.Random) -> None:
        self.dice, self.done, self.refused = dice, Counter[str](), Counter[str]()

    def act(self) -> None:
        """One thing that somebody does, or tries to do."""
        what = self.dice.choice(ACTS)
        try:
            what(self)
            self.done[what.__name__] += 1
        except AppError:
            self.refused[what.__name__] += 1

    def any(self, model: type[Thing]) -> Thing:
        """Something there is. Raise an AppError where there is none."""
        key: Any = model.__table__.c.id
        largest = db.session.scalar(select(func.max(key))) or 0
        found = db.session.scalar(select(model).where(key >= self.dice.randint(0, largest)).order_by(key).limit(1))
        if found is None:
            raise AppError
        return found

    def somebody(self, network: int | None) -> Actor:
        """One who coordinates, or is a member of, a network; now and then an administrator."""
        some = select(Person).join(Membership, Membership.person_id == Person.id).where(
            Membership.network_id == network, Membership.ended_on.is_(None)).order_by(-Membership.role, Person.id)
        admin = select(Person).where(Person.site_role == SiteRole.ADMIN)
        found = list(db.session.scalars(admin if self.dice.random() < 0.3 else some.limit(5)))
        if not found:
            raise AppError
        return actor_of(self.dice.choice(found))

    def author(self, person_id: int | None) -> Actor:
        """Who wrote it."""
        return actor_of(db.session.get_one(Person, person_id))

    def words(self) -> str:
        """A few."""
        return " ".join(self.dice.sample(WORDS, 3)) + f" {self.dice.randrange(1000)}"


def ask(town: Town) -> None:
    room = town.any(Room)
    rooms.start_thread(town.somebody(room.network_id), room.id, town.words(), title=town.words())


def say(town: Town) -> None:
    thread = town.any(Thread)
    rooms.post_message(town.somebody(thread.network_id), thread.id, town.words())


def edit(town: Town) -> None:
    message = town.any(Message)
    rooms.edit_message(town.author(message.author_id), message.id, town.words())


def remove(town: Town) -> None:
    message = town.any(Message)
    rooms.remove_message(town.author(message.author_id), message.id)


def restore(town: Town) -> None:
    message = town.any(Message)
    rooms.restore_message(town.author(message.author_id), message.id)


def rename(town: Town) -> None:
    thread = town.any(Thread)
    rooms.rename_thread(town.author(thread.author_id), thread.id, town.words())


def answer(town: Town) -> None:
    message = town.any(Message)
    rooms.mark_answer(town.somebody(message.network_id), message.thread_id, town.dice.choice([message.id, None]))


def close(town: Town) -> None:
    thread = town.any(Thread)
    rooms.set_thread_state(town.somebody(thread.network_id), thread.id, town.dice.choice(list(ThreadState)))


def move(town: Town) -> None:
    thread, room = town.any(Thread), town.any(Room)
    rooms.move_thread(town.somebody(thread.network_id), thread.id, room.id, wider=True)


def split(town: Town) -> None:
    message = town.any(Message)
    rooms.split_thread(town.somebody(message.network_id), message.thread_id, [message.id], town.words())


def merge(town: Town) -> None:
    one, other = town.any(Thread), town.any(Thread)
    rooms.merge_thread(town.somebody(one.network_id), one.id, other.id, wider=True)


def archive(town: Town) -> None:
    room = town.any(Room)
    rooms.archive_room(town.somebody(room.network_id), room.id, town.dice.random() < 0.1)


def expel(town: Town) -> None:
    membership = town.any(Membership)
    memberships.end_membership(town.somebody(membership.network_id), membership.id)


def admit(town: Town) -> None:
    network = town.any(Network)
    memberships.admit(town.somebody(network.id), network, town.any(Person).id, town.dice.choice(list(Role)))


def conclude(town: Town) -> None:
    network = town.any(Network)
    networks.set_state(town.somebody(network.id), network.id, town.dice.choice([State.ACTIVE] * 9 + [State.CONCLUDED]))


def call_oneself(town: Town) -> None:
    person = town.any(Person)
    accounts.edit_profile(actor_of(person), name=f"{person.name.split(' (')[0]} ({town.dice.randrange(99)})",
                          title=town.words(), phone="", language="nb")


def lock_out(town: Town) -> None:
    person = town.any(Person)
    accounts.set_rights(town.somebody(None), person.id, site_role=person.site_role, active=town.dice.random() < 0.7)


def retell(town: Town) -> None:
    example = town.any(Example)
    circle = town.dice.choice(list(Visibility)[2:])
    examples.edit(town.author(example.author_id), example.id, {"title": town.words(), "wanted_visibility": circle})


def publish(town: Town) -> None:
    example = town.any(Example)
    examples.submit(town.author(example.author_id), example.id)
    examples.publish(town.somebody(example.network_id), example.id)


def shelve(town: Town) -> None:
    example = town.any(Example)
    examples.archive(town.author(example.author_id), example.id)


def place_file(town: Town) -> None:
    file, room = town.any(File), town.any(Room)
    files.put(town.author(file.author_id), [file.id], f"room:{room.id}", room.network_id, room.id)


def remove_file(town: Town) -> None:
    file = town.any(File)
    files.remove(town.author(file.author_id), file.id)


def work(town: Town) -> None:
    outbox.run_due(town.dice.randrange(1, 20))


ACTS: tuple[Callable[[Town], None], ...] = (
    ask, ask, say, say, say, edit, edit, edit, remove, remove, restore, restore, rename, answer, close, move, move,
    split, merge, archive, expel, admit, conclude, call_oneself, lock_out, retell, publish, shelve, place_file,
    remove_file, work, work)


def live(dice: random.Random, acts: int, progress: Callable[[int], None] = lambda done: None) -> Town:
    """ACTS things happen, and the worker gets to the end of what follows from them."""
    town = Town(dice)
    for number in range(acts):
        town.act()
        progress(number)
    while outbox.run_due():
        pass
    return town


def judged() -> dict[str, int]:
    """Where index and database differ, and where a rebuild would give another index."""
    found, before = upkeep.differences(), index().stored()
    upkeep.rebuild()
    after = index().stored()
    return {"missing": len(found.missing), "surplus": len(found.surplus), "outdated": len(found.outdated),
            "another after a rebuild": len(dict(before.items() ^ after.items())),
            "jobs that failed": len(list(outbox.failed()))}


def main(arguments: list[str]) -> None:
    """Both engines."""
    parser = argparse.ArgumentParser(prog="bench search-changes")
    parser.add_argument("--acts", type=int, default=5000)
    asked = parser.parse_args(arguments)
    rows: list[list[object]] = []
    with tempfile.TemporaryDirectory() as folder, postgres() as database:
        for name, place in (("Whoosh", f"{folder}/index"), ("PostgreSQL", database)):
            house = House(Path(folder) / name, 2000)
            assert house.app.test_cli_runner().invoke(args=["seed", "demo"]).exit_code == 0
            house.app.extensions["index"] = opened(place)
            with house.app.app_context():
                upkeep.rebuild()
                town = live(random.Random(7), asked.acts)
                rows.append([name, town.done.total(), len(town.done), town.refused.total(), *judged().values()])
    results.write("search changes", "\n\n".join([
        f"`python -m bench search-changes`: {asked.acts:,} acts of people on the demonstration and 2,000 texts more, "
        "with the worker now and then. To reach: no difference.",
        results.table(["index in", "acts done", "of kinds", "refused", "missing", "surplus", "outdated",
                       "another after a rebuild", "jobs that failed"], rows)]))
