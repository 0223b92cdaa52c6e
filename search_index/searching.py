"""From a question to an answer: match, narrow, count, score, show."""

from dataclasses import replace
from functools import reduce

import numpy as np

from search_index import schema, scoring, spelling
from search_index.choosing import ENOUGH, chosen, under
from search_index.counting import Counted
from search_index.face import Hit, Hits, Query
from search_index.indexing import seconds
from search_index.matching import Amounts, Matcher
from search_index.ordering import Docs, best
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
    answer = Answer(view, rights, query, read(query.text, query.names))
    return Hits(
        total=answer.total,
        hits=answer.hits(),
        facets=answer.facets(),
        suggestion=spelling.suggestion(query.text, answer.wanted, view.snapshot, rights),
    )


def similar(view: View, query: Query) -> list[Hit]:
    """The best hits for QUERY as if any of its words would do, without facets."""
    rights = view.snapshot.rights(query.audiences)
    question = replace(read(query.text, query.names), is_open=True)
    return Answer(view, rights, query, question).hits() if rights.count else []


class Answer:
    """What answers QUESTION under RIGHTS and under the filters of QUERY."""

    def __init__(self, view: View, rights: Rights, query: Query, question: Question) -> None:
        self._snapshot, self._splitter, self._query = view.snapshot, view.splitter, query
        matcher = Matcher(view.snapshot, rights, view.splitter, query.names)
        self.wanted = matcher.wanted(question)
        self._filters = filters(view.snapshot, query)
        # By date, a hit that has little of the question would come before one that has it all.
        enough = 1 if query.sort == "newest" else ENOUGH
        hits = chosen(question, self.wanted, rights, matcher.allowed(question), self._filters, enough)
        self._matched = hits.docs
        self._counted = Counted(view.snapshot, under(self._filters, self._matched))
        self._scores = view.scorer(view.snapshot, rights, scoring.groups(rights, self.wanted))
        self._scores *= rights.worth * hits.share

    @property
    def total(self) -> int:
        """How many hits there are on all pages."""
        return self._counted.total

    def page(self) -> list[int]:
        """The documents that are the hits of the page that was asked for."""
        docs, scores = self._counted.docs, None if self._query.sort == "newest" else self._scores
        if not self._query.per_type:
            return page(self._snapshot, self._query, docs, scores)
        types = self._snapshot.values("type").one[docs]
        few = [best(self._snapshot, docs[types == each], scores, self._query.per_type) for each in np.unique(types)]
        return [int(doc) for doc in best(self._snapshot, np.concatenate([docs[:0], *few]), scores, len(docs))]

    def hits(self) -> list[Hit]:
        """The page that was asked for, as people see it."""
        is_asked_for = Marker(self.wanted, self._splitter).is_asked_for
        return shown(self._snapshot, self.page(), self._scores, is_asked_for)

    def facets(self) -> dict[str, list[tuple[str, int]]]:
        """How many hits have each value; the choice within a facet does not narrow its own counts."""
        return {name: self._counted_but(name).of(name) for name in schema.FACETS}

    def _counted_but(self, facet: str) -> Counted:
        if facet not in self._filters:
            return self._counted
        return Counted(self._snapshot, under(self._filters, self._matched, but=facet))


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


def page(snapshot: Snapshot, query: Query, docs: Docs, scores: Amounts | None) -> list[int]:
    """The stretch that QUERY asks for of the hits that DOCS are."""
    size = min(max(query.per_page, 1), MOST_PER_PAGE)
    start = (max(query.page, 1) - 1) * size
    return [int(doc) for doc in best(snapshot, docs, scores, start + size)[start:]]


def shown(snapshot: Snapshot, docs: list[int], scores: Amounts, is_asked_for: IsAskedFor) -> list[Hit]:
    """DOCS as people see them, with a snippet around what IS_ASKED_FOR."""
    kept = zip(docs, snapshot.stored(docs), strict=True)
    return [_hit(each, float(scores[doc]), is_asked_for) for doc, each in kept]


def _hit(kept: dict[str, object], score: float, is_asked_for: IsAskedFor) -> Hit:
    seen = {name: value for name, value in kept.items() if name not in ("text", "lang", "digest")}
    snippet_html = snippet(str(kept["text"]), is_asked_for)
    return Hit(**seen, score=round(score, 4), snippet_html=snippet_html)  # type: ignore[arg-type]  # kept by indexing
