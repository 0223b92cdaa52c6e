"""What becomes of everything that points to a person, on one page. A column that is not here fails a test.

MOVES: a successor takes it. STAYS: it says who wrote or did it, and goes on to. ENDS: it is the person's alone,
and nobody takes it. Rows that MOVE or END go when the person is erased, unless they are KEPT without a name:
a column that may be empty is emptied, a row that cannot be without its person is deleted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, String, Table, cast, literal, or_, select

from app.database import Base, now
from app.examples.models import Example, ReviewState
from app.goals.models import Goal
from app.networks.models import Network
from app.rooms.models import Message, Room, Thread

Narrow = Callable[[Any], ColumnElement[bool]]  # a model -> of its rows those that may change hands
Which = Callable[[Table, Narrow], ColumnElement[bool]]  # a table -> of the person's rows those that do
PUBLIC_NOW = (ReviewState.PUBLISHED, ReviewState.ARCHIVED)


class Fate(StrEnum):
    """What becomes of it."""

    MOVES, STAYS, ENDS = "moves", "stays", "ends"


@dataclass(frozen=True)
class Holding:
    """What becomes of the rows of one column. WORDS name those that move, TITLES what each is called."""

    fate: Fate
    words: Any = ""
    which: Which | None = None
    titles: Callable[[Table], ColumnElement[str]] | None = None
    event: tuple[str, str] | None = None  # what to tell of each: the event, and the fact that names it
    kept: bool = False


def table_of(key: str) -> Table:
    """The table of "table.column"."""
    return Base.metadata.tables[key.partition(".")[0]]


def pointing_to_people() -> set[str]:
    """Every "table.column" that says which person a row is about; a card's number is its person's."""
    return {f"{table.name}.{key.parent.name}" for table in Base.metadata.tables.values()
            for key in table.foreign_keys if key.target_fullname in ("person.id", "contact_card.person_id")}


def _in_threads(table: Table, narrow: Narrow) -> ColumnElement[bool]:
    return table.c.thread_id.in_(select(Thread.id).where(narrow(Thread)))


def _not_done(table: Table, narrow: Narrow) -> ColumnElement[bool]:
    readable = table.c.message_id.in_(select(Message.id).where(narrow(Message), Message.removed_at.is_(None)))
    return table.c.done_at.is_(None) & readable


def _examples(table: Table, narrow: Narrow) -> ColumnElement[bool]:
    return table.c.id.in_(select(Example.id).where(narrow(Example)))


def _goals(table: Table, narrow: Narrow) -> ColumnElement[bool]:
    return table.c.id.in_(select(Goal.id).where(narrow(Goal))) & table.c.removed_at.is_(None)


def _unpublished(table: Table, narrow: Narrow) -> ColumnElement[bool]:
    ours = table.c.network_id.in_(select(Network.id).where(narrow(Network)))
    return table.c.review_state.not_in(PUBLIC_NOW) & or_(table.c.network_id.is_(None), ours)


def _places(table: Table, narrow: Narrow) -> ColumnElement[bool]:
    names = [select(literal(f"{kind}:") + cast(model.id, String)).where(narrow(model))
             for kind, model in (("thread", Thread), ("room", Room))]
    return or_(*(table.c.place.in_(each) for each in names))


def _open_invitations(table: Table, narrow: Narrow) -> ColumnElement[bool]:
    ours = table.c.network_id.in_(select(Network.id).where(narrow(Network)))
    return ours & table.c.ended_at.is_(None) & table.c.used_at.is_(None) & (table.c.expires_at > now())


def _all(table: Table, narrow: Narrow) -> ColumnElement[bool]:
    return literal(True)


def _title(table: Table) -> ColumnElement[str]:
    return table.c.title


def _text(table: Table) -> ColumnElement[str]:
    return table.c.text


def _thread_title(table: Table) -> ColumnElement[str]:
    return select(Thread.title).where(Thread.id == table.c.thread_id).scalar_subquery()


STAYS, ENDS = Holding(Fate.STAYS), Holding(Fate.ENDS)
EXAMPLE = "example_changed", "example_id"
GOAL = "goal_changed", "goal_id"
HOLDINGS: dict[str, Holding] = {
    # A successor takes over:
    "example.author_id": Holding(Fate.MOVES, lazy_gettext("Examples that are not published yet"), _unpublished,
                                 event=EXAMPLE, kept=True),
    "example.contact_id": Holding(Fate.MOVES, lazy_gettext("Examples that others ask them about"), _examples, _title,
                                  EXAMPLE),
    "example.deputy_id": Holding(Fate.MOVES, lazy_gettext("Examples where they are the deputy"), _examples, _title,
                                 EXAMPLE),
    "follow.person_id": Holding(Fate.MOVES, lazy_gettext("Threads that they follow"), _in_threads, _thread_title),
    "follow_up.owner_id": Holding(Fate.MOVES, lazy_gettext("What they have promised to do"), _not_done, _text,
                                  kept=True),
    "goal.contact_id": Holding(Fate.MOVES, lazy_gettext("Goals that they answer for"), _goals, _title, GOAL, kept=True),
    "goal.deputy_id": Holding(Fate.MOVES, lazy_gettext("Goals where they are the deputy"), _goals, _title, GOAL,
                              kept=True),
    "invitation.author_id": Holding(Fate.MOVES, lazy_gettext("Invitations that are open"), _open_invitations,
                                    kept=True),
    "membership.person_id": Holding(Fate.MOVES, kept=True),  # one by one: a right is given, not copied
    "person.stand_in_id": Holding(Fate.MOVES, lazy_gettext("People for whom they stand in"), _all),
    "saved_search.person_id": Holding(Fate.MOVES, lazy_gettext("Saved searches"), _all),
    "scheduled.person_id": Holding(Fate.MOVES, lazy_gettext("Messages that are sent later"), _places),
    # What they wrote and did, and what was done with them:
    **dict.fromkeys((
        "access.person_id", "access.reader_id", "collection.created_by_id",
        "erasure.author_id", "erasure.person_id", "example_quote.person_id", "example_use.author_id",
        "example_version.author_id", "file.author_id", "follow_up.author_id", "follow_up.done_by_id",
        "gathering.created_by_id", "goal.created_by_id", "goal_monitoring.author_id", "hand_over.author_id",
        "hand_over.person_id", "hand_over.successor_id", "message.author_id", "message.removed_by_id",
        "person.successor_id", "poll.author_id", "release.author_id", "room_guest.invited_by_id",
        "snapshot_card.author_id", "thread.author_id", "thread_summary.author_id", "trace.author_id"), STAYS),
    # Theirs alone:
    **dict.fromkeys((
        "api_token.person_id", "attendance.person_id", "bookmark.person_id",
        "contact_card.person_id", "contact_theme.person_id",
        "draft.person_id", "email_link.person_id", "example_editing.person_id", "example_upload.author_id",
        "identity.person_id", "indicator_favourite.person_id", "mention.person_id", "own_data.person_id",
        "poll_vote.person_id", "profile_line.person_id", "reaction.person_id", "read_mark.person_id",
        "recovery_code.person_id",
        "room_guest.person_id", "sign_in.person_id", "two_step.person_id", "upload.author_id"), ENDS),
}
