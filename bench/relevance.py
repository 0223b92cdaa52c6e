"""How often the search engine finds the paragraph that answers a real question, and how fast.

Run: python -m bench relevance [FOLDER], by default ../shared/data/relevance (see its README.md), or with
--set municipal our own questions about texts that lie among those (see bench/municipal/README.md).
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

MUNICIPAL = Path(__file__).with_name("municipal")
DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "relevance"
TOLD = {
    "relevance": "`python -m bench relevance`: real questions, and how often the paragraph that answers is found",
    "relevance, municipal": "`python -m bench relevance --set municipal`: our own questions in the language of "
                            "municipalities, the half that was studied and the half that was kept aside",
}
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


def kinds(question: dict[str, Any]) -> tuple[str, ...]:
    """What QUESTION is counted under."""
    if question["source"] == "municipal":
        studied = int(question["gold"][0][1:]) % 2
        return "all", "studied" if studied else "kept aside", question["lang"]
    return "all", f"{question['lang']} {question['source']}"


def measure(name: str, texts: list[Path], questions: Path) -> None:
    """Prints MRR@10 and recall@10 by kind of question, then the time of a search and of the build."""
    with TemporaryDirectory() as place:
        index = Index(Path(place))
        start = perf_counter()
        number = index.rebuild(document(text) for folder in texts for text in lines(folder / "texts.jsonl"))
        print(f"{number} texts indexed in {perf_counter() - start:.0f} s")
        ranks: dict[str, list[float]] = defaultdict(list)
        times: list[float] = []
        for question in lines(questions / "queries.jsonl"):
            start = perf_counter()
            hits = index.search(Query(text=question["text"], audiences=EVERYBODY, per_page=10))
            times.append((perf_counter() - start) * 1000)
            for kind in kinds(question):
                ranks[kind].append(reciprocal_rank(hits, question["gold"]))
    report(name, number, ranks, times)


def reciprocal_rank(hits: Hits, right: list[str]) -> float:
    """1 / the place of the first right hit among the ten shown; 0.0 when none is right."""
    return next((1 / place for place, hit in enumerate(hits.hits, 1) if hit.id in right), 0.0)


def report(name: str, number: int, ranks: dict[str, list[float]], times: list[float]) -> None:
    """Writes the figures down as a table."""
    rows: list[list[object]] = [
        [kind, len(values), f"{mean(values):.3f}", f"{mean(value > 0 for value in values):.3f}"]
        for kind, values in ranks.items()]
    cuts = quantiles(times, n=100)
    results.write(name, "\n\n".join([
        f"{TOLD[name]}, among {number} texts.",
        results.table(["questions", "number", "MRR@10", "recall@10"], rows),
        f"One search with facets and snippets: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms."]))


def main(arguments: list[str]) -> None:
    """Measure on the folder that is named, or on the data beside the project where it is there; or on our own."""
    beside = [DEFAULT] if (DEFAULT / "texts.jsonl").exists() else []
    if arguments == ["--set", "municipal"]:
        measure("relevance, municipal", [*beside, MUNICIPAL], MUNICIPAL)
    elif chosen := [Path(each) for each in arguments[:1]] or beside:
        measure("relevance", chosen, chosen[0])
    else:
        print(f"skipped: no relevance data in {DEFAULT}")
