"""The writer of the index is killed with SIGKILL at random moments, again and again, in either engine.

Run: python -m bench crash [--kills 200]. Small in the tests: tests/unit/search_index/test_crash.py.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from bench import results
from bench.engines import opened, postgres
from search_index import Document, Engine, Query

EVERYBODY = frozenset(["all"])
BATCH = 8  # documents in each commit; the first is taken out again in the next one
LONGEST = 0.4  # seconds until a writer is killed after its first commit


@dataclass
class Tally:
    """What was seen after each kill."""

    kills: int = 0
    told: int = 0  # documents of which a writer had said that they are in
    lost: int = 0
    surplus: int = 0  # came back after they were taken out, or are of half a batch
    uncounted: int = 0  # times that hits, total and list of the index did not agree
    unreadable: int = 0
    unwritable: int = 0

    @property
    def good(self) -> bool:
        """Nothing lost, nothing half there, and the index could be read and written each time."""
        return not (self.lost or self.surplus or self.uncounted or self.unreadable or self.unwritable)


def document(number: int, text: str = "flom") -> Document:
    """One that everybody may find."""
    return Document(id=f"thread:{number}", type="thread", title=f"Sak {number}", text=f"{text} i elva {number} " * 20,
                    audience="all", url="")


def write_for_ever(place: str, start: int) -> None:
    """Commit batch after batch from number START, and tell of each that is in."""
    index = opened(place)
    for batch in count(start):
        first = batch * BATCH
        index.add([document(number) for number in range(first, first + BATCH)])
        index.remove([f"thread:{first}"])
        print(batch, flush=True)


def kill_writers(place: str, index: Engine, kills: int, dice: random.Random) -> Tally:
    """Kill KILLS writers of the index at PLACE one after another; look at it through INDEX after each."""
    tally, told, start = Tally(), set[int](), 0
    for _ in range(kills):
        command = [sys.executable, "-W", "ignore", "-m", "bench.crash", place, str(start)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]) as writer:
            assert writer.stdout is not None
            told.add(int(writer.stdout.readline()))
            time.sleep(dice.random() * LONGEST)
            writer.kill()
            told |= {int(line) for line in writer.stdout.read().split("\n")[:-1]}
        tally.kills += 1
        judge(tally, index, told)
        start = max(told) + 2  # the batch in which it was killed may be in or not; nobody was told
    tally.told = len(told) * (BATCH - 1)
    return tally


def judge(tally: Tally, index: Engine, told: set[int]) -> None:
    """Hold the index against what was TOLD, and write one document more."""
    try:
        there = index.ids()
        found = index.search(Query(text="flom", audiences=EVERYBODY)).total
    except Exception as error:  # whatever it is, it is a finding
        print(f"unreadable: {error!r}", file=sys.stderr)
        tally.unreadable += 1
        return
    kept = {f"thread:{batch * BATCH + place}" for batch in told for place in range(1, BATCH)}
    tally.lost += len(kept - there)
    tally.surplus += half_there({each for each in there if each != "thread:mine"}, told)
    tally.uncounted += found != len(there)
    try:
        index.add([replace(document(0), id="thread:mine")])
    except Exception as error:
        print(f"unwritable: {error!r}", file=sys.stderr)
        tally.unwritable += 1


def half_there(there: set[str], told: set[int]) -> int:
    """Documents that should not be THERE: taken out before, or of a batch of which not all is in."""
    batches: dict[int, set[int]] = {}
    for each in there:
        number = int(each.partition(":")[2])
        batches.setdefault(number // BATCH, set()).add(number % BATCH)
    whole = set(range(BATCH))
    return sum(len(places) for batch, places in batches.items()
               if places not in ([whole - {0}] if batch in told else [whole, whole - {0}]))


def main(arguments: list[str]) -> None:
    """Both engines, as often as is asked for."""
    parser = argparse.ArgumentParser(prog="bench crash")
    parser.add_argument("--kills", type=int, default=200)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, postgres() as database:
        tallies = {name: kill_writers(place, opened(place), asked.kills, random.Random(1))
                   for name, place in (("Whoosh", str(Path(folder) / "index")), ("PostgreSQL", database))}
    results.write("search crash", "\n\n".join([
        "`python -m bench crash`: a process writes the index and is killed with SIGKILL at random moments.",
        results.table(["engine", "kills", "documents told of", "lost", "half there or back", "miscounted", "unreadable",
                       "unwritable"], [[name, *(getattr(tally, field) for field in (
                           "kills", "told", "lost", "surplus", "uncounted", "unreadable", "unwritable"))]
                                       for name, tally in tallies.items()])]))


if __name__ == "__main__":
    write_for_ever(sys.argv[1], int(sys.argv[2]))
