"""Passwords: argon2, never kept in plain, and as slow for people who do not exist."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 200  # letters; a long sentence is welcome, a book is not
hasher = PasswordHasher()


def hash_of(password: str) -> str:
    """What is kept of PASSWORD."""
    return hasher.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether PASSWORD is the one that was kept. Takes as long when nothing was."""
    try:
        return hasher.verify(kept or _nobodys(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether KEPT was made with weaker settings than those of today."""
    return hasher.check_needs_rehash(kept)


@lru_cache
def _nobodys() -> str:
    return hasher.hash("nobody has this password")
