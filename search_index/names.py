"""Names, and other names of the same: Kåfjord is Gáivuotna, what was Sauherad is Midt-Telemark."""

from collections.abc import Iterable, Mapping

from search_index.analysis import fold, plain, words

Phrase = tuple[str, ...]
ITSELF, OTHER = 1.0, 0.7  # how much of a name it is itself, and another name of the same


def phrase(text: str) -> Phrase:
    """The folded words of TEXT."""
    return tuple(fold(word) for word in words(text))


class Names:
    """SAME holds the names of one thing each. FORMER pairs a name that is no more with the one that took its place.

    Public knowledge alone: names of people are read from the index, under the rights of who asks.
    """

    def __init__(self, same: Iterable[Iterable[str]] = (), former: Iterable[tuple[str, str]] = ()) -> None:
        self._meant: dict[Phrase, dict[Phrase, float]] = {}
        for names in same:
            phrases = list(filter(None, map(phrase, names)))
            for each in phrases:
                self._add(each, phrases)
        for once, today in former:
            self._add(phrase(once), [phrase(today)])
        self._longest = max(map(len, self._meant), default=0)

    def _add(self, name: Phrase, others: Iterable[Phrase]) -> None:
        meant = self._meant.setdefault(_plainly(name), {})
        meant |= {other: OTHER for other in others if meant.get(other) != ITSELF}
        # As it is written, and as a keyboard without Sámi letters writes it.
        meant |= {name: ITSELF, _plainly(name): ITSELF}

    def meant_by(self, name: Phrase) -> Mapping[Phrase, float]:
        """The names that NAME stands for, itself among them, with how much of it each is; none when it is no name."""
        return self._meant.get(_plainly(name), {})

    def length_at(self, place: int, asked: list[Phrase]) -> int:
        """How many of the words ASKED from PLACE on are one name of several words; 0 when none are."""
        for end in range(min(len(asked), place + self._longest), place + 1, -1):
            if tuple(word for each in asked[place:end] for word in each) in self._meant:
                return end - place
        return 0


def _plainly(name: Phrase) -> Phrase:
    return tuple(map(plain, name))


NO_NAMES = Names()
