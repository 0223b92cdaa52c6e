"""What follows a change: the worker brings the index up to date, in batches."""

from collections.abc import Callable

from sqlalchemy import Select, select

from app.accounts.models import Person
from app.curated.models import CollectionItem
from app.database import db
from app.directory.models import ProfileLine
from app.files.models import File, FileUse
from app.gatherings.models import AgendaItem, Gathering
from app.indicators.models import CardShare
from app.outbox import Facts, on
from app.rooms.models import Message, Room, Thread
from app.search.upkeep import refresh

# What happened -> which things may now read otherwise. The fact "thread_id" names "thread:…".
ONE_BY_ONE = {
    "message_posted": ("thread", "message"), "message_edited": ("thread", "message"),
    "message_removed": ("thread", "message"), "file_read": ("file",), "file_removed": ("file",),
    "room_changed": ("room",), "goal_changed": ("goal",), "gathering_changed": ("gathering",),
    "example_changed": ("example",), "example_published": ("example",), "card_shared": ("card",),
    "figures_released": ("indicator",),
    "collection_changed": ("collection",)}


def one_by_one(kinds: tuple[str, ...]) -> Callable[[list[Facts]], None]:
    """A handler for events that name the things they touch."""
    def bring_up_to_date(facts: list[Facts]) -> None:
        refresh(f"{kind}:{fact[f'{kind}_id']}" for fact in facts for kind in kinds if fact.get(f"{kind}_id"))
    return bring_up_to_date


for event, kinds in ONE_BY_ONE.items():
    on(event)(one_by_one(kinds))


@on("file_placed")
def follow_file(facts: list[Facts]) -> None:
    """Where a file is put or taken away, the place carries a file, or no more."""
    places = {fact["place"].partition(":")[::2] for fact in facts}
    items = [int(number) for kind, number in places if kind == "agenda_item"]
    refresh([f"file:{fact['file_id']}" for fact in facts]
            + [f"example:{number}" for kind, number in places if kind == "example"]
            + _named("gathering", select(AgendaItem.gathering_id).where(AgendaItem.id.in_(items))))


@on("example_changed")
@on("example_published")
def follow_example(facts: list[Facts]) -> None:
    """Whose a collection is to find hangs on who may read what is in it."""
    refresh(_named("collection", select(CollectionItem.collection_id).where(
        CollectionItem.example_id.in_({fact["example_id"] for fact in facts}))))


@on("thread_changed")
def follow_thread(facts: list[Facts]) -> None:
    """A title, an answer: the thread and all that was said in it."""
    ids = {fact["thread_id"] for fact in facts}
    refresh([f"thread:{one}" for one in ids] + _named("message", select(Message.id).where(
        Message.thread_id.in_(ids))))


@on("network_changed")
def follow_network(facts: list[Facts]) -> None:
    """Its themes are those of all that belongs to it."""
    ids = {fact["network_id"] for fact in facts}
    refresh([f"network:{one}" for one in ids] + [
        thing for kind, column, where in (
            ("room", Room.id, Room.network_id), ("thread", Thread.id, Thread.network_id),
            ("message", Message.id, Message.network_id), ("gathering", Gathering.id, Gathering.network_id),
            ("file", FileUse.file_id, FileUse.network_id), ("card", CardShare.card_id, CardShare.network_id))
        for thing in _named(kind, select(column).where(where.in_(ids)))])


@on("person_changed")
def follow_person(facts: list[Facts]) -> None:
    """What somebody wrote stands under their municipality."""
    ids = {fact["person_id"] for fact in facts}
    refresh([f"person:{one}" for one in ids] + [
        thing for kind, column, where in (
            ("thread", Thread.id, Thread.author_id), ("message", Message.id, Message.author_id),
            ("file", File.id, File.author_id))
        for thing in _named(kind, select(column).where(where.in_(ids)))])


@on("profile_field_changed")
def follow_profile_field(facts: list[Facts]) -> None:
    """People are found by what they answered, as long as it is asked for and shown to all."""
    ids = {fact["field_id"] for fact in facts}
    refresh(_named("person", select(ProfileLine.person_id).where(ProfileLine.field_id.in_(ids))))


@on("organisation_changed")
def follow_organisation(facts: list[Facts]) -> None:
    """It is a municipality or another; its people are found by its name."""
    ids = {fact["organisation_id"] for fact in facts}
    refresh([f"{kind}:{one}" for one in ids for kind in ("organisation", "municipality")]
            + _named("person", select(Person.id).where(Person.organisation_id.in_(ids))))


def _named(kind: str, ids: Select[int]) -> list[str]:
    return [f"{kind}:{one}" for one in set(db.session.scalars(ids))]
