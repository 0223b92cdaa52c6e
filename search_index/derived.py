"""Verbs and the nouns that are made of them: hente and henting, utbilda and utbildning. Stems, not words."""

import re
from functools import lru_cache

SHORTEST = 4  # letters of a verb's stem: ord has nothing to do with ordning, nor tid with tidning
# Nor regn (rain) with regning (a bill), nor städer (towns) with städning (cleaning).
_UNRELATED = frozenset(["regn", "stæd"])
_NOUN = re.compile(rf"(?P<verb>\w{{{SHORTEST},}}?)n?ing")
_HAS_VOWEL = re.compile("[aeiouyæøå]").search


@lru_cache(maxsize=60_000)
def derived(stem: str) -> tuple[str, ...]:
    """The stems of the nouns that a verb with this folded STEM makes; or that of the verb, and of its other noun."""
    if not stem.isalpha():
        return ()
    found = _NOUN.fullmatch(stem)
    verb = found["verb"] if found else stem
    if len(verb) < SHORTEST or verb in _UNRELATED or not _HAS_VOWEL(verb):
        return ()
    short = verb.removesuffix("j")  # byggja, bygging
    ways = dict.fromkeys([verb, *(each + ending for each in (verb, short) for ending in ("ing", "ning"))])
    return tuple(way for way in ways if way != stem)
