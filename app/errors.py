"""What can go wrong, said once. Each door turns these into its own words and status."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

Words = Any  # str, or a LazyString that becomes one in the reader's language


class AppError(Exception):
    """Something a person can be told. `title` is plain words; `errors` names the fields."""

    status = 400
    title: Words = lazy_gettext("This could not be done.")

    def __init__(self, title: Words | None = None, errors: Mapping[str, Words] | None = None,
                 **kept: Any) -> None:
        self.title = title or self.title
        self.errors = dict(errors or {})
        self.kept = kept  # what a page may show again, e.g. both texts of an edit conflict
        super().__init__(str(self.title))


class Unknown(AppError):
    """Nobody is signed in."""

    status = 401
    title = lazy_gettext("You need to sign in first.")


class Denied(AppError):
    """They may see it, but not do this."""

    status = 403
    title = lazy_gettext("You do not have the right to do this.")


class Missing(AppError):
    """Not there, or not for them: the answer is the same."""

    status = 404
    title = lazy_gettext("We cannot find this page.")


class Conflict(AppError):
    """Somebody else was first, or the thing is closed for changes."""

    status = 409
    title = lazy_gettext("Somebody changed this before you.")


class TooLarge(AppError):
    """More than we take."""

    status = 413
    title = lazy_gettext("This is too large.")


class WrongKind(AppError):
    """A kind of file that we do not take."""

    status = 415
    title = lazy_gettext("We cannot take this kind of file.")


class Invalid(AppError):
    """A field is missing or wrong."""

    status = 422
    title = lazy_gettext("Something is missing or not right.")


class TooMany(AppError):
    """Too often in too short a time."""

    status = 429
    title = lazy_gettext("That was many times in a short while. Wait a little and try again.")


class Busy(AppError):
    """The database or the disk cannot take it just now; nothing was half-written."""

    status = 503
    title = lazy_gettext("Livskraft is busy just now. Nothing is lost: try again in a moment.")
