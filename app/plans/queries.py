"""What is read about plan documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.database import db
from app.errors import Missing
from app.files.models import File
from app.files.queries import in_places
from app.networks.models import Organisation
from app.permissions import Actor, Can, require
from app.plans.models import Plan


@dataclass(frozen=True)
class Listed:
    """A plan with the files that ACTOR may read of it."""

    plan: Plan
    files: Sequence[File]


def plans_of(actor: Actor, organisation: Organisation) -> list[Listed]:
    """Those of ORGANISATION: by what they are about, the latest first; for nobody only what is adopted."""
    wanted = select(Plan).where(Plan.organisation_id == organisation.id)
    if not actor.signed_in:
        wanted = wanted.where(Plan.adopted_on.is_not(None))
    found = db.session.scalars(wanted.order_by(Plan.kind, Plan.adopted_on.desc(), Plan.id)).all()
    files = in_places(actor, [one.place for one in found]) if found else {}
    return [Listed(one, files.get(one.place, [])) for one in found]


def plan(actor: Actor, plan_id: int, can: Can = Can.READ) -> Plan:
    """One of them. Raise Missing for none that ACTOR may read, Denied where they may not do CAN."""
    found = db.session.get(Plan, plan_id, options=[joinedload(Plan.organisation)])
    require(actor, can, found)
    assert found
    return found


def owner(actor: Actor, organisation_id: int) -> Organisation:
    """Whose plans ACTOR may change by that number. Raise Missing or Denied."""
    found = db.session.get(Organisation, organisation_id)
    if found is None:
        raise Missing
    require(actor, Can.EDIT_ORGANISATION, found)
    return found
