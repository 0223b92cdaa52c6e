"""BM25 over arrays, counted over what the asker may read: a score tells nothing of the rest."""

from collections.abc import Callable, Iterable, Sequence
from math import log
from typing import NamedTuple

import numpy as np

from search_index.forms import Weights
from search_index.matching import Amounts, Wanted
from search_index.snapshot import Rights, Snapshot
from search_index.weighing import K1


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
    for group in groups:
        found = np.flatnonzero(group.often > 0)  # of yes and no, many times faster than of numbers
        total[found] += saturated(group, group.often[found], rights.damping[found])
    return total


def saturated(group: Group, often: Amounts, full: Amounts) -> Amounts:
    """What OFTEN occurrences are worth in documents that dampen them so: each more than one is worth less."""
    return group.weight * often * (K1 + 1) / (often + full)


def rarity(rights: Rights, count: float) -> float:
    """How much a term says that COUNT readable documents have."""
    return log(rights.count / (count + 1)) + 1
