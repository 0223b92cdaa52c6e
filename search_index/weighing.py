"""What a document brings to its score whatever is asked: how long it is, and what lifts it among its like."""

import numpy as np
from numpy.typing import NDArray

from search_index import schema

K1, B = 0.8, 0.75  # of BM25
LIFTED_TYPES = frozenset(["example"])
LIFTED = frozenset(["answer"])  # what a document has that is marked as the answer to a question
# Mild: of two documents with the same words they decide, but no better match is pushed aside by far.
LIFT, FRESHNESS = 0.15, 0.05
HALF_LIFE = 2 * 365 * 86_400  # seconds in which half of the freshness is gone

Amounts = NDArray[np.float32]


def damping(readable: NDArray[np.bool_], lengths: NDArray[np.int64]) -> Amounts:
    """How much each document dampens an occurrence in it: a long one has many by chance.

    Long is what is longer than the READABLE ones are on average; LENGTHS are in words.
    """
    average = float(lengths[readable].mean()) if readable.any() else 1.0
    return (K1 * (1 - B + B * lengths / max(average, 1.0))).astype(np.float32)


def worth(readable: NDArray[np.bool_], lifted: NDArray[np.bool_], dates: NDArray[np.int64]) -> Amounts:
    """What the score of each document is multiplied with, 1.0 to 1.2. Its age counts from the newest READABLE one."""
    found = 1 + np.float32(LIFT) * lifted
    dated = readable & (dates != schema.NO_DATE)
    if dated.any():
        age = (dates[dated].max() - dates[dated]).astype(np.float32)
        found[dated] += np.float32(FRESHNESS) * np.exp2(-age / np.float32(HALF_LIFE))
    return found.astype(np.float32)
