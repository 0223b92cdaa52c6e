"""Rooms, threads, messages, and the log of every change in a room."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from app.database import Base, Dated

if TYPE_CHECKING:
    from app.accounts.models import Person
    from app.networks.models import Network, Theme


CHANNEL = "room:{}"


class RoomKind(StrEnum):
    """In an announcement room only coordinators start threads; all may reply. A direct one is a conversation
    of a few people, of no network and with one thread."""

    DISCUSSION, ANNOUNCEMENT, DIRECT = "discussion", "announcement", "direct"


class ThreadKind(StrEnum):
    """What a thread is for."""

    QUESTION, DISCUSSION, ANNOUNCEMENT, GATHERING = "question", "discussion", "announcement", "gathering"


class ThreadState(StrEnum):
    """Where a thread is."""

    OPEN, ANSWERED, CLOSED = "open", "answered", "closed"


class TraceKind(StrEnum):
    """What was done with a thread as a whole."""

    RENAMED, MOVED, SPLIT, TAKEN_OUT, MERGED = "renamed", "moved", "split", "taken-out", "merged"


class PinnedLink(TypedDict):
    """A link on top of a room: an address, or the key of a thing of ours, "example:4"."""

    title: str
    target: str


class Template(TypedDict):
    """What a new thread can start from."""

    name: str
    title: str
    body: str


class Room(Dated, Base):
    """Where a network talks, or a few people. `seq` counts every change in it: 1, 2, 3, without holes."""

    __tablename__ = "room"
    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = synonym("id")  # permissions ask every thing in a room for its room
    network_id: Mapped[int | None] = mapped_column(ForeignKey("network.id"), index=True)
    name: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    kind: Mapped[RoomKind] = mapped_column(default=RoomKind.DISCUSSION)
    seq: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None]
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))  # under which it stands among others
    position: Mapped[int] = mapped_column(default=0, server_default="0")  # among those of its theme; then by name
    # Wanted on the room's own page only.
    links: Mapped[list[PinnedLink]] = mapped_column(JSON, default=list, deferred=True)
    templates: Mapped[list[Template]] = mapped_column(JSON, default=list, deferred=True)
    circle: Mapped[str | None] = mapped_column(unique=True)  # "3,7": whose conversation it is, while all are in it
    network: Mapped["Network | None"] = relationship()
    theme: Mapped["Theme | None"] = relationship()
    people: Mapped[list["Person"]] = relationship(  # who is in it by name: guests, or all of a conversation
        secondary="room_guest", secondaryjoin="RoomGuest.person_id == Person.id", order_by="Person.name", viewonly=True)

    @property
    def network_name(self) -> str:
        """Of its network; a conversation has none."""
        return self.network.name if self.network else ""

    @property
    def order(self) -> tuple[bool, int, int, str]:
        """Where it stands in the list of its network: by theme, as its coordinators want it; archived ones last."""
        return self.archived_at is not None, self.theme_id or 2**31, self.position, self.name.lower()

    @property
    def channel(self) -> str:
        """The Socket.IO room in which its open pages listen."""
        return CHANNEL.format(self.id)


class Thread(Dated, Base):
    """One matter, from a question to its answer."""

    __tablename__ = "thread"
    __table_args__ = (Index("ix_thread_latest", "room_id", "last_seq"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    network_id: Mapped[int | None] = mapped_column(ForeignKey("network.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str]
    kind: Mapped[ThreadKind] = mapped_column(default=ThreadKind.QUESTION)
    state: Mapped[ThreadState] = mapped_column(default=ThreadState.OPEN)
    about: Mapped[str | None] = mapped_column(index=True)  # "gathering:5": the thing it was started for
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", use_alter=True))
    last_seq: Mapped[int] = mapped_column(default=0)  # of its latest message: order and unread
    last_at: Mapped[datetime]
    pinned_at: Mapped[datetime | None]  # it stands on top of its room
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"))  # where all that it held stands now
    asked_from_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"), index=True)  # where it was asked first
    room: Mapped[Room] = relationship()
    author: Mapped["Person"] = relationship()
    traces: Mapped[list["Trace"]] = relationship(order_by="Trace.id.desc()", viewonly=True,
                                                 primaryjoin="Trace.thread_id == Thread.id")
    answer: Mapped["Message | None"] = relationship(foreign_keys=[answer_id], post_update=True)


class Message(Dated, Base):
    """What one person said. Sent twice with the same `client_id`, it is kept once."""

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("author_id", "client_id"),
                      Index("ix_message_thread", "thread_id", "seq"),
                      Index("ix_message_spoke", "thread_id", "author_id", "removed_at", "seq"))  # for the lists
    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    network_id: Mapped[int | None] = mapped_column(ForeignKey("network.id"), index=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    client_id: Mapped[str | None]  # a UUID made by the sender; unique for its author only
    seq: Mapped[int]  # the room's, when it was posted: the only order
    body: Mapped[str]
    html: Mapped[str]
    links: Mapped[list[str]] = mapped_column(JSON, default=list)  # "card:7": what is shown beneath it
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    room: Mapped[Room] = relationship()
    thread: Mapped[Thread] = relationship(foreign_keys=[thread_id])
    author: Mapped["Person"] = relationship(foreign_keys=[author_id])
    reactions: Mapped[list["Reaction"]] = relationship(order_by="(Reaction.created_at, Reaction.person_id)",
                                                       viewonly=True)

    @property
    def removed(self) -> bool:
        """Whether only a trace is left. Its words then lie among its versions, for an undo."""
        return self.removed_at is not None

    @property
    def reacted(self) -> dict[str, list["Person"]]:
        """Emoji -> who said it, both in the order in which they came. Nothing of a removed message."""
        found: dict[str, list[Person]] = {}
        for one in () if self.removed else self.reactions:
            found.setdefault(one.emoji, []).append(one.person)
        return found

    @property
    def written_at(self) -> datetime:
        """When it got the words it has now: what an editor has seen, to find out who was first."""
        return self.edited_at or self.created_at


class MessageVersion(Dated, Base):
    """How a message read before it was edited."""

    __tablename__ = "message_version"
    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    body: Mapped[str]
    html: Mapped[str]


class Mention(Base):
    """A person named in a message, or meant by it as one of many: all from a municipality, or everyone."""

    __tablename__ = "mention"
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    as_one_of_many: Mapped[bool] = mapped_column(default=False, server_default=false())


class Trace(Dated, Base):
    """A quiet line about what was done with a thread. Who may not read where it leads learns only that."""

    __tablename__ = "trace"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TraceKind]
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), index=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)  # where the thread stood then
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(default="")  # the title that it had
    other_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"))  # where its messages went, or came from
    author: Mapped["Person"] = relationship(lazy="joined")


class Reaction(Dated, Base):
    """What a person said to a message with one emoji."""

    __tablename__ = "reaction"
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    emoji: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped["Person"] = relationship(lazy="joined")


class Change(Base):
    """One change of a room, by its `seq`: what a page that was away fetches."""

    __tablename__ = "change"
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # message_added, _edited, _removed, _restored, _moved; reaction; thread_changed, thread_moved
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    at: Mapped[datetime]
    thread: Mapped[Thread] = relationship()
    message: Mapped[Message | None] = relationship()


class ReadMark(Base):
    """How far a person has read in a thread. Unread is derived from it, never stored."""

    __tablename__ = "read_mark"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True, index=True)
    last_read_seq: Mapped[int]


class Follow(Base):
    """What a person has decided of a thread: to follow it, or not to hear of it. Without that, who has spoken
    in it or was mentioned follows it."""

    __tablename__ = "follow"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True, index=True)
    muted: Mapped[bool]


class Draft(Base):
    """What a person has begun to write, kept for them on any device."""

    __tablename__ = "draft"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)  # "thread:5", or "room:2" for a new thread
    title: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    updated_at: Mapped[datetime]
