"""Looser than a stem: one form for a word as bokmål, nynorsk and Swedish spell it, and for the verb and its noun."""

import re
from functools import cache, lru_cache
from importlib import resources

SHORTEST = 3
_HAS_VOWEL = re.compile("[aeiouyæøå]").search


@cache
def rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The rules of data/spellings.tsv, in the order in which they are used."""
    text = (resources.files(__package__) / "data" / "spellings.tsv").read_text("utf-8")
    return tuple((re.compile(pattern), instead) for pattern, instead, _ in
                 (line.split("\t") for line in text.splitlines()[1:]))


@lru_cache(maxsize=60_000)
def loosen(stem: str) -> str:
    """The loose form of a folded STEM: stasjon for station, lad for lading and laddning. Never too short to tell."""
    if not stem.isalpha():
        return stem
    for pattern, instead in rules():
        looser = pattern.sub(instead, stem)
        if len(looser) >= SHORTEST and _HAS_VOWEL(looser):
            stem = looser
    return stem
