"""What goals add to the page of a municipality."""

from app.directory import parts
from app.goals import queries
from app.goals.labels import WORDS
from app.goals.shown import shown
from app.links import Embed
from app.networks.models import Organisation
from app.permissions import Actor

MOST = 6


@parts.of_municipality
def goals(actor: Actor, place: Organisation) -> Embed | None:
    """Its goals with how far they have come; an empty list only for who may begin it."""
    found = shown(actor, queries.of_municipality(actor, place))
    begins = bool(queries.shared_with(actor, place)) if actor.signed_in and not found else False
    if not found and not begins:
        return None
    return Embed("goals/_of_place.html", {"goals": found[:MOST], "place": place, **WORDS})
