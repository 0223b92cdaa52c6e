"""How features show each other without knowing each other: `card:7`, `example:42`, `thread:9`.

A feature registers a Kind for each thing it lets others point at. A message that holds `card:7` asks
here to have it checked when it is written, and drawn when it is shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from app.errors import Invalid
from app.permissions import Actor


@dataclass(frozen=True)
class Place:
    """Where a link is put: those who may read the place will see what it points at."""

    network_id: int | None
    room_id: int | None
    where: str  # e.g. "message:12"


@dataclass(frozen=True)
class Source:
    """The words of a thing, for another feature to start from."""

    key: str
    title: str
    text: str
    network_id: int | None = None
    parts: tuple["Source", ...] = ()
    author_id: int | None = None  # who said it, where it is what one person said


@dataclass(frozen=True)
class Kind:
    """One sort of thing that can be pointed at."""

    name: str
    # (actor, ids, place): raise Missing for what the actor may not read; note that the place may now
    share: Callable[[Actor, set[int], Place], None]
    # (ids, place): template name and context of each one that the place may show
    embeds: Callable[[set[int], Place], dict[int, "Embed"]]
    # (actor, id): its words, or Missing
    source: Callable[[Actor, int], Source] | None = None
    # (actor, ids, place): the place itself stands in another room now, and so do these in it
    follow: Callable[[Actor, set[int], Place], None] | None = None


@dataclass(frozen=True)
class Embed:
    """A small card: the partial that draws it and what the partial needs."""

    template: str
    context: dict[str, Any]


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let others point at KIND. Done when its feature is imported."""
    KINDS[kind.name] = kind


def parse(keys: Iterable[str]) -> dict[str, set[int]]:
    """Keys by kind, each once; raise Invalid for one that points nowhere."""
    found: dict[str, set[int]] = {}
    for key in keys:
        kind, _, number = key.partition(":")
        if kind not in KINDS or not number.isdecimal() or len(number) > 15:
            raise Invalid(errors={"links": key[:80]})
        found.setdefault(kind, set()).add(int(number))
    return found


def share(actor: Actor, keys: Iterable[str], place: Place) -> None:
    """Check that ACTOR may show all KEYS in PLACE, and note it. Raise Missing if not."""
    for kind, ids in parse(keys).items():
        KINDS[kind].share(actor, ids, place)


def follow(actor: Actor, keys: Iterable[str], place: Place) -> None:
    """PLACE was carried to another room: only who reads that one sees KEYS by it from now on."""
    for kind, ids in parse(keys).items():
        if moved := KINDS[kind].follow:
            moved(actor, ids, place)


def embeds(keys: Iterable[str], place: Place) -> dict[str, Embed]:
    """What PLACE shows for KEYS: one look-up a kind; what is gone is left out."""
    return {f"{kind}:{number}": embed
            for kind, ids in parse(keys).items()
            for number, embed in KINDS[kind].embeds(ids, place).items()}


def source(actor: Actor, key: str) -> Source:
    """The words of the thing KEY, if ACTOR may read it. Raise Invalid or Missing."""
    [(kind, ids)] = parse([key]).items()
    maker = KINDS[kind].source
    if maker is None:
        raise Invalid
    return maker(actor, ids.pop())
