"""What is one thing although signs stand in it: addresses, file names, case numbers, hyphened words, amounts."""

import re
from decimal import Decimal

# 1 200 000 · 1.200.000 · 1,2 mill.: one number, however it is written. Not 24.12.2026, not 2026/1234.
_SPACES = " \u00a0\u2009\u202f"
_SCALES = {
    9: "mrd|milliard[a-z]*|miljard[a-z]*",
    6: "mill|million[a-z]*|miljon[a-z]*|mio|mkr|mnok|msek",
    3: "tusen|tkr",
}
_SCALE = "|".join(_SCALES.values())
AMOUNT = (
    rf"(?<![\w/])(?<!\d[.,:])(?:[0-9]{{1,3}}(?:[{_SPACES}.][0-9]{{3}})+(?![0-9])|[0-9]+)(?:,[0-9]+|\.[0-9]{{1,2}}(?![0-9]))?"
    rf"(?:[{_SPACES}]?(?i:{_SCALE})\b\.?)?(?![\w/]|[.,:][0-9])"
)
# The year of 26/1234, but not the month of 12/2026.
SHORT_YEAR = r"(?<![\w/.-])[0-3][0-9](?=/(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]{3,6}(?![0-9/]))"

_SIGNS = "[-_.@/:?=&#%+~]+"
# From the first letter of a run only, and never back: a page without spaces is read once, not once for each letter.
_UNIT = re.compile(rf"(?<![^\W_])[^\W_]++(?:{_SIGNS}+[^\W_]++)++")
_ADDRESS = re.compile(r"(?:[a-z]+://)?(?:www\.)?", re.IGNORECASE)
_CASE = re.compile(r"([0-9]{2,4})/([0-9]+)(-[0-9]+)?")
_NUMBER = re.compile(rf"([0-9{_SPACES}.,]*[0-9])[{_SPACES}]?([a-z]*)", re.IGNORECASE)
_IS_AMOUNT = re.compile(AMOUNT).fullmatch


def number(amount: str) -> str:
    """The number that AMOUNT stands for in digits: "1200000" for "1,2 mill.". Leading zeros tell of a code: kept."""
    found = _NUMBER.match(amount)
    if found is None or amount.isdecimal():
        return amount
    digits, scale = found.groups()
    for space in _SPACES:
        digits = digits.replace(space, "")
    whole, comma, decimals = digits.partition(",")
    if not comma and re.search(r"\.[0-9]{1,2}$", whole):
        whole, _, decimals = whole.rpartition(".")
    value = Decimal(f"{whole.replace('.', '')}.{decimals or '0'}") * 10 ** _power(scale.lower())
    return f"{value.normalize():f}".replace(".", ",")


def _power(scale: str) -> int:
    return next((power for power, words in _SCALES.items() if re.fullmatch(words, scale)), 0)


def without_scheme(text: str) -> str:
    """A web address as people say it: without https:// and www."""
    return text[_ADDRESS.match(text).end() :]  # type: ignore[union-attr]  # it matches nothing too


def units(text: str) -> list[str]:
    """Everything in TEXT that is one thing although it is several words, in lower case.

    Of a web address its host too, of a letter of a case (2026/1234-5) the case.
    """
    return [unit for found in _UNIT.finditer(text) for unit in ways_to_say(found.group())]


def only_unit(piece: str) -> str:
    """The unit that PIECE is, but for signs about it; nothing where it is several words, or one."""
    found = _UNIT.search(piece)
    if found is None or re.search(r"\w", piece[: found.start()] + piece[found.end() :]):
        return ""
    return next(reversed(ways_to_say(found.group())), "")


def ways_to_say(found: str) -> list[str]:
    """What FOUND can be called, the fullest last: nothing for klima/energi, which are two words."""
    text = without_scheme(found.lower())
    if case := _CASE.fullmatch(text):
        year, serial, letter = case.groups()
        whole = f"{'20' if len(year) == 2 else ''}{year}/{serial}"
        return [whole, whole + letter] if letter else [whole]
    if _IS_AMOUNT(text):
        return []
    words = re.split(_SIGNS, text)
    if "-".join(words) == text and text[0].isalpha():
        return ["".join(words)]  # e-post is epost
    dotted = [part for part in text.split("/") if "." in part]
    return list(dict.fromkeys([*dotted, text])) if dotted or "/" not in text else []
