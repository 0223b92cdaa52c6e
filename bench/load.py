"""Pages that listen, posts at a rate or flat out, and how soon each post was acknowledged and seen by all."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from bench import results

MARK = re.compile(rb"zq(\d{8})qz")
WINDOW = 8  # posts in flight when flat out
PATIENCE = 20.0  # seconds for the last page to see the last post
Post = Callable[[int], Awaitable[None]]  # (number): returns when it is acknowledged


@dataclass
class Watch:
    """Counts who has seen which post; each is for LISTENERS pages."""

    listeners: int
    left: dict[int, int] = field(default_factory=dict)
    seen_by_all: dict[int, asyncio.Event] = field(default_factory=dict)
    due: dict[int, float] = field(default_factory=dict)
    acked: dict[int, float] = field(default_factory=dict)
    complete: dict[int, float] = field(default_factory=dict)
    deliveries: int = 0
    frame: int = 0  # bytes of the last one

    def begin(self, number: int, due: float) -> None:
        """A post is due."""
        self.due[number], self.left[number], self.seen_by_all[number] = due, self.listeners, asyncio.Event()

    def hear(self, payload: bytes) -> None:
        """One page got one frame."""
        if not (found := MARK.search(payload)) or (number := int(found[1])) not in self.left:
            return
        self.deliveries += 1
        self.frame = len(payload)
        self.left[number] -= 1
        if self.left[number] == 0:
            self.complete[number] = time.perf_counter()
            self.seen_by_all[number].set()

    def forget(self) -> None:
        """Begin a new count."""
        for kept in (self.left, self.seen_by_all, self.due, self.acked, self.complete):
            kept.clear()

    def spread(self, ends: dict[int, float]) -> list[float]:
        """p50, p95 and p99 of the milliseconds from when each post was due."""
        times = [(ends[number] - due) * 1000 for number, due in self.due.items() if number in ends]
        return [results.percentile(times, part) for part in (.5, .95, .99)]

    @property
    def unseen(self) -> int:
        """How often a page has not seen a post."""
        return sum(self.left.values())


async def at_rate(watch: Watch, post: Post, rate: float, seconds: float, first: int) -> None:
    """Open loop: a post is due every 1/RATE s, and a late one is charged for its wait."""
    watch.forget()
    start, tasks = time.perf_counter(), []
    for number in range(first, first + max(1, int(rate * seconds))):
        watch.begin(number, start + (number - first) / rate)
        await asyncio.sleep(max(0.0, watch.due[number] - time.perf_counter()))
        tasks.append(asyncio.create_task(through(watch, post, number)))
    await asyncio.gather(*tasks)


async def flat_out(watch: Watch, post: Post, seconds: float, first: int) -> tuple[int, float]:
    """Closed loop, WINDOW posts in flight, each done when all have seen it: deliveries, and the seconds taken."""
    watch.forget()
    end, numbers = time.perf_counter() + seconds, iter(range(first, first + 1_000_000))
    before, began = watch.deliveries, time.perf_counter()

    async def sender() -> None:
        while time.perf_counter() < end:
            number = next(numbers)
            watch.begin(number, time.perf_counter())
            await through(watch, post, number)
    await asyncio.gather(*(sender() for _ in range(WINDOW)))
    return watch.deliveries - before, time.perf_counter() - began


async def through(watch: Watch, post: Post, number: int) -> None:
    """Post, and wait until it is acknowledged and everyone has seen it, or for too long."""
    await post(number)
    watch.acked[number] = time.perf_counter()
    with suppress(TimeoutError):  # it is counted as unseen
        await asyncio.wait_for(watch.seen_by_all[number].wait(), PATIENCE)
