"""How others show a plan: `plan:7` becomes one line that leads to it."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.database import db
from app.links import Embed, Kind, Place, register
from app.permissions import Actor
from app.plans import queries
from app.plans.models import Plan


def share(actor: Actor, ids: set[int], place: Place) -> None:
    """Raise Missing unless ACTOR finds all of them. It gives nobody a new right."""
    for plan_id in ids:
        queries.plan(actor, plan_id)


def embeds(ids: set[int], place: Place) -> dict[int, Embed]:
    """Its title, whose it is, and its days: what everybody who is signed in may read."""
    found = select(Plan).where(Plan.id.in_(ids)).options(joinedload(Plan.organisation))
    return {one.id: Embed("plans/_plan_line.html", {"plan": one}) for one in db.session.scalars(found)}


register(Kind("plan", share, embeds))
