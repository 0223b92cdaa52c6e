"""«Vi har brukt dette»: what became of an example elsewhere."""

from dataclasses import dataclass

from flask_babel import lazy_gettext

from app import outbox
from app.database import db, now
from app.errors import Denied, Invalid
from app.examples import queries
from app.examples.checks import text
from app.examples.fields import A_MONTH
from app.examples.models import Example, ExampleUse, ReviewState
from app.permissions import Actor, require_site

STORY, CHANGED = text(1000, needed=True), text(1000)


@dataclass(frozen=True)
class Used:
    """Which municipality, since when (a year, or YYYY-MM), how it went, and what they did otherwise."""

    municipality_id: int | None
    began: str = ""
    story: str = ""
    changed: str = ""


def say_used(actor: Actor, example_id: int, used: Used) -> ExampleUse:
    """Tell that a municipality has done as an example says. Those who answer for it hear of it.

    Raise Missing for an example that ACTOR may not read, Denied for one who is a member nowhere, Invalid with the
    fields named.
    """
    require_site(actor)
    with db.transaction() as session:
        example = queries.example(actor, example_id)
        if example.review_state != ReviewState.PUBLISHED or not queries.writes(actor):
            raise Denied
        use = ExampleUse(example_id=example.id, author_id=actor.id)
        _fill(actor, use, example, used)
        session.add(use)
        session.flush()
        outbox.tell("example_used", example_id=example.id, use_id=use.id, at=now().isoformat())
        outbox.tell("example_changed", example_id=example.id)
    return use


def change_use(actor: Actor, use_id: int, used: Used) -> ExampleUse:
    """Tell it otherwise. Whoever said it may, and staff."""
    with db.transaction():
        use, example = queries.own_use(actor, use_id)
        _fill(actor, use, example, used)
    return use


def remove_use(actor: Actor, use_id: int) -> Example:
    """Take it back."""
    with db.transaction() as session:
        use, example = queries.own_use(actor, use_id)
        session.delete(use)
        outbox.tell("example_changed", example_id=example.id)
    return example


def _fill(actor: Actor, use: ExampleUse, example: Example, used: Used) -> None:
    errors = {}
    places = {one.id for one in queries.places_to_speak_for(actor)} | {use.organisation_id}
    place = used.municipality_id
    if place is None or place not in places:
        errors["municipality_id"] = lazy_gettext("Choose one of the list.")
    elif example.owner and place == example.owner.id:
        errors["municipality_id"] = lazy_gettext("This municipality made the example.")
    for name, check in (("began", A_MONTH), ("story", STORY), ("changed", CHANGED)):
        try:
            setattr(use, name, check(getattr(used, name)))
        except ValueError as wrong:
            errors[name] = wrong.args[0]
    if errors or place is None:
        raise Invalid(errors=errors)
    use.organisation_id = place
