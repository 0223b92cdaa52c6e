"""Operators in a search: `fra:anne før:2026 har:fil`, with the words of all four languages. Pure: knows no database.

Any text can be read; what is no operator is words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.i18n import ZONE
from search_index.analysis import fold

Words = dict[str, str]  # by language

# What an operator is called. All words are understood always; one's own are offered.
OPERATORS: dict[str, Words] = {
    "from": {"nb": "fra", "nn": "frå", "sv": "från", "en": "from"},
    "in": {"nb": "i", "nn": "i", "sv": "i", "en": "in"},
    "theme": {"nb": "tema", "nn": "tema", "sv": "tema", "en": "theme"},
    "municipality": {"nb": "kommune", "nn": "kommune", "sv": "kommun", "en": "municipality"},
    "before": {"nb": "før", "nn": "før", "sv": "före", "en": "before"},
    "after": {"nb": "etter", "nn": "etter", "sv": "efter", "en": "after"},
    "has": {"nb": "har", "nn": "har", "sv": "har", "en": "has"},
    "type": {"nb": "type", "nn": "type", "sv": "typ", "en": "type"}}
CARRIED: dict[str, Words] = {
    "file": {"nb": "fil", "nn": "fil", "sv": "fil", "en": "file"},
    "card": {"nb": "kort", "nn": "kort", "sv": "kort", "en": "card"},
    "link": {"nb": "lenke", "nn": "lenkje", "sv": "länk", "en": "link"}}
TYPES: dict[str, Words] = {
    "example": {"nb": "eksempel", "nn": "døme", "sv": "exempel", "en": "example"},
    "collection": {"nb": "eksempelsamling", "nn": "utval", "sv": "exempelsamling", "en": "collection"},
    "thread": {"nb": "tråd", "nn": "tråd", "sv": "tråd", "en": "thread"},
    "file": {"nb": "fil", "nn": "fil", "sv": "fil", "en": "file"},
    "person": {"nb": "person", "nn": "person", "sv": "person", "en": "person"},
    "gathering": {"nb": "samling", "nn": "samling", "sv": "träff", "en": "gathering"},
    "goal": {"nb": "mål", "nn": "mål", "sv": "mål", "en": "goal"},
    "network": {"nb": "nettverk", "nn": "nettverk", "sv": "nätverk", "en": "network"},
    "room": {"nb": "rom", "nn": "rom", "sv": "rum", "en": "room"},
    "link": {"nb": "lenke", "nn": "lenkje", "sv": "länk", "en": "link"},
    "municipality": {"nb": "kommune", "nn": "kommune", "sv": "kommun", "en": "municipality"},
    "organisation": {"nb": "organisasjon", "nn": "organisasjon", "sv": "organisation", "en": "organisation"},
    "card": {"nb": "kort", "nn": "kort", "sv": "kort", "en": "card"},
    "indicator": {"nb": "indikator", "nn": "indikator", "sv": "indikator", "en": "indicator"}}

NAMES = {fold(word): name for name, words in OPERATORS.items() for word in words.values()}
OPEN, CLOSE = "\"“”„«", "\"“”»"
PIECE = re.compile(
    rf"""(?<!\S)(?P<word>[^\W\d_]{{1,14}}):(?:[{OPEN}](?P<quoted>[^{OPEN}{CLOSE}]*)[{CLOSE}]?|(?P<plain>[^\s{OPEN}{CLOSE}]*))
      | [{OPEN}][^{OPEN}{CLOSE}]*[{CLOSE}]?""", re.VERBOSE)
DATES = (re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?)?"),
         re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"))
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Operator:
    """One of them, as it stands in TEXT[START:END]; VALUE as it was typed, without quotation marks."""

    name: str
    value: str
    start: int
    end: int


class Parsed(NamedTuple):
    """What was typed: the words to look for, and what narrows them."""

    words: str
    operators: tuple[Operator, ...]


def parse(text: str) -> Parsed:
    """TEXT as words and operators. An operator without a value says nothing, and is neither."""
    found = list(_operators(text))
    return Parsed(_left(text, found), tuple(one for one in found if one.value))


def at_end(text: str) -> Operator | None:
    """The operator that is being typed, its value perhaps still empty."""
    found = list(_operators(text))
    return found[-1] if found and found[-1].end == len(text) else None


def without(text: str, *gone: Operator) -> str:
    """TEXT without these operators."""
    return _left(text, gone)


def written(name: str, value: str, language: str) -> str:
    """An operator as somebody who speaks LANGUAGE types it."""
    value = value.replace('"', " ").strip()
    return f"{OPERATORS[name][language]}:" + (f'"{value}"' if re.search(r"\s", value) else value)


def key_of(value: str, table: dict[str, Words]) -> str | None:
    """What VALUE is called in the program, when it is a word of TABLE in any language, in one or in many."""
    meant = fold(value)
    spoken = {fold(word): key for key, words in table.items() for word in words.values()}
    return spoken.get(meant) or spoken.get(meant.removesuffix("s"))


def moment(value: str) -> datetime | None:
    """The beginning of the day, month or year VALUE (2026, 2026-03, 2026-03-31, 31.3.2026) here."""
    given = next((found for date in DATES if (found := date.fullmatch(value))), None)
    if given is None or not FIRST_YEAR <= int(given["y"]) <= LAST_YEAR:
        return None
    try:
        return datetime(int(given["y"]), int(given["m"] or 1), int(given["d"] or 1), tzinfo=ZONE)
    except ValueError:
        return None


def _operators(text: str) -> Iterator[Operator]:
    for piece in PIECE.finditer(text):
        if piece["word"] and (name := NAMES.get(fold(piece["word"]))):
            value = piece["quoted"] if piece["quoted"] is not None else piece["plain"]
            yield Operator(name, value.strip(), piece.start(), piece.end())


def _left(text: str, gone: Sequence[Operator]) -> str:
    pieces, start = [], 0
    for one in sorted(gone, key=lambda one: one.start):
        pieces.append(text[start:one.start])
        start = one.end
    return " ".join(" ".join([*pieces, text[start:]]).split()) if gone else text
