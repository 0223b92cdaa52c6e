"""What the makers of documents share: where a thing belongs, which themes it has, its plain words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app import markup
from app.database import db
from app.files.models import FileUse
from app.i18n import ZONE
from app.networks.models import NetworkTheme, Organisation, OrganisationKind, Theme, place_key
from search_index import language_of

Ids = Collection[int]
MOST_TO_TELL = 2000  # characters of a text in which its language shows


@dataclass(frozen=True)
class Place:
    """A municipality by its key ("4012", "SE-2510"), its county ("NO-40"), or another organisation."""

    name: str = ""
    municipality: str = ""
    county: str = ""

    @property
    def facets(self) -> dict[str, Any]:
        """As a document has them."""
        return {"municipalities": (self.municipality,) if self.municipality else (), "county": self.county}


NOWHERE = Place()


def places_of(ids: Iterable[int | None]) -> dict[int | None, Place]:
    """The place of each organisation, from one statement; `None` is nowhere."""
    county = aliased(Organisation)
    found: dict[int | None, Place] = {None: NOWHERE}
    rows = db.session.execute(
        select(Organisation.id, Organisation.kind, Organisation.country, Organisation.code, Organisation.name,
               county.code).outerjoin(county, Organisation.county_id == county.id)
        .where(Organisation.id.in_({one for one in ids if one})))
    for number, kind, country, code, name, county_code in rows:
        is_municipality = kind == OrganisationKind.MUNICIPALITY
        within = code if kind == OrganisationKind.COUNTY else county_code
        found[number] = Place(name, place_key(country, code) if is_municipality else "",
                              f"{country}-{within}" if within else "")
    return found


def themes_of(network_ids: Iterable[int | None]) -> dict[int | None, tuple[str, ...]]:
    """The keys of the themes of each network, from one statement."""
    wanted = {one for one in network_ids if one}
    found: dict[int | None, tuple[str, ...]] = {None: (), **dict.fromkeys(wanted, ())}
    rows = select(NetworkTheme.network_id, Theme.key).join(Theme, Theme.id == NetworkTheme.theme_id)
    for network, key in db.session.execute(rows.where(NetworkTheme.network_id.in_(wanted)).order_by(Theme.id)):
        found[network] += (key,)
    return found


def plain(html: str) -> str:
    """The words of what `markup` has rendered."""
    return markup.plain(html) if html else ""


def carried(html: str, links: Iterable[str]) -> tuple[str, ...]:
    """What a text carries, as `har:` asks for it: files, cards, and links to elsewhere."""
    kinds = {key.partition(":")[0] for key in links} & {"file", "card"}
    return tuple(sorted(kinds | {"link"} if 'href="http' in html else kinds))


def with_files(kind: str, ids: Ids) -> set[int]:
    """Those of IDS of a KIND of place ("example") where files are put."""
    places = {f"{kind}:{number}": number for number in ids}
    return {places[place] for place in db.session.scalars(select(FileUse.place).where(FileUse.place.in_(places)))}


def known_language(*texts: str | None) -> str:
    """The language of TEXTS together, where they say enough to tell."""
    return language_of(lines(*texts)[:MOST_TO_TELL])


def lines(*texts: str | None) -> str:
    """TEXTS beneath each other, without the empty ones."""
    return "\n".join(text for text in texts if text)


def listed(*texts: str | None) -> str:
    """TEXTS beside each other, without the empty ones."""
    return " · ".join(text for text in texts if text)


def year_of(moment: datetime) -> int:
    """The year as people here say it."""
    return moment.astimezone(ZONE).year
