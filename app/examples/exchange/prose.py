"""Safe HTML of ours as plain blocks of words, for documents that are not HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

BLOCKS = {"p": "p", "h1": "h", "h2": "h", "h3": "h", "h4": "h", "h5": "h", "h6": "h", "li": "li", "tr": "p", "pre": "p"}
STRONG, SLANTED = {"strong", "b", "th"}, {"em", "i"}


@dataclass
class Block:
    """A paragraph, a heading ("h") or an item of a list ("li"): runs of words, each perhaps bold or slanted."""

    kind: str
    runs: list[dict[str, Any]] = field(default_factory=list)  # {text, bold, italic}


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Block] = []
        self.bold = self.italic = 0
        self.address = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS and not (tag == "p" and self.found and self.found[-1].kind == "li"
                                  and not self.found[-1].runs):
            self.found.append(Block(BLOCKS[tag]))
        self.bold += tag in STRONG
        self.italic += tag in SLANTED
        if tag == "a":
            self.address = dict(attributes).get("href") or ""
        if tag in ("td", "th") and self.found and self.found[-1].runs:
            self._say(" – ")
        if tag == "br":
            self._say("\n")

    def handle_endtag(self, tag: str) -> None:
        self.bold -= tag in STRONG
        self.italic -= tag in SLANTED
        if tag == "a" and self.address:
            if self.address.startswith("http") and self.found and self.found[-1].runs[-1:] and (
                    self.found[-1].runs[-1]["text"] != self.address):
                self._say(f" ({self.address})")
            self.address = ""

    def handle_data(self, data: str) -> None:
        words = data if self.found and self.found[-1].runs else data.lstrip()
        if words.strip("\n"):
            self._say(words)

    def _say(self, words: str) -> None:
        if not self.found:
            self.found.append(Block("p"))
        self.found[-1].runs.append({"text": words, "bold": self.bold > 0, "italic": self.italic > 0})


def blocks(html: str) -> list[Block]:
    """HTML, as `markup` made it, as blocks; empty ones are left out."""
    parser = _Blocks()
    parser.feed(html)
    parser.close()
    return [block for block in parser.found if any(run["text"].strip() for run in block.runs)]
