"""Which documents answer a question: every word in some form, each phrase, and nothing unwanted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from search_index import schema
from search_index.analysis import is_stop_word, loose_stems, stems
from search_index.compounds import Splitter
from search_index.question import Phrase, Question
from search_index.snapshot import Mask, Rights, Snapshot
from search_index.variants import variants

# exact > form > variant > part > beginning of a word > spelling
FORM, VARIANT, BEGINNING, SPELLING = 1.0, 0.6, 0.25, 0.2
EXACT = 0.2  # on top, for the very word
PART = 0.3
MOST_ENDINGS = 40

Term = tuple[str, str]  # field and term
Weights = dict[Term, float]
Amounts = NDArray[np.float32]


@dataclass(frozen=True)
class Wanted:
    """One word of the question, or a part of one. Any of FORMS is the word; so are all PARTS together."""

    word: str
    forms: Weights  # how much of the word each term is
    often: Amounts  # how often each readable document has a form of it, the lighter forms for less
    parts: tuple["Wanted", ...]
    found: Mask  # the readable documents that have it

    @property
    def size(self) -> int:
        """Of how many simple words it is made."""
        return sum(part.size for part in self.parts) or 1

    def with_parts(self) -> Iterator[tuple["Wanted", float]]:
        """The word and its parts, each with how much of the word it is."""
        yield self, 1.0
        for part in self.parts:
            yield from ((each, PART) for each, _ in part.with_parts())


class Matcher:
    """Finds words in one snapshot with the eyes of one set of rights."""

    def __init__(self, snapshot: Snapshot, rights: Rights, splitter: Splitter) -> None:
        self._snapshot = snapshot
        self._rights = rights
        self._splitter = splitter

    def wanted(self, question: Question) -> list[Wanted]:
        """Each word of QUESTION with the terms that mean it and the readable documents that have it."""
        return [self._asked(word, word == question.unfinished) for word in question.words]

    def allowed(self, question: Question) -> Mask:
        """The readable documents with every phrase of QUESTION and nothing of what it does not want."""
        mask = self._rights.readable.copy()
        for phrase in question.phrases:
            mask &= self._has_phrase(phrase, mask)
        for phrase in question.without:
            mask &= ~(self._has_phrase(phrase, mask) if len(phrase) > 1 else self._has_form(phrase[0]))
        return mask

    def _asked(self, word: str, may_be_a_beginning: bool) -> Wanted:
        forms = _forms(word)
        # A word that somebody wrote is meant as it stands: its compounds are found by their parts.
        if may_be_a_beginning and not self._is_written(word, forms):
            forms |= {(schema.WORDS, each): BEGINNING for each in self._longer(word)}
        return self._wanted(word, forms)

    def _is_written(self, word: str, forms: Weights) -> bool:
        """Whether some readable document has WORD in one of FORMS, or its parts; another spelling is no sign of it."""
        return bool(self._wanted(word, {term: share for term, share in forms.items() if share > SPELLING}).found.any())

    def _wanted(self, word: str, forms: Weights) -> Wanted:
        parts = tuple(self._wanted(part, _forms(part)) for part in self._splitter.split(word))
        often = occurrences(self._snapshot, self._rights, forms)
        found = often > 0
        if parts:
            found |= reduce(np.logical_and, (part.found for part in parts))
        return Wanted(word, forms, often, parts, found)

    def _any(self, terms: Iterable[Term]) -> Mask:
        return occurrences(self._snapshot, self._rights, dict.fromkeys(terms, FORM)) > 0

    def _longer(self, beginning: str) -> list[str]:
        """The most used readable words that start with BEGINNING."""
        words = self._snapshot.starting_with(schema.WORDS, beginning)
        self._snapshot.fetch((schema.WORDS, each) for each in words)
        counts = {word: self._snapshot.readable_count(schema.WORDS, word, self._rights) for word in words}
        return sorted(filter(counts.get, counts), key=lambda word: (-counts[word], word))[:MOST_ENDINGS]

    def _has_form(self, word: str) -> Mask:
        """Documents with WORD in another form, but not those where it is only a part of a compound."""
        same = set(stems(word))
        start = min(same, key=len)[:4]
        words = self._snapshot.starting_with(schema.WORDS, start)
        return self._any([(schema.WORDS, each) for each in words if same & set(stems(each))])

    def _has_phrase(self, phrase: Phrase, within: Mask) -> Mask:
        """Documents of WITHIN with the words of PHRASE one after another."""
        mask = within.copy()
        for word in phrase:
            mask &= self._any([(schema.WORDS, word)])
        if len(phrase) > 1:
            places = [self._snapshot.places(word) for word in phrase]
            for doc in np.flatnonzero(mask).tolist():
                mask[doc] = _one_after_another([each[doc] for each in places])
        return mask


def occurrences(snapshot: Snapshot, rights: Rights, forms: Weights) -> Amounts:
    """How often each document has the terms of FORMS, each counted as its weight says; 0 where it may not be read."""
    often = np.zeros(snapshot.size, np.float32)
    snapshot.fetch(forms)
    for (field, term), share in forms.items():
        docs, weights = snapshot.postings(field, term)
        often[docs] += share * weights
    often *= rights.readable
    return often


def _one_after_another(places: list[bytes]) -> bool:
    """Whether some place of the first word is followed by each of the others in turn."""
    starts = set(memoryview(places[0]).cast("I"))
    for step, each in enumerate(places[1:], 1):
        starts &= {place - step for place in memoryview(each).cast("I")}
    return bool(starts)


def _forms(word: str) -> Weights:
    """The terms for WORD, the less like it the lighter; of two ways to a term the heavier counts."""
    if is_stop_word(word):
        return {(schema.WORDS, word): FORM}
    same = stems(word)
    lighter = {(schema.TERMS, loose): SPELLING for loose in loose_stems(word)}
    lighter |= {(schema.TERMS, other): VARIANT for term in same for other in variants(term)}
    return lighter | {(schema.TERMS, term): FORM for term in same} | {(schema.WORDS, word): EXACT}
