"""What may be sent in, over the API and the socket. Unknown fields are refused, by name."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, model_validator

from app.api import Body
from app.rooms.models import RoomKind, ThreadKind, ThreadState
from app.rooms.queries import LARGEST_ID

Id = Annotated[int, Field(gt=0, le=LARGEST_ID)]
Seq = Annotated[int, Field(ge=0, le=2**53)]
LONGEST_SHOWN = 100_000  # characters; a message holds far fewer, and who has pasted too many sees them still
StartedKind = Literal["question", "discussion", "announcement"]  # threads of gatherings start themselves


class Message(Body):
    """A message: Markdown, with files, indicator cards and polls beneath it."""

    body: str
    client_id: str | None = None  # a UUID of the sender's; the same again gives the first message back
    files: list[Id] = Field(default=[])
    cards: list[Id] = Field(default=[])
    polls: list[Id] = Field(default=[])
    sure: bool = False  # that all are meant whom the words mention, where these are many

    @property
    def links(self) -> tuple[str, ...]:
        """Cards and polls as keys."""
        return (*(f"card:{number}" for number in self.cards), *(f"poll:{number}" for number in self.polls))


class Thread(Message):
    """A thread with its first message. Without a title, the first line becomes it."""

    title: str | None = None
    kind: StartedKind = "question"

    @property
    def thread_kind(self) -> ThreadKind:
        """The kind as rooms know it."""
        return ThreadKind(self.kind)


class Post(Thread):
    """Over the socket: an answer in a thread, or a new thread in a room."""

    room: Id | None = None
    thread: Id | None = None

    @model_validator(mode="after")
    def one_place(self) -> "Post":
        """Exactly one of the two."""
        if (self.room is None) == (self.thread is None):
            raise ValueError("give a room or a thread")
        return self


class Words(Body):
    """What stands in a text box."""

    body: str = Field(max_length=LONGEST_SHOWN)


class InRoom(Body):
    """Which room."""

    room: Id


class Here(InRoom):
    """Whether one looks at it."""

    here: bool


class InThread(Body):
    """Which thread."""

    thread: Id


class Edit(Body):
    """New words. With `seen_edited_at` (the `edited_at` or else `created_at` that was edited) a change in
    between is a conflict."""

    body: str
    seen_edited_at: AwareDatetime | None = None
    sure: bool = False


class Reaction(Body):
    """An emoji: `on` to say it, not `on` to take it back."""

    emoji: str
    on: bool = True


class ThreadEdit(Body):
    """What is to change."""

    title: str | None = None
    kind: ThreadKind | None = None
    state: ThreadState | None = None
    pinned: bool | None = None


class Move(Body):
    """Where a thread is to stand. `wider` says that one knows who will read it then and could not before."""

    room: Id
    wider: bool = False


class Split(Body):
    """The messages that are to be a thread of their own. Without a title, the first line becomes it."""

    messages: list[Id]
    title: str | None = None


class Merge(Body):
    """The thread that is to hold it all; `wider` as for a move."""

    into: Id
    wider: bool = False


class Elsewhere(Body):
    """Where a thread is asked too, and with which words."""

    room: Id
    body: str
    title: str | None = None
    client_id: str | None = None


class Read(Body):
    """How far one has read."""

    seq: Seq


class Answer(Body):
    """The message that answers the thread; null for none."""

    message: Id | None


class Draft(Body):
    """What has been written so far. With `seen`, the `updated_at` of the draft that was gone on with (empty for
    none), another one that was kept since is a conflict."""

    body: str = ""
    title: str = ""
    seen: AwareDatetime | Literal[""] | None = None


class Room(Body):
    """A new room of a network."""

    network: Id
    name: str
    about: str = ""
    kind: RoomKind = RoomKind.DISCUSSION


class PinnedLink(Body):
    """A link on top of a room: `target` is an address, or a thing of ours, `example:4`."""

    title: str = ""
    target: str


class Template(Body):
    """What a new thread can start from."""

    name: str
    title: str = ""
    body: str = ""


class RoomEdit(Body):
    """What is to change; what is left out stays as it is."""

    archived: bool | None = None
    name: str | None = None
    about: str | None = None
    kind: RoomKind | None = None
    theme_id: Id | None = None
    position: Annotated[int, Field(ge=0, le=999)] | None = None
    links: list[PinnedLink] | None = None
    templates: list[Template] | None = None


class Threads(Body):
    """Which threads; `cursor` is the `next` of the page before."""

    kind: ThreadKind | None = None
    state: ThreadState | None = None
    cursor: str | None = None
    limit: int | None = None


class Messages(Body):
    """Which messages: after or before a `seq`, or the `next` of the page before."""

    after: str | None = None
    before: str | None = None
    limit: int | None = None


class Changes(Body):
    """Which changes; with `html` each comes as the ready turbo-stream that was broadcast."""

    after: Seq = 0
    limit: int | None = None
    html: bool = False


class People(Body):
    """How a name begins."""

    q: str = ""
