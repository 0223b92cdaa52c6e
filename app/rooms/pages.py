"""What the pages of a room show: which messages of a thread, and where its dividers stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.i18n import ZONE
from app.links import Embed
from app.permissions import Actor
from app.rooms import queries
from app.rooms.models import Message, Thread

SHOWN = 50  # messages of a thread at a time
ABOVE = 10  # of them before the one that somebody came for
LAST = 2**53  # beyond every seq
TOGETHER = timedelta(minutes=5)  # one person's messages within it stand as one


@dataclass(frozen=True)
class Line:
    """A message and what stands above it."""

    message: Message
    embeds: list[Embed]
    new_day: bool
    is_new: bool  # the first one that the person has not read
    continued: bool


@dataclass(frozen=True)
class Part:
    """A stretch of a thread; `earlier` and `later` are the seq at which it goes on, None at the ends."""

    lines: list[Line]
    earlier: int | None
    later: int | None

    @property
    def files(self) -> list[Embed]:
        """The files among what is shown, each once."""
        found = {embed.context["file"].id: embed for line in self.lines for embed in line.embeds
                 if "file" in embed.context}
        return list(found.values())


def around(actor: Actor, thread: Thread, wanted: Message | None, new: Message | None) -> Part:
    """The stretch with the message WANTED; without it, the latest."""
    if wanted is None:
        return before(actor, thread, LAST, new)
    found = queries.stretch(actor, thread, wanted.seq, SHOWN, SHOWN - ABOVE + 1)
    head = [one for one in found if one.seq < wanted.seq]
    tail = found[len(head):]
    over = SHOWN - min(len(tail), SHOWN - ABOVE)
    return part(actor, head[-over:] + tail[:SHOWN - ABOVE], new,
                more_before=head != head[-over:], more_after=len(tail) > SHOWN - ABOVE)


def before(actor: Actor, thread: Thread, seq: int, new: Message | None = None) -> Part:
    """The stretch that ends before SEQ."""
    found = queries.stretch(actor, thread, seq, SHOWN + 1, 0)
    return part(actor, found[-SHOWN:], new, more_before=len(found) > SHOWN, more_after=seq <= thread.last_seq)


def after(actor: Actor, thread: Thread, seq: int) -> Part:
    """The stretch that begins after SEQ."""
    found = queries.stretch(actor, thread, seq + 1, 0, SHOWN + 1)
    return part(actor, found[:SHOWN], None, more_before=True, more_after=len(found) > SHOWN)


def part(actor: Actor, messages: Sequence[Message], new: Message | None,
         more_before: bool, more_after: bool) -> Part:
    """MESSAGES with their dividers. NEW is the first unread one of the thread."""
    embeds = queries.embeds(actor, messages)
    lines = [line(message, previous, embeds.get(message.id, []), new)
             for previous, message in zip([None, *messages], messages, strict=False)]
    return Part(lines, messages[0].seq if messages and more_before else None,
                messages[-1].seq if messages and more_after else None)


def line(message: Message, previous: Message | None, embeds: list[Embed], new: Message | None) -> Line:
    """MESSAGE as it stands after PREVIOUS."""
    is_new = new is not None and message.id == new.id
    new_day = previous is None or day(previous.created_at) != day(message.created_at)
    continued = (previous is not None and not new_day and not is_new and not message.removed
                 and not previous.removed and previous.author_id == message.author_id
                 and message.created_at - previous.created_at < TOGETHER)
    return Line(message, embeds, new_day, is_new, continued)


def day(moment: datetime) -> str:
    """The date of MOMENT where the municipalities are."""
    return moment.astimezone(ZONE).date().isoformat()
