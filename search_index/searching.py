"""From a question to an answer: match, narrow, count, score, show."""

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from search_index import schema, scoring, spelling
from search_index.compounds import Splitter
from search_index.face import Hit, Hits, Query
from search_index.matching import Matcher, Wanted
from search_index.question import Question, read
from search_index.snapshot import Mask, Snapshot
from search_index.snippet import Marker, snippet

MOST_PER_PAGE = 100


def search(snapshot: Snapshot, splitter: Splitter, query: Query) -> Hits:
    """The answer to QUERY, from what its audiences may read and nothing else."""
    rights = snapshot.rights(query.audiences)
    if not rights.count:
        return Hits()
    question = read(query.text)
    matcher = Matcher(snapshot, rights, splitter)
    wanted = matcher.wanted(question)
    filters = {name: snapshot.having(name, values) for name, values in query.filters.items()}
    matched = _matched(question, wanted, matcher.allowed(question), filters)
    scores = scoring.scores(snapshot, rights, scoring.terms(wanted))
    order = scoring.best_first(snapshot, _under(filters, matched), None if query.sort == "newest" else scores)
    marker = Marker(wanted, splitter)
    page = _page(query, order)
    return Hits(
        total=len(order),
        hits=[_hit(shown, float(scores[doc]), marker) for doc, shown in zip(page, snapshot.stored(page), strict=True)],
        facets={name: snapshot.counts(name, _under(filters, matched, but=name)) for name in schema.FACETS},
        suggestion=spelling.suggestion(query.text, wanted, snapshot, rights),
    )


def _matched(question: Question, wanted: list[Wanted], allowed: Mask, filters: dict[str, Mask]) -> Mask:
    """Documents with all words, or where the filters leave none of these, with any word."""
    if not wanted:
        asks_for_something = question.is_blank or question.phrases or question.without
        return allowed if asks_for_something else np.zeros_like(allowed)
    found = [each.found for each in wanted]
    with_all = reduce(np.logical_and, found, allowed)
    if not question.is_open and _under(filters, with_all).any():
        return with_all
    return allowed & reduce(np.logical_or, found)


def _under(filters: dict[str, Mask], mask: Mask, but: str = "") -> Mask:
    """MASK under every filter, save that of the facet BUT: its own choice does not narrow its counts."""
    return reduce(np.logical_and, (each for name, each in filters.items() if name != but), mask)


def _page(query: Query, order: NDArray[np.intp]) -> list[int]:
    size = min(max(query.per_page, 1), MOST_PER_PAGE)
    start = (max(query.page, 1) - 1) * size
    return [int(doc) for doc in order[start : start + size]]


def _hit(shown: dict[str, object], score: float, marker: Marker) -> Hit:
    text = str(shown.pop("text"))
    del shown["digest"]
    return Hit(**shown, score=round(score, 4), snippet_html=snippet(text, marker.is_asked_for))  # type: ignore[arg-type]
