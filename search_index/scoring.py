"""BM25 over arrays, counted over what the asker may read: a score tells nothing of the rest."""

from collections.abc import Callable, Iterable
from math import log

import numpy as np
from numpy.typing import NDArray

from search_index.matching import Wanted, Weights
from search_index.snapshot import Mask, Rights, Snapshot

K1, B = 1.0, 0.5

Scores = NDArray[np.float32]
Scorer = Callable[[Snapshot, Rights, Weights], Scores]


def terms(wanted: Iterable[Wanted]) -> Weights:
    """All terms of a question, each once with the highest weight it has."""
    weights: Weights = {}
    for each in wanted:
        for term, weight in each.all_terms().items():
            weights[term] = max(weight, weights.get(term, 0.0))
    return weights


def by_arrays(snapshot: Snapshot, rights: Rights, weights: Weights) -> Scores:
    """The score of every document for the weighted terms; what may not be read has none."""
    total = np.zeros(snapshot.size, np.float32)
    full = fullness(rights)
    for (field, term), weight in weights.items():
        docs, occurrences = snapshot.postings(field, term)
        readable = rights.readable[docs]
        docs, occurrences = docs[readable], occurrences[readable]
        if len(docs):
            total[docs] += weight * rarity(rights, len(docs)) * occurrences * (K1 + 1) / (occurrences + full[docs])
    return total


def rarity(rights: Rights, count: int) -> float:
    """How much a term says that COUNT readable documents have."""
    return log(rights.count / (count + 1)) + 1


def fullness(rights: Rights) -> Scores:
    """How much each document dampens an occurrence in it: a long one has many by chance."""
    return K1 * ((1 - B) + B * rights.relative_length)


def best_first(snapshot: Snapshot, mask: Mask, total: Scores | None) -> NDArray[np.intp]:
    """The documents of MASK by score, then date; of a group only its first. Without scores by date alone."""
    docs = np.flatnonzero(mask)
    by_date = -snapshot.dates[docs]
    order = docs[np.lexsort((docs, by_date) if total is None else (docs, by_date, -total[docs]))]
    if snapshot.units is None:
        return order
    firsts = np.unique(snapshot.units[order], return_index=True)[1]
    return order[np.sort(firsts)]
