"""Did you mean: the nearest word that stands in something the asker may read."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice

from search_index import schema
from search_index.analysis import clean, fold, is_stop_word, tokens, words
from search_index.matching import Wanted
from search_index.snapshot import Rights, Snapshot

LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"
SHORTEST = 4
LONGEST = 30
MOST_WORDS = 3
# Letters at the end of a word in which a near word may differ.
ENDING = 3


def suggestion(text: str, wanted: list[Wanted], snapshot: Snapshot, rights: Rights) -> str | None:
    """TEXT with each word that no readable document has put right; None when nothing is nearer."""
    unknown = [each.word for each in wanted if not each.found.any()][:MOST_WORDS]
    better = {word: near for word in unknown if (near := _nearest(word, snapshot, rights))}
    if not better:
        return None
    text = clean(text).strip()
    pieces, start = [], 0
    for token in tokens(text):
        pieces += [text[start : token.start], better.get(fold(token.word), text[token.start : token.end])]
        start = token.end
    return "".join([*pieces, text[start:]])


def nearest(snapshot: Snapshot, text: str, audiences: frozenset[str], limit: int) -> list[str]:
    """Up to LIMIT readable words that look most like those of TEXT, as they are written."""
    rights = snapshot.rights(audiences)
    asked = [word for word in map(fold, words(text)) if _can_be_misspelt(word) and not is_stop_word(word)]
    alike: dict[str, float] = {}
    for word in asked[:MOST_WORDS]:
        around = snapshot.starting_with(schema.WORDS, word[: max(SHORTEST - 1, len(word) - ENDING)])
        for each in around | {near for near in one_edit_away(word) if snapshot.count(near)}:
            if len(each) <= len(word) + ENDING and each not in asked:
                alike[each] = max(alike.get(each, 0.0), SequenceMatcher(None, word, each).ratio())
    snapshot.fetch((schema.WORDS, each) for each in alike)
    best = sorted(alike, key=lambda each: (-alike[each], each))
    readable = (each for each in best if snapshot.readable_count(schema.WORDS, each, rights))
    return [_as_written(each, snapshot, rights) for each in islice(readable, limit)]


def _nearest(word: str, snapshot: Snapshot, rights: Rights) -> str | None:
    if not _can_be_misspelt(word):
        return None
    near = set(one_edit_away(word))
    known = {each for each in near if snapshot.count(each)} or {
        longer for each in near for longer in snapshot.starting_with(schema.WORDS, each)
    }
    snapshot.fetch((schema.WORDS, each) for each in known)
    readable = {each: count for each in known if (count := snapshot.readable_count(schema.WORDS, each, rights))}
    if not readable:
        return None
    nearest = min(readable, key=lambda each: (-readable[each], len(each), each))
    return _as_written(nearest, snapshot, rights)


def _can_be_misspelt(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def one_edit_away(word: str) -> Iterator[str]:
    """Every word made from WORD by one letter left out, swapped with the next, changed or added."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in LETTERS if letter != tail[0])
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in LETTERS)


def _as_written(word: str, snapshot: Snapshot, rights: Rights) -> str:
    """The folded WORD as a readable document spells it."""
    docs = snapshot.postings(schema.WORDS, word).docs
    [shown] = snapshot.stored(docs[rights.readable[docs]][:1].tolist())
    text = f"{shown['title']} {shown['text']}"
    return next((token.word for token in tokens(text) if fold(token.word) == word), word)
