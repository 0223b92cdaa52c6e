"""What one changes about oneself: the profile, the password, the keys of programs."""

from flask_babel import lazy_gettext

from app import live, outbox
from app.accounts import passwords, queries
from app.accounts.models import ApiToken, Person
from app.accounts.service.entering import end_everywhere, known
from app.accounts.service.two_step import check_code
from app.accounts.session import new_token
from app.database import db, now
from app.errors import Invalid, Missing
from app.permissions import Actor


def edit_profile(actor: Actor, *, name: str, title: str, phone: str, language: str) -> Person:
    """Change what others see of ACTOR, and the language of their pages."""
    with db.transaction():
        person = queries.oneself(actor)
        person.name, person.title, person.phone, person.language = name, title, phone, language
        outbox.tell("person_changed", person_id=person.id)
        return person


def choose_presence(actor: Actor, shown: bool) -> None:
    """Let others in a room see that ACTOR looks at it too, or not."""
    with db.transaction():
        queries.oneself(actor).shows_presence = shown


def choose_language(actor: Actor, language: str) -> None:
    """Let pages and letters speak LANGUAGE to ACTOR."""
    with db.transaction():
        queries.oneself(actor).language = language


def change_password(actor: Actor, old: str, new: str, keep: int | None = None, fresh: bool = True) -> None:
    """Set a new password, and sign out everywhere but in the sign-in KEEP.

    Raise Invalid if OLD is not right, or there is none and they did not come in just now (FRESH): by a password of
    one's own choice a page left open would turn off the second step.
    """
    with db.transaction():
        kept = queries.oneself(actor).password
    if not kept and not fresh:
        raise Invalid(errors={"new": lazy_gettext("To change this, show that it is you: have a link sent to you, "
                                                  "open it here, and come back within 15 minutes.")})
    if kept and not passwords.fits(old, kept):
        raise Invalid(errors={"old": lazy_gettext("This is not your password.")})
    hashed = passwords.hash_of(new)
    with db.transaction():
        person = queries.oneself(actor)
        person.password = hashed
        end_everywhere(actor, person, keep)


def make_token(actor: Actor, name: str) -> str:
    """A key with which a program acts as ACTOR. It is returned here, and never again."""
    with db.transaction() as session:
        secret, secret_hash = new_token()
        session.add(ApiToken(person_id=queries.oneself(actor).id, name=name, token_hash=secret_hash))
        return secret


def token_for(actor: Actor, email: str, password: str, name: str, code: str = "") -> str:
    """The same for a program that knows an e-mail address, its password and, where one is asked for, a CODE.

    Raise Invalid if not.
    """
    person = known(actor, email, password)
    check_code(actor, person, code)
    return make_token(Actor(person.id, person.name), name)


def end_token(actor: Actor, token_id: int) -> None:
    """Stop one of one's own tokens."""
    with db.transaction() as session:
        found = session.get(ApiToken, token_id)
        if found is None or found.person_id != actor.id:
            raise Missing
        found.ended_at = found.ended_at or now()
        live.hang_up(found.person_id)  # who opened a line with it; the person's own pages come back by themselves
