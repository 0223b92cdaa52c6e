"""What a person typed, read without ever failing: words, "phrases", -unwanted words."""

import re
from dataclasses import dataclass

from search_index.analysis import clean, fold, is_stop_word, words

LONGEST = 500
MOST_WORDS = 30
# With more words than this, or a question mark, it is a question in plain language.
ALL_REQUIRED_UP_TO = 6

_PIECE = re.compile(
    r"""(?<!\S)-"(?P<no_phrase>[^"]+)" | "(?P<phrase>[^"]+)" | (?<!\S)-(?P<no>\w\S*) | (?P<plain>[^\s"]+)""",
    re.VERBOSE,
)

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """The words that bear meaning (or, lacking such, all), the phrases, what is not wanted; all folded."""

    words: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    unfinished: str = ""  # the last word, when it may be the beginning of a longer one
    is_blank: bool = False  # nothing was typed at all
    is_open: bool = False  # asks for the best texts, not for those with every word


def read(text: str) -> Question:
    """The question in TEXT. Any text will do; what has no words asks for nothing."""
    is_blank = not text.strip()
    text = clean(text[:LONGEST])
    found: dict[str, list[Phrase]] = {"plain": [], "phrase": [], "no": [], "no_phrase": []}
    last = ""
    for piece in _PIECE.finditer(text):
        kind = str(piece.lastgroup)
        if phrase := tuple(fold(word) for word in words(piece[kind])):
            found[kind].append(phrase)
            last = phrase[-1] if kind == "plain" else ""
    meaning = _meaning(found["plain"], found["phrase"])
    return Question(
        words=meaning,
        phrases=tuple(found["phrase"]),
        without=tuple(found["no"] + found["no_phrase"]),
        unfinished=last if text[-1:].isalnum() else "",
        is_blank=is_blank,
        is_open=text.rstrip().endswith("?") or len(meaning) > ALL_REQUIRED_UP_TO,
    )


def _meaning(plain: list[Phrase], phrases: list[Phrase]) -> tuple[str, ...]:
    asked = [word for phrase in plain + phrases for word in phrase]
    meaning = [word for word in asked if not is_stop_word(word)]
    # Only stop words: they are all there is, unless a phrase says what is meant.
    return tuple(dict.fromkeys(meaning or ([] if phrases else asked)))[:MOST_WORDS]
