"""What changes the list of plan documents. The people who work there keep it, and staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.database import db
from app.files import service as files
from app.permissions import Actor, Can, require_site
from app.plans import queries
from app.plans.models import Plan, PlanKind


@dataclass(frozen=True)
class Facts:
    """What the list says of a plan."""

    kind: PlanKind
    title: str
    url: str = ""
    adopted_on: date | None = None
    revise_on: date | None = None


def add(actor: Actor, organisation_id: int, facts: Facts, file_ids: Iterable[int] = ()) -> Plan:
    """Put a plan on the list of an organisation, with files of ACTOR's. Raise Missing or Denied."""
    require_site(actor)
    with db.transaction() as session:
        made = Plan(organisation_id=queries.owner(actor, organisation_id).id)
        _fill(made, facts)
        session.add(made)
        session.flush()
        files.put(actor, file_ids, made.place, None, visibility=made.visibility)
        return made


def edit(actor: Actor, plan_id: int, facts: Facts, file_ids: Iterable[int] = ()) -> Plan:
    """Say something else of a plan; new files take the place of those that were there."""
    require_site(actor)
    with db.transaction():
        found, fresh = queries.plan(actor, plan_id, Can.EDIT_ORGANISATION), set(file_ids)
        _fill(found, facts)
        if fresh:
            files.take_away(actor, found.place)
            files.put(actor, fresh, found.place, None, visibility=found.visibility)
        files.set_audience(actor, found.place, None, found.visibility)
        return found


def remove(actor: Actor, plan_id: int) -> Plan:
    """Take a plan off the list, and its files away from there."""
    require_site(actor)
    with db.transaction() as session:
        found = queries.plan(actor, plan_id, Can.EDIT_ORGANISATION)
        files.take_away(actor, found.place)
        session.delete(found)
        return found


def _fill(plan: Plan, facts: Facts) -> None:
    plan.kind, plan.title, plan.url = facts.kind, facts.title, facts.url
    plan.adopted_on, plan.revise_on = facts.adopted_on, facts.revise_on
