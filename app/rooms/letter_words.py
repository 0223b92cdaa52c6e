"""What somebody wrote in a mail, without what programs put around it: quoted history, signatures, footers."""

import re
from itertools import pairwise

HISTORY = re.compile(r"-{2,} ?(?:Original Message|Opprinnelig melding|Opphavleg melding|Ursprungligt meddelande|"
                     r"Oprindelig meddelelse|Forwarded message|Videresendt melding) ?-{2,}", re.IGNORECASE)
WROTE = re.compile(r"\b(?:wrote|skrev|skreiv|schrieb)\b.{0,120}:$", re.IGNORECASE)
SAYS_WHEN = re.compile(r"(?:on|den|på|am|\d)", re.IGNORECASE)
ADDRESS = re.compile(r" ?<[^<>\s@]{1,200}@[^<>\s@]{1,200}>")  # "Anne Berg <anne@…> wrote:"
FOOTER = re.compile(r"_{30,}")
SIGNATURE_LINES, FOOTER_LINES = 12, 6  # a longer one is no such thing


def own_words(text: str) -> str:
    """TEXT of a mail as Markdown that mentions nobody. Where only a quotation is left, that stands."""
    lines = [line.rstrip() for line in text.split("\n")]
    kept = _without_quote(lines[:_end(lines)])
    return _markdown([ADDRESS.sub("", line) for line in (kept if any(kept) else lines)])


def _end(lines: list[str]) -> int:
    """Where the signature, the footer of the list or the mail before begins."""
    last = len(lines)
    for number, line in enumerate(lines):
        left = last - number
        if (HISTORY.fullmatch(line) or (line == "--" and left <= SIGNATURE_LINES)
                or (FOOTER.fullmatch(line) and left <= FOOTER_LINES)):
            return number
    return last


def _without_quote(lines: list[str]) -> list[str]:
    """LINES without the quotation at their end and the line that says whose it was."""
    kept, quoted = list(lines), False
    while kept and (not kept[-1] or kept[-1].startswith(">")):
        quoted |= kept.pop().startswith(">")
    # Programs break that line: "Den 2. mars skrev Kari Nordmann" / "<kari@…>:".
    for count in (1, 2):
        whose = " ".join(kept[-count:])
        if kept and SAYS_WHEN.match(whose) and WROTE.search(whose):
            del kept[-count:]
            break
    else:
        if kept and quoted and WROTE.search(kept[-1]):
            kept.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _markdown(lines: list[str]) -> str:
    """An answer below a quotation is no part of it; what would mention or point at something does not."""
    made: list[str] = []
    for before, line in pairwise(["", *lines]):
        if before.startswith(">") and line and not line.startswith(">"):
            made.append("")
        made.append(line.replace("[", "\\["))
    return "\n".join(made).strip()
