"""Suggestions while typing: titles with words that start so, among what the asker may read."""

import numpy as np

from search_index import schema
from search_index.analysis import fold, words
from search_index.face import Label
from search_index.snapshot import Mask, Snapshot

LOOKED_AT = 60



def titles(snapshot: Snapshot, audiences: frozenset[str], prefix: str, limit: int) -> list[Label]:
    """Up to LIMIT titles, with type and address: those that start with PREFIX, then those with its words."""
    typed = [fold(word) for word in words(prefix[:200])]
    rights = snapshot.rights(audiences)
    if not typed or not rights.count or limit < 1:
        return []
    *whole, beginning = typed
    mask = rights.readable & snapshot.having_prefix(schema.TITLE, beginning)
    for word in whole:
        mask &= snapshot.having(schema.TITLE, frozenset([word]))
    return _labels(snapshot, mask, typed)[:limit]


def _labels(snapshot: Snapshot, mask: Mask, typed: list[str]) -> list[Label]:
    docs = np.flatnonzero(mask)
    newest = docs[np.argsort(-snapshot.dates[docs], kind="stable")][:LOOKED_AT]
    shown = snapshot.stored(newest.tolist())
    shown.sort(key=lambda each: not _starts_with(str(each["title"]), typed))
    return list({label[:2]: label for each in shown if (label := (each["type"], each["title"], each["url"]))}.values())


def _starts_with(title: str, typed: list[str]) -> bool:
    return " ".join(fold(word) for word in words(title)).startswith(" ".join(typed))
