"""What administrators do that no single feature does."""

from collections.abc import Iterable

from flask_babel import force_locale, gettext

from app.accounts import service as accounts
from app.accounts.models import Person
from app.accounts.queries import by_email
from app.database import db, now
from app.errors import Missing
from app.memberships import service as memberships
from app.networks import service as networks
from app.networks.models import Network
from app.networks.service import Facts
from app.outbox import Job
from app.permissions import Actor, Can, Role, require_site
from app.rooms import service as rooms


def start_network(actor: Actor, facts: Facts, places: Iterable[int], coordinator: str) -> Network:
    """A network with its municipalities, a room to talk in, and somebody who looks after it.

    COORDINATOR is an e-mail address: who has it becomes coordinator, or is invited to become it.
    """
    with db.transaction():
        network = networks.create_network(actor, facts)
        for place in places:
            networks.add_municipality(actor, network.id, place)
        with force_locale(facts.language):
            rooms.create_room(actor, network.id, gettext("Discussion room"))
        if known := by_email(actor, coordinator):
            memberships.admit(actor, network, known.id, Role.COORDINATOR)
        else:
            memberships.invite(actor, network, email=coordinator, role=Role.COORDINATOR)
        return network


def add_person(actor: Actor, email: str, name: str) -> Person:
    """Somebody new, who is mailed a link to sign in by."""
    with db.transaction():
        person = accounts.create_person(actor, email, name)
        accounts.send_link(actor, person.email, "/settings")
        return person


def try_again(actor: Actor, job_id: int) -> None:
    """Let the worker try a job that it had given up."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        job = session.get(Job, job_id)
        if job is None:
            raise Missing
        job.tries, job.due_at = 0, now()


def give_up(actor: Actor, job_id: int) -> None:
    """Forget a job that can never be done."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        job = session.get(Job, job_id)
        if job is None:
            raise Missing
        session.delete(job)
