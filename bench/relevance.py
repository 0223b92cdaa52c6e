"""How often the search engine finds the paragraph that answers a real question, and how fast.

Run: python -m bench relevance [FOLDER], by default ../shared/data/relevance (see its README.md).
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bench import results
from search_index import Document, Hits, Index, Query

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "relevance"
EVERYBODY = frozenset(["all"])


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Each line of a JSON-lines file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def document(text: dict[str, Any]) -> Document:
    """A paragraph as the index takes it."""
    return Document(
        id=text["id"],
        type="text",
        title=text["title"],
        text=text["body"],
        lang=text["lang"],
        audience="all",
        url="/",
    )


def measure(folder: Path) -> None:
    """Prints MRR@10 and recall@10 by kind of question, then the time of a search and of the build."""
    with TemporaryDirectory() as place:
        index = Index(Path(place))
        start = perf_counter()
        number = index.rebuild(map(document, lines(folder / "texts.jsonl")))
        print(f"{number} texts indexed in {perf_counter() - start:.0f} s")
        ranks: dict[str, list[float]] = defaultdict(list)
        times: list[float] = []
        for question in lines(folder / "queries.jsonl"):
            start = perf_counter()
            hits = index.search(Query(text=question["text"], audiences=EVERYBODY, per_page=10))
            times.append((perf_counter() - start) * 1000)
            for kind in ("all", f"{question['lang']} {question['source']}"):
                ranks[kind].append(reciprocal_rank(hits, question["gold"]))
    report(ranks, times)


def reciprocal_rank(hits: Hits, right: list[str]) -> float:
    """1 / the place of the first right hit among the ten shown; 0.0 when none is right."""
    return next((1 / place for place, hit in enumerate(hits.hits, 1) if hit.id in right), 0.0)


def report(ranks: dict[str, list[float]], times: list[float]) -> None:
    """Writes the figures down as a table."""
    rows: list[list[object]] = [
        [kind, len(values), f"{mean(values):.3f}", f"{mean(value > 0 for value in values):.3f}"]
        for kind, values in ranks.items()]
    cuts = quantiles(times, n=100)
    results.write("relevance", "\n\n".join([
        "`python -m bench relevance`: real questions, and how often the paragraph that answers is found.",
        results.table(["questions", "number", "MRR@10", "recall@10"], rows),
        f"One search with facets and snippets: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms."]))


def main(arguments: list[str]) -> None:
    """Measure on the folder that is named, or on the data beside the project where it is there."""
    chosen = Path(arguments[0]) if arguments else DEFAULT
    if (chosen / "texts.jsonl").exists():
        measure(chosen)
    else:
        print(f"skipped: no relevance data in {chosen}")
