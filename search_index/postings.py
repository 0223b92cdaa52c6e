"""Whoosh's postings as arrays: a block at a time, where Whoosh's own matcher takes a posting at a time.

Reads inside the codec of Whoosh 2.7.4, which is pinned; a test holds it equal to the public matcher.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.reading import TermNotFound

Numbers = NDArray[np.int32]
Weights = NDArray[np.float32]


class Postings(NamedTuple):
    """The documents that have a term, ascending, and the weight it has in each."""

    docs: Numbers
    weights: Weights


NONE = Postings(np.zeros(0, np.int32), np.zeros(0, np.float32))


def read(leaf: Any, field: str, term: str) -> Postings:
    """The postings of TERM in one segment; NONE when it has none. Deleted documents are among them."""
    if (matcher := _matcher(leaf, field, term)) is None:
        return NONE
    docs, weights = [], []
    for ids, block_weights, _ in _blocks(matcher):
        docs.append(np.cumsum(ids, dtype=np.int32))
        given = 1.0 if block_weights is None else block_weights
        weights.append(np.broadcast_to(np.asarray(given, np.float32), len(ids)))
    return Postings(np.concatenate(docs), np.concatenate(weights))


def read_payloads(leaf: Any, field: str, term: str) -> dict[int, bytes]:
    """The payload of TERM in each document of one segment that has it."""
    if (matcher := _matcher(leaf, field, term)) is None:
        return {}
    found: dict[int, bytes] = {}
    for ids, _, payloads in _blocks(matcher):
        found.update(zip(np.cumsum(ids).tolist(), payloads, strict=True))
    return found


def _matcher(leaf: Any, field: str, term: str) -> Any:
    try:
        matcher = leaf._terms.matcher(field, term.encode(), leaf.schema[field].format)
    except TermNotFound:
        return None
    # The writer never inlines: in 2.7.4 that path raises.
    assert isinstance(matcher, W3LeafMatcher)
    return matcher


def _blocks(matcher: Any) -> Any:
    """Each block as (steps between documents, weights or one weight or None, payloads)."""
    while True:
        matcher._read_data()
        yield matcher._data
        if matcher._lastblock:
            return
        matcher._goto(matcher._nextoffset)
