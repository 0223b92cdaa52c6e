"""What changes about people: their sign-ins, their keys, their profile."""

from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import update
from sqlalchemy.orm import Session

from app import live, mail, outbox
from app.accounts import letters, passwords, queries
from app.accounts.models import ApiToken, EmailLink, Person, SignIn
from app.accounts.session import new_token
from app.database import db, now
from app.errors import Conflict, Denied, Invalid, Missing
from app.permissions import Actor, Can, Role, SiteRole, require_site

WRONG = lazy_gettext("The e-mail address or the password is not right.")


@dataclass(frozen=True)
class Entrance:
    """Somebody came in: who, and the secret that their cookie will hold."""

    person: Person
    secret: str


def sign_in(actor: Actor, email: str, password: str, device: str = "") -> Entrance:
    """Let the owner of EMAIL in by PASSWORD; raise Invalid, after the same time, for any other pair."""
    person = _known(actor, email, password)
    fresh = passwords.hash_of(password) if passwords.outdated(person.password or "") else person.password
    with db.transaction() as session:
        person.password = fresh
        return _enter(session, person, device)


def sign_in_as_demo(actor: Actor, email: str, device: str = "") -> Entrance:
    """Let anyone in as one of the invented people. Its door is there in a demonstration only."""
    person = queries.by_email(actor, email)
    if person is None or not person.active or person.email not in queries.DEMO_PEOPLE:
        raise Missing
    with db.transaction() as session:
        return _enter(session, person, device)


def ask_for_link(actor: Actor, email: str, path: str = "") -> None:
    """Ask the worker to mail a sign-in link to EMAIL: known or not, this takes the same time."""
    with db.transaction():
        outbox.tell("sign_in_link_asked", email=email.strip().lower(), path=path)


def send_link(actor: Actor, email: str, path: str = "") -> None:
    """Mail a link that leads to PATH, if somebody has this address; who took over, if somebody had it."""
    with db.transaction() as session:
        person = queries.by_email(actor, email)
        if person and person.active:
            mail.post(person.email, *letters.sign_in_link(person, _link(session, person, path)))
        elif person and person.successor:
            mail.post(person.email, *letters.taken_over(person, person.successor))


def make_link(actor: Actor, person_id: int) -> str:
    """The path of a sign-in link for somebody, for an administrator to hand over."""
    with db.transaction() as session:
        return _link(session, queries.person_to_administer(actor, person_id), "")


def use_link(actor: Actor, token: str, device: str = "") -> Entrance:
    """Let the owner of a mailed link in, once. Raise Conflict when it is used or old."""
    with db.transaction() as session:
        link = queries.sign_in_link(actor, token)
        unused = EmailLink.id == link.id, EmailLink.used_at.is_(None)
        used = session.execute(update(EmailLink).where(*unused).values(used_at=now()).returning(EmailLink.id))
        if used.first() is None:  # of two who come at once only one gets through
            raise Conflict
        return _enter(session, link.person, device)


def note_seen(actor: Actor, by: SignIn | ApiToken) -> None:
    """Remember that somebody was here, and BY which browser or token."""
    with db.transaction():
        by.seen_at = by.person.last_seen_at = now()


def end_sign_in(actor: Actor, sign_in_id: int) -> None:
    """Sign out one of one's own browsers; its open pages hear nothing more."""
    with db.transaction() as session:
        found = session.get(SignIn, sign_in_id)
        if found is None or found.person_id != actor.id:
            raise Missing
        found.ended_at = found.ended_at or now()
        live.hang_up(found.person_id)


def edit_profile(actor: Actor, *, name: str, title: str, phone: str, language: str) -> Person:
    """Change what others see of ACTOR, and the language of their pages."""
    with db.transaction() as session:
        person = _self(session, actor)
        person.name, person.title, person.phone, person.language = name, title, phone, language
        outbox.tell("person_changed", person_id=person.id)
        return person


def choose_presence(actor: Actor, shown: bool) -> None:
    """Let others in a room see that ACTOR looks at it too, or not."""
    with db.transaction() as session:
        _self(session, actor).shows_presence = shown


def choose_language(actor: Actor, language: str) -> None:
    """Let pages and letters speak LANGUAGE to ACTOR."""
    with db.transaction() as session:
        _self(session, actor).language = language


def change_password(actor: Actor, old: str, new: str, keep: int | None = None) -> None:
    """Set a new password, and sign out everywhere but in the sign-in KEEP."""
    require_site(actor)
    with db.transaction() as session:
        kept = _self(session, actor).password
    if kept and not passwords.fits(old, kept):
        raise Invalid(errors={"old": lazy_gettext("This is not your password.")})
    fresh = passwords.hash_of(new)
    with db.transaction() as session:
        _self(session, actor).password = fresh
        _end_everywhere(session, _self(session, actor), keep)


def make_token(actor: Actor, name: str) -> str:
    """A key with which a program acts as ACTOR. It is returned here, and never again."""
    with db.transaction() as session:
        secret, secret_hash = new_token()
        session.add(ApiToken(person_id=_self(session, actor).id, name=name, token_hash=secret_hash))
        return secret


def token_for(actor: Actor, email: str, password: str, name: str) -> str:
    """The same for a program that knows an e-mail address and its password; raise Invalid if not."""
    person = _known(actor, email, password)
    return make_token(Actor(person.id, person.name), name)


def end_token(actor: Actor, token_id: int) -> None:
    """Stop one of one's own tokens."""
    with db.transaction() as session:
        found = session.get(ApiToken, token_id)
        if found is None or found.person_id != actor.id:
            raise Missing
        found.ended_at = found.ended_at or now()
        live.hang_up(found.person_id)  # who opened a line with it; the person's own pages come back by themselves


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


def enter(actor: Actor, person: Person, device: str = "") -> Entrance:
    """A new sign-in for PERSON. For services that have proved who they are: no door may call this."""
    with db.transaction() as session:
        return _enter(session, person, device)


def set_rights(actor: Actor, person_id: int, *, site_role: SiteRole, active: bool) -> None:
    """What somebody is in Livskraft as a whole; who is not ACTIVE is out at once."""
    with db.transaction() as session:
        person = queries.person_to_administer(actor, person_id)
        if person.id == actor.id:
            raise Conflict(lazy_gettext("Ask another administrator to change your own rights."))
        person.site_role, person.active = site_role, active
        if not active:
            _end_everywhere(session, person)
            working = ApiToken.person_id == person.id, ApiToken.ended_at.is_(None)
            session.execute(update(ApiToken).where(*working).values(ended_at=now()))
        live.hang_up(person.id)
        outbox.tell("person_changed", person_id=person.id)


def _known(actor: Actor, email: str, password: str) -> Person:
    """Who this is. The password is tried outside of any transaction: it takes its time on purpose."""
    person = queries.by_email(actor, email)
    kept = person.password if person and person.active else None
    if not passwords.fits(password, kept) or person is None:
        raise Invalid(WRONG)
    return person


def _enter(session: Session, person: Person, device: str) -> Entrance:
    secret, secret_hash = new_token()
    person.last_seen_at = now()
    session.add(SignIn(person_id=person.id, token_hash=secret_hash, device=device[:100], seen_at=now()))
    return Entrance(person, secret)


def _link(session: Session, person: Person, path: str) -> str:
    secret, secret_hash = new_token()
    session.add(EmailLink(person_id=person.id, token_hash=secret_hash, expires_at=now() + letters.LINK_LIFE))
    return f"/sign-in/link/{secret}" + (f"?next={path}" if path else "")


def _self(session: Session, actor: Actor) -> Person:
    require_site(actor)
    return session.get_one(Person, actor.id)


def _end_everywhere(session: Session, person: Person, keep: int | None = None) -> None:
    """Sign PERSON out in every browser but KEEP."""
    others = SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.id != (keep or 0)
    session.execute(update(SignIn).where(*others).values(ended_at=now()))
    live.hang_up(person.id)
