"""Which hits come first, where documents of one group are one hit."""

import numpy as np
from numpy.typing import NDArray

from search_index.matching import Amounts
from search_index.snapshot import Snapshot

Docs = NDArray[np.intp]
# How many documents are sorted for each hit that is wanted: the rest of its group may be among them.
SPARE = 4


def best(snapshot: Snapshot, docs: Docs, scores: Amounts | None, number: int) -> Docs:
    """The first NUMBER hits among DOCS by SCORES, then by date; without scores by date alone.

    Of each group its best document. All are never sorted: only those that may be among the first.
    """
    keys = (snapshot.dates if scores is None else scores)[docs]
    taken = SPARE * number
    while taken < len(docs):
        nth = len(docs) - taken
        firsts = _sorted(snapshot, docs[keys >= np.partition(keys, nth)[nth]], scores)
        if len(firsts) >= number:
            return firsts[:number]
        taken *= SPARE
    return _sorted(snapshot, docs, scores)[:number]


def _sorted(snapshot: Snapshot, docs: Docs, scores: Amounts | None) -> Docs:
    by_date = -snapshot.dates[docs]
    order = docs[np.lexsort((docs, by_date) if scores is None else (docs, by_date, -scores[docs]))]
    firsts = np.unique(snapshot.units[order], return_index=True)[1]
    return order[np.sort(firsts)]
