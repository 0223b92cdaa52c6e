"""Whatever people do, what is unread is what others said after the mark: derived, never counted."""

from datetime import date

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from app.accounts.models import Membership
from app.accounts.session import actor_of
from app.database import db
from app.following.queries import inbox
from app.permissions import SYSTEM
from app.rooms import queries, service
from tests import cast
from tests.talk import asked, said

PEOPLE = (cast.ANNE, cast.BJORN, cast.DAG)
who = st.sampled_from(PEOPLE)
some = st.integers(0, 30)


class Room(RuleBasedStateMachine):
    """Three people in one room; beside it a model of what each should find unread."""

    def __init__(self) -> None:
        super().__init__()
        self.actors = {email: actor_of(cast.person(email)) for email in PEOPLE}
        self.room = cast.room(cast.CLIMATE)
        self.said: list[dict] = []  # thread, id, seq, author, removed
        self.marks: dict[tuple[str, int], int] = {}
        self.muted: set[tuple[str, int]] = set()
        self.chosen: set[tuple[str, int]] = set()

    @rule(author=who)
    def start(self, author: str) -> None:
        self._kept(author, service.start_thread(self.actors[author], self.room.id, "A question?").message)

    @precondition(lambda self: self.said)
    @rule(author=who, which=some)
    def answer(self, author: str, which: int) -> None:
        self._kept(author, service.post_message(self.actors[author], self._one(which)["thread"], "Yes.").message)

    @precondition(lambda self: self.said)
    @rule(which=some)
    def remove_or_restore(self, which: int) -> None:
        one = self._one(which)
        verb = service.restore_message if one["removed"] else service.remove_message
        verb(self.actors[cast.DAG], one["id"])
        one["removed"] = not one["removed"]

    @precondition(lambda self: self.said)
    @rule(reader=who, which=some)
    def read(self, reader: str, which: int) -> None:
        one = self._one(which)
        service.mark_read(self.actors[reader], one["thread"], one["seq"])
        key = reader, one["thread"]
        self.marks[key] = max(self.marks.get(key, 0), one["seq"])

    @precondition(lambda self: self.said)
    @rule(reader=who, which=some)
    def unread_from(self, reader: str, which: int) -> None:
        one = self._one(which)
        service.mark_unread_from(self.actors[reader], one["id"])
        self.marks[reader, one["thread"]] = one["seq"] - 1

    @precondition(lambda self: self.said)
    @rule(reader=who, which=some, muted=st.booleans())
    def follow_or_mute(self, reader: str, which: int, muted: bool) -> None:
        key = reader, self._one(which)["thread"]
        service.follow_thread(self.actors[reader], key[1], muted)
        for keys, wanted in ((self.muted, muted), (self.chosen, not muted)):
            keys.add(key) if wanted else keys.discard(key)

    @invariant()
    def each_follows_what_they_spoke_in_or_chose(self) -> None:
        for reader, actor in self.actors.items():
            spoke = {one["thread"] for one in self.said if one["author"] == reader and not one["removed"]}
            said = {one["thread"] for one in self.said if not one["removed"]}
            wanted = {thread for thread in said if (reader, thread) not in self.muted
                      and (thread in spoke or (reader, thread) in self.chosen)}
            assert {one.id for one in inbox(actor).threads} == wanted

    @invariant()
    def each_sees_what_others_said_after_the_mark(self) -> None:
        for reader, actor in self.actors.items():
            expected = {one["thread"] for one in self.said if self._is_news(reader, one)
                        and (reader, one["thread"]) not in self.muted}
            assert inbox(actor, only_unread=True).unread == expected & {one.id for one in inbox(actor).threads}
            assert queries.unread_threads(actor, [self.room])[self.room.id] == expected
            for thread in expected:
                first = queries.first_unread(actor, queries.thread(actor, thread))
                news = [one for one in self.said if one["thread"] == thread and self._is_news(reader, one)]
                assert first and first.seq == min(one["seq"] for one in news)

    def teardown(self) -> None:
        """The log has no hole."""
        changes = queries.changes(self.actors[cast.ANNE], self.room.id, 0, 1000)
        assert [change.seq for change in changes] == list(range(1, len(changes) + 1))
        assert queries.heads(SYSTEM, [self.room.id]) == {self.room.id: len(changes)}

    def _is_news(self, reader: str, one: dict) -> bool:
        mark = self.marks.get((reader, one["thread"]), 0)
        return not one["removed"] and one["author"] != reader and one["seq"] > mark

    def _one(self, which: int) -> dict:
        return self.said[which % len(self.said)]

    def _kept(self, author: str, message: object) -> None:
        self.said.append({"thread": message.thread_id, "id": message.id, "seq": message.seq, "author": author,
                          "removed": False})


class Undone(Room):
    """Each run begins on the same stage."""

    def __init__(self) -> None:
        db.session.rollback()
        self.before = db.sessionmaker.kw["bind"].begin_nested()
        super().__init__()

    def teardown(self) -> None:
        super().teardown()
        db.session.rollback()
        self.before.rollback()
        db.session.expire_all()


def test_what_is_unread_follows_from_what_was_said_and_read(stage: Flask) -> None:
    run_state_machine_as_test(Undone, settings=settings(
        max_examples=10, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)))


def unread(email: str) -> set[int]:
    room = cast.room(cast.CLIMATE)
    return queries.unread_threads(actor_of(cast.person(email)), [room])[room.id]


def test_who_is_new_or_only_looks_in_begins_with_nothing_unread(stage: Flask) -> None:
    thread = asked()
    with db.transaction() as session:
        session.scalars(select(Membership).where(
            Membership.person_id == cast.person(cast.BJORN).id)).one().started_on = date(2100, 1, 1)
    assert unread(cast.BJORN) == unread(cast.ELI) == set()
    assert unread(cast.DAG) == {thread.id}


def test_who_looks_in_sees_what_is_new_where_they_have_read(stage: Flask) -> None:
    thread = asked()
    service.mark_read(actor_of(cast.person(cast.ELI)), thread.id, 1)
    said(thread)
    asked()
    assert unread(cast.ELI) == {thread.id}
