"""What administrators do that no single feature does."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from flask_babel import force_locale, gettext
from sqlalchemy import func, select, update

from app import mail
from app.accounts import service as accounts
from app.accounts.models import Person
from app.accounts.queries import by_email
from app.admin import keeping, letters
from app.admin.bringing import Newcomer
from app.admin.models import Access
from app.admin.watching import TWO_STEP, WORK_ACCOUNT
from app.database import db, now
from app.directory import service as directory
from app.errors import Missing
from app.memberships import service as memberships
from app.networks import service as networks
from app.networks.models import Network
from app.networks.queries import municipalities
from app.networks.service import Facts
from app.outbox import Job
from app.permissions import Actor, Can, Role, SiteRole, require_site
from app.rooms import service as rooms
from app.rooms.models import Room, Thread
from app.sso import queries as sso
from app.sso.service import forget

BATCH = 200  # people a transaction: others write between two of them


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


def bring_people(actor: Actor, rows: Sequence[Newcomer], progress: Callable[[int], None],
                 whole: bool = False) -> tuple[int, int]:
    """Add ROWS: all in one transaction when it has to be the WHOLE, else a batch at a time.

    Who is here already stays as they are, but enters the network of their row. Return how many are new, and how
    many were here. PROGRESS hears how many rows are done. Nobody is written to: they sign in by a link.
    """
    require_site(actor, Can.ADMINISTER)
    if whole:
        with db.transaction():
            return _bring(actor, rows, progress)
    parts = [_bring(actor, rows[at:at + BATCH], progress) for at in range(0, len(rows), BATCH)]
    return sum(new for new, _ in parts), sum(here for _, here in parts)


def _bring(actor: Actor, rows: Sequence[Newcomer], progress: Callable[[int], None]) -> tuple[int, int]:
    with db.transaction() as session:
        here = {person.email: person for at in range(0, len(rows), BATCH) for person in session.scalars(
            select(Person).where(Person.email.in_([row.email for row in rows[at:at + BATCH]])))}
        places = {(one.country, one.code): one.id for one in municipalities(actor)}
        networks_named = {one.name: one for one in session.scalars(select(Network))}
        for row in rows:
            person = here.get(row.email) or accounts.create_person(
                actor, row.email, row.name, title=row.title, language=row.language,
                organisation_id=places.get(row.place) if row.place else None)
            if row.email not in here:
                person.phone = row.phone
                if row.lines:
                    directory.bring_card(actor, person.id, dict(row.lines))
            if row.network:
                memberships.admit(actor, networks_named[row.network], person.id)
            progress(1)
        return len(rows) - len(here), len(here)


def note_access(actor: Actor, what: str, person_id: int | None = None, room_id: int | None = None,
                thread_id: int | None = None, **rest: object) -> None:
    """Write down, once a day, that ACTOR saw WHAT of a person or in a room. One's own is nobody's business."""
    thread = db.session.get(Thread, thread_id) if thread_id else None
    room = db.session.get(Room, thread.room_id if thread else room_id) if thread or room_id else None
    if person_id == actor.id or (room and (room.network_id in actor.roles or room.id in actor.guest_rooms)):
        return
    facts = {"reader_id": actor.id, "what": what, "person_id": person_id, "day": now().date(),
             "room_id": room.id if room else None}
    if db.session.scalar(select(Access.id).filter_by(**facts)) is None:
        with db.transaction() as session:
            session.add(Access(**facts))


def reset_two_step(actor: Actor, person_id: int) -> None:
    """Let somebody in again without a code; it is written down who did it."""
    with db.transaction():
        accounts.reset_two_step(actor, person_id)
        note_access(actor, TWO_STEP, person_id)


def forget_identity(actor: Actor, person_id: int, identity_id: int) -> None:
    """Know an account at work of somebody no more; it is written down who did it."""
    with db.transaction():
        if identity_id not in [one.id for one in sso.identities(actor, person_id)]:
            raise Missing
        forget(actor, identity_id)
        note_access(actor, WORK_ACCOUNT, person_id)


def sweep(actor: Actor) -> dict[str, int]:
    """Delete what was kept long enough, as `keeping` says. How many rows of what."""
    require_site(actor, Can.ADMINISTER)
    swept = {}
    for rule in keeping.RULES:
        with db.transaction() as session:
            done = session.execute(rule.sweep(now() - timedelta(days=rule.days)))
            swept[rule.what] = int(getattr(done, "rowcount", 0))
    return swept


def close_unused(actor: Actor) -> int:
    """Warn by letter whose account nobody used for two years, and close it a month later. Return how many closed.

    Administrators are left alone: somebody has to be able to open again.
    """
    require_site(actor, Can.ADMINISTER)
    ordinary = Person.active, Person.site_role != SiteRole.ADMIN
    last = func.coalesce(Person.last_seen_at, Person.created_at)
    with db.transaction() as session:
        for person in session.scalars(select(Person).where(
                *ordinary, last < now() - keeping.UNUSED, Person.warned_at.is_(None))):
            person.warned_at = now()
            mail.post(person.email, *letters.unused(person))
        session.execute(update(Person).where(Person.warned_at.is_not(None), last > Person.warned_at)
                        .values(warned_at=None))
        late = session.scalars(select(Person).where(*ordinary, Person.warned_at < now() - keeping.WARNED)).all()
        for person in late:
            accounts.set_rights(actor, person.id, site_role=person.site_role, active=False)
        return len(late)
