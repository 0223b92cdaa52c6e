"""What people write, as the Markdown that Markdown reads.

People indent a list by two spaces and begin it, or a table, straight after a line of text; they write
1) for 1. Knows neither Markdown nor HTML: lines in, lines out.
"""

import re

MAX_DEPTH = 6  # deeper lists are drawn at this depth

ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)]) +(?!(?:[-*+] *){2,}$)(?=\S)")
HEADING = re.compile(r"#{1,6} +\S")


class Lines:
    """The lines so far, and how far in the lists that are open stand."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.open: list[int] = []  # the indent, as written, of each open list
        self.airy = False  # an item holds more than one paragraph, so all stand apart

    @property
    def last(self) -> str:
        """The line before, or nothing."""
        return self.out[-1] if self.out else ""

    def add(self, line: str, apart: bool = False) -> None:
        """Add LINE, after an empty line if it must stand APART."""
        if apart and self.last:
            self.out.append("")
        self.out.append(line)

    def add_item(self, indent: int, marker: str, text: str) -> None:
        """Add a list item at the depth that its indent means."""
        starts = not self.open
        if starts and self.last and marker[0].isdigit() and marker[:-1] != "1":
            return self.add(f"{marker} {text}")  # a sentence that goes on with a number
        while len(self.open) > 1 and indent < self.open[-1]:
            self.open.pop()
        if starts or (indent >= self.open[-1] + 2 and len(self.open) < MAX_DEPTH):
            self.open.append(indent)
        marker = marker.replace(")", ".")
        self.add(f"{self._margin()}{marker} {text}", apart=starts or self.airy)

    def add_text(self, line: str) -> None:
        """Add a line that is no item: inside the list if it is indented, else after it."""
        indent = len(line) - len(line.lstrip())
        if self.open and not self.last:
            self.open = [known for known in self.open if known < indent]
            self.airy = bool(self.open)
            return self.add("    " * len(self.open) + line.lstrip())
        turns = line.startswith("|") != self.last.startswith("|") and not self.open
        self.add(line, apart=turns or bool(HEADING.match(line)) or bool(HEADING.match(self.last)))

    def _margin(self) -> str:
        return "    " * (len(self.open) - 1)


def tidy(lines: list[str]) -> list[str]:
    """LINES with lists, tables and headings set apart and indented as strict Markdown wants them."""
    result = Lines()
    for line in lines:
        item = ITEM.match(line)
        if not line.strip():
            result.add("")
        elif item:
            result.add_item(len(item[1]), item[2], line[item.end():])
        else:
            result.add_text(line)
    return result.out
