"""The terms that answer for a word or a name of a question, the less like it the lighter."""

from collections.abc import Mapping

from search_index import schema
from search_index.analysis import NAME, is_stop_word, loose_stems, plain, stems
from search_index.derived import derived
from search_index.names import ITSELF, Phrase
from search_index.variants import is_known, variants

# exact > form > variant > derived > part (see matching.py) > beginning of a word > spelling
FORM, VARIANT, DERIVED, BEGINNING, SPELLING = 1.0, 0.7, 0.5, 0.25, 0.2
EXACT = 0.2  # on top, for the very word
GENITIVE = "s"

Term = tuple[str, str]  # field and term
Weights = dict[Term, float]


def of_word(word: str) -> Weights:
    """The terms for the folded WORD; of two ways to a term the heavier counts."""
    if is_stop_word(word):
        return _of_stop_word(word)
    same = stems(word)
    lighter = {(schema.TERMS, loose): SPELLING for loose in loose_stems(word)}
    close = dict.fromkeys((other for term in same for other in variants(term)), VARIANT) | dict.fromkeys(same, FORM)
    lighter |= {(schema.TERMS, other): DERIVED for term in close for other in derived(term)}
    lighter |= {(schema.TERMS, other): share for other, share in close.items()}
    return lighter | {(schema.WORDS, word): EXACT}


def of_name(word: str, meant: Mapping[Phrase, float]) -> Weights:
    """The terms for a name, which is never stemmed; MEANT says what it stands for, itself among them.

    If it is an ordinary word too, the forms of that follow far behind.
    """
    lighter = {term: min(share, SPELLING) for term, share in of_word(word).items()} if is_known(word) else {}
    found: Weights = {}
    for phrase, share in meant.items():
        if len(phrase) == 1:
            found |= _of_itself(phrase[0], share)
    return lighter | found


def of_word_or_name(word: str) -> Weights:
    """The terms for an ordinary WORD that is a name too, and may be meant as either: as it stands first of all."""
    return of_word(word) | {(schema.WORDS, word): FORM, name_term(word): FORM}


def of_small_name(word: str) -> Weights:
    """The terms for a name that is else a small word, Å or Vara: only where it stands as a name."""
    return {(schema.TERMS, word): FORM, name_term(word): FORM}


def name_term(word: str) -> Term:
    """What stands for WORD in a thing that has it for its name."""
    return schema.TERMS, NAME + plain(word)


def _of_itself(name: str, share: float) -> Weights:
    if is_stop_word(name):
        return {term: share * weight for term, weight in _of_stop_word(name).items()}
    itself = share + (EXACT if share == ITSELF else 0.0)
    return {(schema.WORDS, name): itself, (schema.WORDS, name + GENITIVE): share, name_term(name): share}


def _of_stop_word(word: str) -> Weights:
    """Where it is a name it has a term; where it is but a small word, little is said by it."""
    return {(schema.TERMS, word): FORM, (schema.WORDS, word): EXACT}
