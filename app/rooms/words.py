"""What people send in, cleaned and checked before it is kept. Raises Invalid with the field named."""

import re

from flask_babel import lazy_gettext

from app.errors import Invalid
from app.markup import UNWANTED, first_line

MAX_BODY = 10_000  # characters; in any alphabet this fits into one frame of a socket
MAX_TITLE = 150
MAX_NAME = 80  # of a room
MAX_ATTACHED = 20
BLANK = re.compile("[\\s\u200b-\u200f\u2060\ufeff]*")  # white space, also of the invisible kind
UUID = re.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


def clean(text: str) -> str:
    """TEXT as any database can keep it: no control characters, no half letters, no space around."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    return UNWANTED.sub("", whole).strip()


def body(text: str, attached: bool = False) -> str:
    """The words of a message. There may be none where something is ATTACHED."""
    words = clean(text)
    if BLANK.fullmatch(words):
        if attached:
            return ""
        raise Invalid(errors={"body": lazy_gettext("Write something first.")})
    if len(words) > MAX_BODY:
        raise Invalid(errors={"body": lazy_gettext(
            "This has %(length)s characters; a message holds %(limit)s. Send it in parts, or as a file.",
            length=len(words), limit=MAX_BODY)})
    return words


def title(text: str | None, words: str = "") -> str:
    """The title that was given; without one, the first line of WORDS."""
    line = " ".join(clean(text or "").split())
    if BLANK.fullmatch(line):
        line = first_line(words) or " ".join(words.split())[:80]
    return _line("title", line, MAX_TITLE)


def room_name(text: str) -> str:
    """The name of a room."""
    return _line("name", " ".join(clean(text).split()), MAX_NAME)


def _line(field: str, line: str, limit: int) -> str:
    if not line:
        raise Invalid(errors={field: lazy_gettext("Write something here.")})
    if len(line) > limit:
        raise Invalid(errors={field: lazy_gettext("At most %(limit)s characters, please.", limit=limit)})
    return line


def unfinished(text: str) -> str:
    """What is being written: kept as it is, however long it has become so far, up to a limit."""
    return clean(text)[:2 * MAX_BODY]


def client_id(text: str | None) -> str | None:
    """The sender's own id for a message: a UUID, since it becomes a name in the page."""
    if text and not UUID.fullmatch(text):
        raise Invalid(errors={"client_id": lazy_gettext("This has to be a UUID.")})
    return text or None


def keys(links: tuple[str, ...], files: tuple[int, ...]) -> tuple[str, ...]:
    """What is shown beneath a message, each once: "card:7", "file:3"."""
    wanted = tuple(dict.fromkeys((*links, *(f"file:{number}" for number in files))))
    if len(wanted) > MAX_ATTACHED:
        raise Invalid(errors={"files": lazy_gettext("At most %(limit)s at a time.", limit=MAX_ATTACHED)})
    return wanted
