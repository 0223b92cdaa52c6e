"""What is shown of an answer: hits that may still be read, and numbers and codes by their names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select

from app.database import db
from app.i18n import LOCALES, locale
from app.networks.models import Organisation, OrganisationKind
from app.networks.queries import themes
from app.permissions import Actor
from app.search import words
from app.search.asked import Asked
from app.search.documents import thing_of
from app.search.keys import Ring
from app.search.rights import Thing, still_readable
from search_index import Hit, Hits

MOST_CHOICES = 50


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


class Names:
    """What the numbers and codes of an answer are called, and whether its hits may still be read.

    Three statements, however many hits there are.
    """

    def __init__(self, actor: Actor, asked: Asked, ring: Ring, answer: Hits) -> None:
        self._asked, self._networks = asked, ring.networks
        found = {thing_of(hit.id) for hit in answer.hits}
        self._things = still_readable(actor, found)
        owners = {thing.organisation_id for thing in self._things.values()}
        places = _organisations(owners, answer.facets, asked)
        self._places = {place.id: place for place in places}
        self._labels: dict[str, Mapping[str, Any]] = {
            "type": words.TYPES, "answered": words.ANSWERED, "language": LOCALES,
            "theme": {theme.key: theme.label(locale()) for theme in themes(actor)},
            "network": {str(number): name for number, name in ring.networks.items()},
            "municipality": _municipalities(places), "county": _counties(places)}

    def shown(self, hits: Iterable[Hit]) -> list[Shown]:
        """HITS that may be read, with what the page says of each."""
        return [self._shown(hit, thing) for hit in hits if (thing := self._things.get(thing_of(hit.id)))]

    def left(self, hits: Hits) -> int:
        """How many hits there are without those that the index still had and nobody may read any more."""
        return hits.total - len(hits.hits) + len(self.shown(hits.hits))

    def _shown(self, hit: Hit, thing: Thing) -> Shown:
        # Found by its name alone: then no page of it is meant.
        page = hit.page if "<mark>" in hit.snippet_html else None
        network = int(hit.network or 0)
        if hit.type == "link":  # it has no row of its own: it stands in that of its room
            thing = replace(thing, title=hit.title, detail=thing.title)
        return Shown(
            type=hit.type, thing=thing, url=hit.url if page or not hit.page else hit.url.partition("#")[0],
            snippet_html=hit.snippet_html, score=hit.score, date=hit.date, page=page,
            network_id=network if network in self._networks else None, network=self._networks.get(network, ""),
            place=self._places.get(thing.organisation_id or 0))

    def facets(self, hits: Hits) -> dict[str, list[Choice]]:
        """The values of each facet that have a name for this person, the most frequent first."""
        return {facet: [Choice(value, label, count) for value, count in hits.facets.get(facet, [])[:MOST_CHOICES]
                        if (label := self._label(facet, value))] for facet in words.FACETS}

    def chosen(self) -> dict[str, str]:
        """What each chosen value is called; what has no name here is shown as it was asked for."""
        return {facet: self._label(facet, value) or value for facet, value in self._asked.filters.items()}

    def _label(self, facet: str, value: str) -> str:
        return str(self._labels[facet].get(value, "")) if facet in self._labels else value


def _municipalities(places: Iterable[Organisation]) -> dict[str, str]:
    return {one.key: one.name for one in places if one.kind == OrganisationKind.MUNICIPALITY}


def _counties(places: Iterable[Organisation]) -> dict[str, str]:
    return {f"{one.country}-{one.code}": one.name for one in places if one.kind == OrganisationKind.COUNTY}


def _organisations(ids: set[int | None], facets: dict[str, list[tuple[str, int]]],
                   asked: Asked) -> list[Organisation]:
    """The owners of the hits, and what the codes in FACETS and in what was ASKED stand for."""
    keys = [key for key, _ in facets.get("municipality", [])[:MOST_CHOICES]] + [asked.municipality or ""]
    municipalities = [key[-4:] for key in keys]
    counties = [code.partition("-")[2] for code in [*dict(facets.get("county", [])), asked.county or ""]]
    return list(db.session.scalars(select(Organisation).where(or_(
        Organisation.id.in_({one for one in ids if one}),
        and_(Organisation.kind == OrganisationKind.MUNICIPALITY, Organisation.code.in_(municipalities)),
        and_(Organisation.kind == OrganisationKind.COUNTY, Organisation.code.in_(counties)))
        ).order_by(Organisation.name)))
