"""Passwords are kept so that nobody can read them, and renewed when the settings get stronger."""

from argon2 import PasswordHasher

from app.accounts import passwords

PASSWORD = "a meadow behind the school"


def test_a_password_fits_its_own_hash_and_no_other() -> None:
    kept = passwords.hash_of(PASSWORD)
    assert PASSWORD not in kept and kept.startswith("$argon2id$")
    assert kept != passwords.hash_of(PASSWORD), "the same password twice looks different"
    assert passwords.fits(PASSWORD, kept)
    assert not passwords.fits("a meadow behind the School", kept)


def test_nothing_fits_somebody_who_has_no_password() -> None:
    for attempt in (PASSWORD, "", "nobody has this password"):
        assert not passwords.fits(attempt, None)
    assert not passwords.fits(PASSWORD, "not a hash at all")


def test_a_hash_of_weaker_settings_is_renewed() -> None:
    weaker = PasswordHasher(time_cost=1, memory_cost=9, parallelism=1).hash(PASSWORD)
    assert passwords.fits(PASSWORD, weaker) and passwords.outdated(weaker)
    assert not passwords.outdated(passwords.hash_of(PASSWORD))
