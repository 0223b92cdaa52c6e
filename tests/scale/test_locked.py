"""Somebody else holds the database, a backup for instance: people wait or come again, and nothing is lost."""

import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from tests import cast
from tests.scale.house import House, soon

HELD = 12.0  # seconds; longer than a change waits
SENDERS = 40
PATIENCE = 30.0


@contextmanager
def held(house: House) -> Iterator[threading.Event]:
    """Nobody else can write. Set the event to let go early."""
    with closing(sqlite3.connect(house.folder / "livskraft.db", isolation_level=None, timeout=5,
                                 check_same_thread=False)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        let_go = threading.Event()

        def hold() -> None:
            let_go.wait(HELD)
            connection.execute("ROLLBACK")
        holder = threading.Thread(target=hold)
        holder.start()
        try:
            yield let_go
        finally:
            let_go.set()
            holder.join()


class Sender(threading.Thread):
    """Writes one message and sends it again for as long as it is told to come again."""

    def __init__(self, house: House) -> None:
        super().__init__()
        self.house, self.client_id = house, str(uuid.uuid4())
        self.answers: list[tuple[int, str | None, float]] = []

    def run(self) -> None:
        body = {"body": "in the queue", "client_id": self.client_id}
        while not self.answers or self.answers[-1][0] == 503:
            began = time.monotonic()
            answer = self.house.api(cast.ANNE, "POST", f"/threads/{self.house.facts['thread']}/messages", body,
                                    seconds=PATIENCE)
            self.answers.append((answer.status, answer.headers.get("Retry-After"), time.monotonic() - began))


@pytest.fixture
def job(house: House) -> Callable[[], int]:
    """Work that falls due while nobody can write; call it for how often it was tried."""
    due = (datetime.now(UTC) + timedelta(seconds=1)).strftime("%Y-%m-%d %H:%M:%S.%f")
    columns = {"event": "locked", "handler": "nobody", "facts": "{}", "tries": 0, "due_at": due, "created_at": due}
    with closing(sqlite3.connect(house.folder / "livskraft.db")) as connection, connection:
        connection.execute(f"INSERT INTO outbox_job ({', '.join(columns)}) VALUES (?, ?, ?, ?, ?, ?)",
                           list(columns.values()))

    def tries() -> int:
        with closing(sqlite3.connect(house.folder / "livskraft.db")) as connection:
            [(count,)] = connection.execute("SELECT tries FROM outbox_job WHERE event = 'locked'")
            return int(count)
    return tries


def test_while_another_program_writes_nothing_fails_is_lost_or_doubled(house: House, job: Callable[[], int]) -> None:
    before = house.say(cast.DAG, "before")
    senders = [Sender(house) for _ in range(SENDERS)]
    slowest = 0.0
    with held(house) as let_go:
        for sender in senders:
            sender.start()
        end = time.monotonic() + HELD
        while time.monotonic() < end:
            began = time.monotonic()
            assert house.api(cast.DAG, "GET", f"/rooms/{house.room}").status == 200, "reading goes on"
            slowest = max(slowest, time.monotonic() - began)
            let_go.wait(0.2)
    for sender in senders:
        sender.join(PATIENCE)
    answers = [answer for sender in senders for answer in sender.answers]
    assert {status for status, _, _ in answers} <= {201, 503}, answers
    refused = [(retry_after, seconds) for status, retry_after, seconds in answers if status == 503]
    assert refused, "or the lock was not held for long enough to prove anything"
    assert all(retry_after and int(retry_after) > 0 and seconds < HELD for retry_after, seconds in refused), refused
    assert [sender.answers[-1][0] for sender in senders] == [201] * SENDERS
    assert slowest < 3, "those who wait to write hold up nobody who reads"
    changes = house.changes(cast.DAG, after=before)
    assert [one["seq"] for one in changes] == list(range(before + 1, before + SENDERS + 1))
    assert {one["message"]["client_id"] for one in changes} == {sender.client_id for sender in senders}
    soon(lambda: job() > 0, why="the worker goes on as well")
    assert [process.poll() for process in house.processes] == [None, None]
    assert '" 500 ' not in house.log
