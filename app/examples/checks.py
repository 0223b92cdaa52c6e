"""Ways to check one value that was sent in: each gives it back cleaned, or raises ValueError with words for people."""

import math
import re
from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import lazy_gettext

from app.markup import UNWANTED

MOST = 20  # of anything that there is a list of
Check = Callable[[Any], Any]


def clean(text: str | None) -> str:
    """TEXT as any database can keep it: one kind of line end, no control characters, no space around."""
    whole = (text or "").replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    return UNWANTED.sub("", whole).strip()


def text(limit: int, needed: bool = False) -> Check:
    """Words on as many lines as they need, LIMIT characters at most."""
    def check(value: str | None) -> str:
        words = clean(value)
        if needed and not words:
            raise ValueError(lazy_gettext("Write something here."))
        if len(words) > limit:
            raise ValueError(lazy_gettext("This has %(length)s characters; there is room for %(limit)s.",
                                          length=len(words), limit=limit))
        return words
    return check


def line(limit: int, needed: bool = False) -> Check:
    """Words on one line."""
    whole = text(limit, needed)
    return lambda value: whole(" ".join(clean(value).split()))


def one_of(allowed: Iterable[str]) -> Check:
    """One of these words, as it stands among them."""
    words = list(allowed)

    def check(value: str) -> str:
        if value not in words:
            raise ValueError(lazy_gettext("Choose one of the list."))
        return words[words.index(value)]
    return check


def maybe(check: Check) -> Check:
    """Nothing, or what CHECK takes."""
    return lambda value: check(value) if value not in (None, "") else None


def shaped(pattern: re.Pattern[str], words: Any) -> Check:
    """A short text of this shape; WORDS say how it should look."""
    def check(value: str | None) -> str:
        found = clean(value)
        if found and not pattern.fullmatch(found):
            raise ValueError(words)
        return found
    return check


def number(value: float | str | None) -> float | None:
    """A number as people write it: «1 850 000», «2,5»."""
    if isinstance(value, str):
        value = re.sub(r"\s", "", value).replace(",", ".").replace("−", "-") or None
    try:
        found = None if value is None else float(value)
    except ValueError:
        found = math.nan
    if found is not None and not abs(found) < 1e12:
        raise ValueError(lazy_gettext("Write a number, for example 1 850 000."))
    return found


def amount(value: float | str | None) -> float | None:
    """Money: a number that is not below nought."""
    found = number(value)
    if found is not None and found < 0:
        raise ValueError(lazy_gettext("Write a number, for example 1 850 000."))
    return found


def degrees(most: int) -> Check:
    """A latitude or a longitude, as maps write it: «59.12»."""
    def check(value: float | str | None) -> float | None:
        found = number(value)
        if found is not None and abs(found) > most:
            raise ValueError(lazy_gettext("Write degrees, for example 59.12."))
        return found
    return check


def several(check: Check, needed: bool = False) -> Check:
    """A list of what CHECK takes, each once, empty ones left out."""
    def all_of(values: Iterable[Any] | None) -> list[Any]:
        found: list[Any] = []
        for value in values or ():
            good = check(value)
            if good and good not in found:
                found.append(good)
        if needed and not found:
            raise ValueError(lazy_gettext("Choose at least one."))
        if len(found) > MOST:
            raise ValueError(lazy_gettext("At most %(limit)s, please.", limit=MOST))
        return found
    return all_of
