"""What leaving adds to the pages of people."""

from app.accounts.models import Person
from app.directory import parts
from app.leaving import queries
from app.links import Embed
from app.permissions import Actor


@parts.act_on_person
def hand_over(actor: Actor, person: Person) -> Embed | None:
    """The way to hand over for them."""
    if not queries.may_hand_over(actor, person):
        return None
    return Embed("leaving/_hand_over.html", {"person": person})


@parts.instead_of_person
def gone(actor: Actor, person_id: int) -> Embed | None:
    """Who took over from somebody who is gone."""
    done = queries.latest(actor, person_id)
    if done is None:
        return None
    now = done.person.successor or done.successor  # who took over may have left in turn
    return Embed("leaving/_gone.html", {"done": done, "successor": now, "undo": queries.may_undo(actor, done)})
