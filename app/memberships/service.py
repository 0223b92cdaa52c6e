"""What changes about who is in a network: memberships, and the links that invite."""

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import lazy_gettext
from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from app import live, mail, outbox
from app.accounts import service as accounts
from app.accounts.models import Invitation, Membership, Person, RoomGuest
from app.accounts.queries import by_email
from app.accounts.service import Entrance
from app.accounts.session import actor_of, new_token
from app.database import Base, db, now
from app.errors import Conflict, Denied, Invalid, Missing
from app.memberships import letters
from app.memberships.listed import INVITED, Outcome, judged
from app.memberships.models import MailDomain
from app.memberships.queries import addresses_inside, invitation, place_of_address, rooms_for_guests
from app.networks.models import Network, Participation
from app.permissions import NOBODY, Actor, Can, Role, require, require_site


def invite(actor: Actor, network: Network, *, email: str | None = None, role: Role = Role.MEMBER,
           room_id: int | None = None, days: int = letters.LIFE.days, most_uses: int | None = None) -> str:
    """Make a link into NETWORK that holds for DAYS, mailed if there is an EMAIL. A guest needs a room.

    Without an EMAIL anyone may enter by it, in all MOST_USES people. Returns its path.
    """
    with db.transaction() as session:
        require(actor, Can.INVITE, network)
        if role != Role.GUEST:
            room_id = None
        elif room_id not in [number for number, _ in rooms_for_guests(actor, network.id)]:
            raise Invalid(errors={"room_id": lazy_gettext("Choose the room that the guest is invited to.")})
        return _send(session, Invitation(
            network=network, network_id=network.id, email=_plain(email), role=role, room_id=room_id,
            author_id=actor.id, most_uses=None if email else most_uses), timedelta(days))


def ask_for_own(actor: Actor, token: str, email: str) -> None:
    """Mail an invitation of one's own to somebody who holds an open one: so we know that EMAIL is theirs."""
    with db.transaction() as session:
        open_one = invitation(actor, token)
        if open_one.email:
            raise Missing
        _send(session, Invitation(
            network=open_one.network, network_id=open_one.network_id, email=_plain(email),
            role=open_one.role, room_id=open_one.room_id, author_id=open_one.author_id, parent_id=open_one.id))


def invite_all(actor: Actor, network: Network, lines: Sequence[str], *, role: Role = Role.MEMBER,
               room_id: int | None = None) -> list[Outcome]:
    """Invite everybody in LINES ("Nina Ny <nina@nome.example>", or cells of a table). What came of each line."""
    with db.transaction():
        inside, seen = addresses_inside(actor, network.id), set[str]()
        outcomes = [judged(line, inside, seen) for line in lines if line.strip()]
        for outcome in outcomes:
            if outcome.said == INVITED:
                invite(actor, network, email=outcome.email, role=role, room_id=room_id)
        return outcomes


def ask_to_join(actor: Actor, email: str) -> None:
    """Have the worker see whom EMAIL may ask: for whoever knocks, known or not, this is the same."""
    with db.transaction():
        outbox.tell("join_asked", email=email.strip().lower())


def pass_on_wish(actor: Actor, email: str) -> None:
    """Write to those who coordinate the networks of the municipality that EMAIL is of.

    Who is here already gets a link to sign in by.
    """
    if by_email(actor, email):
        accounts.send_link(actor, email)
        return
    place = place_of_address(actor, email)
    if place is None:
        return
    with db.transaction() as session:
        found = session.scalars(select(Membership).join(Participation, and_(
            Participation.network_id == Membership.network_id, Participation.ended_on.is_(None))).where(
            Participation.organisation_id == place.id, Membership.ended_on.is_(None),
            Membership.role == Role.COORDINATOR))
        for membership in found:
            mail.post(membership.person.email, *letters.wish(membership, email, place.name))


def name_domain(actor: Actor, domain: str, organisation_id: int) -> None:
    """Say whose the addresses of DOMAIN are."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        session.merge(MailDomain(domain=domain.strip().lower().removeprefix("@"), organisation_id=organisation_id))


def forget_domain(actor: Actor, domain: str) -> None:
    """Say it no more."""
    require_site(actor, Can.ADMINISTER)
    with db.transaction() as session:
        found = session.get(MailDomain, domain)
        if found is None:
            raise Missing
        session.delete(found)


def end_invitation(actor: Actor, invitation_id: int) -> Invitation:
    """Take an invitation back."""
    with db.transaction() as session:
        found = session.get(Invitation, invitation_id)
        require(actor, Can.INVITE, found)
        assert found
        found.ended_at = found.ended_at or now()
        return found


def accept(actor: Actor, token: str) -> Invitation:
    """Enter the network that TOKEN invites to. Raise Missing or Conflict if it does not any more."""
    require_site(actor)
    with db.transaction() as session:
        asked = invitation(actor, token)
        _admit(session, asked, actor.id or 0)
        return asked


def join(actor: Actor, token: str, *, name: str, title: str = "", password: str = "", language: str = "nb",
         organisation_id: int | None = None, device: str = "") -> tuple[Invitation, Entrance]:
    """Become a person of Livskraft by an invitation that was mailed to one, and enter its network."""
    with db.transaction() as session:
        asked = invitation(actor, token)
        if asked.email is None:
            raise Missing
        places = {one.organisation_id for one in asked.network.current}
        person = accounts.create_person(
            actor_of(asked.author), asked.email, name, title=title, language=language,
            organisation_id=organisation_id if organisation_id in places else None)
        _admit(session, asked, person.id)
    if password:
        accounts.change_password(actor_of(person), "", password)
    return asked, accounts.enter(actor, person, device)


def admit(actor: Actor, network: Network, person_id: int, role: Role = Role.MEMBER,
          room_id: int | None = None) -> Membership:
    """Make somebody a member of NETWORK, or a guest in one of its rooms. Nobody loses a right by it."""
    with db.transaction() as session:
        require(actor, Can.INVITE, network)
        membership = session.scalar(select(Membership).where(
            Membership.person_id == person_id, Membership.network_id == network.id,
            Membership.ended_on.is_(None)))
        if membership is None:
            membership = Membership(person_id=person_id, network_id=network.id, role=role,
                                    started_on=now().date())
            session.add(membership)
        membership.role = max(membership.role, role)
        if room_id is not None:
            session.merge(RoomGuest(room_id=room_id, person_id=person_id, invited_by_id=actor.id))
        _tell_membership(membership)
        return membership


def change_role(actor: Actor, membership_id: int, role: Role) -> Membership:
    """Make a member a coordinator, or a coordinator a member."""
    with db.transaction() as session:
        membership = _current(session, actor, membership_id)
        if role not in (Role.MEMBER, Role.COORDINATOR):
            raise Invalid(errors={"role": lazy_gettext("Member or coordinator?")})
        if role < membership.role:
            _keep_a_coordinator(session, membership)
        membership.role = role
        _tell_membership(membership)
        return membership


def end_membership(actor: Actor, membership_id: int) -> Membership:
    """From this moment the person is a stranger to the network: pages, open ones too, mail and search."""
    with db.transaction() as session:
        membership = _current(session, actor, membership_id)
        _keep_a_coordinator(session, membership)
        membership.ended_on = now().date()
        room = Base.metadata.tables["room"]
        rooms = session.scalars(select(room.c.id).where(room.c.network_id == membership.network_id)).all()
        session.execute(delete(RoomGuest).where(
            RoomGuest.person_id == membership.person_id, RoomGuest.room_id.in_(rooms)))
        for number in rooms:
            live.dismiss(membership.person_id, f"room:{number}")
        _tell_membership(membership)
        return membership


def _admit(session: Session, asked: Invitation, person_id: int) -> None:
    """Let somebody in by the right of the one who invited; whoever lost that right invites nobody."""
    try:
        inviter = actor_of(asked.author) if asked.author.active else NOBODY
        admit(inviter, asked.network, person_id, asked.role, asked.room_id)
    except (Missing, Denied):
        raise Conflict(lazy_gettext("The one who invited you can no longer do that. "
                                    "Ask the coordinator of the network.")) from None
    _count(session, asked.parent_id or asked.id)
    if asked.email is None:
        return
    unused = Invitation.id == asked.id, Invitation.used_at.is_(None)
    used = session.execute(update(Invitation).where(*unused).values(used_at=now()).returning(Invitation.id))
    if used.first() is None:  # of two who come at once only one gets through
        raise Conflict(lazy_gettext("This invitation has been used. If it was by you: sign in."))


def _count(session: Session, invitation_id: int) -> None:
    """One more entered by this link; of two who come at once for its last place only one gets through."""
    room_left = or_(Invitation.most_uses.is_(None), Invitation.uses < Invitation.most_uses)
    holds = Invitation.id == invitation_id, Invitation.ended_at.is_(None)
    used = session.execute(update(Invitation).where(*holds, room_left).values(
        uses=Invitation.uses + 1).returning(Invitation.id))
    if used.first() is None:
        raise Conflict(lazy_gettext("This link was taken back, or as many have entered by it as may."))


def _send(session: Session, asked: Invitation, life: timedelta = letters.LIFE) -> str:
    """Keep ASKED, in the place of an earlier one to the same address, and mail it."""
    secret, asked.token_hash = new_token()
    asked.expires_at = now() + life
    if asked.email:
        session.execute(update(Invitation).where(
            Invitation.email == asked.email, Invitation.network_id == asked.network_id,
            Invitation.ended_at.is_(None)).values(ended_at=now()))
    session.add(asked)
    session.flush()
    path = f"/invitations/{secret}"
    if asked.email:
        asked.author = session.get_one(Person, asked.author_id)
        reader = by_email(actor_of(asked.author), asked.email)
        language = reader.language if reader else asked.network.language
        mail.post(asked.email, *letters.invitation(asked, language, path))
    return path


def _plain(email: str | None) -> str | None:
    return (email or "").strip().lower() or None


def _current(session: Session, actor: Actor, membership_id: int) -> Membership:
    membership = session.get(Membership, membership_id)
    require(actor, Can.INVITE, membership)
    if membership is None or membership.ended_on:
        raise Missing
    return membership


def _keep_a_coordinator(session: Session, leaving: Membership) -> None:
    others = select(Membership.id).where(
        Membership.network_id == leaving.network_id, Membership.role == Role.COORDINATOR,
        Membership.ended_on.is_(None), Membership.id != leaving.id)
    if leaving.role == Role.COORDINATOR and session.scalar(others) is None:
        raise Conflict(lazy_gettext("A network needs a coordinator. Choose another one first."))


def _tell_membership(membership: Membership) -> None:
    outbox.tell("membership_changed", person_id=membership.person_id, network_id=membership.network_id)
