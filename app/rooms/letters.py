"""Mails of a mailing list's archive (mbox): what each says, or in words why it cannot be taken."""

import hashlib
import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import EmailPolicy
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import Any

from app import markup
from app.database import now
from app.rooms.letter_words import own_words
from app.rooms.words import MAX_BODY, MAX_TITLE, clean

LARGEST = 25_000_000  # bytes of one mail
MOST_TEXT = 200_000  # bytes of its text that are looked at
MOST_WORDS = MAX_BODY - 2_000  # characters: beside them stands who wrote them, and what was attached
LONGEST_LINE = 2_000  # characters of a line of its head that are looked at
MOST_TAGS = 8_000  # nested, more of them take minutes
MOST_PARENTS = 20
OLDEST = datetime(1971, 1, 1, tzinfo=UTC)  # the first e-mail; before it a clock was wrong
IDS = re.compile(r"<([^<>\s]{1,500})>")
QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)  # as mbox keeps lines that begin with "From "
HIDDEN_AT = re.compile(r"^([^\s@<>\"]+) at ([^\s@<>\"]+\.[^\s@<>\"]+)")  # as Mailman's public archives have it
ANSWERS = re.compile(r"(?:\[[^\[\]]{1,60}\]\s*|(?:re|sv|vs|fwd?|vb|aw)(?:\[\d{1,3}\])?\s*:\s*)", re.IGNORECASE)
TEXT_CODEC = re.compile(r"(?:utf|iso|us-ascii|latin|windows|cp|koi|mac)[\w.:-]{0,20}", re.IGNORECASE)
LAST_QUOTE = re.compile(r"<blockquote\b", re.IGNORECASE)


@dataclass(frozen=True)
class Letter:
    """One mail. `name` may be empty; `body` is Markdown that names and points at nobody."""

    number: int  # in the file, from 1
    key: str  # its Message-ID
    parents: tuple[str, ...]  # those that it answers, the nearest first
    subject: str  # without "Re:" and the name of the list
    answers: bool  # whether the subject said "Re:"
    name: str
    address: str
    at: datetime
    body: str
    attached: tuple[str, ...]  # names of files
    cut: bool  # whether its text went on


@dataclass(frozen=True)
class Refused:
    """One that cannot be taken, and why, in English."""

    number: int
    subject: str
    why: str

    def __str__(self) -> str:
        return f"mail {self.number} «{self.subject}»: {self.why}"


class Patient(EmailPolicy):
    """The parser of heads takes minutes for a long one that was made for that: it gets the beginning."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value[:LONGEST_LINE])


POLICY = Patient()


class Unfit(ValueError):
    """A mail that cannot be taken; says why."""


def letters(file: Path) -> Iterator[Letter | Refused]:
    """Each mail of FILE, in its order."""
    box = mailbox.mbox(file, create=False)
    try:
        for number, key in enumerate(box.iterkeys(), 1):
            yield _taken(number, box.get_file(key).read(LARGEST + 1))
    finally:
        box.close()


def _taken(number: int, raw: bytes) -> Letter | Refused:
    subject = ""
    try:
        if len(raw) > LARGEST:
            raise Unfit(f"it is larger than {LARGEST // 1_000_000} MB.")
        mail: Any = message_from_bytes(QUOTED_FROM.sub(rb"\1", raw), policy=POLICY)
        subject = " ".join(clean(_words(_head(mail, "subject"))).split())
        return _letter(number, mail, subject, raw)
    except Unfit as trouble:
        return Refused(number, subject[:80], str(trouble))
    except Exception as error:  # the parser raises whatever it likes at mails that were made to break it
        return Refused(number, subject[:80], f"it cannot be read ({type(error).__name__}).")


def _letter(number: int, mail: EmailMessage, subject: str, raw: bytes) -> Letter:
    at, (name, address) = _moment(_head(mail, "date")), _sender(_head(mail, "from"))
    body, attached = own_words(_text(mail)), tuple(_attached(mail))
    if not body and not attached:
        raise Unfit("it holds no text.")
    title, answers = _title(subject)
    return Letter(number, _key(mail, raw), _parents(mail), title[:MAX_TITLE].strip(), answers, name, address, at,
                  body[:MOST_WORDS], attached, len(body) > MOST_WORDS)


def _head(mail: Message, name: str) -> str:
    """A line of the head, unfolded, in whatever charset it was written."""
    raw = next((str(value) for key, value in mail.raw_items() if key.lower() == name), "")[:LONGEST_LINE]
    return re.sub(r"[\r\n]+", "", _decoded(raw.encode("utf-8", "surrogateescape")))


def _words(head: str) -> str:
    """HEAD with its encoded words (=?utf-8?q?…?=) read."""
    return str(POLICY.header_factory("subject", head))


def _decoded(raw: bytes, charset: str = "utf-8") -> str:
    for one in (charset, "utf-8"):
        try:
            if TEXT_CODEC.fullmatch(one):
                return raw.decode(one)
        except (LookupError, UnicodeError):
            continue
    return raw.decode("cp1252", "replace")


def _moment(head: str) -> datetime:
    if not head:
        raise Unfit("it has no date.")
    try:
        found = parsedate_to_datetime(head)
        at = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        raise Unfit("its date cannot be read.") from None
    if not OLDEST <= at <= now() + timedelta(days=1):
        raise Unfit("its date cannot be right.")
    return min(at, now())


def _sender(head: str) -> tuple[str, str]:
    """Name and address. An address is never taken for a name."""
    name, address = parseaddr(HIDDEN_AT.sub(r"\1@\2", head))
    words = " ".join(clean(_words(name)).strip("\"' ").split())[:80]
    return "" if "@" in words else words, address.strip().lower()


def _title(subject: str) -> tuple[str, bool]:
    """SUBJECT without what programs put in front of it, and whether it says that this is an answer."""
    rest, answers = subject, False
    while front := ANSWERS.match(rest):
        answers |= not front[0].startswith("[")
        rest = rest[front.end():]
    return rest or subject, answers


def _key(mail: Message, raw: bytes) -> str:
    found = IDS.search(_head(mail, "message-id"))
    return found[1] if found else hashlib.sha256(raw).hexdigest()


def _parents(mail: Message) -> tuple[str, ...]:
    nearest = IDS.findall(_head(mail, "in-reply-to"))
    # References run from the first mail of the thread to the nearest; of a long line the end counts most.
    known = [*nearest[:1], *reversed(IDS.findall(_head(mail, "references")))]
    return tuple(dict.fromkeys(known))[:MOST_PARENTS]


def _leaves(mail: EmailMessage) -> Iterator[Message]:
    return (part for part in mail.walk() if not part.is_multipart())


def _text(mail: EmailMessage) -> str:
    """The plain text; without one, the words of the HTML."""
    for kind in ("text/plain", "text/html"):
        for part in _leaves(mail):
            if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
                raw = part.get_payload(decode=True)
                text = _decoded(raw[:MOST_TEXT] if isinstance(raw, bytes) else b"", part.get_content_charset("utf-8"))
                if text.strip():
                    return clean(text if kind == "text/plain" else _without_last_quote(text))
    return ""


def _without_last_quote(html: str) -> str:
    """The words of HTML. What is quoted at its end stands in the thread already."""
    if html.count("<") > MOST_TAGS:
        raise Unfit("its HTML has too many tags.")
    first = LAST_QUOTE.search(html)
    after = html.lower().rfind("</blockquote>")
    if first and after > 0 and not markup.words_of(html[after:]):
        return markup.words_of(html[:first.start()]) or markup.words_of(html)
    return markup.words_of(html)


def _attached(mail: EmailMessage) -> Iterator[str]:
    for part in _leaves(mail):
        if name := part.get_filename():
            yield " ".join(clean(name).split())[:80]
