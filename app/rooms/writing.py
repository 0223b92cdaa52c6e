"""The steps that the verbs of service/ share. Each runs inside their transaction."""

from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from flask_babel import lazy_gettext
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from app import links, markup
from app.accounts.session import actor_of
from app.database import db, now
from app.errors import Conflict, Missing
from app.files import service as files
from app.networks.models import State
from app.permissions import Actor
from app.rooms import direct, naming, pointing
from app.rooms.models import (
    Change,
    Draft,
    Follow,
    Message,
    MessageVersion,
    Reaction,
    ReadMark,
    Room,
    RoomKind,
    Thread,
    ThreadState,
)

T = TypeVar("T", ReadMark, Draft, Follow)
DIRECTLY = {"synchronize_session": False}  # no look at what is in memory: that would cost more than the change
CONCLUDED = lazy_gettext("This network is concluded. It can be read, but nothing new can be written.")
ARCHIVED = lazy_gettext("This room is archived. It can be read, but nothing new can be written.")
MERGED = lazy_gettext("This thread was merged into another.")
ALONE = lazy_gettext("Nobody else is in this conversation any more: nobody would read it.")
CLOSED = lazy_gettext("This thread is closed. Start a new one if there is more to say.")


def require_open(room: Room, thread: Thread | None = None) -> None:
    """Raise Conflict where nothing new may be said: what was said stays readable."""
    if room.network and room.network.state == State.CONCLUDED:
        raise Conflict(CONCLUDED)
    if room.archived_at:
        raise Conflict(ARCHIVED)
    if room.kind == RoomKind.DIRECT and direct.is_alone(room):
        raise Conflict(ALONE)
    if thread and thread.merged_into_id:
        raise Conflict(MERGED)
    if thread and thread.state == ThreadState.CLOSED:
        raise Conflict(CLOSED)


def next_seq(room: Room, count: int = 1) -> int:
    """Take the room's next number, or the next COUNT: the last of them. Who else wants one waits until we are done."""
    seq: int = db.session.execute(
        update(Room).where(Room.id == room.id).values(seq=Room.seq + count).returning(Room.seq),
        execution_options=DIRECTLY).scalar_one()
    set_committed_value(room, "seq", seq)
    return seq


def log(thread: Thread, kind: str, message: Message | None, seq: int, at: datetime) -> None:
    """Write down what the number SEQ was taken for."""
    db.write(Change, [{"room_id": thread.room_id, "seq": seq, "kind": kind, "thread_id": thread.id,
                       "message_id": message.id if message else None, "at": at}])


def keep(actor: Actor, thread: Thread, body: str, client_id: str | None,
         keys: tuple[str, ...], sure: bool) -> Message | None:
    """Insert a message, its THREAD too if that is new; None when another was faster with CLIENT_ID."""
    text = naming.rendered(actor, thread.room, body)
    try:
        with db.session.begin_nested():
            thread.last_seq, thread.last_at = next_seq(thread.room), now()
            message = Message(
                thread=thread, room=thread.room, network_id=thread.network_id, author_id=actor.id,
                client_id=client_id, seq=thread.last_seq, created_at=thread.last_at,
                body=body, html=text.html, links=_all_keys(keys, text), reactions=[])
            db.session.add(message)
    except IntegrityError:
        if client_id is None:
            raise
        return None
    pointing.point(actor, message, text, sure)
    log(thread, "message_added", message, message.seq, message.created_at)
    return message


def rewrite(actor: Actor, message: Message, body: str, sure: bool) -> None:
    """Exchange the words; what was attached to the message stays, what only its old words named goes."""
    _put_away(message)
    known = pointing.forget_told(message)
    before, text = (naming.rendered(actor, message.room, one) for one in (message.body, body))
    attached = tuple(key for key in message.links if key not in before.links)
    named = set(message.links)
    message.body, message.html, message.edited_at = body, text.html, now()
    message.links = _all_keys(attached, text)
    _take_files(actor, message, named.difference(message.links))
    pointing.point(actor, message, text, sure, known)


def put_beneath(actor: Actor, message: Message, key: str) -> None:
    """Show KEY beneath MESSAGE too. Raise Missing if ACTOR may not show it there."""
    links.share(actor, [key], pointing.place_of(message))
    message.links = [*message.links, key]


def take_beneath(message: Message, key: str) -> None:
    """Show KEY beneath MESSAGE no more."""
    message.links = [one for one in message.links if one != key]


def blank(actor: Actor, message: Message) -> None:
    """Leave only a trace of MESSAGE: its words lie among its versions, where no side exit shows them."""
    _put_away(message)
    _take_files(actor, message, set(message.links))
    message.body = message.html = ""
    message.removed_at, message.removed_by_id = now(), actor.id


def bring_back(message: Message) -> None:
    """Undo `blank`. What its author may not show any more stays away."""
    version = db.session.scalars(select(MessageVersion).where(
        MessageVersion.message_id == message.id).order_by(MessageVersion.id.desc())).first()
    assert version is not None  # nothing is blanked without being put away
    message.body, message.html = version.body, version.html
    message.removed_at = message.removed_by_id = None
    db.session.delete(version)
    with suppress(Missing):
        links.share(actor_of(message.author), message.links, pointing.place_of(message))


def _put_away(message: Message) -> None:
    db.session.add(MessageVersion(message_id=message.id, body=message.body, html=message.html))


def carry_shares(actor: Actor, message: Message) -> None:
    """Where MESSAGE stands now is what it shows for them to read, and nowhere else."""
    links.follow(actor, message.links, pointing.place_of(message))


def _take_files(actor: Actor, message: Message, keys: set[str]) -> None:
    """Who reads MESSAGE does not read these of its files by it any more."""
    ids = [int(key.removeprefix("file:")) for key in keys if key.startswith("file:")]
    if ids:
        files.take_away(actor, pointing.place_of(message).where, ids)


def _all_keys(keys: tuple[str, ...], text: markup.Rendered) -> list[str]:
    """What is shown beneath a message: what was attached, then what its words name; each once."""
    return list(dict.fromkeys((*keys, *text.links)))


def put_reaction(actor: Actor, message: Message, emoji: str) -> bool:
    """Note that ACTOR says EMOJI to MESSAGE; false if they do already."""
    if db.session.get(Reaction, (message.id, actor.id, emoji)):
        return False
    try:
        with db.session.begin_nested():
            db.session.add(Reaction(message_id=message.id, person_id=actor.id, emoji=emoji))
    except IntegrityError:  # their other page was quicker
        return False
    return True


def take_reaction(actor: Actor, message: Message, emoji: str) -> bool:
    """Note that they do not any more; false if they did not."""
    gone = db.session.execute(delete(Reaction).where(
        Reaction.message_id == message.id, Reaction.person_id == actor.id, Reaction.emoji == emoji).returning(
            Reaction.emoji))
    return gone.first() is not None


def set_mark(actor: Actor, thread_id: int, seq: int, back: bool = False) -> int:
    """Set how far ACTOR has read; it goes BACK only when told. Return where it stands."""
    mark = _own(ReadMark, {"person_id": actor.id, "thread_id": thread_id}, last_read_seq=0)
    mark.last_read_seq = seq if back else max(mark.last_read_seq, seq)
    return mark.last_read_seq


def put_follow(actor: Actor, thread_id: int, muted: bool) -> Follow:
    """Keep what ACTOR has decided of a thread."""
    follow = _own(Follow, {"person_id": actor.id, "thread_id": thread_id}, muted=muted)
    follow.muted = muted
    return follow


def put_draft(actor: Actor, place: str, body: str, title: str) -> Draft:
    """Keep what ACTOR has begun to write in PLACE."""
    draft = _own(Draft, {"person_id": actor.id, "place": place}, body="", updated_at=now())
    draft.body, draft.title, draft.updated_at = body, title, now()
    return draft


def _own(model: type[T], key: dict[str, Any], **first: Any) -> T:
    """The row with this KEY, made from FIRST if it is not there: two pages of one person may ask at once."""
    if found := db.session.get(model, key, with_for_update=True):
        return found
    try:
        with db.session.begin_nested():
            made = model(**key, **first)
            db.session.add(made)
        return made
    except IntegrityError:
        return db.session.get_one(model, key, with_for_update=True)


def forget_draft(actor: Actor, place: str) -> None:
    """Drop what ACTOR had begun to write in PLACE."""
    db.session.execute(delete(Draft).where(Draft.person_id == actor.id, Draft.place == place),
                       execution_options=DIRECTLY)
