"""Codes for the second step: those that an app counts by the clock (RFC 6238), and those on a sheet of paper."""

import secrets
from base64 import b32encode
from datetime import datetime
from hmac import compare_digest

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

SECONDS, DIGITS = 30, 6  # as every app has it, SHA-1 too
DRIFT = 1  # steps that the clock of a phone may be off
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another
GROUPS, GROUP = 3, 4


def new_key() -> bytes:
    """What an app and we will both know."""
    return secrets.token_bytes(20)


def step_of(key: bytes | None, code: str, moment: datetime) -> int | None:
    """Which step of the clock CODE belongs to, of those around MOMENT; None for none. Takes as long for every code."""
    found, clock = None, _clock(key or bytes(20))
    for step in range(int(moment.timestamp()) // SECONDS - DRIFT, int(moment.timestamp()) // SECONDS + DRIFT + 1):
        if compare_digest(clock.generate(step * SECONDS), code.encode()) and key:
            found = step
    return found


def plain(code: str) -> str:
    """CODE as it is compared, however it was written."""
    return "".join(letter for letter in code.lower() if letter.isascii() and letter.isalnum())


def is_of_app(code: str) -> bool:
    """Whether CODE looks like one that an app shows."""
    return len(code) == DIGITS and code.isdecimal()


def as_words(key: bytes) -> str:
    """KEY to type into an app, in groups of four."""
    text = b32encode(key).decode()
    return " ".join(text[at:at + 4] for at in range(0, len(text), 4))


def picture(key: bytes, email: str) -> str:
    """KEY as a QR code that apps read: an SVG in which white is white, also on a dark page."""
    address = _clock(key).get_provisioning_uri(email, "Livskraft")
    code: str = segno.make(address, error="m", micro=False).svg_inline(light="#fff", omitsize=True)
    return code


def new_recovery_code() -> str:
    """One for paper: sixty bits, in groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def _clock(key: bytes) -> TOTP:
    return TOTP(key, DIGITS, SHA1(), SECONDS)
