"""To be forgotten: asked for, regretted within a week, done."""

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from app import live, mail, outbox, storage
from app.accounts.models import FORMER, Membership, Person, RoomGuest
from app.database import Base, db, now
from app.errors import Missing
from app.examples import service as examples
from app.files.models import File, FileUse
from app.leaving import letters, packing, queries
from app.leaving.holdings import HOLDINGS, Fate
from app.leaving.models import REGRET, Erasure, OwnData
from app.permissions import Actor, Can, SiteRole, require_site
from app.rooms.models import Room


def ask_to_be_erased(actor: Actor, person_id: int) -> Erasure:
    """Have a person erased in a week, and tell them. Twice is once."""
    with db.transaction() as session:
        person = queries.erasable(actor, person_id)
        queries.keep_an_administrator(actor, person)
        if asked := queries.erasure(actor, person_id):
            return asked
        asked = Erasure(person=person, author_id=actor.id, due_at=now() + REGRET)
        session.add(asked)
        mail.post(person.email, *letters.to_be_erased(asked))
        return asked


def regret(actor: Actor, person_id: int) -> None:
    """Let the person stay."""
    with db.transaction():
        asked = queries.erasure(actor, person_id)
        if asked is None:
            raise Missing
        asked.undone_at = now()


def erase_due(actor: Actor) -> int:
    """Erase those whose week is over. Return how many."""
    require_site(actor, Can.ADMINISTER)
    due = db.session.scalars(select(Erasure.id).where(
        Erasure.due_at <= now(), Erasure.undone_at.is_(None), Erasure.done_at.is_(None))).all()
    for number in due:
        with db.transaction() as session:
            asked = session.get_one(Erasure, number)
            asked.done_at = now()
            examples.forget_quoted(actor, asked.person_id)
            _erase(session, asked.person)
    return len(due)


def _erase(session: Session, person: Person) -> None:
    """What was theirs alone goes; what they wrote stays, under no name."""
    _leave_rooms(session, person.id)
    _forget_files(session, person)
    for table in reversed(Base.metadata.sorted_tables):
        for key, holding in HOLDINGS.items():
            if key.startswith(f"{table.name}.") and holding.fate != Fate.STAYS and not holding.kept:
                _let_go(session, table, key.partition(".")[2], person.id)
    person.email, person.name = f"{person.id}{queries.NO_ADDRESS}", FORMER
    person.title = person.phone = person.photo = ""
    person.password = person.last_seen_at = person.successor_id = person.organisation_id = None
    person.away_until = person.stand_in_id = None
    person.active, person.shows_presence, person.site_role = False, False, SiteRole.PERSON
    outbox.tell("person_changed", person_id=person.id)
    live.hang_up(person.id)


def _let_go(session: Session, table: Table, name: str, person_id: int) -> None:
    theirs = table.c[name] == person_id
    if table.name == "example":
        for number in session.scalars(select(table.c.id).where(theirs)):
            outbox.tell("example_changed", example_id=number)
    if table.c[name].nullable:
        session.execute(update(table).where(theirs).values({name: None}))
    else:
        session.execute(delete(table).where(theirs))


def _leave_rooms(session: Session, person_id: int) -> None:
    """Out of every network; the others of a conversation may begin anew without them."""
    session.execute(update(Membership).where(Membership.person_id == person_id, Membership.ended_on.is_(None))
                    .values(ended_on=now().date()))
    mine = select(RoomGuest.room_id).where(RoomGuest.person_id == person_id)
    session.execute(update(Room).where(Room.id.in_(mine)).values(circle=None))


def _forget_files(session: Session, person: Person) -> None:
    """Files that were put nowhere, the portrait, and the zips with own data; bytes that others have too stay."""
    placed = select(FileUse.file_id)
    for file in session.scalars(select(File).where(
            File.author_id == person.id, File.removed_at.is_(None), File.id.not_in(placed))):
        file.removed_at = now()
        outbox.tell("file_removed", file_id=file.id)
    for data in session.scalars(select(OwnData).where(OwnData.person_id == person.id)):
        packing.path_of(data.id, data.token).unlink(missing_ok=True)
    others = select(Person.id).where(Person.photo == person.photo, Person.id != person.id)
    if person.photo and session.scalar(others) is None:
        storage.path_of(person.photo).unlink(missing_ok=True)
