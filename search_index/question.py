"""What a person typed, read without ever failing: words, "phrases", -unwanted words, names and addresses as one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from search_index.analysis import beside, clean, fold, is_stop_word
from search_index.names import NO_NAMES, Names, Phrase, phrase
from search_index.units import AMOUNT, only_unit, without_scheme

LONGEST = 500
MOST_WORDS = 30
# With more words than this, or a question mark, it is a question in plain language.
ALL_REQUIRED_UP_TO = 6

_PIECE = re.compile(
    rf"""(?<!\S)-"(?P<no_phrase>[^"]+)" | "(?P<phrase>[^"]+)" | (?<!\S)-(?P<no>\w\S*) |
    (?P<plain>(?-x:{AMOUNT})|[^\s"]+)""",
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]+")


class Asked(NamedTuple):
    """One thing that is asked for: a word, or several that are one, and its words."""

    word: str
    made_of: Phrase


@dataclass(frozen=True)
class Question:
    """The words that bear meaning (or, lacking such, all), the phrases, what is not wanted; all folded."""

    words: tuple[str, ...] = ()
    made_of: Mapping[str, Phrase] = field(default_factory=dict)  # the words of what is one word in WORDS
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    called: frozenset[str] = frozenset()  # what is written as a name is
    unfinished: str = ""  # the last word, when it may be the beginning of a longer one
    is_blank: bool = False  # nothing was typed at all
    is_open: bool = False  # asks for the best texts, not for those with every word


def read(text: str, names: Names = NO_NAMES) -> Question:
    """The question in TEXT, in which NAMES are known. Any text will do; what has no words asks for nothing."""
    is_blank = not text.strip()
    text = clean(text[:LONGEST])
    found: dict[str, list[Phrase]] = {"phrase": [], "no": [], "no_phrase": []}
    plain: list[Asked] = []
    last = ""
    for piece in _PIECE.finditer(text):
        kind = str(piece.lastgroup)
        if kind == "plain":
            plain += (asked := list(_asked(piece[kind])))
            last = asked[-1].word if asked else last
        elif words := phrase(piece[kind]):
            found[kind].append(words)
            last = ""
    called = frozenset(_called(text))
    small = {word for word in called if names.meant_by((word,))} | set(beside(text))
    meaning = _meaning(list(_with_names(plain, names)), found["phrase"], small)
    return Question(
        words=tuple(each.word for each in meaning),
        made_of={each.word: each.made_of for each in meaning if each.made_of != (each.word,)},
        called=called,
        phrases=tuple(found["phrase"]),
        without=tuple(found["no"] + found["no_phrase"]),
        unfinished=last if text[-1:].isalnum() else "",
        is_blank=is_blank,
        is_open=text.rstrip().endswith("?") or len(meaning) > ALL_REQUIRED_UP_TO,
    )


def _asked(piece: str) -> Iterator[Asked]:
    """The words of PIECE, which has no spaces; or all of it as one."""
    if unit := fold(only_unit(piece)):
        yield Asked(unit, phrase(without_scheme(piece)))
    else:
        yield from (Asked(word, (word,)) for word in phrase(piece))


def _with_names(asked: list[Asked], names: Names) -> Iterator[Asked]:
    """ASKED with the words of a name as one."""
    place, words = 0, [each.made_of for each in asked]
    while place < len(asked):
        if length := names.length_at(place, words):
            name = tuple(word for each in words[place : place + length] for word in each)
            yield Asked(" ".join(name), name)
        else:
            yield asked[place]
        place += length or 1


def _called(text: str) -> Iterator[str]:
    """Words with a capital; the first of several has one anyway, unless a municipality is called so."""
    words = [found.group() for found in _WORD.finditer(text)]
    for place, word in enumerate(words):
        is_telling = place or len(words) == 1 or words[1].lower().startswith("kommun")
        if is_telling and word[0].isupper():
            yield fold(word)


def _meaning(plain: list[Asked], phrases: list[Phrase], named: set[str]) -> list[Asked]:
    """What bears meaning: not the stop words, but for those that are NAMED."""
    asked = plain + [Asked(word, (word,)) for words in phrases for word in words]
    meaning = [each for each in asked if not is_stop_word(each.word) or each.word in named]
    # Only stop words: they are all there is, unless a phrase says what is meant.
    return list({each.word: each for each in meaning or ([] if phrases else asked)}.values())[:MOST_WORDS]
