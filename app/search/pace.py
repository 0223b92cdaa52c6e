"""How often a person may search. Switched off with the other rate limits."""

from flask import request
from limits import RateLimitItem, parse

from app.errors import TooMany
from app.permissions import Actor
from app.security import within

SEARCHES = parse("60/minute")
SUGGESTIONS = parse("300/minute")  # one for every letter typed


def require_pace(actor: Actor, item: RateLimitItem = SEARCHES) -> None:
    """Count one search of ACTOR, or of the address that nobody signed in from. Raise TooMany past the limit."""
    who = str(actor.id or request.remote_addr)
    if not within(item, "search", who):
        raise TooMany
