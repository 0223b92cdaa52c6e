"""Words that mean the same in bokmål, nynorsk, Swedish and Sámi: reviewed tables, data/variants/*.tsv.

A cell holds words of one language that mean the same; an empty cell of nynorsk stands for the same as in bokmål.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import chain

from search_index.analysis import Language, stem, stems, table

COLUMNS: dict[str, Language] = {"nb": "no", "nn": "no", "sv": "sv", "se": "no"}
Table = dict[str, frozenset[str]]
Row = tuple[tuple[str, Language], ...]


@cache
def cells() -> tuple[dict[str, tuple[str, ...]], ...]:
    """Each row of the tables: its words by column."""
    tables = sorted((resources.files(__package__) / "data" / "variants").iterdir(), key=lambda table: table.name)
    return tuple(row for table in tables for row in _cells(table.read_text("utf-8")))


def _cells(table: str) -> Iterator[dict[str, tuple[str, ...]]]:
    header, *lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    for line in lines:
        yield {name: tuple(cell.split()) for name, cell in zip(header, line, strict=True)}


@cache
def rows() -> tuple[Row, ...]:
    """Each row of the tables as its words, each with the language that stems it."""
    return tuple(tuple((word, COLUMNS[name]) for name, words in row.items() for word in words) for row in cells())


def words_by_language() -> Iterator[tuple[str, str]]:
    """Every word of the tables, with its language before it; what nynorsk shares with bokmål stands for both."""
    for row in cells():
        for name, words in row.items():
            yield from ((name, word) for word in words or (row["nb"] if name == "nn" else ()))


@cache
def _same() -> Table:
    same: dict[str, set[str]] = defaultdict(set)
    for row in rows():
        terms = {stem(word, name) for word, name in row}
        for term in terms:
            same[term] |= terms - {term}
    return {term: frozenset(others) for term, others in same.items() if others}


def variants(term: str) -> frozenset[str]:
    """The stems that mean the same as the stem TERM; TERM itself is not among them."""
    return _same().get(term, frozenset())


@cache
def _known_stems() -> frozenset[str]:
    parts: list[tuple[str, Language]] = [(word, "no") for word in table("parts.tsv")["no"]]
    parts += [(word, "sv") for word in table("parts.tsv")["sv"]]
    return frozenset(stem(word, name) for word, name in (*chain.from_iterable(rows()), *parts))


@cache
def _known_beginnings() -> frozenset[str]:
    return frozenset(known[:3] for known in _known_stems())


def is_known(word: str) -> bool:
    """Whether the folded WORD is a form of a word of the table or of data/parts.tsv."""
    # The first test is there for speed: stemming in all languages is dear, and most words are strangers.
    return word[:3] in _known_beginnings() and not _known_stems().isdisjoint(stems(word))
