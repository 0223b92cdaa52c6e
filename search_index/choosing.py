"""Which documents are hits: those with all words, and where these are few, those with most of what was asked."""

from functools import reduce
from typing import NamedTuple

import numpy as np

from search_index.matching import Amounts, Wanted
from search_index.question import Question
from search_index.scoring import rarity
from search_index.snapshot import Mask, Rights

# With fewer hits that have all the words, those with most of them follow.
ENOUGH = 10
# How much of a question a hit must have, a rare word being more of it than a common one.
QUORUM = 0.21
# How much of a compound its parts are, where not all of them are there: two of three will do, one of two will not.
PARTLY = 0.4
# How much of its score a hit would lose that has nothing of the question: many words count before one word many times.
LACKING = 0.5

Filters = dict[str, Mask]


class Chosen(NamedTuple):
    """The hits, and what the score of each document is multiplied with for how much of the question it has."""

    docs: Mask
    share: Amounts | float = 1.0


def chosen(
    question: Question, wanted: list[Wanted], rights: Rights, allowed: Mask, filters: Filters, enough: int
) -> Chosen:
    """The documents of ALLOWED that answer QUESTION; whether ENOUGH have all its words is seen under FILTERS."""
    if not wanted:
        asks_for_something = question.is_blank or question.phrases or question.without
        return Chosen(allowed if asks_for_something else np.zeros_like(allowed))
    with_all = reduce(np.logical_and, (each.found for each in wanted), allowed)
    all_at_hand = np.count_nonzero(under(filters, with_all))
    if not question.is_open and all_at_hand >= (enough if len(wanted) > 1 else 1):
        return Chosen(with_all)
    whole, partly = _share_had(rights, wanted)
    # Rather some word of many than nothing; but a part of a compound is nothing.
    most = float((whole * under(filters, allowed)).max(initial=0.0))
    had = whole + partly
    return Chosen(allowed & (had >= min(QUORUM, most or 1.0)), 1 - LACKING * (1 - had))


def under(filters: Filters, mask: Mask, but: str = "") -> Mask:
    """MASK under every filter, save that of the facet BUT."""
    return reduce(np.logical_and, (each for name, each in filters.items() if name != but), mask)


def _share_had(rights: Rights, wanted: list[Wanted]) -> tuple[Amounts, Amounts]:
    """How much of the question each document has, 0 to 1: in whole words, and in parts of others."""
    whole, partly = np.zeros((2, len(rights.readable)), np.float32)
    weights = [rarity(rights, int(each.found.sum())) for each in wanted]
    for each, weight in zip(wanted, weights, strict=True):
        whole[each.found] += weight / sum(weights)
        for part in each.parts:
            partly[part.found & ~each.found] += PARTLY * part.size / each.size * weight / sum(weights)
    return whole, partly
