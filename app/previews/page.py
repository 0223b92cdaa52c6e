"""What a web page says of itself: title, description and the name of its site."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from app.markup import UNWANTED

CHARSET = re.compile(rb"""<meta[^>]{0,200}charset=["']?([\w.:-]{1,40})""", re.IGNORECASE)
NAMES = {"og:title": "title", "og:description": "description", "og:site_name": "site", "twitter:title": "title",
         "twitter:description": "description", "description": "description"}
MOST = {"title": 200, "description": 300, "site": 80}  # characters


@dataclass(frozen=True)
class Found:
    """Plain words, to be escaped where they are shown. Without a title there is nothing to show."""

    title: str = ""
    description: str = ""
    site: str = ""


class Head(HTMLParser):
    """Reads the head of a page; the first of each kind counts, Open Graph before the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.title: list[str] = []
        self.in_title = self.done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a meta element says."""
        self.done = self.done or tag == "body"
        self.in_title = tag == "title" and not self.title
        facts = dict(attrs)
        name = (facts.get("property") or facts.get("name") or "").lower()
        if tag == "meta" and name in NAMES and not self.done:
            self.said.setdefault(name, facts.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        """The end of the title, or of the head."""
        self.in_title = False
        self.done = self.done or tag == "head"

    def handle_data(self, data: str) -> None:
        """A part of the title."""
        if self.in_title and not self.done:
            self.title.append(data)


def read(data: bytes, charset: str | None = None) -> Found:
    """What the page in DATA says; CHARSET is what its server calls it. Never raises for what is in it."""
    named = CHARSET.search(data[:2048])
    head = Head()
    for part in pieces(decoded(data, charset or (named[1].decode() if named else "utf-8"))):
        head.feed(part)
        if head.done:
            break
    said = {"title": "".join(head.title)}
    for name in reversed(NAMES):  # so that Open Graph has the last word
        if head.said.get(name, "").strip():
            said[NAMES[name]] = head.said[name]
    return Found(**{name: tidied(said.get(name, ""), most) for name, most in MOST.items()})


def pieces(text: str, size: int = 16_384) -> list[str]:
    """TEXT in parts: the head is short, and the rest need not be read."""
    return [text[at:at + size] for at in range(0, len(text), size)]


def decoded(data: bytes, charset: str) -> str:
    """DATA as text, whatever it was."""
    try:
        return data.decode(charset, "replace")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace")


def tidied(text: str, most: int) -> str:
    """TEXT on one line, without what is no letter, cut to MOST characters."""
    words = " ".join(UNWANTED.sub("", text.encode("utf-8", "replace").decode()).split())
    return words if len(words) <= most else words[:most - 1].rstrip() + "…"
