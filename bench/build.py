"""Builds, reads or writes an index in a process of its own, for `bench search`: memory belongs to that work alone.

Run by it: python -m bench.build rebuild|read|write PLACE FOLDER LARGEST SIZE
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from typing import Any

from bench.content import House, questions
from bench.engines import opened
from config import ROOT
from search_index import Query

A_SECOND = 5  # commits of the writer, each of one text
COMMAND = [sys.executable, "-W", "ignore", "-m", "bench.build"]


def child(*words: str) -> dict[str, Any]:
    """What a process of this module found out."""
    done = subprocess.run([*COMMAND, *words], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def writing(*words: str) -> Iterator[None]:
    """A process writes meanwhile."""
    with subprocess.Popen([*COMMAND, "write", *words], cwd=ROOT, stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout is not None and writer.stdout.readline(), "the writer did not start"
            yield
        finally:
            writer.kill()


def memory_mb() -> float:
    """What this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def rebuild(place: str, house: House, size: int) -> dict[str, float]:
    """Build the index from nothing."""
    before, start = memory_mb(), time.perf_counter()
    number = opened(place).rebuild(house.documents(size))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {"texts": number, "seconds": time.perf_counter() - start, "mb": most - before}


def read(place: str, house: House, size: int) -> dict[str, float]:
    """Ask what a web process is asked, and say how much it remembers afterwards."""
    asked = [text for some in questions(house.documents(size), 40).values() for text in some]
    keys = house.member()[1]
    before, index, start = memory_mb(), opened(place), time.perf_counter()
    index.search(Query(text=asked[0], audiences=keys))
    first = (time.perf_counter() - start) * 1000
    for text in asked:
        index.search(Query(text=text, audiences=keys))
    return {"mb": memory_mb() - before, "first_ms": first}


def write(place: str, house: House, size: int) -> None:
    """Commit one text after another, A_SECOND of them a second, until killed."""
    index, some = opened(place), list(islice(house.documents(size), 200))
    due = time.perf_counter()
    for number in count():
        index.add([replace(some[number % len(some)], id=f"fresh:{number % 200}")])
        print(number, flush=True)
        due = max(due + 1 / A_SECOND, time.perf_counter() - 1)
        time.sleep(max(0.0, due - time.perf_counter()))


if __name__ == "__main__":
    what, place, folder, largest, size = sys.argv[1:]
    house = House(Path(folder), int(largest))
    if what == "write":
        write(place, house, int(size))
    print(json.dumps({"rebuild": rebuild, "read": read}[what](place, house, int(size))))
