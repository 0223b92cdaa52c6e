"""A pasted list of people to invite, line by line: what each is."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

INVITED, INSIDE, TWICE, BAD = "invited", "inside", "twice", "bad"
BETWEEN = re.compile(r"[;,\t<>\s]+")


@dataclass(frozen=True)
class Outcome:
    """What came of a LINE: INVITED, INSIDE already, there TWICE, or a BAD address."""

    line: str
    email: str
    said: str


def judged(line: str, inside: Collection[str], seen: set[str]) -> Outcome:
    """What comes of LINE when INSIDE are in the network already. What it names is SEEN from then on."""
    email = address_in(line)
    if not email:
        return Outcome(line, "", BAD)
    if email in seen:
        return Outcome(line, email, TWICE)
    seen.add(email)
    return Outcome(line, email, INSIDE if email in inside else INVITED)


def address_in(line: str) -> str:
    """The e-mail address in LINE, in small letters; nothing where there is none."""
    words = [word.strip("\"'()") for word in BETWEEN.split(line)]
    written = next((word for word in words if "@" in word), "")
    try:
        return validate_email(written, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        return ""
