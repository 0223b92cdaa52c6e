"""The steps by which messages come to stand elsewhere. Each runs inside the transaction of a verb."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, select

from app.database import db, now
from app.permissions import Actor
from app.rooms import writing
from app.rooms.models import Draft, Follow, Message, ReadMark, Thread, ThreadState, Trace, TraceKind

Numbers = dict[int, int]  # of each message its `seq` before -> now, in their order


def all_of(thread: Thread) -> Sequence[Message]:
    """Everything in THREAD, traces of removed messages too, in its order."""
    return db.session.scalars(select(Message).where(Message.thread_id == thread.id).order_by(Message.seq)).all()


def carry(actor: Actor, messages: Sequence[Message], thread: Thread) -> Numbers:
    """Let MESSAGES, in their order, stand last in THREAD, under the next numbers of its room."""
    db.session.flush()
    last, elsewhere = writing.next_seq(thread.room, len(messages)), messages[0].room_id != thread.room_id
    numbers: Numbers = {}
    for number, message in enumerate(messages, last - len(messages) + 1):
        numbers[message.seq] = number
        message.seq, message.thread = number, thread
        message.room, message.network_id = thread.room, thread.network_id
        writing.log(thread, "message_moved", message, number, now())
    thread.last_seq, thread.last_at = last, max(thread.last_at, messages[-1].created_at)
    db.session.flush()
    for message in messages if elsewhere else ():
        if message.links:
            writing.carry_shares(actor, message)
    return numbers


def recount(thread: Thread) -> None:
    """After some of its messages went: where THREAD ends now."""
    db.session.flush()
    latest = select(Message).where(Message.thread_id == thread.id).order_by(Message.seq.desc()).limit(1)
    last = db.session.scalars(latest).one()
    thread.last_seq, thread.last_at = last.seq, last.created_at


def leave_trace(actor: Actor, thread: Thread, kind: TraceKind, words: str = "", other: Thread | None = None) -> None:
    """Write down, where THREAD stands, what ACTOR did with it."""
    db.session.add(Trace(thread_id=thread.id, room_id=thread.room_id, author_id=actor.id, kind=kind, words=words,
                         other_id=other.id if other else None))


def shift_marks(thread: Thread, numbers: Numbers) -> None:
    """All of THREAD got new NUMBERS: who had read up to one has so still."""
    for mark in _marks(thread):
        mark.last_read_seq = _read_up_to(mark.last_read_seq, numbers)


def copy_marks(source: Thread, thread: Thread, numbers: Numbers) -> None:
    """THREAD is made of messages of SOURCE: who had read them there has so here."""
    db.session.add_all(ReadMark(person_id=mark.person_id, thread_id=thread.id,
                                last_read_seq=_read_up_to(mark.last_read_seq, numbers)) for mark in _marks(source))


def join_marks(source: Thread, thread: Thread, before: Iterable[Message], numbers: Numbers) -> None:
    """Messages of SOURCE came last in THREAD, which held BEFORE. A mark goes on only for who had nothing left
    to read before them: nothing that was unread may pass for read."""
    read = {mark.person_id: mark.last_read_seq for mark in _marks(source)}
    live = [one for one in before if not one.removed]
    for mark in _marks(thread):
        if mark.person_id in read and not any(
                one.seq > mark.last_read_seq and one.author_id != mark.person_id for one in live):
            mark.last_read_seq = max(mark.last_read_seq, _read_up_to(read[mark.person_id], numbers))


def _marks(thread: Thread) -> Sequence[ReadMark]:
    return db.session.scalars(select(ReadMark).where(ReadMark.thread_id == thread.id).order_by(
        ReadMark.person_id).with_for_update()).all()


def _read_up_to(mark: int, numbers: Numbers) -> int:
    """Where MARK stands under the new NUMBERS: at the last one that was read, or just before the first."""
    return max((now for before, now in numbers.items() if before <= mark), default=min(numbers.values()) - 1)


def pass_follows(source: Thread, thread: Thread, mutes: bool) -> None:
    """Who chose to follow SOURCE follows THREAD, where they have not decided otherwise; with MUTES, who chose
    not to hear of it does not hear of THREAD either."""
    decided = select(Follow.person_id).where(Follow.thread_id == thread.id)
    wanted = select(Follow).where(Follow.thread_id == source.id, Follow.person_id.not_in(decided))
    db.session.add_all(Follow(person_id=one.person_id, thread_id=thread.id, muted=one.muted)
                       for one in db.session.scalars(wanted) if mutes or not one.muted)


def join_drafts(source: Thread, thread: Thread) -> None:
    """What people had begun to write in SOURCE waits for them in THREAD, after what they had begun there."""
    old, new = f"thread:{source.id}", f"thread:{thread.id}"
    begun = {one.person_id: one for one in db.session.scalars(select(Draft).where(Draft.place == new))}
    for draft in db.session.scalars(select(Draft).where(Draft.place == old)).all():
        if there := begun.get(draft.person_id):
            there.body = f"{there.body}\n\n{draft.body}".strip()
        else:
            db.session.add(Draft(person_id=draft.person_id, place=new, title=draft.title, body=draft.body,
                                 updated_at=draft.updated_at))
    db.session.execute(delete(Draft).where(Draft.place == old))


def pass_answer(source: Thread, thread: Thread) -> None:
    """The answer of SOURCE went along to THREAD, which keeps its own if it has one."""
    answer, source.answer = source.answer, None
    if source.state == ThreadState.ANSWERED:
        source.state = ThreadState.OPEN
    if answer and thread.answer is None:
        thread.answer = answer
        if thread.state == ThreadState.OPEN:
            thread.state = ThreadState.ANSWERED


def is_said_without(thread: Thread, ids: Iterable[int]) -> bool:
    """Whether something is still said in THREAD when the messages IDS are gone."""
    return bool(db.session.scalar(select(func.count(Message.id)).where(
        Message.thread_id == thread.id, Message.removed_at.is_(None), Message.id.not_in(set(ids)))))
