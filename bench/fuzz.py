"""S5: many texts that nobody would write. Nothing but the allow-list comes out, nothing fails, nothing takes long."""

import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from multiprocessing import Pool, cpu_count

from app.markup import Rendered, render
from bench.markup import ATTACKS

LONGEST = 64_000
TAGS = {"p", "br", "hr", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a", "h3",
        "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "span"}
VALUES = {"href": r"(?is)(https?://|mailto:).+|/(people|examples|cards|files|gatherings|threads|persons|messages)/\d+",
          "rel": "nofollow noopener ugc",
          "class": "mention|task-list", "data-person-id": r"\d+", "start": r"\d+",
          "align": "left|right|center"}
MARKERS = [
    "[", "](", ")", "![", "`", "```\n", "*", "**", "_", "~~", "<", ">", "|", "|---|\n", "#", "\n", "    ",
    "- ", "1. ", "[ ] ", "http://a.no/", "javascript:", "@[", "](person:1)", "](room:1)", "#[",
    "](example:1)", "[[card:1]]", "&", "&#106;",
    "\\", "\x02", "\x03", "\ud800", "\u202e", '"', "'", "<script>", "<!--", "onclick=", "æøå", "\r", "\x00"]
CONTROLS = re.compile("[\x00-\x08\ud800-\udfff\u202e]")
LENGTHS = [20] * 40 + [80] * 30 + [300] * 20 + [1500] * 8 + [6000, 20_000]  # markers in a text


class Watch(HTMLParser):
    """Stops at the first thing that a message may not hold."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert re.fullmatch(VALUES[name], value or ""), (tag, name, value)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_safe(made: Rendered) -> None:
    """Raise unless only what is allowed came out."""
    watch = Watch(convert_charrefs=True)
    watch.feed(made.html)
    watch.close()


def assert_plain(made: Rendered) -> None:
    """Raise where a control character, half a letter or turned text came through."""
    assert not CONTROLS.search(made.html + made.text)


@dataclass
class Found:
    """What became of some texts."""

    texts: int = 0
    times: list[float] = field(default_factory=list)  # ms of CPU
    longest: int = 0
    troubles: list[str] = field(default_factory=list)


def texts(seed: int, count: int) -> Iterator[str]:
    """COUNT texts, the same for the same SEED: markers at random, some of them in the midst of an attack."""
    dice, attacks = random.Random(seed), list(ATTACKS.values())
    for _ in range(count):
        words = "".join(dice.choices(MARKERS, k=dice.choice(LENGTHS)))
        if dice.random() < 0.05:
            attack = dice.choice(attacks)(dice.choice((100, 1000, 5000)))
            where = dice.randrange(len(attack) + 1)
            words = attack[:where] + words + attack[where:]
        yield words[:LONGEST]


def tried(work: tuple[int, int]) -> Found:
    """Render some texts: seed and number."""
    found = Found()
    for text in texts(*work):
        began = time.process_time()
        try:
            made = render(text)
            found.times.append((time.process_time() - began) * 1000)
            assert_safe(made)
            assert_plain(made)
        except Exception as trouble:
            found.troubles.append(f"{trouble!r}: {text[:200]!r}")
        found.texts, found.longest = found.texts + 1, max(found.longest, len(text.encode(errors="replace")))
    return found


def run(count: int, at_once: int = 2000) -> Found:
    """COUNT texts, on every core."""
    whole = Found()
    with Pool(cpu_count()) as pool:
        work = [(seed, min(at_once, count - seed)) for seed in range(0, count, at_once)]
        for some in pool.imap_unordered(tried, work):
            whole.texts += some.texts
            whole.times += some.times
            whole.longest = max(whole.longest, some.longest)
            whole.troubles += some.troubles
    return whole
