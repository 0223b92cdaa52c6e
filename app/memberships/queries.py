"""What is read about the links that invite into networks."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Invitation, Membership, Person
from app.accounts.session import hashed
from app.database import Base, db, now
from app.errors import Conflict, Missing
from app.memberships.models import MailDomain
from app.networks.models import Organisation
from app.permissions import Actor, Can, allows, require, require_site


def open_invitations(actor: Actor, network_ids: Iterable[int]) -> Sequence[Invitation]:
    """Links that still work into these networks, of those for which ACTOR may invite."""
    found = db.session.scalars(select(Invitation).where(
        Invitation.network_id.in_(list(network_ids)), Invitation.ended_at.is_(None),
        Invitation.used_at.is_(None), Invitation.expires_at > now(),
        or_(Invitation.most_uses.is_(None), Invitation.uses < Invitation.most_uses))
        .options(joinedload(Invitation.author)).order_by(Invitation.expires_at))
    return [asked for asked in found if allows(actor, Can.INVITE, asked)]


def invitation(actor: Actor, token: str) -> Invitation:
    """The invitation that TOKEN opens. Raise Missing for no such link, Conflict for one that is over."""
    found = db.session.scalar(select(Invitation).where(Invitation.token_hash == hashed(token)))
    if found is None:
        raise Missing(lazy_gettext("There is no such invitation. Look whether you got the whole link."))
    if found.ended_at:
        raise Conflict(lazy_gettext("This invitation was taken back."))
    if found.used_at:
        raise Conflict(lazy_gettext("This invitation has been used. If it was by you: sign in."))
    if found.most_uses is not None and found.uses >= found.most_uses:
        raise Conflict(lazy_gettext("This link was taken back, or as many have entered by it as may."))
    if found.expires_at <= now():
        raise Conflict(lazy_gettext("This invitation is too old. Ask the one who sent it for a new one."))
    return found


def place_of_address(actor: Actor, email: str) -> Organisation | None:
    """Whose addresses are like EMAIL, as administrators have said."""
    found = db.session.get(MailDomain, email.strip().lower().rpartition("@")[2])
    return found.organisation if found else None


def mail_domains(actor: Actor) -> Sequence[MailDomain]:
    """All of them, for administrators."""
    require_site(actor, Can.ADMINISTER)
    return db.session.scalars(select(MailDomain).order_by(MailDomain.domain)).all()


def addresses_inside(actor: Actor, network_id: int) -> set[str]:
    """The addresses of who is in a network to which ACTOR may invite."""
    require(actor, Can.INVITE, Invitation(network_id=network_id))
    return set(db.session.scalars(select(Person.email).join(Person.memberships).where(
        Membership.network_id == network_id, Membership.ended_on.is_(None))))


def rooms_for_guests(actor: Actor, network_id: int) -> list[tuple[int, str]]:
    """(id, name) of the rooms of a network: a guest is asked into one of them."""
    if not allows(actor, Can.INVITE, Invitation(network_id=network_id)):
        return []
    room = Base.metadata.tables["room"]  # rooms stand above us; their table is enough
    rows = db.session.execute(select(room.c.id, room.c.name).where(
        room.c.network_id == network_id, room.c.archived_at.is_(None)).order_by(room.c.id))
    return [(number, name) for number, name in rows]
