"""From a question to an answer: match, narrow, count, score, show."""

from dataclasses import replace
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from search_index import schema, scoring, spelling
from search_index.choosing import ENOUGH, chosen, under
from search_index.face import Hit, Hits, Query
from search_index.indexing import seconds
from search_index.matching import Amounts, Matcher
from search_index.question import Question, read
from search_index.snapshot import Mask, Rights, Snapshot
from search_index.snippet import IsAskedFor, Marker, snippet
from search_index.view import View

MOST_PER_PAGE = 100


def search(view: View, query: Query) -> Hits:
    """The answer to QUERY, from what its audiences may read and nothing else."""
    rights = view.snapshot.rights(query.audiences)
    if not rights.count:
        return Hits()
    answer = Answer(view, rights, query, read(query.text))
    return Hits(
        total=len(answer.order),
        hits=answer.hits(),
        facets=answer.facets(),
        suggestion=spelling.suggestion(query.text, answer.wanted, view.snapshot, rights),
    )


def similar(view: View, query: Query) -> list[Hit]:
    """The best hits for QUERY as if any of its words would do, without facets."""
    rights = view.snapshot.rights(query.audiences)
    question = replace(read(query.text), is_open=True)
    return Answer(view, rights, query, question).hits() if rights.count else []


class Answer:
    """What answers QUESTION under RIGHTS and under the filters of QUERY."""

    def __init__(self, view: View, rights: Rights, query: Query, question: Question) -> None:
        self._snapshot, self._splitter, self._query = view.snapshot, view.splitter, query
        matcher = Matcher(view.snapshot, rights, view.splitter)
        self.wanted = matcher.wanted(question)
        self._filters = filters(view.snapshot, query)
        # By date, a hit that has little of the question would come before one that has it all.
        enough = 1 if query.sort == "newest" else ENOUGH
        self._matched = chosen(question, self.wanted, rights, matcher.allowed(question), self._filters, enough)
        self._scores = view.scorer(view.snapshot, rights, scoring.groups(rights, self.wanted))

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """The documents that are hits, the first one first."""
        scores = None if self._query.sort == "newest" else self._scores
        return scoring.best_first(self._snapshot, under(self._filters, self._matched), scores)

    def hits(self) -> list[Hit]:
        """The page that was asked for."""
        is_asked_for = Marker(self.wanted, self._splitter).is_asked_for
        docs = self._best_of_each() if self._query.per_type else page(self._query, self.order)
        return shown(self._snapshot, docs, self._scores, is_asked_for)

    def _best_of_each(self) -> list[int]:
        """The first few of each type, in their order."""
        types = self._snapshot.values_of("type")[self.order]
        first = [np.flatnonzero(types == each)[: self._query.per_type] for each in np.unique(types)]
        return [int(doc) for doc in self.order[np.sort(np.concatenate([np.zeros(0, np.intp), *first]))]]

    def facets(self) -> dict[str, list[tuple[str, int]]]:
        """How many hits have each value; the choice within a facet does not narrow its own counts."""
        return {
            name: self._snapshot.counts(name, under(self._filters, self._matched, but=name)) for name in schema.FACETS
        }


def filters(snapshot: Snapshot, query: Query) -> dict[str, Mask]:
    """Which documents pass each filter of QUERY, by the name of the facet, or another where there is none."""
    masks = {name: snapshot.having(name, values) for name, values in query.filters.items()}
    masks |= {f"{schema.HAS} {what}": snapshot.having(schema.HAS, frozenset([what])) for what in query.has}
    masks |= {f"also {number}": _one_of(snapshot, pairs) for number, pairs in enumerate(query.also)}
    if query.after:
        masks["after"] = snapshot.dates >= seconds(query.after)
    if query.before:
        masks["before"] = (snapshot.dates < seconds(query.before)) & (snapshot.dates != schema.NO_DATE)
    return masks


def _one_of(snapshot: Snapshot, pairs: frozenset[tuple[str, str]]) -> Mask:
    """The documents that have one of PAIRS of a field and its value. No pair, no document."""
    fields = {field for field, _ in pairs}
    masks = (snapshot.having(field, frozenset(value for of, value in pairs if of == field)) for field in fields)
    return reduce(np.logical_or, masks, np.zeros(snapshot.size, np.bool_))


def page(query: Query, order: NDArray[np.intp]) -> list[int]:
    """The stretch of ORDER that QUERY asks for."""
    size = min(max(query.per_page, 1), MOST_PER_PAGE)
    start = (max(query.page, 1) - 1) * size
    return [int(doc) for doc in order[start : start + size]]


def shown(snapshot: Snapshot, docs: list[int], scores: Amounts, is_asked_for: IsAskedFor) -> list[Hit]:
    """DOCS as people see them, with a snippet around what IS_ASKED_FOR."""
    kept = zip(docs, snapshot.stored(docs), strict=True)
    return [_hit(each, float(scores[doc]), is_asked_for) for doc, each in kept]


def _hit(kept: dict[str, object], score: float, is_asked_for: IsAskedFor) -> Hit:
    seen = {name: value for name, value in kept.items() if name not in ("text", "lang", "digest")}
    snippet_html = snippet(str(kept["text"]), is_asked_for)
    return Hit(**seen, score=round(score, 4), snippet_html=snippet_html)  # type: ignore[arg-type]  # kept by indexing
