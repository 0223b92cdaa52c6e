"""How tests make goals: of Bamble and Kragerø, in the network of the cast."""

from dataclasses import replace
from datetime import date

from app.accounts.session import actor_of
from app.goals import service
from app.goals.facts import GoalFacts
from app.goals.models import Goal
from app.networks.models import Organisation
from app.permissions import Visibility
from tests import cast
from tests.http.test_indicators import CODE

HALVED = GoalFacts("Halve the emissions", 2009, 2030, 0, indicator=CODE, target_percent=50)


def place_of(email: str) -> Organisation:
    """Where somebody works."""
    place = cast.person(email).organisation
    assert place
    return place


def goal(email: str = cast.ANNE, facts: GoalFacts = HALVED, public: bool = False, begins: date | None = None,
         **changes: object) -> Goal:
    """A goal of the municipality of EMAIL, who answers for it."""
    seen = Visibility.PUBLIC if public else Visibility.NETWORK
    who = cast.person(email)
    said = replace(facts, contact_id=who.id, visibility=seen, begins_on=begins, **changes)  # type: ignore[arg-type]
    return service.create(actor_of(who), place_of(email), cast.network(cast.TELEMARK).id, said)
