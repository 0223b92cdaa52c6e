"""Livskraft's engines as `bench search` asks them."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from bench.content import Asked
from search_index import Document, Engine, Index, Query
from search_index.question import read
from search_index.searching import Answer
from search_index.view import View

Keys = frozenset[str]
PER_PAGE = 20
T = TypeVar("T")


class Ours:
    """The index at PLACE: a folder, or the address of a database."""

    def __init__(self, name: str, place: str, scorer: str = "arrays") -> None:
        self.name, self.place = name, place
        if place.startswith("postgresql"):
            from search_index.postgres import PostgresIndex  # a measurement without it says so
            self.engine: Engine = PostgresIndex(place)
        else:
            self.engine = Index(Path(place), scorer=scorer)

    @property
    def view(self) -> View:
        """What it looks at; only to read questions for the peers as it reads them."""
        found: View = self.engine._view()  # type: ignore[attr-defined]  # no other verb shows the terms
        return found

    def ranked(self, asked: Asked, keys: Keys) -> list[str]:
        """The ids of the best, under rights, with exact total and all facets: what a peer with + does."""
        view, query = self.view, Query(text=asked.text, audiences=keys, per_page=PER_PAGE)
        answer = Answer(view, view.snapshot.rights(keys), query, read(asked.text))
        answer.facets()
        return [kept["id"] for kept in view.snapshot.stored(answer.page())]

    def answer(self, asked: Asked, keys: Keys) -> list[str]:
        """The whole answer of the engine: the same, with snippets and spelling."""
        hits = self.engine.search(Query(text=asked.text, audiences=keys, per_page=PER_PAGE)).hits
        return [hit.id for hit in hits]

    def smaller(self, keys: Keys, questions: list[str], ids: list[str]) -> dict[str, list[float]]:
        """Milliseconds of what is asked while somebody types or reads."""
        first = [text.split()[0] for text in questions]
        engine = self.engine
        works: dict[str, tuple[Callable[[str], object], list[str]]] = {
            "suggestions": (lambda text: engine.suggest(text, keys), [word[:4] for word in first]),
            "similar to a title": (lambda text: engine.similar(text, keys, types=("thread",)), questions),
            "nearest words": (lambda text: engine.nearest(text, keys), [word[:2] + word[3:] for word in first]),
            "more like this": (lambda one: engine.more_like(one, keys), ids)}
        return {name: [spent(ask, one) for one in (*some, *some)][len(some):] for name, (ask, some) in works.items()}

    def additions(self, document: Document, number: int) -> list[float]:
        """Milliseconds until each of NUMBER new texts is found."""
        def add_and_find(one: int) -> None:
            self.engine.add([replace(document, id=f"added:{one}", text=f"nykommer{one}", audience="added", group="")])
            assert self.engine.search(Query(text=f"nykommer{one}", audiences=frozenset(["added"]))).total == 1
        times = [spent(add_and_find, one) for one in range(number)]
        self.engine.remove(f"added:{one}" for one in range(number))
        return times

    def close(self) -> None:
        """Let go of it."""
        if hasattr(self.engine, "close"):
            self.engine.close()


def spent(work: Callable[[T], object], what: T) -> float:
    """Milliseconds of WORK on WHAT."""
    start = time.perf_counter()
    work(what)
    return (time.perf_counter() - start) * 1000
