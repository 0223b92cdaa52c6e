"""BM25 over arrays, counted over what the asker may read: a score tells nothing of the rest."""

from collections.abc import Callable, Iterable, Sequence
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search_index.matching import Amounts, Wanted, Weights
from search_index.snapshot import Mask, Rights, Snapshot

K1, B = 1.0, 0.5

class Group(NamedTuple):
    """Terms that mean the same: together they are one word of BM25, each as much of it as FORMS says."""

    weight: float
    forms: Weights
    often: Amounts  # how often each readable document has them, weighted so


Scorer = Callable[[Snapshot, Rights, Sequence[Group]], Amounts]


def groups(rights: Rights, wanted: Iterable[Wanted]) -> list[Group]:
    """The words of a question with their parts, each once, with the highest weight that it has."""
    found: dict[str, Group] = {}
    for each, share in (pair for word in wanted for pair in word.with_parts()):
        # A document that has but a lighter form of it is not quite one that has it.
        count = float(np.minimum(each.often, 1).sum())
        group = Group(share * rarity(rights, count), each.forms, each.often)
        found[each.word] = max(group, found.get(each.word, group), key=lambda one: one.weight)
    return list(found.values())


def by_arrays(snapshot: Snapshot, rights: Rights, groups: Sequence[Group]) -> Amounts:
    """The score of every document for the GROUPS; what may not be read has none."""
    total = np.zeros(snapshot.size, np.float32)
    full = fullness(rights)
    for group in groups:
        found = np.flatnonzero(group.often)
        often = group.often[found]
        total[found] += group.weight * often * (K1 + 1) / (often + full[found])
    return total


def rarity(rights: Rights, count: float) -> float:
    """How much a term says that COUNT readable documents have."""
    return log(rights.count / (count + 1)) + 1


def fullness(rights: Rights) -> Amounts:
    """How much each document dampens an occurrence in it: a long one has many by chance."""
    return K1 * ((1 - B) + B * rights.relative_length)


def best_first(snapshot: Snapshot, mask: Mask, total: Amounts | None) -> NDArray[np.intp]:
    """The documents of MASK by score, then date; of a group only its first. Without scores by date alone."""
    docs = np.flatnonzero(mask)
    by_date = -snapshot.dates[docs]
    order = docs[np.lexsort((docs, by_date) if total is None else (docs, by_date, -total[docs]))]
    if snapshot.units is None:
        return order
    firsts = np.unique(snapshot.units[order], return_index=True)[1]
    return order[np.sort(firsts)]
