"""How often a person may post, over all doors together. Switched off with the other rate limits."""

from limits import parse

from app.errors import TooMany
from app.permissions import Actor
from app.security import within

POSTS = parse("60/minute")
REACTIONS = parse("60/minute")
TYPING = parse("60/minute")


def require_pace(actor: Actor) -> None:
    """Count one message of ACTOR. Raise TooMany past what anybody writes by hand."""
    if not within(POSTS, "post", str(actor.id)):
        raise TooMany


def require_reactions(actor: Actor) -> None:
    """The same for a reaction, which nobody has to read."""
    if not within(REACTIONS, "react", str(actor.id)):
        raise TooMany


def may_tell_typing(actor: Actor) -> bool:
    """Whether the others hear once more that ACTOR is writing."""
    return within(TYPING, "typing", str(actor.id))
