"""Who comes in by the word of a provider."""

from flask_babel import lazy_gettext
from sqlalchemy import select

from app import mail
from app.accounts import service as accounts
from app.accounts.models import Person
from app.accounts.queries import by_email
from app.accounts.service import Entrance
from app.database import db, now
from app.errors import Conflict, Denied, Missing
from app.memberships.queries import place_of_address
from app.permissions import SYSTEM, Actor
from app.sso import letters
from app.sso.models import Identity
from app.sso.protocol import Vouched
from config import Provider

UNVERIFIED = lazy_gettext("%(name)s does not confirm that your e-mail address is yours. Sign in with a link instead, "
                          "or ask those who look after your accounts at work.")
NOBODY_HERE = lazy_gettext("Nobody here has the address that %(name)s knows of you. Ask to join below.")
CLOSED = lazy_gettext("Your account here is closed. Write to those who run Livskraft.")
ANOTHER = lazy_gettext("Whoever has your e-mail address here signs in with another account at %(name)s. Write to those "
                       "who run Livskraft.")


def come_in(actor: Actor, provider: Provider, who: Vouched, language: str, device: str = "") -> Entrance:
    """Let in WHO the provider has vouched for.

    An account at the provider is known again by issuer and subject. One that is new belongs to the person who has
    its e-mail address, or to a new person where administrators have said whose the addresses of its domain are.
    Raise Denied or Conflict, in words for the person.
    """
    with db.transaction() as session:
        known = session.scalar(select(Identity).where(
            Identity.issuer == who.issuer, Identity.subject == who.subject))
        if known is None:
            person = _person(actor, provider, who, language)
            known = Identity(person=person, issuer=who.issuer, subject=who.subject)
            session.add(known)
            mail.post(person.email, *letters.connected(person, provider.name))
        if not known.person.active:
            raise Denied(CLOSED)
        known.seen_at = now()
        return accounts.enter(actor, known.person, device, provider.name)


def forget(actor: Actor, identity_id: int) -> None:
    """Know an account at a provider no more: one's own, or for administrators anybody's, who then is out everywhere.

    A letter tells the person. Raise Missing for what is not there, or another's.
    """
    with db.transaction() as session:
        found = session.get(Identity, identity_id)
        if found is None or not (found.person_id == actor.id or actor.is_admin):
            raise Missing
        session.delete(found)
        mail.post(found.person.email, *letters.removed(found.person))
        if found.person_id != actor.id:
            accounts.end_everywhere(actor, found.person)


def _person(actor: Actor, provider: Provider, who: Vouched, language: str) -> Person:
    """Whose address it is that the provider answers for; somebody new, if their domain is known here."""
    if not who.email:
        raise Denied(_named(UNVERIFIED, provider))
    if person := by_email(actor, who.email):
        if not person.active:
            raise Denied(CLOSED)
        others = select(Identity.id).where(Identity.person_id == person.id, Identity.issuer == who.issuer)
        if db.session.scalar(others):  # the address was given to somebody else since
            raise Conflict(_named(ANOTHER, provider))
        return person
    place = place_of_address(actor, who.email)
    if place is None:
        raise Denied(_named(NOBODY_HERE, provider))
    return accounts.create_person(SYSTEM, who.email, who.name or who.email.partition("@")[0], language=language,
                                  organisation_id=place.id)


def _named(words: object, provider: Provider) -> str:
    return str(words) % {"name": provider.name}
