"""What is read about people, their sign-ins, and who belongs where."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import joinedload

from app.accounts.models import ApiToken, EmailLink, Membership, Person, RecoveryCode, SignIn, TwoStep
from app.accounts.session import hashed
from app.database import db, now
from app.errors import Conflict, Missing
from app.permissions import Actor, Can, Role, require_site

SET_UP_WITHIN = timedelta(hours=1)
DEMO_PEOPLE = [
    "anne@bamble.example", "bjorn@kragero.example", "carin@jokkmokk.example", "dag@telemark.example",
    "eli@ks.example", "frode@admin.example", "gro@gjest.example", "hilde@siljan.example"]


def by_email(actor: Actor, email: str) -> Person | None:
    """Whose address this is. For the sign-in and for invitations: never shown as such."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def oneself(actor: Actor) -> Person:
    """The person that ACTOR is."""
    require_site(actor)
    return db.session.get_one(Person, actor.id)


def has_two_step(actor: Actor, person_id: int | None) -> bool:
    """Whether a code is asked for when this person signs in."""
    kept = db.session.get(TwoStep, person_id) if person_id else None
    return kept is not None and kept.confirmed_at is not None


def own_two_step(actor: Actor) -> TwoStep | None:
    """The key of ACTOR's app; not confirmed while they set it up, for an hour at most."""
    kept = db.session.get(TwoStep, oneself(actor).id)
    return kept if kept and (kept.confirmed_at or kept.created_at > now() - SET_UP_WITHIN) else None


def recovery_codes_left(actor: Actor) -> int:
    """How many ACTOR has not used."""
    return db.session.scalar(select(func.count(RecoveryCode.id)).where(
        RecoveryCode.person_id == oneself(actor).id, RecoveryCode.used_at.is_(None))) or 0


def own_sign_ins(actor: Actor) -> Sequence[SignIn]:
    """The browsers in which ACTOR is signed in, the latest first."""
    require_site(actor)
    return db.session.scalars(select(SignIn).where(
        SignIn.person_id == actor.id, SignIn.ended_at.is_(None), SignIn.code_due.is_(False))
        .order_by(SignIn.seen_at.desc())).all()


def own_tokens(actor: Actor) -> Sequence[ApiToken]:
    """The API tokens of ACTOR that still work."""
    require_site(actor)
    return db.session.scalars(select(ApiToken).where(
        ApiToken.person_id == actor.id, ApiToken.ended_at.is_(None)).order_by(ApiToken.id)).all()


def own_memberships(actor: Actor) -> Sequence[Membership]:
    """The networks of ACTOR, with the role in each."""
    require_site(actor)
    return db.session.scalars(_current().where(Membership.person_id == actor.id)
                              .options(joinedload(Membership.network)).order_by(Membership.id)).all()


def members(actor: Actor, network_id: int) -> Sequence[Membership]:
    """Who is in a network that ACTOR may read: coordinators first, guests last."""
    found = db.session.scalars(_current().where(Membership.network_id == network_id, _within(actor))
                               .options(joinedload(Membership.person)))
    return sorted(found, key=lambda one: (-one.role, one.person.name))


def coordinators(actor: Actor, network_ids: Iterable[int]) -> dict[int, list[Person]]:
    """Who coordinates each of these networks, of those that ACTOR may read."""
    found: dict[int, list[Person]] = {network: [] for network in network_ids}
    chosen = _current().where(Membership.network_id.in_(list(found)), Membership.role == Role.COORDINATOR,
                              _within(actor))
    chosen = chosen.options(joinedload(Membership.person)).order_by(Membership.id)
    for membership in db.session.scalars(chosen):
        found[membership.network_id].append(membership.person)
    return found


def sign_in_link(actor: Actor, token: str) -> EmailLink:
    """The mailed link that TOKEN opens. Raise Missing for no such link, Conflict for one that is over."""
    found = db.session.scalar(select(EmailLink).where(EmailLink.token_hash == hashed(token)))
    if found is None:
        raise Missing(lazy_gettext("There is no such link. Look whether you got all of it, or ask for a new one."))
    if found.used_at or found.expires_at <= now() or not found.person.active:
        raise Conflict(lazy_gettext("This link has been used, or it is more than 15 minutes old. "
                                    "Ask for a new one below."))
    return found


def demo_people(actor: Actor) -> Sequence[Person]:
    """The invented people whom anyone at this machine may be, in the order of their introduction."""
    found = {person.email: person for person in db.session.scalars(
        select(Person).where(Person.email.in_(DEMO_PEOPLE), Person.active))}
    return [found[email] for email in DEMO_PEOPLE if email in found]


def people(actor: Actor, words: str, limit: int) -> Sequence[Person]:
    """Everybody whose name, address or title holds WORDS, for administrators."""
    require_site(actor, Can.ADMINISTER)
    like = f"%{words.strip()}%"
    return db.session.scalars(select(Person).where(
        or_(Person.name.ilike(like), Person.email.ilike(like), Person.title.ilike(like)))
        .order_by(Person.name).limit(limit)).all()


def person_to_administer(actor: Actor, person_id: int) -> Person:
    """One person, for administrators and the command line."""
    if not actor.is_admin:
        require_site(actor, Can.ADMINISTER)
    found = db.session.get(Person, person_id)
    if found is None:
        raise Missing
    return found


def _current() -> Select[Membership]:
    return select(Membership).where(Membership.ended_on.is_(None))


def _within(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.is_staff else Membership.network_id.in_(actor.networks())
