"""Who is acting now: by the sign-in that the cookie names, or by an API token."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import current_app, g, request, session
from flask_limiter.util import get_remote_address
from sqlalchemy import Integer, null, select, type_coerce, union_all

from app.accounts.models import ApiToken, Membership, Person, RoomGuest, SignIn, TwoStep
from app.database import db, now
from app.permissions import NOBODY, Actor, Role, SiteRole

COOKIE_KEY = "sign_in"
CODE_LIFE = timedelta(minutes=10)  # between the two steps of signing in
FRESH = timedelta(minutes=15)  # after signing in one need not prove again who one is


def new_token() -> tuple[str, str]:
    """A secret to hand out once, and the hash of it to keep."""
    token = secrets.token_urlsafe(32)
    return token, hashed(token)


def hashed(token: str) -> str:
    """What is kept of a secret. It is random and long: a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def current_person() -> Person | None:
    """The person acting in this request or socket event, or None."""
    if "person" not in g:
        found = credential()
        g.person = found.person if found else None
    person: Person | None = g.person
    return person


def credential() -> SignIn | ApiToken | None:
    """By what we know who is acting: the sign-in of this browser, or an API token. Looked up once."""
    if "credential" not in g:
        g.credential = _token(_bearer()) if _bearer() else current_sign_in()
    found: SignIn | ApiToken | None = g.credential
    return found


def current_actor() -> Actor:
    """The same person as permissions see them."""
    if "actor" not in g:
        person = current_person()
        g.actor = actor_of(person) if person else NOBODY
        if g.actor.is_staff and lacks_two_step():
            g.actor = replace(g.actor, site=SiteRole.PERSON)
    actor: Actor = g.actor
    return actor


def lacks_two_step() -> bool:
    """Whether this is staff who must set up two-step sign-in first. Until then they may what anybody may, and so
    may their API tokens: a password alone makes one."""
    by = credential()
    if not (current_app.config["LIVSKRAFT"].require_two_step and by) or (isinstance(by, SignIn) and by.provider):
        return False
    kept = db.session.get(TwoStep, by.person_id)
    return by.person.site_role != SiteRole.PERSON and (kept is None or kept.confirmed_at is None)


def freshly_signed_in() -> bool:
    """Whether whoever sits at this browser has shown just now who they are."""
    by = credential()
    return isinstance(by, SignIn) and by.created_at > now() - FRESH


def who() -> str:
    """Whose acts are counted together: a person's, wherever they sit; nobody's by their address."""
    actor = current_actor()
    return f"person:{actor.id}" if actor.signed_in else get_remote_address()


def forget() -> None:
    """Look again who is acting: after a sign-in, a sign-out, a change of rights."""
    g.pop("credential", None)
    g.pop("person", None)
    g.pop("actor", None)


def actor_of(person: Person) -> Actor:
    """PERSON with the roles and rooms that hold today."""
    roles = select(Membership.network_id, type_coerce(Membership.role, Integer), null()).where(
        Membership.person_id == person.id, Membership.ended_on.is_(None))
    rooms = select(null(), null(), RoomGuest.room_id).where(RoomGuest.person_id == person.id)
    found: Sequence[Any] = db.session.execute(union_all(roles, rooms)).all()  # asked by every request
    return Actor(
        person.id, person.name, person.site_role,
        roles={network: Role(role) for network, role, _ in found if network},
        guest_rooms=frozenset(room for *_, room in found if room), organisation_id=person.organisation_id)


def token_person(token: str) -> Person | None:
    """Whose API token this is."""
    found = _token(token)
    return found.person if found else None


def current_sign_in() -> SignIn | None:
    """The sign-in of this browser, if it was not ended elsewhere, and all its steps are done."""
    found = _sign_in()
    return found if found and not found.code_due else None


def half_sign_in() -> SignIn | None:
    """The sign-in of this browser that lacks only a code."""
    found = _sign_in()
    return found if found and found.code_due and found.created_at > now() - CODE_LIFE else None


def _sign_in() -> SignIn | None:
    token = session.get(COOKIE_KEY)
    if not token:
        return None
    found = db.session.scalar(select(SignIn).where(SignIn.token_hash == hashed(token)))
    return found if found and not found.ended_at and found.person.active else None


def _token(token: str) -> ApiToken | None:
    found = db.session.scalar(select(ApiToken).where(ApiToken.token_hash == hashed(token)))
    return found if found and not found.ended_at and found.person.active else None


def _bearer() -> str:
    """What the request bears; a credential that is there but empty fits nobody."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or "-" if kind.lower() == "bearer" else ""
