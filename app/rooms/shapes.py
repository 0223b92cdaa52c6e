"""What the API answers, for its description. `shown.py` makes these from rows."""

from typing import Any

from app.api import Body


class Author(Body):
    """Who said it, and for which municipality."""

    id: int
    name: str
    municipality: str | None


class Said(Body):
    """An emoji that people said to a message."""

    emoji: str
    count: int
    people: list[Author]


class Message(Body):
    """What one person said. Of a removed one only the trace is left."""

    id: int
    room: int
    thread: int
    seq: int
    client_id: str | None
    author: Author
    body: str
    html: str
    created_at: str
    edited_at: str | None
    removed: bool
    files: list[dict[str, Any]]
    cards: list[dict[str, Any]]
    links: list[str]
    reactions: list[Said]


class Thread(Body):
    """One matter, from a question to its answer."""

    id: int
    room: int
    network: int | None
    title: str
    kind: str
    state: str
    author: Author
    answer: int | None
    about: str | None
    created_at: str
    last_at: str
    last_seq: int
    pinned: bool
    merged_into: int | None


class ThreadLine(Thread):
    """A thread in a list."""

    replies: int
    excerpt: str
    unread: bool


class Room(Body):
    """Where a network talks; `seq` counts its changes, `unread` its threads with something new.
    Of no network and of kind `direct`: a conversation of a few people."""

    id: int
    name: str
    about: str
    kind: str
    network: int | None
    network_name: str | None
    seq: int
    unread: int
    archived: bool


class WholeRoom(Room):
    """A room with what its coordinators put on top, and what a new thread can start from."""

    links: list[dict[str, str]]
    templates: list[dict[str, str]]


class Started(Body):
    """A new thread and its first message."""

    thread: Thread
    message: Message


class Change(Body):
    """One change of a room, with its message as it is now. Of `thread_moved` nothing is left in this room."""

    seq: int
    kind: str
    thread: int
    message: Message | None
    at: str
    html: str | None


class Changes(Body):
    """Everything since, without a hole; `seq` is where the room stands."""

    items: list[Change]
    seq: int


class Rooms(Body):
    """A list of rooms."""

    items: list[Room]
    next: str | None


class Threads(Body):
    """A page of threads, the latest first."""

    items: list[ThreadLine]
    next: str | None


class Messages(Body):
    """A page of messages, in their order."""

    items: list[Message]
    next: str | None


class Version(Body):
    """How a message read until somebody changed it."""

    body: str
    html: str
    until: str


class Versions(Body):
    """All of them, the oldest first."""

    items: list[Version]
    next: str | None


class Read(Body):
    """How far one has read."""

    thread: int
    seq: int


class Preview(Body):
    """How words will stand."""

    html: str


class Told(Body):
    """Whom words would tell."""

    people: int
    words: str
    readers: str
    ask: bool


class Draft(Body):
    """What one has begun to write."""

    title: str
    body: str
    updated_at: str | None


class People(Body):
    """Whom one can mention."""

    items: list[Author]
    next: str | None
