"""What the doors share when somebody comes in or leaves: the cookie, and where to go next."""

from urllib.parse import urlsplit

from flask import request, session

from app.accounts.devices import device_of
from app.accounts.service import Entrance
from app.accounts.session import COOKIE_KEY, forget


def let_in(entrance: Entrance) -> None:
    """Give this browser a new cookie: nothing of an earlier one is kept."""
    session.clear()
    session[COOKIE_KEY], session["language"] = entrance.secret, entrance.person.language
    session.permanent = True
    forget()


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
