"""How often a person may post, over all doors together. Switched off with the other rate limits."""

from limits import RateLimitItem, parse

from app.errors import TooMany
from app.permissions import Actor
from app.security import limiter

POSTS = parse("60/minute")
TYPING = parse("60/minute")


def require_pace(actor: Actor) -> None:
    """Count one message of ACTOR. Raise TooMany past what anybody writes by hand."""
    if not _within(POSTS, "post", actor):
        raise TooMany


def may_tell_typing(actor: Actor) -> bool:
    """Whether the others hear once more that ACTOR is writing."""
    return _within(TYPING, "typing", actor)


def _within(item: RateLimitItem, what: str, actor: Actor) -> bool:
    return not limiter.enabled or bool(limiter.limiter.hit(item, what, str(actor.id)))
