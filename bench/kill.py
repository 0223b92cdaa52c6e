"""R1-R3: the server is killed with SIGKILL again and again while people write. Nothing acknowledged is lost.

Senders repeat what was not acknowledged, with the same `client_id`, as a browser does. Now and then one hangs up
before the answer is there, as a phone in a tunnel does. Repeats that find their message kept are counted, by why
they were needed: they are the proof that the test bites.
"""

import http.client
import json
import random
import signal
import sqlite3
import subprocess
import threading
import time
import uuid
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from bench import stage

TIMEOUT = 15  # seconds
CUTS = 0.05  # share of tries after which the sender hangs up instead of listening


@dataclass
class Tally:
    """What the senders saw, and what the database says afterwards."""

    messages: int
    kills: int = 0
    acknowledged: dict[str, int] = field(default_factory=dict)  # client_id -> message id
    retries: int = 0
    met_committed_after_kill: int = 0
    met_committed_after_cut: int = 0
    told_to_wait: int = 0  # 503 with Retry-After
    lost: int = 0
    doubled: int = 0
    holes: int = 0
    disordered: int = 0
    integrity: str = ""
    refused: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Nothing lost, doubled, out of order, with holes, or refused."""
        return not (self.lost or self.doubled or self.holes or self.disordered or self.refused
                    or self.integrity != "ok" or len(self.acknowledged) != self.messages)


class Sender(threading.Thread):
    """One person who writes COUNT messages and repeats each until it is acknowledged."""

    def __init__(self, tally: Tally, port: int, token: str, threads: list[int], count: int) -> None:
        super().__init__(daemon=True)
        self.tally, self.port, self.token, self.threads, self.count = tally, port, token, threads, count
        self.random, self.pause = random.Random(token), 0.0

    def run(self) -> None:
        for number in range(self.count):
            self.write(self.random.choice(self.threads), number)
            time.sleep(self.pause)

    def write(self, thread: int, number: int) -> None:
        """Until acknowledged."""
        client_id, trouble = str(uuid.uuid4()), ""
        body = json.dumps({"body": f"melding {number:06d}", "client_id": client_id})
        while True:
            answer = self.send(thread, body)
            if isinstance(answer, str):
                trouble = answer
                time.sleep(0.05)
                continue
            status, message = answer
            if status == 503:
                self.tally.told_to_wait += 1
                time.sleep(0.2)
                continue
            if status not in (200, 201):
                self.tally.refused.append(f"{status}: {message}")
            else:
                self.tally.acknowledged[client_id] = message["id"]
                self.tally.retries += bool(trouble)
                self.tally.met_committed_after_kill += status == 200 and trouble == "kill"
                self.tally.met_committed_after_cut += status == 200 and trouble == "cut"
            return

    def send(self, thread: int, body: str) -> tuple[int, dict[str, int]] | str:
        """One try; "kill" when the server was gone before it answered, "cut" when we hung up."""
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)) as connection:
                connection.request("POST", f"/api/v1/threads/{thread}/messages", body, {
                    "Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
                if self.random.random() < CUTS:
                    return "cut"
                answer = connection.getresponse()
                status = answer.status if answer.status != 503 or answer.headers["Retry-After"] else 500
                return status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return "kill"


def run(folder: Path, messages: int, kills: int, senders: int = 8, rooms: int = 20) -> Tally:
    """MESSAGES from SENDERS into ROOMS while the server is killed KILLS times; then read the database."""
    ready, port = stage.prepare(folder, senders, rooms), stage.free_port()
    tally, people = writing(ready, port, messages)
    [server] = stage.start(folder, port, worker=False)
    for one in people:
        one.start()
    try:
        server = keep_killing(tally, people, server, folder, port, kills)
        for one in people:
            one.join(300)
    finally:
        server.kill()
        server.wait()
    judge(tally, folder / "livskraft.db")
    return tally


def writing(ready: stage.Stage, port: int, messages: int) -> tuple[Tally, list[Sender]]:
    """Senders who will write MESSAGES together, and the tally that they keep."""
    tally, (share, rest) = Tally(messages), divmod(messages, len(ready.tokens))
    return tally, [Sender(tally, port, token, ready.threads, share + (index < rest))
                   for index, token in enumerate(ready.tokens)]


def keep_killing(tally: Tally, people: list[Sender], server: subprocess.Popen[bytes], folder: Path, port: int,
                 kills: int) -> subprocess.Popen[bytes]:
    """Kill and start again whenever the next share of the messages is in."""
    for number in range(1, kills + 1):
        goal = tally.messages * number // (kills + 1)
        while len(tally.acknowledged) < goal and any(one.is_alive() for one in people):
            time.sleep(0.002)
        await_unanswered(tally, folder / "livskraft.db")
        server.send_signal(signal.SIGKILL)
        server.wait()
        tally.kills += 1
        [server] = stage.start(folder, port, worker=False)
    return server


def await_unanswered(tally: Tally, database: Path) -> None:
    """Until a message is kept whose sender does not know it yet: the moment in which a kill is worst.

    The look is over before the kill: the next start has to recover the database by itself.
    """
    end = time.monotonic() + 1
    with closing(sqlite3.connect(database)) as connection:
        kept = "SELECT count(client_id) FROM message"
        while connection.execute(kept).fetchone()[0] <= len(tally.acknowledged) and time.monotonic() < end:
            time.sleep(0.0002)


def judge(tally: Tally, database: Path) -> None:
    """Compare what was acknowledged with what is kept."""
    with closing(sqlite3.connect(database)) as connection:
        kept = dict(connection.execute("SELECT client_id, id FROM message WHERE client_id IS NOT NULL"))
        tally.lost = sum(kept.get(key) != number for key, number in tally.acknowledged.items())
        [(rows,)] = connection.execute("SELECT count(*) FROM message")
        tally.doubled = rows - len(kept)
        for (room, seq) in connection.execute("SELECT id, seq FROM room").fetchall():
            logged = connection.execute("SELECT seq FROM change WHERE room_id=? ORDER BY seq", [room])
            seqs = [row[0] for row in logged]
            tally.holes += seqs != list(range(1, seq + 1))
        written = connection.execute(
            "SELECT author_id, thread_id, body FROM message ORDER BY author_id, thread_id, seq")
        tally.disordered = sum(before[:2] == after[:2] and before[2] > after[2]
                               for before, after in pairwise(written.fetchall()))
        [(tally.integrity,)] = connection.execute("PRAGMA integrity_check")
