"""What is about the same: as a thing that one reads, or as a title that one is typing."""

import re

from app.errors import Missing
from app.permissions import Actor
from app.search import keys
from app.search.asked import LONGEST, Asked
from app.search.engine import index
from app.search.keys import Ring
from app.search.names import Names, Shown
from search_index import Hit, Hits

A_FEW = 5
TYPES = ("example", "thread")
KEY = re.compile(r"(?:thread|example):[0-9]{1,10}")


def related(actor: Actor, key: str) -> list[Shown]:
    """Threads and examples like the one KEY names ("thread:9"). Raise Missing where KEY names nothing of the kind.

    For what is hidden or not indexed yet there is nothing related, as for what is not there.
    """
    if not KEY.fullmatch(key):
        raise Missing
    ring = keys.ring_of(actor)
    return _shown(actor, ring, index().more_like(key, ring.keys, A_FEW, TYPES))


def similar(actor: Actor, typed: str) -> list[Shown]:
    """Threads and examples that the title TYPED so far resembles."""
    ring = keys.ring_of(actor)
    return _shown(actor, ring, index().similar(typed[:LONGEST], ring.keys, A_FEW, TYPES))


def _shown(actor: Actor, ring: Ring, hits: list[Hit]) -> list[Shown]:
    """HITS that may be read; but no conversation: nobody asked in it for others to find."""
    asked = [hit for hit in hits if hit.network or hit.type != "thread"]
    return Names(actor, Asked(), ring, Hits(hits=asked)).shown(asked) if asked else []
