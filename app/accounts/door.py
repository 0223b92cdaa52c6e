"""What the doors share when somebody comes in or leaves: the cookie, and where to go next."""

from urllib.parse import urlencode, urlsplit

from flask import Response, redirect, request, session
from flask.typing import ResponseReturnValue

from app.accounts.devices import device_of
from app.accounts.service import Entrance
from app.accounts.session import COOKIE_KEY, forget
from app.security import limiter


def refused(response: Response) -> bool:
    """Only what was refused counts: an office behind one address may sign in all at once."""
    return response.status_code >= 400


guarded = limiter.limit("10/minute", methods=["POST"], deduct_when=refused)


def let_in(entrance: Entrance) -> None:
    """Give this browser a new cookie: nothing of an earlier one is kept."""
    session.clear()
    session[COOKIE_KEY], session["language"] = entrance.secret, entrance.person.language
    session.permanent = True
    forget()


def come_in(entrance: Entrance, path: str) -> ResponseReturnValue:
    """In, and on to PATH; where a code is asked for, to the page that asks."""
    let_in(entrance)
    return redirect(f"/sign-in/code?{urlencode({'next': path})}" if entrance.code_due else path, 303)


def let_out() -> None:
    """Take the cookie's content away; the language stays."""
    kept = session.get("language")
    session.clear()
    if kept:
        session["language"] = kept
    forget()


def device() -> str:
    """This browser in words."""
    return device_of(request.user_agent.string)


def local_path(path: str | None, otherwise: str = "/") -> str:
    """PATH if it is a page of ours, else OTHERWISE: a link that somebody sent may not lead away."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        return otherwise
    parts = urlsplit(path)
    return otherwise if parts.scheme or parts.netloc or "\\" in parts.path else path
