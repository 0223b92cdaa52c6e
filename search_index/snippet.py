"""The stretch of a text that answers best, escaped, with the words that were asked for marked."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import islice

from search_index.analysis import LOOSE, fold, is_stop_word, loose_stems, plain, stems, tokens
from search_index.compounds import Splitter
from search_index.matching import Wanted
from search_index.units import AMOUNT, number

WORDS = 32
BEFORE = 6
LONGEST_TEXT = 50_000
MOST = 200  # words that were asked for, from each of which the best stretch may run
# In letters: what so many words take up at most, before and after; and what the best stretch is measured by.
BACK, REACH, STRETCH = 100, 350, 200
PUNCTUATION = 100  # at most so much behind the last word of a text

_WORD, _NUMBER = re.compile(r"[^\W_]+"), re.compile(AMOUNT)

IsAskedFor = Callable[[str], bool]


class Marker:
    """Knows which words of a text are what somebody asked for."""

    def __init__(self, wanted: Iterable[Wanted], splitter: Splitter) -> None:
        asked = list(wanted)
        whole = [one for each in asked for one in (each, *(() if each.is_compound else each.parts))]
        self._forms = {term for each in whole for _, term in each.forms}
        self._beginnings = {plain(form.removeprefix(LOOSE))[:1] for form in self._forms}
        self._parts = {term for each in asked for one, _ in each.with_parts() for _, term in one.forms}
        pieces = [re.escape(part) for part in self._parts if not part.startswith(LOOSE)]
        self._has_piece = re.compile("|".join(pieces) or "(?!)").search
        self._splitter = splitter
        self._seen: dict[str, bool] = {}

    def is_asked_for(self, word: str) -> bool:
        """Whether WORD is a form of a wanted word, or a compound with one as a part."""
        if word not in self._seen:
            self._seen[word] = self._looks_asked_for(word)
        return self._seen[word]

    def _looks_asked_for(self, word: str) -> bool:
        folded = fold(word)
        if folded in self._forms:
            return True
        # Stemming and splitting are dear: only words that can be meant are looked at closely.
        may_be_a_form = plain(folded)[:1] in self._beginnings and not is_stop_word(word)
        if may_be_a_form and not self._forms.isdisjoint(ways_to_ask(word)):
            return True
        if not self._has_piece(folded):
            return False
        return any(not self._parts.isdisjoint(ways_to_ask(part)) for part in self._splitter.all_parts(folded))


def ways_to_ask(word: str) -> tuple[str, ...]:
    """The terms by which WORD is found, exactly and loosely."""
    return stems(word) + loose_stems(word)


def snippet(text: str, is_asked_for: IsAskedFor) -> str:
    """About thirty words of TEXT around the most wanted ones, as safe HTML with <mark>."""
    text = text[:LONGEST_TEXT]
    place = _best_place(text, is_asked_for)
    start, end = max(0, place - BACK), place + REACH
    # Words are cut out of what is around alone: of a long text that is dear. The first and the last may be halves.
    around = list(tokens(text[start:end]))[1 if start else 0 : -1 if end < len(text) else None]
    before = [token for token in around if start + token.start < place]
    shown = around[max(0, len(before) - BEFORE) :][:WORDS]
    if not shown:
        return escape(" ".join(text[:200].split()))
    is_cut = start > 0 or shown[0] is not around[0]
    goes_on = end < len(text) or shown[-1] is not around[-1]
    first = start + shown[0].start if is_cut else 0
    last = start + shown[-1].end + (0 if goes_on else PUNCTUATION)
    return ("… " if is_cut else "") + _with_marks(text[first:last], [
        (start + token.start - first, start + token.end - first) for token in shown if is_asked_for(token.word)]) + (
        " …" if goes_on else "")


def _best_place(text: str, is_asked_for: IsAskedFor) -> int:
    """Where the word of TEXT stands from which the most different words follow that are asked for; else 0."""
    lower = text.lower()
    asked = filter(is_asked_for, set(_WORD.findall(lower)))
    found = sorted((place, word) for word in asked for place in islice(_places(lower, word), MOST))
    if not found:
        return next((one.start() for one in _NUMBER.finditer(text) if is_asked_for(number(one[0]))), 0)
    places = [place for place, _ in found[:MOST]]

    def worth(at: int) -> tuple[int, int]:
        seen = [word for _, word in found[at : bisect_left(places, places[at] + STRETCH)]]
        return len(set(seen)), len(seen)

    return places[max(range(len(places)), key=worth)]


def _places(text: str, word: str) -> Iterator[int]:
    """Where WORD stands in TEXT, but not as a part of another."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (text[max(0, at - 1) : at].isalnum() or text[end : end + 1].isalnum()):
            yield at
        at = text.find(word, end)


def _with_marks(text: str, marked: Iterable[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in marked:
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return " ".join("".join([*pieces, escape(text[at:])]).split())
