"""Compounds: klimatilpasningsplan is klima + tilpasning + plan. The index itself knows the words."""

from collections.abc import Callable, Iterable, Iterator
from math import log

from search_index.analysis import is_stop_word, table
from search_index.variants import is_known

MIN_WORD, MAX_WORD = 7, 50
MIN_PART = 3
MAX_PARTS = 4
MIN_COUNT = 3.0
# A part of three letters is seen everywhere by chance: it must be very well known.
SHORT_PENALTY = 20.0
# What may stand between two parts, and how doubtful that makes the split.
LINKS = (("", 0.0), ("s", 0.0), ("e", log(2)))
EACH_MORE_PART = log(1.6)
CACHED = 200_000

Part = tuple[str, float]  # a word, and the logarithm of how well known it is


class Splitter:
    """Splits folded words by how often the parts stand alone. COUNT tells how many texts have a word."""

    def __init__(self, count: Callable[[str], float]) -> None:
        self._count = count
        self._seen: dict[str, tuple[str, ...]] = {}
        self._weights: dict[str, float] = {}

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of WORD in order, without linking letters; none when it is no compound of known words."""
        if not MIN_WORD <= len(word) <= MAX_WORD or not word.isalpha():
            return ()
        if (parts := self._seen.get(word)) is None:
            if len(self._seen) >= CACHED:
                self._seen.clear()
            parts = self._seen[word] = self._best(word)
        return parts

    def all_parts(self, word: str) -> Iterator[str]:
        """The parts of WORD, and the parts of those that are compounds themselves."""
        for part in self.split(word):
            yield part
            yield from self.all_parts(part)

    def _best(self, word: str) -> tuple[str, ...]:
        best = max(self._splits(word, 1), key=_goodness, default=[])
        return self._in_two(word, [part for part, _ in best])

    def _in_two(self, word: str, parts: list[str]) -> tuple[str, ...]:
        """PARTS of WORD, those that are a known word together as one: klimatilpasning + plan."""
        ends = list(_ends(word, parts))
        for cut in range(len(parts) - 1, 0, -1) if len(parts) > 2 else ():
            start = ends[cut] - len(parts[cut])
            first, last = word[: ends[cut - 1]], word[start:]
            if (cut == 1 or self._weight(first)) and (cut == len(parts) - 1 or self._weight(last)):
                return first, last
        return tuple(parts)

    def _splits(self, rest: str, depth: int) -> Iterator[list[Part]]:
        """Every way to read REST as known words; REST as one word only after a first part."""
        if depth > 1 and (weight := self._weight(rest)):
            yield [(rest, weight)]
        if depth == MAX_PARTS:
            return
        for end in range(MIN_PART, len(rest) - MIN_PART + 1):
            if not (weight := self._weight(rest[:end])):
                continue
            for link, doubt in LINKS:
                tail = rest[end + len(link) :]
                if len(tail) >= MIN_PART and rest.startswith(link, end):
                    for parts in self._splits(tail, depth + 1):
                        yield [(rest[:end], weight - doubt), *parts]

    def _weight(self, part: str) -> float:
        """The logarithm of how well PART is known; 0.0 when it is not known well enough to be a part."""
        if (weight := self._weights.get(part)) is None:
            if len(self._weights) >= CACHED:
                self._weights.clear()
            weight = self._weights[part] = 0.0 if _is_no_part(part) else self._weigh(part)
        return weight

    def _weigh(self, part: str) -> float:
        count = self._count(part) / (SHORT_PENALTY if len(part) == MIN_PART else 1.0)
        if is_known(part):
            count += MIN_COUNT
        return log(count) if count >= MIN_COUNT else 0.0


def _ends(word: str, parts: Iterable[str]) -> Iterator[int]:
    """Where in WORD each of its PARTS ends: a linking letter may stand before it."""
    end = 0
    for part in parts:
        end = word.index(part, end) + len(part)
        yield end


def _is_no_part(word: str) -> bool:
    """Whether WORD makes other words without bearing a meaning of its own: -het, -ning, gjen-."""
    return is_stop_word(word) or word in table("parts.tsv")["never"]


def _goodness(parts: list[Part]) -> float:
    return sum(weight for _, weight in parts) / len(parts) - EACH_MORE_PART * (len(parts) - 2)
