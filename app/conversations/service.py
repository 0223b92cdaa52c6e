"""What changes conversations: beginning one, leaving one. What is said in them rooms keep, like all that is said."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app import live
from app.accounts.models import Person, RoomGuest
from app.conversations import queries
from app.database import db, now
from app.errors import Invalid, Missing
from app.permissions import Actor, require_site
from app.rooms.models import Room, RoomKind, Thread, ThreadKind

MOST = 8  # people, with who begins


def write_to(actor: Actor, people: Iterable[int]) -> Thread:
    """The conversation of ACTOR with PEOPLE (ids): the one that they have, or a new one, in which nothing is said yet.

    Raise Invalid for nobody or too many, Missing for somebody to whom ACTOR may not write.
    """
    require_site(actor)
    ids = set(people) - {actor.id}
    _require_few(len(ids) + 1)
    with db.transaction() as session:
        me = session.get_one(Person, actor.id)
        key = ",".join(str(one) for one in sorted({*ids, me.id}))
        if there := queries.between(actor, key):
            return there
        others = queries.among(actor, ids)
        if len(others) != len(ids):
            raise Missing
        try:
            with session.begin_nested():
                return _begun(key, me, others)
        except IntegrityError:  # the other one began it at the same moment
            there = queries.between(actor, key)
            assert there is not None
            return there


def _require_few(number: int) -> None:
    if number < 2:
        raise Invalid(errors={"people": lazy_gettext("Choose somebody to write to.")})
    if number > MOST:
        raise Invalid(errors={"people": lazy_gettext(
            "At most %(limit)s people can talk here. For more, a room is the place.", limit=MOST)})


def _begun(key: str, me: Person, others: Sequence[Person]) -> Thread:
    people = sorted([me, *others], key=lambda one: one.name)
    names = ", ".join(one.name for one in people)
    room = Room(kind=RoomKind.DIRECT, name=names, circle=key)
    thread = Thread(room=room, author=me, title=names, kind=ThreadKind.DISCUSSION, last_at=now())
    db.session.add(thread)
    db.session.flush()
    db.session.add_all(RoomGuest(room_id=room.id, person_id=one.id, invited_by_id=me.id) for one in people)
    db.session.flush()
    return thread


def leave(actor: Actor, thread_id: int) -> None:
    """From this moment ACTOR reads nothing of it any more, not what they said either; the others go on."""
    with db.transaction() as session:
        room = queries.thread(actor, thread_id).room
        session.execute(delete(RoomGuest).where(RoomGuest.room_id == room.id, RoomGuest.person_id == actor.id))
        room.circle = None  # the same people may begin anew
        if actor.id is not None:
            live.dismiss(actor.id, room.channel)
