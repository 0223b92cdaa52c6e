"""What others change about people: that they are here, where they work, what they may do."""

from flask_babel import lazy_gettext
from sqlalchemy import update

from app import live, outbox
from app.accounts import queries
from app.accounts.models import ApiToken, Person
from app.accounts.service.entering import end_everywhere
from app.database import db, now
from app.errors import Conflict, Denied, Invalid
from app.permissions import Actor, Can, Role, SiteRole, require_site


def create_person(actor: Actor, email: str, name: str, *, title: str = "", language: str = "nb",
                  organisation_id: int | None = None, site_role: SiteRole = SiteRole.PERSON) -> Person:
    """Add somebody; raise Invalid if the address is taken. Coordinators and administrators may."""
    if not (actor.is_admin or (actor.networks(Role.COORDINATOR) and site_role == SiteRole.PERSON)):
        raise Denied
    with db.transaction() as session:
        if queries.by_email(actor, email):
            raise Invalid(errors={"email": lazy_gettext("Somebody has this address already.")})
        person = Person(email=email.strip().lower(), name=name, title=title, language=language,
                        organisation_id=organisation_id, site_role=site_role)
        session.add(person)
        session.flush()
        outbox.tell("person_changed", person_id=person.id)
        return person


def place_person(actor: Actor, email: str, organisation_id: int | None) -> Person:
    """Let the person with this address work for an organisation, or for none. Raise Invalid for nobody."""
    require_site(actor, Can.ADD_ORGANISATION)
    with db.transaction():
        person = queries.by_email(actor, email)
        if person is None or not person.active:
            raise Invalid(errors={"email": lazy_gettext("Nobody here has this address.")})
        person.organisation_id = organisation_id
        outbox.tell("person_changed", person_id=person.id)
        return person


def set_rights(actor: Actor, person_id: int, *, site_role: SiteRole, active: bool) -> None:
    """What somebody is in Livskraft as a whole; who is not ACTIVE is out at once."""
    with db.transaction() as session:
        person = queries.person_to_administer(actor, person_id)
        if person.id == actor.id:
            raise Conflict(lazy_gettext("Ask another administrator to change your own rights."))
        person.site_role, person.active = site_role, active
        if not active:
            end_everywhere(actor, person)
            working = ApiToken.person_id == person.id, ApiToken.ended_at.is_(None)
            session.execute(update(ApiToken).where(*working).values(ended_at=now()))
        live.hang_up(person.id)
        outbox.tell("person_changed", person_id=person.id)
