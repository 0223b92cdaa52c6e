"""Coming in, by each of the ways; and going out."""

from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import update
from sqlalchemy.orm import Session

from app import live, mail, outbox
from app.accounts import letters, passwords, queries
from app.accounts.models import ApiToken, EmailLink, Person, SignIn
from app.accounts.session import new_token
from app.database import db, now
from app.errors import Conflict, Invalid, Missing
from app.permissions import Actor

WRONG = lazy_gettext("The e-mail address or the password is not right.")


@dataclass(frozen=True)
class Entrance:
    """Somebody came in: who, the secret that their cookie will hold, and whether a code is asked for first."""

    person: Person
    secret: str
    code_due: bool = False


def sign_in(actor: Actor, email: str, password: str, device: str = "") -> Entrance:
    """Let the owner of EMAIL in by PASSWORD; raise Invalid, after the same time, for any other pair."""
    person = known(actor, email, password)
    fresh = passwords.hash_of(password) if passwords.outdated(person.password or "") else person.password
    with db.transaction():
        person.password = fresh
        return enter(actor, person, device)


def sign_in_as_demo(actor: Actor, email: str, device: str = "") -> Entrance:
    """Let anyone in as one of the invented people. Its door is there in a demonstration only."""
    person = queries.by_email(actor, email)
    if person is None or not person.active or person.email not in queries.DEMO_PEOPLE:
        raise Missing
    return enter(actor, person, device)


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
        return enter(actor, link.person, device)


def enter(actor: Actor, person: Person, device: str = "", provider: str = "") -> Entrance:
    """A new sign-in for PERSON, good for nothing until they wrote a code where they have to.

    Every way in ends here, also by the word of a PROVIDER: what somebody turned on here is asked for here.
    For services that have proved who they are; no door may call this.
    """
    with db.transaction() as session:
        secret, secret_hash = new_token()
        code_due = queries.has_two_step(actor, person.id)
        if not code_due:
            person.last_seen_at = now()
        session.add(SignIn(person_id=person.id, token_hash=secret_hash, device=device[:100], seen_at=now(),
                           code_due=code_due, provider=provider))
        return Entrance(person, secret, code_due)


def known(actor: Actor, email: str, password: str) -> Person:
    """Whose address and password these are; raise Invalid. It takes its time on purpose: outside of transactions."""
    person = queries.by_email(actor, email)
    kept = person.password if person and person.active else None
    if not passwords.fits(password, kept) or person is None:
        raise Invalid(WRONG)
    return person


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


def end_everywhere(actor: Actor, person: Person, keep: int | None = None) -> None:
    """Sign PERSON out in every browser but KEEP. For services that have asked whether ACTOR may."""
    others = SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.id != (keep or 0)
    with db.transaction() as session:
        session.execute(update(SignIn).where(*others).values(ended_at=now()))
        live.hang_up(person.id)


def _link(session: Session, person: Person, path: str) -> str:
    secret, secret_hash = new_token()
    session.add(EmailLink(person_id=person.id, token_hash=secret_hash, expires_at=now() + letters.LINK_LIFE))
    return f"/sign-in/link/{secret}" + (f"?next={path}" if path else "")
