"""The stretch of a text that answers best, escaped, with the words that were asked for marked."""

from collections.abc import Callable, Iterable
from html import escape

from search_index.analysis import LOOSE, Token, fold, is_stop_word, loose_stems, plain, stems, tokens
from search_index.compounds import Splitter
from search_index.matching import Wanted

WORDS = 32
BEFORE = 6
LONGEST_TEXT = 50_000

IsAskedFor = Callable[[str], bool]


class Marker:
    """Knows which words of a text are what somebody asked for."""

    def __init__(self, wanted: Iterable[Wanted], splitter: Splitter) -> None:
        asked = list(wanted)
        whole = [one for each in asked for one in (each, *(() if each.is_compound else each.parts))]
        self._forms = {term for each in whole for _, term in each.forms}
        self._beginnings = {plain(form.removeprefix(LOOSE))[:1] for form in self._forms}
        self._parts = {term for each in asked for one, _ in each.with_parts() for _, term in one.forms}
        self._pieces = [part for part in self._parts if not part.startswith(LOOSE)]
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
        if not any(piece in folded for piece in self._pieces):
            return False
        return any(not self._parts.isdisjoint(ways_to_ask(part)) for part in self._splitter.all_parts(folded))


def ways_to_ask(word: str) -> tuple[str, ...]:
    """The terms by which WORD is found, exactly and loosely."""
    return stems(word) + loose_stems(word)


def snippet(text: str, is_asked_for: IsAskedFor) -> str:
    """About thirty words of TEXT around the most wanted ones, as safe HTML with <mark>."""
    found = list(tokens(text[:LONGEST_TEXT]))
    marked = [at for at, token in enumerate(found) if is_asked_for(token.word)]
    first = max(0, _best_start(found, marked) - BEFORE) if marked else 0
    shown = found[first : first + WORDS]
    if not shown:
        return escape(" ".join(text[:200].split()))
    cut_before = "… " if first else ""
    cut_after = " …" if first + WORDS < len(found) else ""
    start = shown[0].start if first else 0
    end = shown[-1].end if cut_after else len(text)
    return cut_before + _with_marks(text, start, min(end, shown[-1].end + 200), shown, set(marked), first) + cut_after


def _best_start(found: list[Token], marked: list[int]) -> int:
    """The marked word from which the most different marked words follow."""
    width = WORDS - BEFORE

    def worth(start: int) -> tuple[int, int]:
        seen = [found[at].word for at in marked if start <= at < start + width]
        return len(set(seen)), len(seen)

    return max(marked[:200], key=worth)


def _with_marks(text: str, start: int, end: int, shown: list[Token], marked: set[int], first: int) -> str:
    pieces = []
    for at, token in enumerate(shown, first):
        if at in marked:
            pieces += [
                escape(text[start : token.start]),
                "<mark>",
                escape(text[token.start : token.end]),
                "</mark>",
            ]
            start = token.end
    return " ".join("".join([*pieces, escape(text[start:end])]).split())
