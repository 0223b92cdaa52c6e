"""Which of the four languages a text is written in: by its small words, and by how its other words are put together.

What is usual in a language, the reviewed tables of this package say: data/languages.tsv, stopwords.tsv and variants/.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import islice
from math import log

from search_index import variants
from search_index.analysis import Language, table, words

LANGUAGES = ("nb", "nn", "sv", "en")
STEMMED_AS: dict[str, Language] = {"nb": "no", "nn": "no", "no": "no", "sv": "sv", "en": "en"}
# Before a word is read: most texts are bokmål, then Swedish, English, nynorsk.
PRIOR = {"nb": 0.0, "sv": -0.3, "en": -0.6, "nn": -1.0}
SURE = 2.0  # how far before the others, as a logarithm of odds, a language must be to be told
ENOUGH = 300  # words in which a language shows
PER_WORD = 3  # the pieces of a word overlap: all of them say as much as so many that do not
SMALL_WORD = 8  # times that a small word counts as much as one of the variants
UNSEEN = 0.3
PIECES = (2, 3, 4)  # letters

Scores = tuple[float, ...]  # for each of LANGUAGES


def language_of(text: str) -> str:
    """ "nb", "nn", "sv" or "en"; nothing where TEXT says too little to tell."""
    read = _read(words(text))
    scores = _scores(read)
    (second, _), (first, best) = sorted(zip(scores, LANGUAGES, strict=True))[-2:]
    return best if first - second >= SURE and len(read) > 1 else ""  # one word may be a name, or a loan


def stemmed_as(hint: str, text_words: Iterable[str]) -> Language:
    """The stemmer's language: from HINT ("nb", "nn", "sv", "en"), or what is likeliest for the words of the text."""
    if hint in STEMMED_AS:
        return STEMMED_AS[hint]
    scores = _scores(_read(text_words))
    return STEMMED_AS[LANGUAGES[scores.index(max(scores))]]


def _read(text_words: Iterable[str]) -> list[str]:
    return [word for word in islice(text_words, ENOUGH) if word.isalpha()]


def _scores(read: list[str]) -> Scores:
    prior = tuple(PRIOR[name] for name in LANGUAGES)
    return tuple(map(sum, zip(prior, *map(_word, read), strict=True)))


@lru_cache(maxsize=60_000)
def _word(word: str) -> Scores:
    """How much less likely WORD is in each language than where it is likeliest, as logarithms."""
    usual, pieces = _usual(), list(_pieces(word))
    scores = [sum(log(known.get(piece, UNSEEN) / total) for piece in pieces) for known, total in usual]
    return tuple((score - max(scores)) * PER_WORD / len(pieces) for score in scores)


def _pieces(word: str) -> Iterator[str]:
    """WORD whole, and all stretches of it of a few letters; its beginning and end are seen."""
    whole = f"^{word}$"
    yield whole
    for size in PIECES:
        yield from (whole[start : start + size] for start in range(len(whole) - size + 1))


@cache
def _usual() -> list[tuple[dict[str, float], float]]:
    """For each language how often a piece of a word stands in its words here, and how many pieces there are."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in LANGUAGES}
    for name, word, times in _known():
        for piece in _pieces(word):
            counts[name][piece] += times
    different = len(set().union(*counts.values()))
    return [({piece: times + UNSEEN for piece, times in found.items()}, found.total() + UNSEEN * different)
            for found in counts.values()]


def _known() -> Iterator[tuple[str, str, int]]:
    """Words that are written so in a language, and how much each counts."""
    for name, word in variants.words_by_language():
        if name in LANGUAGES:
            yield name, word.lower(), 1
    small = table("languages.tsv")
    for name, some in (*small.items(), ("nb", small["no"]), ("nn", small["no"])):
        yield from ((name, word, SMALL_WORD) for word in some if name in LANGUAGES)
    for name in ("sv", "en"):
        yield from ((name, word, SMALL_WORD) for word in table("stopwords.tsv")[name])
