"""How each door says no: a page in the person's language, problem+json, or a socket's ack."""

import errno
from typing import Any

from flask import Flask, Response, current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException

from app import errors
from app.errors import AppError

BY_STATUS: dict[int, type[AppError]] = {
    kind.status: kind for kind in (
        errors.Unknown, errors.Denied, errors.Missing, errors.Conflict, errors.TooLarge,
        errors.WrongKind, errors.Invalid, errors.TooMany, errors.Busy)}
RETRY_SECONDS = {429: "60", 503: "5", 507: "60"}
DATABASE = (OperationalError, NoConnection)
TYPED = ("title", "body", "text", "about", "note", "summary")


def init_app(app: Flask) -> None:
    """Answer every refusal in plain words, with a clear status."""
    app.register_error_handler(AppError, refuse)
    app.register_error_handler(HTTPException, lambda error: refuse(from_http(error), error))
    for kind in DATABASE:
        app.register_error_handler(kind, lambda error: refuse(from_database(error)))
    # PostgreSQL takes no NUL in a text and no number beyond its columns: what was sent is wrong, not we.
    app.register_error_handler(DataError, lambda error: refuse(errors.Invalid()))
    app.register_error_handler(OverflowError, lambda error: refuse(errors.Invalid()))
    app.register_error_handler(OSError, lambda error: refuse(from_disk(error)))


def refuse(error: AppError, original: HTTPException | None = None) -> ResponseReturnValue:
    """The answer to this request that ERROR stands for."""
    if original is not None and original.code and original.code < 400:
        return original
    if request.path.startswith("/api/"):
        return problem(error, original)
    if error.status == 401 and request.method == "GET":
        return redirect("/sign-in?next=" + request.full_path.rstrip("?"))
    page = render_template("errors/error.html", status=error.status, title=error.title,
                           detail=what_to_do(error), errors=error.errors, kept=kept_words(error))
    return page, error.status, headers(error, original)


def problem(error: AppError, original: HTTPException | None = None) -> Response:
    """RFC 9457: type, title, status, detail and, for 422, each field's message."""
    body: dict[str, Any] = {"type": "about:blank", "title": str(error.title), "status": error.status,
                            "detail": what_to_do(error)}
    body.update((name, str(value)) for name, value in error.kept.items())
    if error.errors or error.status == 422:
        body["errors"] = [{"field": field, "message": str(words)} for field, words in error.errors.items()]
    answer = jsonify(body)
    answer.status_code, answer.mimetype = error.status, "application/problem+json"
    answer.headers.update(headers(error, original))
    return answer


def ack(error: Exception) -> dict[str, Any]:
    """A socket is refused in its ack, as a page is by its status."""
    if isinstance(error, DATABASE):
        error = from_database(error)
    if not isinstance(error, AppError):
        current_app.logger.exception("A socket event failed.")
        error = AppError()
        error.status = 500
    answer: dict[str, Any] = {"ok": False, "status": error.status, "title": str(error.title)}
    if error.errors:
        answer["errors"] = [{"field": field, "message": str(words)} for field, words in error.errors.items()]
    return answer


def headers(error: AppError, original: HTTPException | None) -> dict[str, str]:
    """When to come again, and what else the status asks for."""
    found = {name: value for name, value in (original.get_headers() if original else [])
             if name in ("Allow", "Retry-After", "WWW-Authenticate")}
    if error.status in RETRY_SECONDS:
        found.setdefault("Retry-After", RETRY_SECONDS[error.status])
    if error.status == 401:
        found.setdefault("WWW-Authenticate", "Bearer")
    return found


def what_to_do(error: AppError) -> str:
    """One sentence that helps on."""
    match error.status:
        case 401:
            return str(gettext("Sign in, and you come back to this page."))
        case 403:
            return str(gettext("Ask the coordinator of the network if you think that you should."))
        case 404:
            return str(gettext("It may have been moved or removed, or it is for others. Try the search."))
        case 409:
            return str(gettext("Nothing is lost: both texts are below.")) if error.kept else ""
        case 422:
            return str(gettext("Look at the fields that are named, and send again."))
        case 500:
            return str(gettext("The fault is ours. What you wrote is kept below; try again in a while."))
    return str(gettext("Try again in a while.")) if error.status in RETRY_SECONDS else ""


def kept_words(error: AppError) -> dict[str, str]:
    """What was typed, so that nothing is lost."""
    typed = {name: request.form[name] for name in TYPED if request.form.get(name)} if request.form else {}
    return {**typed, **{name: str(value) for name, value in error.kept.items()}}


def from_http(error: HTTPException) -> AppError:
    """A refusal of Flask's own in our words."""
    status = error.code or 500
    refusal = BY_STATUS.get(status, AppError)()
    refusal.status = status
    if status == 405:
        refusal.title = gettext("This address does not take that.")
    if status >= 500 and status not in BY_STATUS:
        refusal.title = gettext("Something went wrong with us.")
    return refusal


def from_database(error: OperationalError | NoConnection) -> AppError:
    """Locked, full, away, or without a connection for us: nothing was half-written."""
    why = str(getattr(error, "orig", error))
    if "disk is full" in why or "disk I/O" in why:
        return disk_full()
    current_app.logger.warning("The database refused: %s", why)
    return errors.Busy()


def from_disk(error: OSError) -> AppError:
    """Only a full disk is ours to explain; anything else is a fault."""
    if error.errno != errno.ENOSPC:
        raise error
    return disk_full()


def disk_full() -> AppError:
    """Reads go on; writes wait for room."""
    refusal = errors.Busy(gettext("There is no room left on the disk. Nothing was half-written."))
    refusal.status = 507
    return refusal
