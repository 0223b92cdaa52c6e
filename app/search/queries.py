"""Asking: what ACTOR may find, with exact counts of exactly that."""

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from app.directory.queries import municipalities
from app.errors import Missing
from app.permissions import Actor
from app.search import keys
from app.search.asked import Asked
from app.search.called import public_names
from app.search.engine import index
from app.search.keys import Ring
from app.search.meaning import Meaning, meaning_of
from app.search.names import Choice, Names, Shown
from app.search.operators import Operator, parse
from app.search.rights import still_readable
from search_index import Hits, Label, Query

PAGE, A_FEW = 20, 5
GROUPS = ("example", "collection", "thread", "file", "person", "gathering", "goal", "link", "card", "indicator",
          "network", "room", "municipality", "organisation")
# Before anything is asked for: what is new. Registers and people are not.
NEW = ("example", "thread", "file", "gathering")
BY_CODE = ("municipality", "indicator")  # open to all who are signed in, and their address holds no number
OWN = "/local_"  # but an indicator that a network reports itself has one, and is not open to all
NUMBER = re.compile(r"/(?:local_)?(\d+)")


class Suggestion(NamedTuple):
    """A title that begins as was typed."""

    type: str
    label: str
    url: str


@dataclass(frozen=True)
class Group:
    """The best hits of one type, and how many there are."""

    type: str
    total: int
    hits: list[Shown]


@dataclass(frozen=True)
class Found:
    """An answer. GROUPS are filled by `overview` alone, HITS by `search`."""

    total: int
    total_is_exact: bool
    facets: dict[str, list[Choice]]
    chosen: dict[str, str]  # by facet, what the chosen value is called
    suggestion: str | None
    ring: Ring
    unknown: tuple[Operator, ...] = ()  # operators that mean nothing to the actor, so that nothing was found
    hits: list[Shown] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def search(actor: Actor, asked: Asked, per_page: int = PAGE, since: datetime | None = None) -> Found:
    """One page of hits, the best first; only of what is dated SINCE then, if that is given."""
    asked = _placed(actor, asked)
    ring = keys.ring_of(actor)
    meaning = meaning_of(actor, asked.typed.operators, ring)
    if since:
        meaning = replace(meaning, after=max(since, meaning.after or since))
    hits = index().search(_query(asked, ring, meaning, per_page=per_page, page=asked.page))
    names = Names(actor, asked, ring, hits)
    left = names.left(hits)
    return Found(left, hits.total_is_exact and left == hits.total, names.facets(hits), names.chosen(),
                 _better(asked, hits), ring, meaning.unknown, hits=names.shown(hits.hits))


def overview(actor: Actor, asked: Asked) -> Found:
    """The few best hits of each type, in groups; without words and filters what is newest."""
    asked = _placed(actor, asked)
    ring = keys.ring_of(actor)
    meaning = meaning_of(actor, asked.typed.operators, ring)
    hits = index().search(_query(asked, ring, meaning, per_type=A_FEW))
    names = Names(actor, asked, ring, hits)
    counts, shown = dict(hits.facets.get("type", [])), names.shown(hits.hits)
    gone = Counter(hit.type for hit in hits.hits)
    gone.subtract(hit.type for hit in shown)
    best = {kind: [hit for hit in shown if hit.type == kind] for kind in (GROUPS if asked.q or asked.filters else NEW)}
    groups = [Group(kind, counts[kind] - gone[kind], some) for kind, some in best.items() if some]
    lost = gone.total()
    return Found(hits.total - lost, hits.total_is_exact and not lost, names.facets(hits), names.chosen(),
                 _better(asked, hits), ring, meaning.unknown, groups=groups)


def suggest(actor: Actor, typed: str) -> list[Suggestion]:
    """Titles with words that begin so, of what ACTOR may read at this moment."""
    return still_there(actor, index().suggest(parse(typed).words, keys.ring_of(actor).keys))


def still_there(actor: Actor, found: Sequence[Label]) -> list[Suggestion]:
    """Those FOUND in the index that ACTOR may read at this moment, asked of the database."""
    things = {url: f"{kind}:{number[1]}" for kind, _, url in found
              if not _open(kind, url) and (number := NUMBER.search(url))}
    readable = still_readable(actor, things.values())
    return [Suggestion(kind, title, url) for kind, title, url in found
            if _open(kind, url) or things.get(url) in readable]


def _open(kind: str, url: str) -> bool:
    return kind in BY_CODE and OWN not in url


def _placed(actor: Actor, asked: Asked) -> Asked:
    """ASKED with the key of its municipality: a number alone is Norway's, or that of Sweden where it has none."""
    if not (asked.municipality and asked.municipality.isdecimal()):
        return asked
    with suppress(Missing):
        return asked.model_copy(update={"municipality": municipalities(actor, asked.municipality)[0].key})
    return asked


def _query(asked: Asked, ring: Ring, meaning: Meaning, **more: Any) -> Query:
    """ASKED under the keys of RING. To ask within a network that one cannot read finds nothing there."""
    chosen, words = asked.filters, asked.typed.words
    chosen.pop("answered", None)
    kind = chosen.pop("type", None)
    known = (asked.network is None or asked.network in ring.networks) and not meaning.unknown
    return Query(**{
        "text": words, "names": public_names(),
        "audiences": ring.keys if known else frozenset(), "types": (kind,) if kind else (), **chosen,
        "answered": None if asked.answered is None else asked.answered == "yes",
        "also": meaning.also, "has": meaning.has, "after": meaning.after, "before": meaning.before,
        "sort": "newest" if asked.sort == "newest" or not words else "relevance", **more})


def _better(asked: Asked, hits: Hits) -> str | None:
    """What else could have been meant, with the operators as they were typed."""
    written = (asked.q[one.start:one.end] for one in asked.typed.operators)
    return " ".join([hits.suggestion, *written]) if hits.suggestion else None
