"""How others show a gathering: `gathering:5` becomes its date and place, for the network that meets."""

from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.database import db
from app.errors import Invalid, Missing
from app.gatherings import queries
from app.gatherings.calendar import agenda_lines
from app.gatherings.models import Gathering
from app.links import Embed, Kind, Place, Source, register
from app.permissions import Actor


def share(actor: Actor, ids: set[int], place: Place) -> None:
    """Raise Missing for what ACTOR may not read, Invalid where others than its network would see it."""
    found = queries.by_ids(actor, ids)
    if len(found) != len(ids):
        raise Missing
    if any(one.network_id != place.network_id for one in found):
        raise Invalid(errors={"links": lazy_gettext("This gathering belongs to another network.")})


def embeds(ids: set[int], place: Place) -> dict[int, Embed]:
    """Those of the network of PLACE."""
    found = select(Gathering).where(Gathering.id.in_(ids), Gathering.network_id == place.network_id)
    return {one.id: Embed("gatherings/_embed.html", {"gathering": one})
            for one in db.session.scalars(found.options(joinedload(Gathering.host)))}


def source(actor: Actor, gathering_id: int) -> Source:
    """Its title, and what it is about with its agenda."""
    one = queries.gathering(actor, gathering_id)
    return Source(f"gathering:{one.id}", one.title, "\n".join([one.about, "", *agenda_lines(one)]).strip(),
                  one.network_id)


register(Kind("gathering", share, embeds, source))
