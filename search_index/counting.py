"""How many hits there are, and how many have each value, where documents of one group are one hit."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search_index.postings import Numbers
from search_index.snapshot import Mask, Snapshot

Integers = NDArray[Any]  # of 32 bits or 64

LARGEST = 2**31  # of the numbers that are sorted twice as fast as longer ones


class Counted:
    """The documents of MASK, as hits."""

    def __init__(self, snapshot: Snapshot, mask: Mask) -> None:
        self._snapshot, self._mask = snapshot, mask
        self.docs = np.flatnonzero(mask)
        self._units = snapshot.units[self.docs]
        self._each = distinct(self._units)

    @property
    def total(self) -> int:
        """How many hits they are."""
        return len(self._each)

    def of(self, facet: str) -> list[tuple[str, int]]:
        """How many hits have each value of FACET, the most first."""
        known, one, docs, codes = self._snapshot.values(facet)
        units = self._snapshot.units
        # Most hits have one value, in whichever of their documents: that is counted first, and then what is left.
        counted = np.empty(self._snapshot.size, np.int32)
        counted[self._units] = found = one[self.docs]
        further = self._mask[docs]
        unit = np.concatenate([self._units, units[docs[further]]])
        code = np.concatenate([found, codes[further]])
        left = (code != counted[unit]) & (code >= 0)
        pairs = distinct(_pairs(unit[left], code[left], len(known), self._snapshot.size))
        counts = np.bincount(counted[self._each] + 1, minlength=len(known) + 1)[1:]
        counts += np.bincount(pairs % max(len(known), 1), minlength=len(known))
        there = [(value, count) for value, count in zip(known, counts.tolist(), strict=True) if count]
        return sorted(there, key=lambda pair: -pair[1])


def distinct(numbers: Integers) -> Integers:
    """Each of NUMBERS once, ascending. To sort them is many times faster than np.unique."""
    ordered: Integers = np.sort(numbers)
    is_new = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    return ordered[is_new]


def _pairs(units: Numbers, codes: Numbers, known: int, size: int) -> Integers:
    """A number for each pair of a unit and a code."""
    wide: Integers = units if known * size < LARGEST else units.astype(np.int64)
    return wide * known + codes
