"""What waits for somebody, what is new around them, and what belongs to a network."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.bookmarks import queries as bookmarks
from app.bookmarks.models import Bookmark
from app.bookmarks.queries import Saved
from app.conversations import queries as conversations
from app.conversations.queries import Talk
from app.database import Base, db, now
from app.examples import queries as examples_of
from app.examples.models import Consent, Example, ExampleQuote, ReviewState
from app.files.queries import in_places
from app.followups import queries as agreed
from app.followups.models import FollowUp
from app.gatherings.models import AgendaItem, Attendance, Gathering
from app.goals import queries as goals
from app.goals.models import Goal
from app.indicators.models import CardShare, SnapshotCard
from app.permissions import Actor, Can, Role, Visibility, allows, require_site, visible
from app.rooms.clauses import has_news, is_said
from app.rooms.models import Draft, Mention, Message, ReadMark, Room, Thread, ThreadKind, ThreadState
from app.rooms.queries import IN_MESSAGE, IN_THREAD

A_FEW, SOME, MANY = 5, 20, 40
LOOKED_AT = 200  # of the latest threads: what is news in older ones has been seen or can be searched
RECENT = timedelta(days=30)


@dataclass(frozen=True)
class Desk:
    """What the first page says to one person."""

    mentions: list[Message]
    questions: list[Thread]
    conversations: list[Talk]
    agreed: list[FollowUp]
    goals: list[Goal]  # whose monitoring is due
    reminders: list[Saved]
    quotes: Sequence[ExampleQuote]
    drafts: list[Draft]
    own_examples: list[Example]
    reviews: list[Example]
    threads: list[Thread]
    examples: list[Example]

    @property
    def nothing_waits(self) -> bool:
        return not (self.reminders or self.quotes or self.mentions or self.conversations or self.agreed or self.goals
                    or self.questions or self.drafts or self.own_examples or self.reviews)

    @property
    def nothing_new(self) -> bool:
        return not (self.threads or self.examples)


def desk(actor: Actor) -> Desk:
    """What waits for ACTOR, and what is new with their neighbours. Six statements; eight where they have mail."""
    require_site(actor)
    mentions = _unread_mentions(actor)
    talk = _threads(actor)
    mentioned = {one.thread_id for one in mentions}
    questions = [thread for thread, _, alone in talk
                 if alone and thread.author_id != actor.id and thread.id not in mentioned][:A_FEW]
    shown = mentioned | {thread.id for thread in questions}
    examples, own = _examples(actor), _has_own(actor)
    return Desk(
        mentions=mentions, conversations=conversations.unread(actor, A_FEW), questions=questions,
        agreed=agreed.own(actor, A_FEW) if FollowUp in own else [],
        goals=goals.due(actor, A_FEW) if Goal in own else [],
        reminders=bookmarks.saved(actor, only_due=True)[:A_FEW] if Bookmark in own else [],
        quotes=examples_of.asked_quotes(actor)[:A_FEW] if ExampleQuote in own else [],
        drafts=_drafts(actor) if Draft in own else [],
        own_examples=[one for one in examples if one.review_state != ReviewState.PUBLISHED
                      and one.author_id == actor.id and one.review_state != ReviewState.SUBMITTED][:A_FEW],
        reviews=[one for one in examples if one.review_state == ReviewState.SUBMITTED
                 and allows(actor, Can.REVIEW_EXAMPLE, one) and one.author_id != actor.id][:A_FEW],
        threads=[thread for thread, fresh, _ in talk if fresh and thread.id not in shown][:A_FEW],
        examples=[one for one in examples if one.review_state == ReviewState.PUBLISHED][:A_FEW])


def _has_own(actor: Actor) -> set[type[Base]]:
    """Of what is one's own, which kinds there are to look at: most days few, so one question spares many."""
    there = {FollowUp: and_(FollowUp.owner_id == actor.id, FollowUp.done_at.is_(None)),
             Goal: or_(Goal.contact_id == actor.id, Goal.deputy_id == actor.id),
             Bookmark: and_(Bookmark.person_id == actor.id, Bookmark.remind_on.is_not(None)),
             ExampleQuote: and_(ExampleQuote.person_id == actor.id, ExampleQuote.consent == Consent.WAITING),
             Draft: Draft.person_id == actor.id}
    found = db.session.execute(select(*(exists().where(one) for one in there.values()))).one()
    return {model for model, is_there in zip(there, found, strict=True) if is_there}


def next_gathering(actor: Actor, network_ids: Collection[int]) -> Gathering | None:
    """The one that comes next in these networks, of those that ACTOR may read."""
    return db.session.scalars(select(Gathering).where(
        visible(actor, Gathering), Gathering.network_id.in_(network_ids), Gathering.cancelled_at.is_(None),
        Gathering.ends_at >= now()).options(joinedload(Gathering.network), joinedload(Gathering.host))
        .order_by(Gathering.starts_at).limit(1)).first()


def without_material(actor: Actor, gathering: Gathering | None) -> list[AgendaItem]:
    """What ACTOR leads at GATHERING and has brought nothing to yet. A host is known by name only."""
    person = db.session.get(Person, actor.id) if gathering and actor.id else None
    own = [item for item in gathering.agenda if person and item.host == person.name] if gathering else []
    there = in_places(actor, [item.place for item in own]) if own else {}
    return [item for item in own if item.place not in there]


def own_answer(actor: Actor, gathering: Gathering | None) -> Attendance | None:
    """What ACTOR has said to GATHERING."""
    return db.session.get(Attendance, (gathering.id, actor.id)) if gathering else None


def threads(actor: Actor, network_id: int) -> dict[Thread, bool]:
    """What was talked of last in any room of a network, and whether there is something unread in it."""
    found = db.session.execute(select(Thread, has_news(actor)).where(
        _latest(Thread.network_id == network_id, visible(actor, Thread)), is_said())
        .options(*IN_THREAD).order_by(Thread.last_at.desc(), Thread.id.desc()).limit(SOME))
    return {thread: bool(fresh) for thread, fresh in found}


def examples(actor: Actor, network_id: int) -> Sequence[Example]:
    """The examples that a network has published."""
    return db.session.scalars(select(Example).where(
        Example.network_id == network_id, visible(actor, Example),
        Example.review_state == ReviewState.PUBLISHED)
        .options(selectinload(Example.themes), selectinload(Example.municipalities))
        .order_by(Example.updated_at.desc()).limit(MANY)).all()


def cards(actor: Actor, network_id: int) -> Sequence[SnapshotCard]:
    """The indicator cards that were shown in a network, the latest first."""
    shown = select(CardShare.card_id).where(CardShare.network_id == network_id, visible(actor, CardShare))
    return db.session.scalars(select(SnapshotCard).where(SnapshotCard.id.in_(shown)).options(
        joinedload(SnapshotCard.author)).order_by(SnapshotCard.id.desc()).limit(MANY)).all()


def gatherings(actor: Actor, network_id: int) -> Sequence[Gathering]:
    """All gatherings of a network, the latest first."""
    return db.session.scalars(select(Gathering).where(
        Gathering.network_id == network_id, visible(actor, Gathering)).options(joinedload(Gathering.host))
        .order_by(Gathering.starts_at.desc()).limit(MANY)).all()


def _mine(actor: Actor, model: Any) -> ColumnElement[bool]:
    """Of what ACTOR may read in networks, what is of their own and of rooms they are guests in; all of it for
    staff who have none."""
    if actor.is_staff and not actor.roles:
        return and_(visible(actor, model), model.network_id.is_not(None))
    room = model.room_id.in_(actor.guest_rooms) if hasattr(model, "room_id") else false()
    return and_(visible(actor, model), or_(
        model.network_id.in_(actor.networks()), and_(room, model.network_id.is_not(None))))


def _unread_mentions(actor: Actor) -> list[Message]:
    read = select(ReadMark.last_read_seq).where(
        ReadMark.person_id == actor.id, ReadMark.thread_id == Message.thread_id).scalar_subquery()
    return list(db.session.scalars(select(Message).join(Mention, Mention.message_id == Message.id).where(
        Mention.person_id == actor.id, ~Mention.as_one_of_many, Message.author_id != actor.id,
        Message.removed_at.is_(None), visible(actor, Message), Message.network_id.is_not(None),
        or_(read.is_(None), Message.seq > read))
        .options(*IN_MESSAGE).order_by(Message.created_at.desc()).limit(A_FEW)))


def _threads(actor: Actor) -> list[tuple[Thread, bool, bool]]:
    """(thread, whether it has something unread, whether it is a question that nobody answered)."""
    fresh = has_news(actor)
    answered = select(Message.id).where(Message.thread_id == Thread.id, Message.removed_at.is_(None),
                                        Message.author_id != Thread.author_id).exists()
    alone = and_(Thread.kind == ThreadKind.QUESTION, Thread.state == ThreadState.OPEN, ~answered)
    found = db.session.execute(
        select(Thread, fresh, alone).join(Thread.room).where(
            _latest(_mine(actor, Thread)), is_said(), Room.archived_at.is_(None), or_(fresh, alone))
        .options(*IN_THREAD).order_by(Thread.last_at.desc()).limit(MANY))
    return [(thread, bool(is_fresh), bool(is_alone)) for thread, is_fresh, is_alone in found]


def _latest(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Among the latest of these threads: they are few, whatever else is asked of each."""
    return Thread.id.in_(select(Thread.id).where(*where).order_by(Thread.last_at.desc()).limit(LOOKED_AT))


def _drafts(actor: Actor) -> list[Draft]:
    return list(db.session.scalars(select(Draft).where(Draft.person_id == actor.id)
                                   .order_by(Draft.updated_at.desc()).limit(A_FEW)))


def _examples(actor: Actor) -> list[Example]:
    """One's own that are not done, those that wait for a review, and those published of late."""
    begun = Example.review_state.in_((ReviewState.DRAFT, ReviewState.NEEDS_CHANGES))
    own = and_(Example.author_id == actor.id, begun)
    reviewer = actor.is_staff or bool(actor.networks(Role.COORDINATOR))
    waiting = Example.review_state == ReviewState.SUBMITTED if reviewer else false()
    recent = and_(_mine(actor, Example), Example.review_state == ReviewState.PUBLISHED,
                  Example.visibility != Visibility.DRAFT, Example.author_id != actor.id,
                  Example.published_at > now() - RECENT)
    return list(db.session.scalars(select(Example).where(
        visible(actor, Example), or_(own, waiting, recent)).options(
        selectinload(Example.municipalities), joinedload(Example.author))
        .order_by(Example.updated_at.desc()).limit(MANY)))
