"""How often the language of a text is told right, whole and of a few words only.

Run: python -m bench languages [FOLDER]. Bokmål, nynorsk and Swedish are the texts of ../shared/data/relevance, English
is what docs/use.md says.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench import results
from bench.relevance import DEFAULT, lines
from search_index import language_of

LENGTHS = (3, 4, 6, 8, 12)  # words
ENGLISH = Path(__file__).resolve().parents[1] / "docs" / "use.md"
Told = Counter[str]  # right, wrong, unsaid


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Each text with its language."""
    for text in lines(folder / "texts.jsonl"):
        yield text["lang"], text["body"]
    yield from (("en", part) for part in ENGLISH.read_text("utf-8").split("\n\n"))


def measure(folder: Path) -> None:
    """Tells the language of every text and of one stretch of each length from each, always the same ones."""
    chance = random.Random(4)
    told: dict[tuple[str, str], Told] = defaultdict(Counter)
    for right, text in texts(folder):
        words = text.split()
        for length in LENGTHS:
            if len(words) >= length:
                start = chance.randrange(len(words) - length + 1)
                told[right, f"{length} words"][judged(right, " ".join(words[start : start + length]))] += 1
        told[right, "whole"][judged(right, text)] += 1
    report(told)


def judged(right: str, text: str) -> str:
    """Whether language_of says RIGHT of TEXT."""
    said = language_of(text)
    return "right" if said == right else "wrong" if said else "unsaid"


def report(told: dict[tuple[str, str], Told]) -> None:
    """Writes the shares down as a table."""
    rows: list[list[object]] = []
    for (name, length), counts in sorted(told.items(), key=lambda pair: pair[0][0]):
        total = counts.total()
        rows.append([name, length, total, *(f"{counts[what] / total:.1%}" for what in ("right", "unsaid", "wrong"))])
    results.write("languages", "\n\n".join([
        "`python -m bench languages`: the language of a text by `language_of`, by how much of it is seen.",
        results.table(["language", "seen", "texts", "right", "not said", "wrong"], rows)]))


def main(arguments: list[str]) -> None:
    """Measure on the folder that is named, or on the data beside the project where it is there."""
    chosen = Path(arguments[0]) if arguments else DEFAULT
    if (chosen / "texts.jsonl").exists():
        measure(chosen)
    else:
        print(f"skipped: no relevance data in {chosen}")
