"""More like this: the documents that share the words which set one apart."""

from collections.abc import Iterable

import numpy as np

from search_index import schema
from search_index.analysis import LOOSE, NAME
from search_index.choosing import under
from search_index.compounds import Splitter
from search_index.face import Hit, Query
from search_index.forms import Term, Weights
from search_index.indexing import Indexer, cut
from search_index.matching import occurrences
from search_index.scoring import Group, rarity
from search_index.searching import filters, page, shown
from search_index.snapshot import Mask, Rights, Snapshot
from search_index.view import View
from search_index.weighing import K1

TERMS = 8
# One word in common is chance, where there are more to share.
SHARED = 2


def more_like(view: View, id: str, query: Query) -> list[Hit]:
    """Documents about the same as the document ID, under the audiences and filters of QUERY; never its own group."""
    snapshot = view.snapshot
    rights = snapshot.rights(query.audiences)
    found = snapshot.postings(schema.ID, id).docs
    readable = found[rights.readable[found]].tolist()
    if not readable:
        return []
    telling = _telling(snapshot, rights, view.splitter, readable[0])
    mask = _sharing(snapshot, telling, min(SHARED, len(telling))) & rights.readable & ~snapshot.same_unit(readable[0])
    scores = view.scorer(snapshot, rights, [_alone(snapshot, rights, *each) for each in telling.items()])
    found_docs = np.flatnonzero(under(filters(snapshot, query), mask))
    return shown(snapshot, page(snapshot, query, found_docs, scores), scores, lambda word: False)


def _telling(snapshot: Snapshot, rights: Rights, splitter: Splitter, doc: int) -> Weights:
    """The terms of DOC that say most about it and stand in others too, with how much they say of it."""
    [kept] = snapshot.stored([doc])
    terms, _ = Indexer(splitter).weigh(cut(kept["title"]), cut(kept["text"]), kept["lang"])
    snapshot.fetch((schema.TERMS, term) for term in terms)
    telling: Weights = {}
    for term, weight in terms.items():
        if not term.startswith((LOOSE, NAME)) and (count := snapshot.readable_count(schema.TERMS, term, rights)) > 1:
            telling[schema.TERMS, term] = rarity(rights, count) * weight / (weight + K1)
    return dict(sorted(telling.items(), key=lambda pair: (-pair[1], pair[0]))[:TERMS])


def _alone(snapshot: Snapshot, rights: Rights, term: Term, weight: float) -> Group:
    forms = {term: 1.0}
    return Group(weight, forms, occurrences(snapshot, rights, forms))


def _sharing(snapshot: Snapshot, terms: Iterable[tuple[str, str]], least: int) -> Mask:
    """The documents with at least LEAST of TERMS, and with one."""
    shared = np.zeros(snapshot.size, np.int32)
    for field, term in terms:
        shared[snapshot.postings(field, term).docs] += 1
    return shared >= max(least, 1)
