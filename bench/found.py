"""How often each engine finds the paragraph that answers a real question; a part of `bench search`."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from statistics import mean

from bench.content import Asked, Text, asked, lines, texts
from bench.ours import Ours
from bench.peers import Peer
from bench.relevance import EVERYBODY, document

SHOWN = 10


def relevance(data: Path, ours: list[Ours], peers: Iterable[Peer], most: int) -> Iterator[list[object]]:
    """A row for each engine: MRR@10 / recall@10 of all questions, and of those in bokmål, nynorsk and Swedish.

    MOST questions, or all (0); with few of them also only some of the texts.
    """
    every, chosen = list(lines(data / "texts.jsonl")), list(lines(data / "queries.jsonl"))
    if most:
        chosen = chosen[:: len(chosen) // most]
        gold = {id for one in chosen for id in one["gold"]}
        every = [text for place, text in enumerate(every) if place % 20 == 0 or text["id"] in gold]
    for engine in ours:
        engine.engine.rebuild(map(document, every))
    questions = [(asked(ours[0].view, one["text"]), one) for one in chosen]

    def row(name: str, best: Callable[[Asked], list[str]]) -> list[object]:
        ranks: dict[str, list[float]] = {"all": [], "nb": [], "nn": [], "sv": []}
        for question, one in questions:
            place = next((1 / at for at, id in enumerate(best(question)[:SHOWN], 1) if id in one["gold"]), 0.0)
            for kind in ("all", one["lang"]):
                ranks.setdefault(kind, []).append(place)
        return [name, *(f"{mean(some):.3f} / {mean(place > 0 for place in some):.3f}" if some else "-"
                        for some in (ranks[kind] for kind in ("all", "nb", "nn", "sv")))]
    for engine in ours:
        yield row(engine.name, partial(_ask, engine))
    words: list[Text] = list(texts(map(document, every), ours[0].view.splitter))
    for peer in peers:
        peer.build(words)
        yield row(peer.name, peer.best)
        peer.close()


def _ask(engine: Ours, question: Asked) -> list[str]:
    return engine.answer(question, EVERYBODY)
