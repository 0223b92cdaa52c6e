"""Asking: what ACTOR may find, with exact counts of exactly that."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select

from app.database import db
from app.i18n import locale
from app.networks.models import Organisation, OrganisationKind
from app.networks.queries import themes
from app.permissions import Actor
from app.search import keys, words
from app.search.asked import Asked
from app.search.documents import thing_of
from app.search.engine import index
from app.search.keys import Ring
from app.search.rights import Thing, still_readable
from search_index import Hit, Hits, Query

PAGE, A_FEW, MOST_CHOICES = 20, 5, 50
GROUPS = ("example", "thread", "file", "person", "gathering", "network", "municipality", "card", "indicator")
# Before anything is asked for: what is new. Registers and people are not.
NEW = ("example", "thread", "file", "gathering")
BY_CODE = ("municipality", "indicator")  # open to all who are signed in, and their address holds no number
NUMBER = re.compile(r"/(\d+)")


class Suggestion(NamedTuple):
    """A title that begins as was typed."""

    type: str
    label: str
    url: str


@dataclass(frozen=True)
class Choice:
    """A value by which the search can be narrowed, and how many hits it leaves."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Shown:
    """A hit as the database has it now; SNIPPET_HTML is safe."""

    type: str
    thing: Thing
    url: str
    snippet_html: str
    score: float
    date: datetime | None
    page: int | None
    network_id: int | None
    network: str
    place: Organisation | None


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
    hits: list[Shown] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def search(actor: Actor, asked: Asked, per_page: int = PAGE) -> Found:
    """One page of hits, the best first."""
    ring = keys.ring_of(actor)
    hits = index().search(_query(asked, ring, per_page=per_page, page=asked.page))
    names = Names(actor, asked, ring, [hits])
    shown = names.shown(hits.hits)
    gone = len(hits.hits) - len(shown)
    return Found(hits.total - gone, hits.total_is_exact and not gone, names.facets(hits), names.chosen(),
                 hits.suggestion, ring, hits=shown)


def overview(actor: Actor, asked: Asked) -> Found:
    """The few best hits of each type, in groups; without words and filters what is newest."""
    ring = keys.ring_of(actor)
    hits = index().search(_query(asked, ring, per_page=1))
    types = GROUPS if asked.q or asked.filters else NEW
    counts = dict(hits.facets.get("type", []))
    best = {kind: index().search(_query(asked, ring, types=(kind,), per_page=A_FEW))
            for kind in types if counts.get(kind)}
    names = Names(actor, asked, ring, [hits, *best.values()])
    groups = [Group(kind, each.total, names.shown(each.hits)) for kind, each in best.items()]
    return Found(hits.total, hits.total_is_exact, names.facets(hits), names.chosen(), hits.suggestion, ring,
                 groups=[group for group in groups if group.hits])


def suggest(actor: Actor, typed: str) -> list[Suggestion]:
    """Titles with words that begin so, of what ACTOR may read at this moment."""
    found = index().suggest(typed, keys.ring_of(actor).keys)
    things = {url: f"{kind}:{number[1]}" for kind, _, url in found
              if kind not in BY_CODE and (number := NUMBER.search(url))}
    readable = still_readable(actor, things.values())
    return [Suggestion(kind, title, url) for kind, title, url in found
            if kind in BY_CODE or things.get(url) in readable]


def _query(asked: Asked, ring: Ring, **more: Any) -> Query:
    """ASKED under the keys of RING. To ask within a network that one cannot read finds nothing there."""
    chosen = asked.filters
    chosen.pop("answered", None)
    kind = chosen.pop("type", None)
    within = asked.network is None or asked.network in ring.networks
    return Query(**{
        "text": asked.q, "audiences": ring.keys if within else frozenset(), "types": (kind,) if kind else (), **chosen,
        "answered": None if asked.answered is None else asked.answered == "yes",
        "sort": "newest" if asked.sort == "newest" or not asked.q else "relevance", **more})


class Names:
    """What the numbers and codes of an answer are called, and whether its hits may still be read.

    Three statements, however many hits there are.
    """

    def __init__(self, actor: Actor, asked: Asked, ring: Ring, answers: Sequence[Hits]) -> None:
        self._asked, self._networks = asked, ring.networks
        found = {thing_of(hit.id) for hits in answers for hit in hits.hits}
        self._things = still_readable(actor, found)
        self._themes = {theme.key: theme.label(locale()) for theme in themes(actor)}
        owners = {thing.organisation_id for thing in self._things.values()}
        self._places = _organisations(owners, answers[0].facets, asked)

    def shown(self, hits: Iterable[Hit]) -> list[Shown]:
        """HITS that may be read, with what the page says of each."""
        return [self._shown(hit, thing) for hit in hits if (thing := self._things.get(thing_of(hit.id)))]

    def _shown(self, hit: Hit, thing: Thing) -> Shown:
        # Found by its name alone: then no page of it is meant.
        page = hit.page if "<mark>" in hit.snippet_html else None
        network = int(hit.network or 0)
        return Shown(
            type=hit.type, thing=thing, url=hit.url if page or not hit.page else hit.url.partition("#")[0],
            snippet_html=hit.snippet_html, score=hit.score, date=hit.date, page=page,
            network_id=network if network in self._networks else None, network=self._networks.get(network, ""),
            place=next((one for one in self._places if one.id == thing.organisation_id), None))

    def facets(self, hits: Hits) -> dict[str, list[Choice]]:
        """The values of each facet that have a name for this person, the most frequent first."""
        return {facet: [Choice(value, label, count) for value, count in hits.facets.get(facet, [])[:MOST_CHOICES]
                        if (label := self._label(facet, value))] for facet in words.FACETS}

    def chosen(self) -> dict[str, str]:
        """What each chosen value is called; what has no name here is shown as it was asked for."""
        return {facet: self._label(facet, value) or value for facet, value in self._asked.filters.items()}

    def _label(self, facet: str, value: str) -> str:
        match facet:
            case "type":
                return str(words.TYPES.get(value, ""))
            case "answered":
                return str(words.ANSWERED[value])
            case "network":
                return self._networks.get(int(value), "")
            case "theme":
                return self._themes.get(value, "")
            case "municipality":
                return " / ".join(one.name for one in self._places
                                  if one.kind == OrganisationKind.MUNICIPALITY and one.code == value)
            case "county":
                return next((one.name for one in self._places if one.kind == OrganisationKind.COUNTY
                             and f"{one.country}-{one.code}" == value), "")
        return value


def _organisations(ids: set[int | None], facets: dict[str, list[tuple[str, int]]],
                   asked: Asked) -> list[Organisation]:
    """The owners of the hits, and what the codes in FACETS and in what was ASKED stand for."""
    municipalities = [code for code, _ in facets.get("municipality", [])[:MOST_CHOICES]] + [asked.municipality]
    counties = [code.partition("-")[2] for code in [*dict(facets.get("county", [])), asked.county or ""]]
    return list(db.session.scalars(select(Organisation).where(or_(
        Organisation.id.in_({one for one in ids if one}),
        and_(Organisation.kind == OrganisationKind.MUNICIPALITY, Organisation.code.in_(municipalities)),
        and_(Organisation.kind == OrganisationKind.COUNTY, Organisation.code.in_(counties)))
        ).order_by(Organisation.name)))
