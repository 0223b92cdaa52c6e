"""R1-R6, R9, R10, R12: nothing is lost, doubled or stale, whatever fails."""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import kill, results, trouble, unread, unsent
from bench.servers import install_node

Row = list[object]


def killed(folder: Path, share: float) -> tuple[str, Row]:
    """R1-R3."""
    tally = kill.run(folder, round(10_000 * share), max(1, round(200 * share)))
    return verdict(tally.good and tally.met_committed_after_kill + tally.met_committed_after_cut > 0), [
        f"{tally.messages:,} messages from 8 senders into 20 rooms, {tally.kills} × SIGKILL",
        counted(tally) + f"; {tally.retries} repeats, of which met a committed row: "
        f"{tally.met_committed_after_kill} after a kill, {tally.met_committed_after_cut} after a cut"]


def counted(tally: kill.Tally) -> str:
    """What the database says."""
    return (f"acknowledged {len(tally.acknowledged):,}, lost {tally.lost}, double {tally.doubled}, "
            f"rooms with a hole {tally.holes}, out of order {tally.disordered}, refused {len(tally.refused)}, "
            f"integrity {tally.integrity}")


def cut(folder: Path, share: float) -> tuple[str, Row]:
    """R4."""
    plan = trouble.Plan(
        messages=round(20_000 * share), edits=round(2000 * share), removals=round(500 * share),
        pages=max(5, round(50 * min(1, share * 4))), cuts=max(4, round(100 * min(1, share * 2))),
        restarts=max(2, round(20 * share)))
    found = trouble.catch_up(folder, plan)
    return verdict(not (found["different"] or found["trouble"])), [
        f"{found['pages']} pages cut {plan.cuts} times each, {found['restarts']} × SIGKILL, during "
        f"{found['messages']:,} messages, {plan.edits:,} edits, {plan.removals} removals",
        f"pages that differ from the server {len(found['different'])}, requests that failed {len(found['trouble'])}; "
        f"{found['drawn']:,} changes drawn, {found['fetched']:,} catch-ups"]


def crashed(folder: Path, share: float) -> tuple[str, Row]:
    """R5."""
    found = trouble.crashes(folder, max(2, round(500 * share)))
    return verdict(not found["never seen"] and found["slowest"] <= 5 and found["repeats that met the kept message"]), [
        f"{found['crashes']} crashes between commit and emit, {found['pages']} pages open",
        f"never seen {found['never seen']}; seen after the server's return: p95 {found['p95']:.1f} s, slowest "
        f"{found['slowest']:.1f} s; repeats that met the kept message {found['repeats that met the kept message']}"]


def locked(folder: Path, share: float) -> tuple[str, Row]:
    """R9."""
    times = max(1, round(20 * share))
    tally = trouble.locked(folder, times, 15)
    return verdict(tally.good), [f"a writer holds the database 15 s, {times} times; 8 people write",
                                 counted(tally) + f"; {tally.told_to_wait} × 503 with Retry-After"]


def restarted(folder: Path, share: float) -> tuple[str, Row]:
    """R10."""
    found = trouble.restarts(folder, max(2, round(50 * share)), 200)
    return verdict(not found["not back"] and found["p95"] <= 10), [
        f"{found['restarts']} restarts with {found['pages']} pages open",
        f"not back {found['not back']}; back after the server's return: p5 {found['p5']:.1f} s, "
        f"p50 {found['p50']:.1f}, p95 {found['p95']:.1f}, slowest {found['slowest']:.1f}"]


def counted_unread(folder: Path, share: float) -> tuple[str, Row]:
    """R12."""
    steps = max(100, round(100_000 * share))
    wrong = unread.run(folder, steps)
    return verdict(not wrong), [f"{steps:,} random operations of 3 people, each at two devices",
                                f"steps after which a device showed anything else than recomputed: {len(wrong)}"]


def unsent_words(folder: Path, share: float) -> tuple[str, Row]:
    """R6."""
    with unsent.chromium() as browser:
        found = unsent.run(folder, browser, max(5, round(200 * share)))
    places = [place for some in found.values() for place in some]
    return verdict(set(places) <= {"sent", "kept"}), [
        f"{len(places)} times in Chromium: " + ", ".join(found),
        "; ".join(f"{name}: " + ", ".join(f"{some.count(place)} {place or 'lost'}" for place in sorted(set(some)))
                  for name, some in found.items())]


def verdict(good: object) -> str:
    """In a word."""
    return "holds" if good else "**fails**"


PARTS: dict[str, tuple[str, Callable[[Path, float], tuple[str, Row]]]] = {
    "kill": ("R1-R3", killed), "cut": ("R4", cut), "crash": ("R5", crashed),
    "unsent": ("R6", unsent_words), "locked": ("R9", locked), "restart": ("R10", restarted),
    "unread": ("R12", counted_unread)}


def main(arguments: list[str]) -> None:
    """The full size of BARS.md by default."""
    parser = argparse.ArgumentParser(prog="bench reliability")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument("--share", type=float, default=1.0, help="of the full size, for instance 0.05")
    asked = parser.parse_args(arguments)
    install_node()
    rows: list[list[Any]] = []
    for name in asked.only:
        bar, run = PARTS[name]
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            said, row = run(Path(folder), asked.share)
        rows.append([bar, *row, said, f"{time.monotonic() - began:.0f} s"])
        print(*rows[-1], sep=" | ", flush=True)
    text = f"`python -m bench reliability`, {asked.share:.0%} of the full size.\n\n" + results.table(
        ["bar", "what", "found", "", "took"], rows)
    print(text) if asked.only != list(PARTS) else results.write("reliability", text)
