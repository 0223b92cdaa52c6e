"""P1-P3: how soon is a post acknowledged and seen, how many deliveries a second, and what does one cost?

Livskraft beside Node's socket.io and a bare broadcast server, in one run, one after another, several times over.
"""

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import load, results, stage
from bench.load import Watch
from bench.servers import Bare, Livskraft, Node, Server, install_node

ROOMS = 20
RATES = (5, 10)
Figures = dict[str, float]


@dataclass
class Hall:
    """Pages of one server, spread over ROOMS rooms."""

    server: Server
    rooms: int
    watch: Watch
    pages: list[Any] = field(default_factory=list)

    async def fill(self, count: int) -> None:
        """Open COUNT pages, a few at a time."""
        for first in range(0, count, 20):
            self.pages += await asyncio.gather(*(
                self.server.open(index, index % self.rooms, self.watch.hear)
                for index in range(first, min(first + 20, count))))

    async def post(self, number: int) -> None:
        """The next page posts in its room."""
        index = number % len(self.pages)
        await self.server.post(self.pages[index], index % self.rooms, number)

    @property
    def dropped(self) -> int:
        """Pages whose line has ended."""
        return sum(getattr(page, "wire", page).closed.done() for page in self.pages)

    async def leave(self) -> None:
        """Close all."""
        for page in self.pages:
            getattr(page, "wire", page).transport.abort()
        await asyncio.sleep(0.1)


async def hall(server: Server, count: int, rooms: int = 1) -> Hall:
    """COUNT pages of SERVER in ROOMS rooms."""
    made = Hall(server, rooms, Watch(count // rooms))
    await made.fill(count)
    return made


async def rates(server: Server, asked: argparse.Namespace) -> Figures:
    """P1, P2: posts at a rate into one room."""
    made, found = await hall(server, asked.listeners), Figures()
    for rate in RATES:
        await load.at_rate(made.watch, made.post, rate, asked.seconds, first=rate * 1_000_000)
        for name, ends in (("ack", made.watch.acked), ("seen", made.watch.complete)):
            for part, value in zip(("p50", "p95", "p99"), made.watch.spread(ends), strict=True):
                found[f"{name} {part} {rate}"] = value
        found[f"unseen {rate}"] = made.watch.unseen
    found["memory"] = stage.memory_mb(server.processes)
    await made.leave()
    return found


async def flat(server: Server, count: int, rooms: int, seconds: float) -> Figures:
    """As much as it can: COUNT pages in ROOMS rooms."""
    made = await hall(server, count, rooms)
    await load.flat_out(made.watch, made.post, min(2.0, seconds), first=50_000_000)
    cpu, posts = stage.cpu_seconds(server.processes[0]), len(made.watch.due)
    deliveries, took = await load.flat_out(made.watch, made.post, seconds, first=60_000_000)
    cpu, posts = stage.cpu_seconds(server.processes[0]) - cpu, len(made.watch.due)
    await made.leave()
    return {"deliveries": deliveries / took, "posts": posts / took, "frame": made.watch.frame,
            "cpu": cpu / max(1, deliveries) * 1e6, "of a core": cpu / took, "unseen": made.watch.unseen,
            "per core": deliveries / max(cpu, 0.01)}


async def crowd(server: Server, asked: argparse.Namespace) -> Figures:
    """P3: a post a second to a room of many."""
    made = await hall(server, asked.crowd)
    await load.at_rate(made.watch, made.post, 1, asked.seconds, first=70_000_000)
    [_, p95, _] = made.watch.spread(made.watch.complete)
    found = {"seen p95": p95, "unseen": made.watch.unseen, "dropped": made.dropped,
             "memory": stage.memory_mb(server.processes)}
    await made.leave()
    return found


PARTS: dict[str, Callable[[Server, argparse.Namespace], Coroutine[Any, Any, Figures]]] = {
    "rates": rates, "crowd": crowd,
    "one room": lambda server, asked: flat(server, asked.listeners, 1, asked.seconds / 2),
    "large room": lambda server, asked: flat(server, asked.crowd, 1, asked.seconds / 2),
    "rooms": lambda server, asked: flat(server, asked.crowd, ROOMS, asked.seconds / 2)}
WITH_WORKER = ("rates", "crowd")  # elsewhere it is measured who sends; nobody has to index meanwhile


def measured(server: Server, asked: argparse.Namespace) -> dict[str, Figures]:
    """Each part for one server, on a fresh start."""
    found = {}
    for name in asked.parts:
        with server.running():
            some = server.processes if name in WITH_WORKER else server.processes[:1]
            stage.stop(server.processes[len(some):])
            stage.apart(some)
            found[name] = asyncio.run(PARTS[name](server, asked))
        print(f"  {server.name}, {name}: " + ", ".join(f"{key} {value:.4g}" for key, value in found[name].items()),
              flush=True)
    return found


def middle(runs: list[dict[str, Figures]]) -> dict[str, Figures]:
    """The median of each figure."""
    return {part: {name: statistics.median(run[part][name] for run in runs) for name in figures}
            for part, figures in runs[0].items()}


def main(arguments: list[str]) -> None:
    """Measure all in one run and write it down."""
    parser = argparse.ArgumentParser(prog="bench message")
    parser.add_argument("--listeners", type=int, default=200)
    parser.add_argument("--crowd", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--parts", nargs="*", default=list(PARTS), choices=PARTS,
                        help="only these; nothing is written down")
    parser.add_argument("--stock", action="store_true", help="measure LIVSKRAFT_LIVE=stock too")
    parser.add_argument("--quick", action="store_true", help="one short run; nothing is written down")
    asked = parser.parse_args(arguments)
    if asked.quick:
        asked.seconds, asked.messages, asked.runs = 6, 2000, 1
    install_node()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("preparing …")
        ready = stage.prepare(folder, asked.listeners, ROOMS, messages=asked.messages)
        ours: list[Server] = [Livskraft(ready), *([Livskraft(ready, "stock")] if asked.stock else [])]
        size = frame_size(ours[0])
        servers = [*ours, Node(folder, size), Bare(size)]
        runs: dict[str, list[dict[str, Figures]]] = {server.name: [] for server in servers}
        for _ in range(asked.runs):
            for server in servers:
                runs[server.name].append(measured(server, asked))
    if asked.parts == list(PARTS):
        text = report(asked, {name: middle(some) for name, some in runs.items()}, size)
        print(text) if asked.quick else results.write("message", text)


def frame_size(server: Server) -> int:
    """How long a broadcast of SERVER is: the peers send as much."""
    with server.running():
        return int(asyncio.run(flat(server, 2, 1, 0.5))["frame"])


def report(asked: argparse.Namespace, found: dict[str, dict[str, Figures]], size: int) -> str:
    """The tables, and what they mean."""
    peers = list(found)[-2:]
    rows = [[name, f"{rate}/s", *(f"{one['rates'][f'{what} {part} {rate}']:.0f}" for what in ("ack", "seen")
                                  for part in ("p50", "p95", "p99")), f"{one['rates'][f'unseen {rate}']:.0f}",
             f"{one['rates']['memory']:.0f}"] for name, one in found.items() for rate in RATES]
    flats = [[name, where, f"{figures['deliveries']:,.0f}", f"{figures['posts']:,.0f}", f"{figures['cpu']:.1f}",
              f"{figures['per core']:,.0f}",
              *(f"{figures['per core'] / found[peer][part]['per core']:.2f}" for peer in peers)]
             for part, where in (("one room", f"{asked.listeners} pages in one room"),
                                 ("large room", f"{asked.crowd} pages in one room"),
                                 ("rooms", f"{asked.crowd} pages in {ROOMS} rooms"))
             for name, one in found.items() for figures in [one[part]]]
    crowds = [[name, f"{one['crowd']['dropped']:.0f}", f"{one['crowd']['unseen']:.0f}",
               f"{one['crowd']['seen p95']:.0f}", f"{one['crowd']['memory']:.0f}"] for name, one in found.items()]
    return "\n\n".join([
        f"`python -m bench message`: {asked.messages:,} messages stored, frames of {size} bytes, the median of "
        f"{asked.runs} runs in turn, {asked.seconds:.0f} s each; the server on one core, the load in Python and our "
        "worker on the other.",
        f"{asked.listeners} pages in one room; memory is that of all processes of the server:",
        results.table(["server", "posts", "ack p50 ms", "p95", "p99", "seen by the last p50 ms", "p95", "p99",
                       "never seen", "memory MB"], rows),
        f"Flat out ({load.WINDOW} posts in flight, without our worker):",
        results.table(["server", "pages", "deliveries/s", "posts/s", "CPU µs a delivery", "deliveries a second of CPU",
                       "of Node's", "of the bare server's"], flats),
        f"{asked.crowd} pages in one room, one post a second:",
        results.table(["server", "dropped", "never seen", "seen by the last p95 ms", "memory MB"], crowds)])
