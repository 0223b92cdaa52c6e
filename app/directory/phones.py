"""Phone numbers: what can be called, and how people read it. Norwegian and Swedish habits."""

import re

SIGNS = re.compile(r"[\s().\-/\u00a0\u2009\u202f]+")
NUMBER = re.compile(r"(?:\+|00)?\d{3,15}")
SHORTEST, LONGEST = 3, 15  # digits; an emergency number, and what the world's plan allows (E.164)


def digits(text: str) -> str:
    """TEXT as a phone dials it: digits, perhaps + before them; empty for what is no number."""
    bare = SIGNS.sub("", text.strip().replace("(0)", ""))
    if not NUMBER.fullmatch(bare):
        return ""
    number = f"+{bare[2:]}" if re.match("00[1-9]", bare) else bare
    return number if SHORTEST <= len(number.lstrip("+")) <= LONGEST else ""


def grouped(text: str) -> str:
    """TEXT as people read it: «35 96 50 00», «900 12 345», «+46 971-170 00»; empty for what is no number."""
    number = digits(text)
    if number.startswith("+47") and len(number) == 11:
        return f"+47 {_norwegian(number[3:])}"
    if number.startswith("+46"):
        return f"+46 {_swedish(number[3:].removeprefix('0'))}"
    if number.startswith("+"):
        return " ".join(text.split())  # as its owner groups it
    if re.match("0[1-9]", number) and len(number) > 7:
        return _swedish(number)
    return _norwegian(number) if len(number) == 8 else number if len(number) < 6 else _pairs(number)


def _norwegian(number: str) -> str:
    """Mobiles (4…, 8…, 9…) by 3-2-3, others by pairs."""
    return f"{number[:3]} {number[3:5]} {number[5:]}" if number[0] in "489" else _pairs(number)


def _swedish(number: str) -> str:
    """The area, then pairs; of an odd number of digits the first three stand together."""
    national = number if number.startswith("0") else f"0{number}"
    area = next((length for starts, length in (("08", 2), ("07", 3), ("010", 3), ("031", 3), ("040", 3))
                 if national.startswith(starts)), 4)
    head, rest = national[:area], national[area:]
    shown = head if number.startswith("0") else head[1:]
    return f"{shown}-{_pairs(rest)}" if rest else shown


def _pairs(number: str) -> str:
    first = 3 if len(number) % 2 else 0
    return " ".join(filter(None, [number[:first], *(number[at:at + 2] for at in range(first, len(number), 2))]))
