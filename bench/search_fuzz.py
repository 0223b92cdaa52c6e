"""S15: ten thousand questions that nobody means, through every door of the search: no 500, and no long wait.

Run: python -m bench search-fuzz [--questions 10000] [--keep FOLDER]. Some of them: tests/http/test_search_fuzz.py.
"""

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from bench import results
from bench.content import House
from bench.ours import spent
from search_index import Index

DOORS = ("/search", "/api/v1/search", "/search/suggest", "/api/v1/suggest")
SAID = {200, 422}  # an answer, or what was wrong with the question
OPERATORS = ["fra:", "i:", "tema:", "kommune:", "før:", "etter:", "har:fil", "type:", "from:", "before:", "från:",
             "innan:", "har:", "kommune:bø", "før:2026", "etter:2026-13-45", "type:thread", "fra:" + "å" * 300]
PIECES = {
    "unbalanced": [*['"', "(", ")", "[", "]", "{", "}", "-", "--", '-"', '""', "-(", "«", "»", "'", "`"], *OPERATORS],
    "unseen": ["\x00", "\x01", "\x1b[31m", "\x7f", "\u00ad", "\u200b", "\u200d", "\ufeff", "\u2028", "\ufffe",
               "\u0300" * 40],
    "stop words": ["og", "i", "det", "som", "att", "och", "the", "of", "på", "til"],
    "punctuation": list("!?.…,;:/\\|&%#@*~^=+<>"),
    "emoji": ["🌻", "👩🏽\u200d🌾", "🇳🇴", "❤️", "🏳️\u200d🌈", "𝔰𝔬𝔩", "Ａ", "①", "ß", "İ", "ǆ", "ﬁ"],
    "right to left": ["\u202e", "\u202d", "\u2067", "שלום", "مرحبا", "\u0661\u0662", "\u200f"],
    "SQL": ["'; DROP TABLE message; --", "' OR 1=1", "%", "_", "\\'", "$1", ":id", "{}", "%s", "NULL", "::int"],
    "Whoosh": ["NOT OR", "AND", "OR", "NOT", "title:", "[a TO z]", "{* TO *}", "flom~2", "flom^9", "fl?m*", "id:*"],
    "numbers": ["2026/1234", "0", "-1", "9" * 400, "1e309", "3,5", "12.000", "01.02.03.04", "٣"],
    "words": ["flom", "solceller", "kommunestyrevedtaksoppfølging", "skole", "Å", "Bø", "Kárášjohka",
              "väg", "e-post@x.no"],
}
FILTERS = ("type", "theme", "network", "municipality", "county", "year", "answered", "language", "sort", "page")


def question(dice: random.Random) -> str:
    """One text: of one kind of pieces or of all, short or up to ten thousand letters."""
    kinds = list(PIECES)
    some = PIECES[dice.choice(kinds)] if dice.random() < 0.5 else [one for kind in kinds for one in PIECES[kind]]
    if dice.random() < 0.1:
        some = [*some, "".join(map(chr, dice.sample(range(1, 0xD800), 20)))]
    number = dice.choice((1, 2, 5, 12, 60))
    text = dice.choice(("", " ", " ", "\n")).join(dice.choice(some) for _ in range(number))
    return (text * (10_000 // max(len(text), 1) + 1))[:10_000] if dice.random() < 0.05 else text


def requests(dice: random.Random, number: int) -> Iterator[tuple[str, dict[str, str]]]:
    """NUMBER requests: a door and what it is asked; now and then with filters that are as strange."""
    for place in range(number):
        asked = {"q": question(dice)}
        if dice.random() < 0.2:
            asked[dice.choice(FILTERS)] = question(dice)[:200]
        yield DOORS[place % len(DOORS)], asked


def run(client: FlaskClient, number: int, dice: random.Random,
        **more: Any) -> tuple[dict[int, int], list[float], list[Any]]:
    """Ask NUMBER questions: how often each status came, the milliseconds, and the first questions that went wrong."""
    statuses: Counter[int] = Counter()
    times: list[float] = []
    wrong: list[Any] = []

    def ask(request: tuple[str, dict[str, str]]) -> None:
        door, asked = request
        status = client.get(door, query_string=asked, **more).status_code
        statuses[status] += 1
        if status not in SAID:
            wrong.append((status, door, asked))
    times = [spent(ask, request) for request in requests(dice, number)]
    return dict(statuses), times, wrong[:5]


def main(arguments: list[str]) -> None:
    """All of them, as somebody who reads forty rooms of ten thousand texts."""
    parser = argparse.ArgumentParser(prog="bench search-fuzz")
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="a folder for what is built, to be used again")
    asked = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        house = House(folder / "house", asked.texts)
        index = house.app.extensions["index"] = Index(folder / "fuzzed")
        index.rebuild(house.documents(asked.texts))
        token, _ = house.member()
        statuses, times, wrong = run(house.app.test_client(), asked.questions, random.Random(15),
                                     headers={"Authorization": f"Bearer {token}"})
    for one in wrong:
        print(one)
    results.write("search fuzz", "\n\n".join([
        f"`python -m bench search-fuzz`: {asked.questions:,} questions that nobody means, through "
        f"{', '.join(f'`{door}`' for door in DOORS)}, {asked.texts:,} texts. To reach: no 500, p99 300 ms.",
        results.table(["answered 200", "refused 422", "anything else", "p50 ms", "p95 ms", "p99 ms", "worst ms"], [[
            statuses.get(200, 0), statuses.get(422, 0), asked.questions - statuses.get(200, 0) - statuses.get(422, 0),
            *(f"{results.percentile(times, part):.0f}" for part in (.5, .95, .99, 1))]])]))


