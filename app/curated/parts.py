"""What collections add to the example bank: the way to them, and on an example which ones it is part of."""

from app.curated import queries
from app.examples import parts as examples
from app.examples.models import Example, ReviewState
from app.links import Embed
from app.permissions import Actor, Can, allows

LATEST = 3


@examples.over_list
def ways(actor: Actor) -> Embed | None:
    """The latest collections with something in them, and the way to all; for staff also to the first."""
    found = [one for one, number in queries.collections(actor) if number]
    if not found and not allows(actor, Can.CURATE):
        return None
    return Embed("curated/_ways.html", {"found": found[:LATEST]})


@examples.act_on_example
def choose(actor: Actor, example: Example) -> Embed | None:
    """For staff, a way to put it in a collection."""
    if not allows(actor, Can.CURATE) or example.review_state != ReviewState.PUBLISHED:
        return None
    return Embed("curated/_choose.html", {"example": example})


@examples.beside_example
def part_of(actor: Actor, example: Example) -> Embed | None:
    """The collections that it is in."""
    found = queries.of_example(actor, example)
    return Embed("curated/_part_of.html", {"found": found}) if found else None
