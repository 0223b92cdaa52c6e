"""Real Chromium against a real server. What the console complains of fails the test."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.line import Line

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
SECRET = "only for browser tests"
SECONDS = 120  # for a server to start on a busy machine
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One server serves them all; where no browser is they are skipped by name, or fail if that is asked for."""
    required = "browser" in os.environ.get("LIVSKRAFT_TEST_REQUIRE", "")
    for item in items:
        if Path(__file__).parent not in item.path.parents:
            continue
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group("browser"))
        item.add_marker(pytest.mark.flaky(reruns=1))  # a starved browser is no fault; what is one fails twice
        if CHROMIUM is None and not required:
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, without what it would look for in the network."""
    assert CHROMIUM, "LIVSKRAFT_TEST_REQUIRE asks for a browser, and Chromium is not installed"
    return {"executable_path": CHROMIUM, "args": FLAGS}


@dataclass
class House:
    """A running Livskraft, and what is in it."""

    port: int
    folder: Path
    facts: dict[str, Any]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __getitem__(self, name: str) -> int:
        """The id of a room or thread that the stage was set with."""
        return int(self.facts[name])


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The web server and the worker, on a data folder of their own."""
    folder = tmp_path_factory.mktemp("house")
    stage = subprocess.run([sys.executable, "-m", "tests.browser.stage", str(folder), SECRET], cwd=ROOT,
                           capture_output=True, text=True, check=False)
    assert stage.returncode == 0, stage.stderr
    house = House(free_port(), folder, json.loads(stage.stdout.splitlines()[-1]))
    env = {**os.environ, "LIVSKRAFT_DATA_DIR": str(folder), "LIVSKRAFT_PORT": str(house.port),
           "LIVSKRAFT_SECRET_KEY": SECRET, "LIVSKRAFT_RATE_LIMITS": "off", "LIVSKRAFT_PREVIEWS": "off"}
    commands = [["-m", "gevent.monkey", "--module", "app.web"], ["-m", "flask", "--app", "wsgi", "work"]]
    with (folder / "log").open("w") as log:
        running = [subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdout=log, stderr=log)
                   for command in commands]
        try:
            wait_for(house, running)
            yield house
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(15)


def free_port() -> int:
    """One that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def wait_for(house: House, running: list[subprocess.Popen[bytes]]) -> None:
    """Until it answers."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and all(process.poll() is None for process in running):
        try:
            urllib.request.urlopen(f"{house.address}/sign-in", timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError((house.folder / "log").read_text()[-3000:])


@dataclass
class Guest:
    """Somebody at a browser of their own."""

    page: Page
    context: BrowserContext
    line: Line
    troubles: list[str] = field(default_factory=list)

    def goto(self, path: str) -> None:
        """Open the page at PATH."""
        self.page.goto(self.line.address + path)

    def start(self, room: int, words: str) -> int:
        """Start a thread of one's own, without a page; its id."""
        return int(self._send(f"/api/v1/rooms/{room}/threads", words)["thread"]["id"])

    def post(self, thread: int, words: str) -> int:
        """Answer in a thread, without a page; the message's id."""
        return int(self._send(f"/api/v1/threads/{thread}/messages", words)["id"])

    def _send(self, path: str, words: str) -> dict[str, Any]:
        answer = self.context.request.post(self.line.address + path, data={"body": words})
        assert answer.status == 201, answer.text()
        return dict(answer.json())

    @contextmanager
    def cut_off(self) -> Iterator[None]:
        """Without a connection, as in a tunnel; then with one again."""
        before = len(self.troubles)
        self.line.cut()
        self.context.set_offline(True)
        yield
        del self.troubles[before:]  # a browser complains of every request that it cannot make
        self.line.mend()
        self.context.set_offline(False)


@pytest.fixture
def guest(house: House, browser: Browser) -> Iterator[Callable[..., Guest]]:
    """Let somebody of the cast sit down: guest(cast.ANNE, width=360, scheme="dark")."""
    present: list[Guest] = []

    def sit_down(who: str | None, width: int = 1280, scheme: str = "light", **more: Any) -> Guest:
        line = Line(house.port)
        phone = width < 600
        context = browser.new_context(
            viewport={"width": width, "height": 740 if phone else 800}, color_scheme=scheme, has_touch=phone,
            locale="en-GB", timezone_id="Europe/Oslo", **more)
        if who:
            context.add_cookies([{"name": "session", "value": house.facts["cookies"][who], "url": line.address}])
        one = Guest(context.new_page(), context, line)
        watch(one)
        present.append(one)
        return one
    yield sit_down
    for one in present:
        one.context.close()
        one.line.close()
    assert [trouble for one in present for trouble in one.troubles] == []


def watch(one: Guest) -> None:
    """Write down what the console complains of, what breaks, and what the server cannot do."""
    one.page.on("console", lambda said: one.troubles.append(said.text) if said.type == "error" else None)
    one.page.on("pageerror", lambda error: one.troubles.append(str(error)))
    one.page.on("response", lambda answer: one.troubles.append(f"{answer.status} {answer.url}")
                if answer.status >= 500 else None)
