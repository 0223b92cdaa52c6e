"""What changes messages that wait: putting one off, changing it, letting it go, sending it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from flask_babel import force_locale, lazy_gettext

from app.accounts.session import actor_of
from app.database import db, now
from app.errors import AppError, Invalid, Missing
from app.permissions import Actor, Can, require_site
from app.rooms import naming, words, writing
from app.rooms import queries as reading
from app.rooms import service as rooms
from app.rooms.models import Room, ThreadKind
from app.rooms.service import Posted
from app.scheduled import queries
from app.scheduled.models import Scheduled

LONGEST = timedelta(days=366)
GONE = lazy_gettext("The thread or room is not there any more, or you cannot read it now.")


@dataclass(frozen=True)
class Facts:
    """What is said where and when."""

    place: str
    body: str
    due_at: datetime | None
    title: str = ""
    kind: ThreadKind = ThreadKind.QUESTION
    links: tuple[str, ...] = ()
    client_id: str | None = None
    sure: bool = False  # that many may be told


def put_off(actor: Actor, facts: Facts) -> Scheduled:
    """Keep a message until its time; the draft that it was is gone. Raise Missing, Denied or Invalid."""
    _ask(actor, _room(actor, facts.place), facts)
    with db.transaction() as session:
        waiting = Scheduled(person_id=actor.id, client_id=words.client_id(facts.client_id) or str(uuid4()))
        _fill(waiting, facts)
        session.add(waiting)
        writing.forget_draft(actor, facts.place)
    return waiting


def change(actor: Actor, number: int, facts: Facts) -> Scheduled:
    """Other words, or another time; what was refused is tried again then. It stays where it is to be said."""
    with db.transaction():
        waiting = queries.one(actor, number)
        _ask(actor, _room(actor, waiting.place), facts)
        _fill(waiting, facts)
        waiting.refused = None
    return waiting


def let_go(actor: Actor, number: int) -> Scheduled:
    """Send it never. Its words are a draft again where it would have stood, unless there is another."""
    with db.transaction() as session:
        waiting = queries.one(actor, number)
        if reading.draft(actor, waiting.place) is None:
            writing.put_draft(actor, waiting.place, waiting.body, waiting.title)
        session.delete(waiting)
    return waiting


def send_now(actor: Actor, number: int) -> Posted:
    """Do not wait any longer. Raise what posting raises; then it is kept."""
    with db.transaction() as session:
        waiting = queries.one(actor, number)
        session.refresh(waiting, with_for_update=True)
        posted = _post(actor, waiting)
        session.delete(waiting)
    return posted


def send_due(actor: Actor) -> int:
    """Post what has come to its time, each in a transaction of its own; return how many. Livskraft itself does it."""
    sent = 0
    for number, person in queries.due(actor):
        try:
            send_now(actor_of(person), number)
            sent += 1
        except Missing:
            _refuse(number, person.language, Missing(GONE))
        except AppError as refusal:
            _refuse(number, person.language, refusal)
    return sent


def _refuse(number: int, language: str, refusal: AppError) -> None:
    """Keep why, in the words of the one who reads it."""
    with db.transaction() as session, force_locale(language):
        if waiting := session.get(Scheduled, number):
            waiting.refused = " ".join(str(one) for one in refusal.errors.values()) or str(refusal.title)


def _post(actor: Actor, waiting: Scheduled) -> Posted:
    kind, number = waiting.place.split(":")
    links = tuple(waiting.links)  # and sure: that was asked when it was put off, nobody is there now
    if kind == "thread":
        return rooms.post_message(actor, int(number), waiting.body, waiting.client_id, links, sure=True)
    return rooms.start_thread(actor, int(number), waiting.body, waiting.title, ThreadKind(waiting.kind),
                              waiting.client_id, links, sure=True)


def _room(actor: Actor, place: str) -> Room:
    """Where it is to be said. Raise unless ACTOR may write there now; whether they may then is asked then."""
    require_site(actor)
    reading.require_place(actor, place)
    kind, number = place.split(":")
    if kind == "thread":
        return reading.thread(actor, int(number), Can.POST_MESSAGE).room
    return reading.room(actor, int(number), Can.POST_MESSAGE)


def _ask(actor: Actor, room: Room, facts: Facts) -> None:
    """Raise Invalid where it would tell many, and nobody has said that this is meant."""
    naming.require_sure(naming.told(actor, room, naming.rendered(actor, room, facts.body).mentions), facts.sure)


def _fill(waiting: Scheduled, facts: Facts) -> None:
    if facts.due_at is None or not now() < facts.due_at < now() + LONGEST:
        raise Invalid(errors={"when": lazy_gettext("Choose a time that is still to come, within a year.")})
    waiting.place, waiting.due_at = facts.place, facts.due_at
    waiting.links = list(words.keys(facts.links, ()))
    waiting.body = words.body(facts.body, attached=bool(waiting.links))
    waiting.title, waiting.kind = words.clean(facts.title)[:words.MAX_TITLE], facts.kind
