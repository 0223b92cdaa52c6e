"""What became of a text, word by word."""

import re
from difflib import SequenceMatcher
from typing import Literal

WORD = re.compile(r"\s*\S+|\s+\Z")  # with the space before it
What = Literal["same", "gone", "new"]


def differences(before: str, after: str) -> list[tuple[What, str]]:
    """The words of both texts in their order: those that stayed, that are GONE and that are NEW."""
    old, new = WORD.findall(before), WORD.findall(after)
    found: list[tuple[What, str]] = []
    for tag, left, right, start, end in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(new[start:end])))
            continue
        found += [("gone", "".join(old[left:right])), ("new", "".join(new[start:end]))]
    return [(what, words) for what, words in found if words]
