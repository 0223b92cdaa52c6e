"""Which of the four languages a text is written in, by its small words."""

from collections import Counter

from search_index.analysis import table, words

ENOUGH = 2  # small words that speak for a language: one alone may be a name, or a loan
_NORWEGIAN = {"nb", "nn"}


def language_of(text: str) -> str:
    """ "nb", "nn", "sv" or "en"; nothing where TEXT says too little to tell."""
    telling = table("languages.tsv")
    counts = Counter(words(text))
    score = {name: sum(counts[word] for word in telling[name]) for name in ("nb", "nn", "sv", "en")}
    norwegian = sum(counts[word] for word in telling["no"])
    letters = text.lower()
    score["sv"] += sum(letters.count(letter) for letter in "äö")
    norwegian += sum(letters.count(letter) for letter in "æø")
    score = {name: found + (norwegian if name in _NORWEGIAN else 0) for name, found in score.items()}
    best = max(score, key=lambda name: score[name])  # of two alike the first: most Norwegian is bokmål
    others = max(found for name, found in score.items() if name != best and not {name, best} <= _NORWEGIAN)
    return best if score[best] >= ENOUGH and score[best] > others else ""
