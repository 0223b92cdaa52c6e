"""What changes polls: making one, putting it beneath a message, choosing, closing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext
from sqlalchemy import delete

from app import live
from app.database import db, now
from app.errors import Conflict, Denied, Invalid, Missing
from app.permissions import Actor, Can, require_site
from app.polls import queries
from app.polls.models import Poll, PollOption, PollVote
from app.rooms import service as rooms
from app.rooms import writing
from app.rooms.words import clean

FEWEST, MOST = 2, 10
LONGEST = 200  # characters of the question, and of each option


@dataclass(frozen=True)
class Facts:
    """What a poll asks."""

    question: str
    options: tuple[str, ...]
    several: bool = False
    anonymous: bool = False
    closes_at: datetime | None = None


def make(actor: Actor, facts: Facts) -> Poll:
    """A poll that its author can attach to a message, as "poll:ID". Raise Invalid with the field named."""
    require_site(actor)
    question, options = " ".join(clean(facts.question).split()), _options(facts.options)
    if not question or len(question) > LONGEST:
        raise Invalid(errors={"question": lazy_gettext(
            "Write a question of at most %(limit)s characters.", limit=LONGEST)})
    if facts.closes_at and facts.closes_at <= now():
        raise Invalid(errors={"closes": lazy_gettext("That day is over.")})
    with db.transaction() as session:
        poll = Poll(author_id=actor.id, question=question, several=facts.several, anonymous=facts.anonymous,
                    closes_at=facts.closes_at,
                    options=[PollOption(position=place, text=text) for place, text in enumerate(options)])
        session.add(poll)
    return poll


def _options(lines: Iterable[str]) -> list[str]:
    options = list(dict.fromkeys(text for line in lines if (text := " ".join(clean(line).split()))))
    if not FEWEST <= len(options) <= MOST or any(len(text) > LONGEST for text in options):
        raise Invalid(errors={"options": lazy_gettext(
            "Write %(fewest)s to %(most)s different answers, each on a line of its own.", fewest=FEWEST, most=MOST)})
    return options


def place(actor: Actor, ids: Collection[int], where: str) -> None:
    """Put polls of ACTOR beneath a message ("message:12"), each in one place only. Raise Missing."""
    kind, _, number = where.partition(":")
    with db.transaction() as session:
        for poll_id in ids:
            poll = session.get(Poll, poll_id, with_for_update=True)
            if (poll is None or poll.author_id != actor.id or kind != "message"
                    or poll.message_id not in (None, int(number))):
                raise Missing
            poll.message_id = int(number)


def vote(actor: Actor, poll_id: int, options: Collection[int]) -> Poll:
    """From now on ACTOR has chosen OPTIONS, and nothing else; none takes back what they chose.

    Raise Missing, Denied, Conflict where it is closed, Invalid for options of another poll or too many.
    """
    with db.transaction() as session:
        session.get(Poll, poll_id, with_for_update=True)  # one after the other, so that nobody counts twice
        poll = _open(actor, poll_id)
        wanted, before = set(options), queries.chosen(actor, poll)
        if not wanted <= {option.id for option in poll.options} or (len(wanted) > 1 and not poll.several):
            raise Invalid(errors={"options": lazy_gettext("Choose among the answers.")})
        if wanted != before:
            session.execute(delete(PollVote).where(
                PollVote.person_id == actor.id, PollVote.option_id.in_(before - wanted)))
            session.add_all(PollVote(option_id=one, person_id=actor.id) for one in sorted(wanted - before))
            _renew(actor, poll)
            if actor.id is not None:
                live.notice(actor.id, {"kind": "vote", "poll": poll.id, "chosen": sorted(wanted)})
    return poll


def close(actor: Actor, poll_id: int) -> Poll:
    """Let nobody choose any more, from now on. Its author does that."""
    with db.transaction():
        poll = _open(actor, poll_id)
        if poll.author_id != actor.id:
            raise Denied
        poll.closes_at = now()
        _renew(actor, poll)
    return poll


def _open(actor: Actor, poll_id: int) -> Poll:
    poll = queries.poll(actor, poll_id, Can.POST_MESSAGE)
    if message := queries.beneath(actor, poll):
        writing.require_open(message.room, message.thread)
    if message is None or not poll.is_open:
        raise Conflict(lazy_gettext("This poll is closed."))
    return poll


def _renew(actor: Actor, poll: Poll) -> None:
    """Let it be read, and drawn on open pages, as it is now."""
    db.session.flush()
    db.session.expire(poll)
    for option in poll.options:
        db.session.expire(option)
    assert poll.message_id is not None  # nobody votes before it stands somewhere
    rooms.renew_beneath(actor, poll.message_id)
