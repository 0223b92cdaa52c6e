"""Who answers for an example, and who reviews it: those who are written to. Only people who may read it."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import Membership, Person
from app.accounts.session import actor_of
from app.database import db
from app.examples.models import Example
from app.permissions import Actor, Can, Role, SiteRole, allows, reads


def who_answers(actor: Actor, example: Example) -> list[list[Person]]:
    """Whom to ask about EXAMPLE, one turn after the other: the contact person, the deputy, the coordinators."""
    turns = [[one for one in (example.contact,) if one], [one for one in (example.deputy,) if one],
             coordinators(actor, example)]
    return [[one for one in turn if one.active and allows(actor_of(one), Can.EDIT_EXAMPLE, example)]
            for turn in turns]


def keepers(actor: Actor, example: Example) -> list[Person]:
    """Its author and who answers for it, each once."""
    found = {one.id: one for one in (example.author, example.contact, example.deputy) if one and one.active}
    return [one for one in found.values() if reads(actor_of(one), example)]


def reviewers(actor: Actor, example: Example) -> Sequence[Person]:
    """The coordinators of its network; staff where it has none, or nobody coordinates."""
    return coordinators(actor, example) or staff(actor)


def coordinators(actor: Actor, example: Example) -> list[Person]:
    """Who coordinates the network of EXAMPLE."""
    return list(db.session.scalars(select(Person).join(Membership, Membership.person_id == Person.id).where(
        Membership.network_id == example.network_id, Membership.role == Role.COORDINATOR,
        Membership.ended_on.is_(None), Person.active).order_by(Person.id)))


def staff(actor: Actor) -> list[Person]:
    """Who looks after the bank as a whole."""
    return list(db.session.scalars(select(Person).where(
        Person.site_role == SiteRole.STAFF, Person.active).order_by(Person.id)))
