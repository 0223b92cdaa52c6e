"""Nordic words: from a text to the terms that are indexed and asked for. Pure functions."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from threading import local
from typing import Literal, NamedTuple

import Stemmer

from search_index.spellings import loosen
from search_index.units import AMOUNT, SHORT_YEAR, number, units

Language = Literal["no", "sv", "en"]
LANGUAGES: tuple[Language, ...] = ("no", "sv", "en")
LOOSE = "~"  # before a form that is not the stem itself
CACHED = 60_000  # words, by each function that is asked for the same ones again and again

NAME = "@"  # before a word of a title that is a name

# A number is one word, however it is written; all else is letters and digits.
_TOKEN = re.compile(rf"(?P<amount>{AMOUNT})|(?P<year>{SHORT_YEAR})|[^\W_]+")
_STEMMERS: dict[Language, str] = {"no": "norwegian", "sv": "swedish", "en": "english"}
_FOLD = str.maketrans("äöüéèêëôòóàâíìúùûñç", "æøyeeeeoooaaiiuuunc")
_TO_SWEDISH = str.maketrans("æø", "äö")
_SAMI = "áčđŋšŧžïǥǧǩǯ"
_PLAIN = str.maketrans(_SAMI, "acdnstziggkz")
_IS_STEMMED = re.compile(f"[^\\W\\d_{_SAMI}]*").fullmatch
# What Snowball leaves apart: fågel and fåglar, sykkel and sykler, flom and flommen.
_CONTRACTED = re.compile(r"(?<=[aeiouyæøå])([^\W\d_aeiouyæøå]{1,3})eln?$")
_DOUBLE = re.compile(r"m(?=m$)|(\w)(?=\1l$)")
# Innbyggerne, brukerne; but not moderne, interne, eksterne, fjerne.
_PLURAL = re.compile(r"(?<=\w\w)(?<!mod)(?<!int)(?<!kst)(?<!j)ern$")
# Possibilities in nynorsk: moglegheit is mogleg, as mulighet is mulig.
_QUALITY = re.compile(r"(?<=\w{4})heit$")
# And in Swedish: skolan, frågan, ansökan; but not handlingsplan, nor tjänsteman, though blomman.
_DEFINITE = re.compile(r"(?<=\w\w[^\W\d_aeiouyæøå])(?<!pl)(?<![^m]m)an$")
_THREAD = local()
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


class Token(NamedTuple):
    """A word in lower case and where it stood: text[start:end]."""

    word: str
    start: int
    end: int


@cache
def table(name: str) -> dict[str, frozenset[str]]:
    """The data file NAME of two columns: a language, and words."""
    lines = (resources.files(__package__) / "data" / name).read_text("utf-8").splitlines()
    return {key: frozenset(words.split()) for key, words in (line.split("\t") for line in lines[1:])}


@cache
def stop_words() -> frozenset[str]:
    """Folded words so common in nb, nn, sv or en that they say nothing of a text."""
    return frozenset(fold(word) for words in table("stopwords.tsv").values() for word in words)


def clean(text: str) -> str:
    """TEXT with composed letters and without soft hyphens, NUL, half surrogates and other unseen signs."""
    text = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8"))
    return _UNSEEN.sub("", text).replace("\x00", " ")


def tokens(text: str) -> Iterator[Token]:
    """Every word of a cleaned TEXT, in order. A number is written in digits alone: 1200000 for "1,2 mill."."""
    return (Token(_word(found), found.start(), found.end()) for found in _TOKEN.finditer(text))


def words(text: str) -> list[str]:
    """Every word of TEXT in lower case, whatever signs it holds."""
    return [token.word for token in tokens(clean(text))]


def _word(found: re.Match[str]) -> str:
    if found.lastgroup == "amount":
        return number(found.group())
    return f"20{found.group()}" if found.lastgroup == "year" else found.group().lower()


def beside(text: str) -> list[str]:
    """What TEXT is found by besides its words: whole addresses and the like, and names that look like stop words."""
    text = clean(text)
    return [*map(fold, units(text)), *_names_like_stop_words(text)]


def _names_like_stop_words(text: str) -> Iterator[str]:
    """Å, Vara: a stop word with a capital after a word without one, or alone."""
    before = ""
    for token in tokens(text):
        written = text[token.start : token.end]
        if written.istitle() and is_stop_word(written) and (before.islower() or written == text.strip()):
            yield fold(written)
        # Only a space may stand between: after a full stop every word begins so.
        before = written if text[token.end : token.end + 1] == " " else ""


@lru_cache(maxsize=CACHED)
def fold(word: str) -> str:
    """One spelling for nb, nn and sv: ä is æ, ö is ø, aa is å, accents go. Sámi letters are kept."""
    return word.lower().translate(_FOLD).replace("aa", "å")


def plain(word: str) -> str:
    """A folded WORD with Sámi letters as a Norwegian keyboard writes them: kárášjohka is karasjohka."""
    return word.translate(_PLAIN)


def is_stop_word(word: str) -> bool:
    """Whether WORD says nothing of a text."""
    return fold(word) in stop_words()


def stem(word: str, in_language: Language) -> str:
    """The folded stem of WORD. A word with a digit or a Sámi letter is a name: it is folded only."""
    folded = fold(word)
    if not _IS_STEMMED(folded):
        return folded
    while (shorter := _shortened(folded, in_language)) != folded:  # innbyggerne is innbygger is innbygg
        folded = shorter
    return _DOUBLE.sub("", _CONTRACTED.sub(r"\1l", folded))


def _shortened(folded: str, in_language: Language) -> str:
    if in_language == "sv":
        return _DEFINITE.sub("", fold(_stemmer("sv").stemWord(folded.translate(_TO_SWEDISH))))
    stemmed = str(_stemmer(in_language).stemWord(folded))
    return _QUALITY.sub("", _PLURAL.sub("er", stemmed)) if in_language == "no" else stemmed


def _stemmer(in_language: Language) -> Stemmer.Stemmer:
    """A stemmer for this thread alone: it is not safe for several."""
    if not hasattr(_THREAD, in_language):
        setattr(_THREAD, in_language, Stemmer.Stemmer(_STEMMERS[in_language], 0))
    return getattr(_THREAD, in_language)


@lru_cache(maxsize=CACHED)
def terms(word: str, in_language: Language) -> tuple[str, ...]:
    """What one word of a text is indexed as: its stem, for Sámi letters the plain stem too, and its loose form."""
    exact = dict.fromkeys(stem(form, in_language) for form in _ways_to_write(word))
    return (*exact, *(LOOSE + loose for each in exact if (loose := loosen(each)) != each))


@lru_cache(maxsize=CACHED)
def stems(word: str) -> tuple[str, ...]:
    """What one word of a question asks for: its terms in every language, each once."""
    return tuple(dict.fromkeys(stem(form, name) for name in LANGUAGES for form in _ways_to_write(word)))


@lru_cache(maxsize=CACHED)
def loose_stems(word: str) -> tuple[str, ...]:
    """What one word of a question asks for in other spellings."""
    loose = dict.fromkeys(map(loosen, stems(word)))
    return tuple(way for each in loose for way in (each, LOOSE + each))


def _ways_to_write(word: str) -> tuple[str, ...]:
    folded = fold(word)
    return (folded,) if plain(folded) == folded else (folded, plain(folded))
