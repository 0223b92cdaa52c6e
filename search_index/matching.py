"""Which documents answer a question: every word in some form, each phrase, and nothing unwanted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from search_index import forms, schema
from search_index.analysis import is_stop_word, stems
from search_index.compounds import Splitter
from search_index.forms import BEGINNING, FORM, GENITIVE, SPELLING, Term, Weights
from search_index.names import ITSELF, NO_NAMES, Names, Phrase
from search_index.question import Question
from search_index.snapshot import Mask, Rights, Snapshot
from search_index.variants import is_known

# exact > form > variant > part > beginning of a word > spelling: see forms.py too
PART = 0.3
TOGETHER = 0.2  # all parts of a compound in one text, as often as the rarest of them
MOST_ENDINGS = 40

Amounts = NDArray[np.float32]


@dataclass(frozen=True)
class Wanted:
    """One word of the question, or a part of one. Any of FORMS is the word; so are all PARTS together."""

    word: str
    forms: Weights  # how much of the word each term is
    often: Amounts  # how often each readable document has a form of it, the lighter forms for less, or all its parts
    parts: tuple["Wanted", ...]
    found: Mask  # the readable documents that have it
    is_compound: bool = True  # else its parts are words of their own: of a name, an address

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

    def __init__(self, snapshot: Snapshot, rights: Rights, splitter: Splitter, names: Names = NO_NAMES) -> None:
        self._snapshot = snapshot
        self._rights = rights
        self._splitter = splitter
        self._names = names

    def wanted(self, question: Question) -> list[Wanted]:
        """Each word of QUESTION with the terms that mean it and the readable documents that have it."""
        self._snapshot.fetch(map(forms.name_term, question.words))
        return [self._asked(word, question) for word in question.words]

    def allowed(self, question: Question) -> Mask:
        """The readable documents with every phrase of QUESTION and nothing of what it does not want."""
        mask = self._rights.readable.copy()
        for phrase in question.phrases:
            mask &= self._has_phrase(phrase, mask)
        for phrase in question.without:
            mask &= ~(self._has_phrase(phrase, mask) if len(phrase) > 1 else self._has_form(phrase[0]))
        return mask

    def _asked(self, word: str, question: Question) -> Wanted:
        made_of = question.made_of.get(word, (word,))
        if meant := self._names.meant_by(made_of) or self._a_persons_name(word):
            if is_known(word) and word not in question.called:
                return self._wanted(word, forms.of_word_or_name(word))
            return self._named(word, made_of, meant)
        if is_stop_word(word) and not all(map(is_stop_word, question.words)):  # kept beside others as it is a name
            return self._wanted(word, forms.of_small_name(word))
        if len(made_of) > 1:
            return self._wanted(word, forms.of_word(word), self._words_of(made_of), is_compound=False)
        wanted = self._word(word)
        # A word that somebody wrote is meant as it stands: its compounds are found by their parts.
        if word == question.unfinished and not self._is_written(wanted):
            longer = {(schema.WORDS, each): BEGINNING for each in self._longer(word)}
            return self._wanted(word, wanted.forms | longer, wanted.parts)
        return wanted

    def _is_written(self, wanted: Wanted) -> bool:
        """Whether some readable document has the word, or its parts; another spelling is no sign of it."""
        close = {term: share for term, share in wanted.forms.items() if share > SPELLING}
        return bool(self._wanted(wanted.word, close, wanted.parts).found.any())

    def _word(self, word: str) -> Wanted:
        return self._wanted(word, forms.of_word(word), tuple(map(self._word, self._splitter.split(word))))

    def _words_of(self, phrase: Phrase) -> tuple[Wanted, ...]:
        return tuple(self._word(word) for word in phrase if not is_stop_word(word)) if len(phrase) > 1 else ()

    def _named(self, word: str, made_of: Phrase, meant: Mapping[Phrase, float]) -> Wanted:
        """A name; what else it stands for may be of several words."""
        often = np.zeros(self._snapshot.size, np.float32)
        for phrase, share in meant.items():
            if len(phrase) > 1:
                often += share * self._has_name(phrase)
        parts = self._words_of(made_of)
        return self._wanted(word, forms.of_name(word, meant), parts, often, is_compound=False)

    def _a_persons_name(self, word: str) -> Mapping[Phrase, float]:
        """What stands for WORD where a readable thing has it for its name, as a person has."""
        field, term = forms.name_term(word)
        return {(word,): ITSELF} if self._snapshot.readable_count(field, term, self._rights) else {}

    def _wanted(
        self, word: str, of_it: Weights, parts: tuple[Wanted, ...] = (), often: Amounts | None = None,
        is_compound: bool = True,
    ) -> Wanted:
        """OFTEN is how often each document has it besides what OF_IT says."""
        found = occurrences(self._snapshot, self._rights, of_it) + (0.0 if often is None else often)
        if parts:  # a text with all of its parts speaks of the same
            found = np.maximum(found, TOGETHER * reduce(np.minimum, (part.often for part in parts)))
        return Wanted(word, of_it, found.astype(np.float32), parts, found > 0, is_compound)

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
        return self._has_in_order(list(enumerate(phrase)), within)

    def _has_name(self, name: Phrase) -> Mask:
        """Readable documents with NAME, or that with an s. Of the small words in it only the place counts."""
        *first, (step, last) = [(step, word) for step, word in enumerate(name) if not is_stop_word(word)]
        return self._has_in_order([*first, (step, last)], self._rights.readable) | self._has_in_order(
            [*first, (step, last + GENITIVE)], self._rights.readable)

    def _has_in_order(self, steps: list[tuple[int, str]], within: Mask) -> Mask:
        mask = within.copy()
        for _, word in steps:
            mask &= self._any([(schema.WORDS, word)])
        if len(steps) > 1 and mask.any():
            places = [(step, self._snapshot.places(word)) for step, word in steps]
            for doc in np.flatnonzero(mask).tolist():
                mask[doc] = _stand_so([(step, each[doc]) for step, each in places])
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


def _stand_so(places: list[tuple[int, bytes]]) -> bool:
    """Whether the words stand somewhere as many steps apart as is said."""
    starts = ({place - step for place in memoryview(at).cast("I")} for step, at in places)
    return bool(reduce(set.intersection, starts))
