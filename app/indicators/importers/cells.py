"""One cell at a time: numbers as Norwegians, Swedes and machines write them, years, municipalities, signs."""

import math
import re

from app.indicators.importers.rows import (
    EMPTY,
    NEGATIVE,
    NOT_A_NUMBER,
    NOT_A_YEAR,
    NOT_FINITE,
    TOO_LARGE,
    Unreadable,
)

LARGEST = 1e15
SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f']")
NUMBER = re.compile(r"[-+]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][-+]?[0-9]{1,4})?")
POINTS_BETWEEN = re.compile(r"[-+]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+")
COMMAS_BETWEEN = re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+")
YEAR = re.compile(r"([0-9]{4})(\.0+)?")
NOT_NUMBERS = {"nan", "inf", "-inf", "+inf", "infinity", "-infinity", "#n/a", "n/a", "na", "null", "none"}
# Statistics Norway's signs: cannot occur, not there, not shown, none at all.
SIGNS: dict[str, float | None] = {".": None, "..": None, "...": None, ":": None, "-": 0.0, "–": 0.0}


def figure(cell: str, *, least: float = 0) -> tuple[float | None, str]:
    """The value of CELL and the source's sign beside it. Raises Unreadable for all that is no figure."""
    text = cell.strip()
    if text in SIGNS:
        return SIGNS[text], text
    sign = "*" if text.endswith("*") else ""
    value = number(text.removesuffix("*"))
    if value < least:
        raise Unreadable(NEGATIVE, cell=cell)
    return value, sign


def number(cell: str) -> float:
    """CELL as a number: 1234.5, 1 234,5, 1.234,5 and 1,234.5 are the same."""
    text = SPACES.sub("", cell).replace("\u2212", "-")
    if not text:
        raise Unreadable(EMPTY)
    if text.casefold() in NOT_NUMBERS:
        raise Unreadable(NOT_FINITE, cell=cell)
    if POINTS_BETWEEN.fullmatch(text):
        text = text.replace(".", "")
    elif COMMAS_BETWEEN.fullmatch(text):
        text = text.replace(",", "")
    if not NUMBER.fullmatch(text):
        raise Unreadable(NOT_A_NUMBER, cell=cell)
    value = float(text.replace(",", "."))
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise Unreadable(TOO_LARGE, cell=cell)
    return value


def year(cell: str) -> int:
    """CELL as a year from 1900 to 2100; 2024.0 is one too, 2024K3 is not."""
    match = YEAR.fullmatch(cell.strip())
    if not match or not 1900 <= int(match[1]) <= 2100:
        raise Unreadable(NOT_A_YEAR, cell=cell)
    return int(match[1])


def municipality(code: str, name: str = "") -> str:
    """The number where there is one (301 is 0301, "K-4012" and "4012 Bamble" are 4012), else the name."""
    for cell in (code, name):
        match = re.fullmatch(r"(?:K-)?([0-9]{3,4})(?:\.0)?(?:\s.*)?", cell.strip())
        if match:
            return match[1].zfill(4)
    text = " ".join((name or code).split())
    if not text:
        raise Unreadable(EMPTY)
    return text
