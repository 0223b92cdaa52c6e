"""One leaves, another takes over; and back again."""

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from app import mail, outbox
from app.accounts import service as accounts
from app.accounts.models import Membership, Person
from app.database import db, now
from app.errors import Conflict, Denied, Missing
from app.leaving import letters
from app.leaving.holdings import HOLDINGS, table_of
from app.leaving.models import HandOver
from app.leaving.queries import Plan, latest, may_undo, moving, plan
from app.memberships import service as places
from app.networks.models import Network
from app.permissions import SYSTEM, Actor, Role

Keys = list[list[int]]


def hand_over(actor: Actor, person_id: int, successor_id: int) -> HandOver:
    """Let the successor take what the person had, and end the person's sign-ins and places. See queries.plan."""
    with db.transaction() as session:
        planned = plan(actor, person_id, successor_id)
        keys = {key: _keys(session, actor, planned, key) for key, holding in HOLDINGS.items() if holding.which}
        for seat, _ in planned.seats:
            places.admit(SYSTEM, seat.network, successor_id, seat.role)
            places.end_membership(SYSTEM, seat.id)
        moved = {key: _move(session, key, rows, person_id, successor_id) for key, rows in keys.items() if rows}
        _go(session, planned.person, planned.successor)
        done = HandOver(person_id=person_id, successor_id=successor_id, author_id=actor.id or 0, moved=moved,
                        seats=[[seat.network_id, int(seat.role), int(before)] for seat, before in planned.seats])
        session.add(done)
        session.flush()
        mail.post(planned.successor.email, *letters.taken_over(planned))
        mail.post(planned.person.email, *letters.farewell(planned))
        return done


def undo(actor: Actor, person_id: int) -> Person:
    """Give back what the successor still has of it. Raise Missing, Denied, or Conflict when it is too late."""
    with db.transaction() as session:
        done = latest(actor, person_id)
        if done is None:
            raise Missing
        if not done.can_be_undone:
            raise Conflict
        if not may_undo(actor, done):
            raise Denied
        done.undone_at = now()
        accounts.set_rights(SYSTEM, person_id, site_role=done.person.site_role, active=True)
        done.person.successor_id = None
        for network_id, role, before in done.seats:
            places.admit(SYSTEM, session.get_one(Network, network_id), person_id, Role(role))
            _put_back(session, done.successor_id, network_id, Role(before))
        for key, rows in done.moved.items():
            _move(session, key, rows, done.successor_id, person_id)
        return done.person


def _keys(session: Session, actor: Actor, planned: Plan, key: str) -> Keys:
    columns = list(table_of(key).primary_key)
    return [list(row) for row in session.execute(select(*columns).where(moving(actor, planned, key)))]


def _move(session: Session, key: str, rows: Keys, giver: int, taker: int) -> Keys:
    """Write TAKER where GIVER stands in the column KEY of ROWS. Return the keys that the rows have then."""
    table, name = table_of(key), key.partition(".")[2]
    columns, moved = list(table.primary_key), []
    for row in rows:
        this = and_(table.c[name] == giver, *(column == part for column, part in zip(columns, row, strict=True)))
        session.execute(update(table).where(this).values({name: taker}))
        moved.append([taker if column.name == name else part for column, part in zip(columns, row, strict=True)])
        if event := HOLDINGS[key].event:
            outbox.tell(event[0], **{event[1]: row[0]})
    return moved


def _go(session: Session, person: Person, successor: Person) -> None:
    """The person is out at once; whoever asks for them, or came to them by an earlier hand-over, meets SUCCESSOR."""
    accounts.set_rights(SYSTEM, person.id, site_role=person.site_role, active=False)
    session.execute(update(Person).where(Person.successor_id == person.id).values(successor_id=successor.id))
    person.successor_id = successor.id
    outbox.tell("person_changed", person_id=successor.id)


def _put_back(session: Session, person_id: int, network_id: int, before: Role) -> None:
    """Make the successor what they were in a network BEFORE they took over, if they are in it still."""
    seat = session.scalar(select(Membership).where(
        Membership.person_id == person_id, Membership.network_id == network_id, Membership.ended_on.is_(None)))
    if seat is None:
        return
    if before == Role.NONE:
        places.end_membership(SYSTEM, seat.id)
    elif before != seat.role and before >= Role.MEMBER:
        places.change_role(SYSTEM, seat.id, before)
