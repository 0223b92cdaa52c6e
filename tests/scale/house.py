"""A running Livskraft, and what somebody of the cast does in it."""

import asyncio
import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.wire import SocketIO
from config import ROOT

SECONDS = 20  # that something may take on a busy machine
Json = dict[str, Any]
OPEN: list["Page"] = []  # the pages of the scene that is being played


def furnish(folder: Path, database_url: str = "") -> Json:
    """Put the cast on stage; see tests/scale/stage.py for what is there."""
    words = [sys.executable, "-m", "tests.scale.stage", str(folder), *filter(None, [database_url])]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    facts: Json = json.loads(done.stdout.splitlines()[-1])
    return facts


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass
class House:
    """One web server."""

    folder: Path
    port: int
    facts: Json
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def room(self) -> int:
        return int(self.facts["room"])

    @property
    def log(self) -> str:
        """What the servers of this folder have written."""
        return (self.folder / "server.log").read_text()

    def ask(self, method: str, path: str, body: str | None = None, seconds: float = SECONDS, **headers: str) -> Answer:
        """Any request. HEADERS with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)) as line:
            line.request(method, path, body, named)
            answer = line.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())

    def api(self, who: str, method: str, path: str, sent: Json | None = None, **more: Any) -> Answer:
        """A call of the API by a program of somebody."""
        return self.ask(method, f"/api/v1{path}", json.dumps(sent) if sent is not None else None,
                        Authorization=f"Bearer {self.facts['tokens'][who]}", Content_Type="application/json", **more)

    def press(self, who: str, path: str) -> Answer:
        """Press a button: the form is one of a page that somebody has open."""
        shown = self.ask("GET", "/settings", Cookie=f"session={self.facts['cookies'][who]}")
        token = re.search(r'name="csrf_token" value="([^"]+)"', shown.text)
        assert token, shown.status
        return self.ask("POST", path, urlencode({"csrf_token": token[1]}),
                        Cookie=shown.headers["Set-Cookie"].partition(";")[0],
                        Content_Type="application/x-www-form-urlencoded")

    def say(self, who: str, body: str, **more: Any) -> int:
        """Answer in the thread; the `seq` that the message got."""
        answer = self.api(who, "POST", f"/threads/{self.facts['thread']}/messages", {"body": body, **more})
        assert answer.status == 201, answer.text
        return int(answer.json["seq"])

    def changes(self, who: str, after: int = 0) -> list[Json]:
        """What happened in the room after a `seq`, as a page that was away fetches it."""
        answer = self.api(who, "GET", f"/rooms/{self.room}/changes?after={after}&limit=200")
        assert answer.status == 200, answer.text
        found: list[Json] = answer.json["items"]
        return found


class Page(SocketIO):
    """An open page of somebody: what it has heard."""

    def __init__(self, house: House, who: str) -> None:
        super().__init__(self._hear)
        self.house, self.who = house, who
        self.heard: list[tuple[str, Json]] = []

    async def open(self, join: bool = True) -> "Page":
        """Connect, and be in the room."""
        OPEN.append(self)
        await self.connect(self.house.port, self.house.facts["tokens"][self.who])
        if join:
            answer = await self.call("room:join", {"room": self.house.room})
            assert answer["ok"], answer
            await until(lambda: self.all("seq"))
            self.heard.clear()
        return self

    def _hear(self, payload: bytes) -> None:
        name, facts = json.loads(payload[2:])
        self.heard.append((name, facts))

    @property
    def hung_up(self) -> bool:
        """Whether the server has ended the line."""
        return self.wire.closed.done()

    def all(self, name: str = "change") -> list[Json]:
        """What was heard by this NAME."""
        return [facts for heard, facts in self.heard if heard == name]

    def seqs(self, name: str = "change") -> list[int]:
        """The numbers of it."""
        return [facts["seq"] for facts in self.all(name)]

    def close(self) -> None:
        """Go."""
        if hasattr(self, "wire"):  # it got so far
            self.wire.transport.abort()


def in_a_thread(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run SCENE with a loop of its own: the browser of earlier tests holds the one of this thread."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(scene())).result()


def play(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Play SCENE, and close the pages that were opened in it."""
    async def whole() -> None:
        try:
            await scene()
        finally:
            while OPEN:
                OPEN.pop().close()
            await asyncio.sleep(0)
    in_a_thread(whole)


async def until(true: Callable[[], object], seconds: float = SECONDS, why: object = "") -> None:
    """Wait for it; fail when it takes longer than SECONDS."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s: {why}"
        await asyncio.sleep(0.01)


def soon(true: Callable[[], object], seconds: float = SECONDS, why: object = "") -> None:
    """The same for those who have nothing else to do."""
    in_a_thread(lambda: until(true, seconds, why))
