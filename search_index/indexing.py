"""From a document to what is written: weighted terms, words with their places, facets, what is shown."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from search_index import analysis, schema
from search_index.compounds import Splitter
from search_index.face import Document, yes_or_no
from search_index.languages import stemmed_as
from search_index.schema import Posting, posting, postings

TITLE_WEIGHT = 1.2
TEXT_WEIGHT = 1.0
PART_WEIGHT = 0.3
# A phrase never runs from the title into the text, nor on into what is found beside its words.
GAP = 100
LONGEST_WORD = 100
CACHED = 200_000

Weighed = tuple[tuple[str, float], ...]  # the terms of a word, and how much of it each is


def word_set(document: Document) -> set[str]:
    """Every folded word of DOCUMENT once."""
    return {analysis.fold(word) for word in cut(document.title) + cut(document.text)}


def cut(text: str) -> list[str]:
    """The words of TEXT as they are indexed."""
    return [word[:LONGEST_WORD] for word in analysis.words(text)]


class Indexer:
    """Makes documents ready to be written. SPLITTER knows the words of the index so far."""

    def __init__(self, splitter: Splitter) -> None:
        self._splitter = splitter
        self._seen: dict[tuple[str, analysis.Language], Weighed] = {}

    def fields(self, document: Document) -> dict[str, Any]:
        """The values of every schema field for DOCUMENT."""
        title, text = cut(document.title), cut(document.text)
        beside = [word[:LONGEST_WORD] for word in analysis.beside(document.title) + analysis.beside(document.text)]
        terms, length = self.weigh([] if document.is_name else title, text, document.lang, beside)
        if document.is_name:
            terms |= {analysis.NAME + analysis.plain(analysis.fold(word)): TITLE_WEIGHT for word in title}
        return {
            schema.ID: postings([document.id]),
            schema.AUDIENCE: postings([document.audience]),
            schema.AUTHOR: postings([document.author]),
            schema.ROOM: postings([document.room]),
            schema.HAS: postings(document.has),
            schema.TERMS: [posting(term, weight) for term, weight in terms.items()],
            schema.WORDS: list(_places(title, text, beside)),
            schema.TITLE: postings(analysis.fold(word) for word in title),
            schema.DATE: seconds(document.date),
            schema.LENGTH: length,
            schema.GROUP: _group_number(document.group),
            "shown": _shown(document),
            **_facets(document),
        }

    def weigh(
        self, title: list[str], text: list[str], lang: str, beside: Iterable[str] = ()
    ) -> tuple[dict[str, float], int]:
        """The weight of every term of a document in LANG ("" is guessed), and how many words bear meaning."""
        language = stemmed_as(lang, title + text)
        weights: dict[str, float] = defaultdict(float)
        length = 0
        for words, weight in ((title, TITLE_WEIGHT), (text, TEXT_WEIGHT)):
            for word, times in Counter(words).items():
                if weighed := self._weighed(word, language):
                    length += times
                for term, share in weighed:
                    weights[term] += share * weight * times
        for word in beside:
            for term in analysis.terms(word, language):
                weights[term] += TEXT_WEIGHT
        return weights, length

    def _weighed(self, word: str, language: analysis.Language) -> Weighed:
        """The terms of one WORD; none when it bears no meaning. Remembered: most words come again and again."""
        if (weighed := self._seen.get((word, language))) is None:
            if len(self._seen) >= CACHED:
                self._seen.clear()
            weighed = self._seen[word, language] = () if analysis.is_stop_word(word) else self._weigh(word, language)
        return weighed

    def _weigh(self, word: str, language: analysis.Language) -> Weighed:
        parts = self._splitter.all_parts(analysis.fold(word))
        return (
            *((term, 1.0) for term in analysis.terms(word, language)),
            *((term, PART_WEIGHT) for part in parts for term in analysis.terms(part, language)),
        )


def _places(*stretches: list[str]) -> Iterator[Posting]:
    places: dict[str, array[int]] = defaultdict(lambda: array("I"))
    start = 0
    for words in stretches:
        for place, word in enumerate(words, start):
            places[analysis.fold(word)].append(place)
        start += len(words) + GAP
    return (posting(word, 1.0, at.tobytes()) for word, at in places.items())


def _facets(document: Document) -> dict[str, list[Posting]]:
    return {
        "type": postings([document.type]),
        "theme": postings(document.themes),
        "network": postings([document.network]),
        "municipality": postings(document.municipalities),
        "county": postings([document.county]),
        "year": postings([] if document.year is None else [str(document.year)]),
        "answered": postings([] if document.answered is None else [yes_or_no(document.answered)]),
        "language": postings([document.lang]),
    }


def _shown(document: Document) -> dict[str, Any]:
    names = ("id", "type", "title", "url", "network", "municipalities", "date", "page", "lang", "digest")
    shown = {name: getattr(document, name) for name in names}
    return shown | {"title": analysis.clean(document.title), "text": analysis.clean(document.text)}


def seconds(date: datetime | None) -> int:
    """DATE in seconds since 1970; a date without a zone is taken as UTC, no date as the oldest of all."""
    if date is None:
        return schema.NO_DATE
    return int((date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp())


def _group_number(group: str) -> int:
    """A number for a group's name, 0 for none."""
    return int.from_bytes(blake2b(group.encode(), digest_size=7).digest()) if group else 0
