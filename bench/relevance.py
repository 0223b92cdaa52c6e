"""How often the search engine finds the paragraph that answers a real question, and how fast.

Run: python -m bench.relevance [FOLDER], by default ../shared/data/relevance (see its README.md).
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

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
    """Prints the figures as a table."""
    print("| questions | number | MRR@10 | recall@10 |\n|---|---|---|---|")
    for kind, values in ranks.items():
        print(f"| {kind} | {len(values)} | {mean(values):.3f} | {mean(value > 0 for value in values):.3f} |")
    cuts = quantiles(times, n=100)
    print(f"one search with facets and snippets: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms")


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if (chosen / "texts.jsonl").exists():
        measure(chosen)
    else:
        print(f"skipped: no relevance data in {chosen}")
