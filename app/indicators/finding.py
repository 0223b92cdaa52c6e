"""Indicators by words as people write them: in any of the languages, any ending, or another word for the same."""

from collections.abc import Iterable

from app.indicators.models import Indicator
from search_index.analysis import fold, is_stop_word, stems, words
from search_index.variants import variants

SHORT = 4  # letters; what is shorter has to begin a word: "sol" is not in "konsoll"
IN_NAME, VARIANT_IN_NAME, IN_TEXT, VARIANT_IN_TEXT = 8, 4, 2, 1


def find(indicators: Iterable[Indicator], text: str) -> list[Indicator]:
    """Those of INDICATORS that every word of TEXT stands in, those that are called so first; all without words."""
    asked = [word for word in words(text) if not is_stop_word(word)] or words(text)
    forms = [({fold(word), *stems(word)}, {other for stem in stems(word) for other in variants(stem)})
             for word in asked]
    scored = [(_score(one, forms), one) for one in indicators]
    return [one for score, one in sorted(scored, key=lambda pair: -pair[0]) if score or not forms]


def _score(indicator: Indicator, forms: list[tuple[set[str], set[str]]]) -> int:
    name = _folded([*indicator.names.values(), indicator.code])
    text = _folded([*indicator.definitions.values(), indicator.source, indicator.table_id])
    scores = [IN_NAME * _stands(same, name) or VARIANT_IN_NAME * _stands(other, name)
              or IN_TEXT * _stands(same, text) or VARIANT_IN_TEXT * _stands(other, text) for same, other in forms]
    return sum(scores) if all(scores) else 0


def _folded(texts: Iterable[str]) -> str:
    asked = (word for word in words(" ".join(texts)) if not is_stop_word(word))
    return " " + " ".join(form for word in asked for form in (fold(word), *stems(word)))


def _stands(forms: Iterable[str], text: str) -> bool:
    return any((form if len(form) >= SHORT else f" {form}") in text for form in forms)
