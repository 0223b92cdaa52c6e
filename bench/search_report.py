"""Writes down what `bench search` measured: tables for RESULTS.md, and the curve for the docs."""

from typing import Any

from bench import curve, results
from config import ROOT

PICTURE = ROOT / "docs" / "pictures" / "search-growth.svg"
Figures = dict[str, Any]


def write(found: list[list[object]], figures: dict[int, Figures], missing: list[str], seconds: float,
          quick: bool) -> None:
    """Everything; a QUICK run is only printed."""
    parts = ["`python -m bench search`: texts of `seed load`, somebody who reads 40 of 200 rooms. Times are "
             "p50 / p95 in ms. Nordic engines are given the same words: those that Livskraft reads in the question. "
             "Without + an engine finds the twenty best of all; with + under rights, with exact total and four facets "
             "(Livskraft: eight, and a thread is one hit). "
             f"The run took {seconds / 60:.0f} minutes."]
    if missing:
        parts.append("**Missing here, so not measured: " + ", ".join(missing) + ".**")
    if found:
        parts += ["Relevance: real questions on 20,800 texts (`data/relevance`), MRR@10 / recall@10:",
                  results.table(["engine", "all", "bokmål", "nynorsk", "Swedish"], found)]
    for size, some in figures.items():
        parts += [f"**{size:,} texts**", times_table(some), work_table(some)]
    parts.append(others(figures))
    if quick:
        print("\n\n".join(parts))
        return
    if len(figures) > 1:
        draw(figures)
        parts.append(f"![How p95 grows with the number of texts](../{PICTURE.relative_to(ROOT)})")
    results.write("search", "\n\n".join(parts))


def pair(times: list[float]) -> str:
    """p50 / p95."""
    return f"{results.percentile(times, .5):.1f} / {results.percentile(times, .95):.1f}" if times else "-"


def flat(times: dict[str, list[float]]) -> list[float]:
    """The times of all kinds of questions when everything is warm."""
    return [one for kind, some in times.items() if kind != "first" for one in some]


def times_table(some: Figures) -> str:
    """How long each kind of question takes in each engine."""
    mine = results.percentile(flat(some["times"]["Livskraft +"]), .95)
    kinds = [kind for kind in some["times"]["Livskraft +"] if kind != "first"]
    rows: list[list[object]] = [
        [name, *(pair(times[kind]) for kind in kinds), pair(flat(times)), pair(times["first"]),
         f"{results.percentile(flat(times), .95) / mine:.2f}"] for name, times in some["times"].items()]
    return results.table(["engine", *kinds, "all", "asked for the first time", "p95 × Livskraft +"], rows)


def work_table(some: Figures) -> str:
    """Building, memory, adding, and answering while somebody writes."""
    rows: list[list[object]] = []
    for name, built in some["build"].items():
        read = some["read"].get(name)
        rows.append([name, f"{built['seconds']:.0f}", f"{built['texts'] / built['seconds']:,.0f}",
                     f"{built['mb']:.0f}" if "mb" in built else "-", f"{read['mb']:.0f}" if read else "-",
                     f"{read['first_ms']:.0f}" if read else "-", pair(some["add"].get(name, [])),
                     pair(some["writing"].get(name, []))])
    return results.table(["engine", "build s", "texts/s", "memory of the builder +MB", "of a reader +MB",
                          "opening and first answer ms", "add one, found ms", "asked while 5 commits/s"], rows)


def others(figures: dict[int, Figures]) -> str:
    """The answers that are more, or less, than a search in the engine."""
    rows: list[list[object]] = []
    for size, some in figures.items():
        rows.append([f"{size:,}", "whole answer of `/api/v1/search`", pair(flat(some["whole"]))])
        for engine, smaller in some["smaller"].items():
            rows += [[f"{size:,}", f"{what} ({engine})", pair(times)] for what, times in smaller.items()]
    return results.table(["texts", "answer", "p50 / p95 ms"], rows)


def draw(figures: dict[int, Figures]) -> None:
    """p95 of every engine, with rights, total and facets, against the number of texts."""
    last = figures[max(figures)]["times"]
    names = [name for name in last if name.endswith(" +")]
    curve.draw(PICTURE, "Search with rights, exact total and facets: p95", {
        name.removesuffix(" +"): {size: results.percentile(flat(some["times"][name]), .95)
                                  for size, some in figures.items()} for name in names})
    print(f"-> {PICTURE}")
