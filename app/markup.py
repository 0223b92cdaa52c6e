"""Markdown in, safe HTML out. Rendered once, when it is written, never when it is read.

Two locks: Markdown runs with raw HTML off, then an allow-list takes away what it does not know. Before
them, what could stall Markdown (endless text, deep nesting) is left as it was typed.
"""

import html
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from app.tidy import tidy

MAX_LENGTH = 8_000  # characters of a message; a longer one is shown unformatted
MAX_DOCUMENT = 20_000  # characters of a long field, of an example for instance
REFERENCES = ("example", "card", "file", "gathering", "thread", "person")
MENTIONED = ("person", "organisation", "room")  # one, all from there who take part, everybody who does

# Given "person:7": the name to show, or None for one who cannot be mentioned here.
NameOf = Callable[[str], str | None]

UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")  # control; turning text round
BLANK_LINE = re.compile(r"\n[ \t]+(?=\n)")
TOO_DEEP = re.compile(r"^[ \t]*(?:(?:>|[-*+][ \t]|\d+[.)][ \t])[ \t]*){8}", re.MULTILINE)
ADDRESS = r"(?i:https?://|mailto:)(?:[^\s()<>\"]|\([^\s()<>\"]*\)){1,2000}"
LINK = rf'!?\[([^\[\]\n]{{0,500}})\]\( ?<?({ADDRESS})>?(?: "[^"\n]{{0,200}}")? ?\)'
MENTION = rf"@\[([^\[\]\n]{{1,80}})\]\((({'|'.join(MENTIONED)}):(\d{{1,9}}))\)"
TITLED = rf"#\[([^\[\]\n]{{1,200}})\]\((({'|'.join(REFERENCES)}|message):(\d{{1,9}}))\)"
REFERENCE = rf"[ \n]?\[\[((?:{'|'.join(REFERENCES)}):\d{{1,9}})\]\]"
OWN_ADDRESS = re.compile(rf"/(?:people|{'|'.join(f'{kind}s' for kind in (*REFERENCES, 'message'))})/\d+")
DEMOTED = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}
EXTENSIONS = ("tables", "fenced_code", "sane_lists", "nl2br", "pymdownx.tasklist", "pymdownx.magiclink",
              "pymdownx.tilde")
NOT_OURS = ("html", "reference", "image_reference", "short_reference", "short_image_ref", "image_link")

ALLOWED = nh3.Cleaner(
    tags={"p", "br", "hr", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a",
          "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "span"},
    attributes={"a": {"href", "data-person-id"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}},
    allowed_classes={"a": {"mention"}, "span": {"mention"}, "ul": {"task-list"}},
    url_schemes={"http", "https", "mailto"}, link_rel="nofollow noopener ugc",
    url_relative=lambda url: url if OWN_ADDRESS.fullmatch(url) else None)
TASKS = [(re.compile(r"<input[^>]* checked[^>]*> ?"), "☑ "), (re.compile(r"<input[^>]*> ?"), "☐ ")]
LEFT_OVER = re.compile("\x02?(?:klzzwxh:)?\\d+\x03|[\x02\x03]")  # of what the engine had set aside in an address
LOOSE_ENDS = [(re.compile(r"<p>(?:<br>|[ \n])+"), "<p>"), (re.compile(r"(?:<br>[ \n]*)+</p>"), "</p>"),
              (re.compile(r"<p></p>\n*"), "")]
OURS = re.compile(r"<(?:p|hr|ul|ol|pre|blockquote|h[3-6]|table)[ >]")  # how what we rendered begins
CELL_END = re.compile(r"</t[hd]>\n")
LINE_END = re.compile(r"(?:<br>|<hr>|</(?:p|li|h\d|tr|pre)>)\n?")
FOREIGN_END = re.compile(r"</(?:div|h[12]|blockquote)>", re.IGNORECASE)
TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
GREETING = re.compile(r"(?:hei(?:sann)?|hallo|hej|god ?(?:dag|morgen)|kjære|hi|hello|dear)\b[^.!?,\n]{0,30}"
                      r"(?:[.!,]\s+|\n)(?=.)", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?:(?<=[!?…])|(?<=\w{3}\.)(?<!\.eks\.)) +(?=[\"«“]?[A-ZÆØÅÄÖ])")


@dataclass(frozen=True)
class Rendered:
    """What a text became. `html` is safe to show; `text` is plain and must be escaped where it is shown."""

    html: str
    text: str
    mentions: tuple[str, ...]  # "person:7", each once
    links: tuple[str, ...]  # "card:7", each once, in the order written


@dataclass
class Found:
    """What one text points at, gathered while it is rendered."""

    name_of: NameOf | None = None
    mentions: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def render(text: str, mention: NameOf | None = None) -> Rendered:
    """A message, from Markdown. MENTION tells the name of a person; without it the typed name stands."""
    return _render(text, mention, MAX_LENGTH)


def render_document(text: str, mention: NameOf | None = None) -> Rendered:
    """A long field, from Markdown: as `render`, with room for more."""
    return _render(text, mention, MAX_DOCUMENT)


def plain(text: str) -> str:
    """Only the words, for an index or a snippet; TEXT is Markdown, or HTML that came from `render`."""
    return _words(text) if OURS.match(text) else _render(text, None, MAX_DOCUMENT).text


def words_of(foreign: str) -> str:
    """Only the words of HTML that came from elsewhere, a mail for instance; a line a paragraph."""
    return _words(ALLOWED.clean(FOREIGN_END.sub("<br>", " ".join(foreign.split()))))


def first_line(text: str, limit: int = 80) -> str:
    """A title for TEXT (Markdown): its first sentence after the greeting, cut at a word to LIMIT."""
    words = GREETING.sub("", plain(text), count=1).lstrip("☐☑ ")
    line = SENTENCE_END.split(words.partition("\n")[0])[0]
    line = line[:1].upper() + (line[1:] if line.endswith("..") else line[1:].removesuffix("."))
    if len(line) <= limit:
        return line
    cut = line[:limit - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:–-") + "…"


def _render(text: str, mention: NameOf | None, limit: int) -> Rendered:
    text = UNWANTED.sub("", re.sub("\r\n?", "\n", text.encode("utf-8", "replace").decode()))
    text = BLANK_LINE.sub("\n", text)
    found = Found(mention)
    made = _as_typed(text) if len(text) > limit or TOO_DEEP.search(text) else _convert(text, found)
    safe = ALLOWED.clean(_replace(TASKS, made))
    if LEFT_OVER.search(safe):
        safe = ALLOWED.clean(LEFT_OVER.sub("", safe))
    safe = _replace(LOOSE_ENDS, safe).strip()
    return Rendered(safe, _words(safe), tuple(dict.fromkeys(found.mentions)), tuple(dict.fromkeys(found.links)))


def _convert(text: str, found: Found) -> str:
    try:
        engine = POOL.pop()
    except IndexError:
        engine = Engine()
    engine.found = found
    try:
        made = engine.reset().convert(text)
    except RecursionError:  # the engine may be half-way: it is not put back
        return _as_typed(text)
    POOL.append(engine)
    return made


def _as_typed(text: str) -> str:
    return "".join(f"<p>{html.escape(part)}</p>".replace("\n", "<br>") for part in text.split("\n\n"))


def _words(safe: str) -> str:
    lines = TAG.sub("", LINE_END.sub("\n", CELL_END.sub("\t", safe))).split("\n")
    return "\n".join(line.strip() for line in map(html.unescape, lines) if line.strip())


def _replace(pairs: list[tuple[re.Pattern[str], str]], text: str) -> str:
    for pattern, instead in pairs:
        text = pattern.sub(instead, text)
    return text


class Engine(Markdown):
    """Markdown as we use it. It serves one text at a time, so it is taken from the pool and put back."""

    found: Found

    def __init__(self) -> None:
        """Build one; that takes longer than most messages do, hence the pool."""
        super().__init__(extensions=EXTENSIONS, extension_configs={
            "tables": {"use_align_attribute": True}, "pymdownx.tilde": {"subscript": False}})
        self.preprocessors.deregister("html_block")
        for name in NOT_OURS:
            self.inlinePatterns.deregister(name)
        for name in ("code", "reference"):
            self.parser.blockprocessors.deregister(name)
        self.parser.blockprocessors.register(Heading(self.parser), "hashheader", 70)
        self.preprocessors.register(Tidy(self), "tidy", 15)  # after fenced code has been taken out
        self.treeprocessors.register(Demote(self), "demote", 5)
        patterns = (("mention", MENTION, self.mention), ("titled", TITLED, self.titled),
                    ("reference", REFERENCE, self.reference), ("link", LINK, self.link))
        for priority, (name, pattern, make) in enumerate(reversed(patterns), 172):
            self.inlinePatterns.register(Inline(pattern, make), name, priority)  # after `code` and escapes

    def mention(self, match: re.Match[str]) -> Element | str:
        """A link to the person, or a mark for many; only the words where nobody may be told."""
        words, key, kind, number = match.groups()
        name = self.found.name_of(key) if self.found.name_of else words
        if name is None:
            return f"@{words}"
        self.found.mentions.append(key)
        mark = Element("span", {"class": "mention"})
        if kind == "person":
            mark = Element("a", {"class": "mention", "href": f"/people/{number}", "data-person-id": number})
        mark.text = AtomicString(f"@{name}")
        return mark

    def titled(self, match: re.Match[str]) -> Element:
        """A link to a thing of ours, which is shown beneath the text too; a message is only linked to."""
        title, key, kind, number = match.groups()
        if kind != "message":
            self.found.links.append(key)
        link = Element("a", {"href": f"/{'people' if kind == 'person' else f'{kind}s'}/{number}"})
        link.text = AtomicString(title)
        return link

    def reference(self, match: re.Match[str]) -> str:
        """Nothing: what it points at is shown beneath the text."""
        self.found.links.append(match[1])
        return ""

    @staticmethod
    def link(match: re.Match[str]) -> Element:
        """A link. A picture becomes one too: nothing is fetched from outside when a text is read."""
        link = Element("a", {"href": match[2]})
        link.text = match[1] or match[2]
        return link


class Inline(InlineProcessor):
    """One expression and what to make of its matches. Markdown's own links count brackets, at n squared."""

    def __init__(self, pattern: str, make: Callable[[re.Match[str]], Element | str]) -> None:
        """MAKE turns a match of PATTERN into an element or plain words."""
        super().__init__(pattern)
        self.make = make

    def handleMatch(  # type: ignore[override]  # its base class breaks the promise of the one above too
            self, m: re.Match[str], data: str) -> tuple[Element | str, int, int]:
        """What is made, and where in DATA it stands."""
        return self.make(m), m.start(), m.end()


class Heading(HashHeaderProcessor):
    """A heading has a space after its marks: #climate is a word."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ \t]+(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)")


class Tidy(Preprocessor):
    """Sees to the lines before Markdown does."""

    def run(self, lines: list[str]) -> list[str]:
        """The LINES, tidied."""
        return tidy(lines)


class Demote(Treeprocessor):
    """A page has the first two levels of headings; those of a text come beneath."""

    def run(self, root: Element) -> None:
        """Change the tags in ROOT."""
        for element in root.iter():
            element.tag = DEMOTED.get(element.tag, element.tag)


POOL: deque[Engine] = deque()  # one for each text rendered at the same time, by threads or greenlets
