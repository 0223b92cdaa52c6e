"""R4, R5, R9, R10: lines that are cut, a crash before anybody is told, a database that is locked, restarts.

The pages run the client code that ships (see browsers.py); each is compared with what the server says in the end.
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
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import browsers, kill, results, stage
from bench.faulty import FATAL

PATIENCE = 60  # seconds for one request of a person, over all its tries
Figures = dict[str, float]


class Person:
    """Somebody who writes over the API, and tries again while the server is away."""

    def __init__(self, port: int, token: str) -> None:
        self.port = port
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.tries = 0

    def ask(self, method: str, path: str, sent: dict[str, Any] | None = None) -> tuple[int, Any]:
        """The status and what came with it."""
        end = time.monotonic() + PATIENCE
        while True:
            self.tries += 1
            try:
                with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)) as line:
                    line.request(method, f"/api/v1{path}", json.dumps(sent) if sent else None, self.headers)
                    answer = line.getresponse()
                    return answer.status, json.loads(answer.read() or b"null")
            except (OSError, http.client.HTTPException, ValueError):
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def say(self, thread: int, words: str) -> tuple[int, int]:
        """The status, and the id of the message: 201 for a new one, 200 for one that was kept already."""
        status, message = self.ask("POST", f"/threads/{thread}/messages",
                                   {"body": words, "client_id": str(uuid.uuid4())})
        assert status in (200, 201), (status, message)
        return status, message["id"]


@dataclass
class Plan:
    """What happens while lines are cut."""

    messages: int
    edits: int
    removals: int
    pages: int
    cuts: int  # of each page
    restarts: int

    @property
    def acts(self) -> list[str]:
        """All of it, in a random order that is the same each time."""
        all_of_them = ["say"] * self.messages + ["edit"] * self.edits + ["remove"] * self.removals
        random.Random(4).shuffle(all_of_them)
        return all_of_them


@dataclass
class Writer(threading.Thread):
    """Does its share of the plan, no faster than the lines are cut."""

    person: Person
    thread: int
    acts: list[str]
    share_cut: list[float]  # one number: how many of the cuts are made, 0..1
    mine: list[int] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.dice = random.Random(self.person.headers["Authorization"])

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        for number, act in enumerate(self.acts):
            while number > len(self.acts) * self.share_cut[0]:
                time.sleep(0.02)
            try:
                self.do(act, number)
            except Exception as error:
                self.trouble.append(repr(error))

    def do(self, act: str, number: int) -> None:
        """One act; where there is nothing yet to edit or remove, something is said."""
        if act == "say" or len(self.mine) < 2:
            self.mine.append(self.person.say(self.thread, f"melding {number} **fet**")[1])
            return
        which = self.dice.randrange(len(self.mine))
        if act == "edit":
            status, _ = self.person.ask("PATCH", f"/messages/{self.mine[which]}", {"body": f"endret {number}"})
        else:
            status, _ = self.person.ask("DELETE", f"/messages/{self.mine.pop(which)}")
        if status not in (200, 204):
            self.trouble.append(f"{act}: {status}")


def catch_up(folder: Path, plan: Plan, writers: int = 4) -> dict[str, Any]:
    """R4. In the end every page has to show what the server says: nothing missing, double, stale or ghost."""
    ready, port = stage.prepare(folder, plan.pages), stage.free_port()
    cut, acts, dice = [0.0], plan.acts, random.Random(5)
    people = [Writer(Person(port, token), ready.threads[0], acts[index::writers], cut)
              for index, token in enumerate(ready.tokens[:writers])]
    [server] = stage.start(folder, port, worker=False)
    total = plan.pages * plan.cuts
    try:
        with browsers.opened(folder, port, ready.rooms[0], ready.tokens) as pages:
            for one in people:
                one.start()
            for number in range(total):
                pages.order(cut=number % plan.pages, **{"for": dice.choice((0, 0, 200, 1500))})
                cut[0] = (number + 1) / total
                time.sleep(2.5 / plan.pages)  # so long takes a page to come back
                if plan.restarts and number % max(1, total // plan.restarts) == total // plan.restarts // 2:
                    server = again(server, folder, port)
            for one in people:
                one.join(PATIENCE * 2)
            settled, counts = pages.order(settle=30_000), pages.order(count=True)
    finally:
        server.kill()
        server.wait()
    wrong = [page for page in settled["pages"] if page["missing_or_stale"] or page["ghosts"]]
    return {"messages": settled["messages"], "cuts": total, "restarts": plan.restarts, "pages": plan.pages,
            "drawn": sum(one["drawn"] for one in counts), "fetched": sum(one["fetched"] for one in counts),
            "different": wrong, "trouble": [words for one in people for words in one.trouble]}


def again(server: "subprocess.Popen[bytes]", folder: Path, port: int, number: int = signal.SIGKILL,
          **more: str) -> "subprocess.Popen[bytes]":
    """Stop the server with a signal, and start it anew."""
    server.send_signal(number)
    server.wait()
    [server] = stage.start(folder, port, worker=False, **more)
    return server


def crashes(folder: Path, times: int, pages: int = 10) -> dict[str, Any]:
    """R5. The server dies after the commit and before it tells anybody. How soon after its return do pages show it?"""
    ready, port = stage.prepare(folder, pages), stage.free_port()
    [server] = stage.start(folder, port, worker=False, web="bench.faulty")
    seconds: list[float] = []
    met = never = 0
    try:
        with browsers.opened(folder, port, ready.rooms[0], ready.tokens) as open_pages:
            for number in range(times):
                sent: list[tuple[int, int]] = []
                words, person = f"{FATAL} number {number}.", Person(port, ready.tokens[0])
                sender = threading.Thread(target=lambda person=person, words=words, sent=sent: sent.append(
                    person.say(ready.threads[0], words)))
                sender.start()
                server.wait(20)
                [server] = stage.start(folder, port, worker=False, web="bench.faulty")
                seen = open_pages.order(see=f"number {number}.", within=30_000)
                sender.join(PATIENCE)
                met += sent[0][0] == 200
                never += seen.count(None)
                seconds += [one / 1000 for one in seen if one is not None]
    finally:
        server.kill()
        server.wait()
    return {"crashes": times, "pages": pages, "repeats that met the kept message": met, "never seen": never,
            "p95": results.percentile(seconds, .95), "slowest": max(seconds)}


def locked(folder: Path, times: int, seconds: float, senders: int = 8, messages: int = 400) -> kill.Tally:
    """R9. Another program holds the database for SECONDS, TIMES over, while people write."""
    ready, port = stage.prepare(folder, senders, 4), stage.free_port()
    tally, people = kill.writing(ready, port, messages)
    for one in people:
        one.pause = times * (seconds + 1) / (messages / senders)  # they write all the while
    with stage.serving(folder, port, worker=False):
        for one in people:
            one.start()
        for _ in range(times):
            with closing(sqlite3.connect(folder / "livskraft.db", isolation_level=None, timeout=30)) as other:
                other.execute("BEGIN IMMEDIATE")
                time.sleep(seconds)
                other.execute("ROLLBACK")
            time.sleep(1)
        for one in people:
            one.join(PATIENCE * 2)
    kill.judge(tally, folder / "livskraft.db")
    return tally


def restarts(folder: Path, times: int, connected: int) -> dict[str, Any]:
    """R10. How long after its return are all pages back, and do they come one by one?"""
    ready, port = stage.prepare(folder, min(connected, 50)), stage.free_port()
    tokens = [ready.tokens[index % len(ready.tokens)] for index in range(connected)]
    [server] = stage.start(folder, port, worker=False)
    seconds: list[float] = []
    lost = 0
    try:
        with browsers.opened(folder, port, ready.rooms[0], tokens) as pages:
            for number in range(times):
                server.send_signal(signal.SIGTERM if number % 2 else signal.SIGKILL)
                server.wait()
                with suppress(TimeoutError):
                    pages.order(gone=10_000)
                [server] = stage.start(folder, port, worker=False)
                back = pages.order(back=30_000)
                lost += back.count(None)
                seconds += [one / 1000 for one in back if one is not None]
    finally:
        server.kill()
        server.wait()
    return {"restarts": times, "pages": connected, "not back": lost,
            **{f"p{part}": results.percentile(seconds, part / 100) for part in (5, 50, 95)}, "slowest": max(seconds)}
