"""Words that mean the same in bokmål, nynorsk, Swedish and Sámi: a reviewed table, data/variants.tsv."""

from collections import defaultdict
from functools import cache
from importlib import resources
from itertools import chain

from search_index.analysis import Language, stem, stems, table

COLUMNS: dict[str, Language] = {"nb": "no", "nn": "no", "sv": "sv", "se": "no"}
Table = dict[str, frozenset[str]]


@cache
def rows() -> tuple[tuple[tuple[str, Language], ...], ...]:
    """Each row of the table as its words, each with the language that stems it."""
    text = (resources.files(__package__) / "data" / "variants.tsv").read_text("utf-8")
    header, *lines = (line.split("\t") for line in text.splitlines())
    return tuple(
        tuple((word, COLUMNS[name]) for name, cell in zip(header, cells, strict=True) for word in cell.split())
        for cells in lines
    )


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
