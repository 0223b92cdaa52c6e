"""P1, P2: 200 pages in one room. How soon is a post acknowledged, and seen by the last of them?"""

import argparse
import asyncio
import re
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench import results, stage
from bench.wire import Connection, SocketIO

MARK = re.compile(rb"zq(\d{8})qz")
WINDOW = 8  # posts in flight when flat out
Post = Callable[[int], Awaitable[None]]  # (number): returns when it is acknowledged


@dataclass
class Watch:
    """Counts who has seen which post."""

    listeners: int
    seen: dict[int, int] = field(default_factory=dict)
    due: dict[int, float] = field(default_factory=dict)
    acked: dict[int, float] = field(default_factory=dict)
    complete: dict[int, float] = field(default_factory=dict)
    deliveries: int = 0
    frame: int = 0

    def hear(self, payload: bytes) -> None:
        """One page got one frame."""
        if not (found := MARK.search(payload)):
            return
        number = int(found[1])
        self.deliveries += 1
        self.frame = len(payload)
        self.seen[number] = self.seen.get(number, 0) + 1
        if self.seen[number] == self.listeners:
            self.complete[number] = time.perf_counter()

    def latencies(self, ends: dict[int, float]) -> list[float]:
        """Milliseconds from when each post was due."""
        return [(ends[number] - due) * 1000 for number, due in self.due.items() if number in ends]


async def at_rate(watch: Watch, post: Post, rate: float, seconds: float, first: int) -> None:
    """Open loop: a post is due every 1/RATE s, and a late one is charged for its wait."""
    start, tasks = time.perf_counter(), []
    for number in range(first, first + int(rate * seconds)):
        watch.due[number] = start + (number - first) / rate
        await asyncio.sleep(max(0.0, watch.due[number] - time.perf_counter()))
        tasks.append(asyncio.create_task(acknowledged(watch, post, number)))
    await asyncio.gather(*tasks)
    await settled(watch)


async def flat_out(watch: Watch, post: Post, seconds: float, first: int) -> float:
    """Closed loop, WINDOW posts in flight, each finished when all have seen it. Deliveries a second."""
    end, counter = time.perf_counter() + seconds, iter(range(first, first + 1_000_000))
    before, began = watch.deliveries, time.perf_counter()

    async def sender() -> None:
        while time.perf_counter() < end:
            number = next(counter)
            watch.due[number] = time.perf_counter()
            await acknowledged(watch, post, number)
            while number not in watch.complete and time.perf_counter() < end + 5:
                await asyncio.sleep(0.001)
    await asyncio.gather(*(sender() for _ in range(WINDOW)))
    return (watch.deliveries - before) / (time.perf_counter() - began)


async def acknowledged(watch: Watch, post: Post, number: int) -> None:
    await post(number)
    watch.acked[number] = time.perf_counter()


async def settled(watch: Watch, seconds: float = 10) -> None:
    """Until everyone has seen everything."""
    end = time.perf_counter() + seconds
    while len(watch.complete) < len(watch.due) and time.perf_counter() < end:
        await asyncio.sleep(0.02)


@dataclass
class Figures:
    """What one server did."""

    name: str
    rows: list[list[object]]
    flat: float
    cpu_us: float
    memory: float
    frame: int


async def measure(name: str, watch: Watch, post: Post, processes: list[subprocess.Popen[bytes]],
                  seconds: float) -> Figures:
    """Five and ten posts a second, then flat out."""
    rows: list[list[object]] = []
    for rate in (5, 10):
        watch.due.clear(), watch.acked.clear()
        await at_rate(watch, post, rate, seconds, first=rate * 1_000_000)
        missing = sum(number not in watch.complete for number in watch.due)
        acked, seen = watch.latencies(watch.acked), watch.latencies(watch.complete)
        rows.append([name, f"{rate}/s", *(f"{results.percentile(values, part):.0f}"
                                          for values in (acked, seen) for part in (.5, .95, .99)), missing])
    cpu, count = stage.cpu_seconds(processes[0]), watch.deliveries
    flat = await flat_out(watch, post, seconds / 2, first=50_000_000)
    cpu_us = (stage.cpu_seconds(processes[0]) - cpu) / max(1, watch.deliveries - count) * 1e6
    return Figures(name, rows, flat, cpu_us, stage.memory_mb(processes), watch.frame)


async def ours(ready: stage.Stage, listeners: int, seconds: float, port: int,
               processes: list[subprocess.Popen[bytes]]) -> Figures:
    """Livskraft, everything included: rights, insert, commit, Markdown, outbox, index, broadcast."""
    watch, pages = Watch(listeners), []
    for token in ready.tokens[:listeners]:
        page = SocketIO(watch.hear)
        await page.connect(port, token)
        assert (await page.call("room:join", {"room": ready.rooms[0]}))["ok"]
        pages.append(page)

    async def post(number: int) -> None:
        answer = await pages[number % listeners].call("message:post", {
            "thread": ready.threads[0], "client_id": str(uuid.uuid4()),
            "body": f"Vi har **solceller** på taket, se zq{number:08d}qz: hvor mange kWh fikk dere?"})
        assert answer["ok"], answer
    return await measure("Livskraft", watch, post, processes, seconds)


async def limit(listeners: int, seconds: float, frame: int) -> Figures:
    """The bare broadcast server, with frames as large as ours."""
    port = stage.free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.peer", str(port), str(frame)])
    watch, acks, pages, loop = Watch(listeners), {}, [], asyncio.get_running_loop()

    def hear(payload: bytes) -> None:
        if payload.startswith(b"ack"):
            acks.pop(payload[3:13].decode()).set_result(None)
        else:
            watch.hear(payload)
    try:
        await asyncio.sleep(1)
        for _ in range(listeners):
            _, page = await loop.create_connection(
                lambda: Connection("127.0.0.1", "/", hear), "127.0.0.1", port)
            await page.opened
            pages.append(page)

        async def post(number: int) -> None:
            future = acks[f"zq{number:08d}"] = loop.create_future()
            pages[number % listeners].send(f"zq{number:08d}qz")
            await asyncio.wait_for(future, 30)
        return await measure("bare `websockets` broadcast", watch, post, [process], seconds)
    finally:
        process.kill()
        process.wait()


def main(arguments: list[str]) -> None:
    """Measure both in one run and write it down."""
    parser = argparse.ArgumentParser(prog="bench message")
    parser.add_argument("--listeners", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--messages", type=int, default=100_000)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        print("preparing …")
        ready = stage.prepare(Path(folder), asked.listeners, messages=asked.messages)
        port = stage.free_port()
        with stage.serving(Path(folder), port) as processes:
            mine = asyncio.run(ours(ready, asked.listeners, asked.seconds, port, processes))
    bare = asyncio.run(limit(asked.listeners, asked.seconds, mine.frame))
    results.write("message", report(asked, mine, bare))


def report(asked: argparse.Namespace, mine: Figures, bare: Figures) -> str:
    """The tables, and what they mean."""
    head = ["server", "posts", "ack p50 ms", "p95", "p99", "seen by the last p50 ms", "p95", "p99",
            "never seen"]
    flat = [[one.name, f"{one.flat:,.0f}", f"{one.flat / bare.flat:.2f}", f"{one.cpu_us:.0f}",
             f"{one.memory:.0f}"] for one in (mine, bare)]
    return "\n\n".join([
        f"`python -m bench message`: {asked.listeners} pages in one room, {asked.messages:,} messages stored, "
        f"{asked.seconds:.0f} s at each rate; the load on the other core, in Python.",
        results.table(head, [*mine.rows, *bare.rows]),
        f"Flat out ({WINDOW} posts in flight), frames of {mine.frame} bytes; memory is web server and worker:",
        results.table(["server", "deliveries/s", "of the bare server", "CPU µs a delivery", "memory MB"], flat)])
