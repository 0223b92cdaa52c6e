"""Where examples were done, as a map of links: the counties first, then the municipalities of one.

The outline is Natural Earth's, which `tools/outline.py` takes from an npm package at set-up; the circles stand where
the register of municipalities says. Nothing is asked of anybody else.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from sqlalchemy import select

from app.database import db
from app.examples.filters import PLACE_KEY, Choice, County, Filters
from app.networks.models import Organisation, OrganisationKind
from app.permissions import Actor

OUTLINE = Path(__file__).resolve().parent.parent / "static" / "dist" / "outline.json"
WIDE, MARGIN = 640.0, 44.0  # of the drawing
CENTRE = (65.0, 17.0)  # of the projection: the middle of the two countries
LEAST_KM = 60.0  # from side to side
Point = tuple[float, float]


@dataclass
class Spot:
    """A county or a municipality: what narrows the list to it, and how many examples it has."""

    way: str
    value: str
    name: str
    count: int
    x: float = 0.0
    y: float = 0.0

    @property
    def radius(self) -> float:
        """Larger for more examples, and never too small for a finger."""
        return min(24.0 + 2.5 * math.sqrt(self.count), 42.0)


@dataclass(frozen=True)
class Map:
    """A drawing as WIDE as it is HIGH says, the outline as an SVG path, and what stands on it and what cannot."""

    high: float
    outline: str
    spots: list[Spot]
    unplaced: list[Spot]
    county: str | None  # whose municipalities these are; None: these are the counties
    wide: float = WIDE


def drawn(actor: Actor, wanted: Filters, choices: dict[str, list[Choice]]) -> Map:
    """The map of what WANTED leaves; CHOICES are what was counted for ACTOR."""
    municipalities = _municipalities()
    county_of = {municipality: county for municipality, county, _ in municipalities}
    counties = choices.get("county", [])
    county = wanted.county or county_of.get(wanted.municipality or "") or (
        counties[0].value if len(counties) == 1 else None)
    shown = counties if county is None else [
        one for one in choices.get("municipality", []) if county_of.get(one.value) == county]
    points: dict[str, list[Point]] = {}
    for municipality, of_county, point in municipalities:
        if point:
            points.setdefault(of_county if county is None else municipality, []).append(point)
    middle = {key: (sum(x for x, _ in some) / len(some), sum(y for _, y in some) / len(some))
              for key, some in points.items()}
    way = "county" if county is None else "municipality"
    spots = [Spot(way, one.value, one.label, one.count, *middle.get(one.value, (0.0, 0.0))) for one in shown]
    unplaced = [one for one in spots if one.value not in middle]
    return _map([one for one in spots if one.value in middle], unplaced, county)


def _municipalities() -> list[tuple[str, str, Point | None]]:
    """Each with its key, that of its county, and where it is."""
    rows = db.session.execute(select(
        PLACE_KEY, County.country + "-" + County.code, Organisation.latitude, Organisation.longitude).join(
        County, County.id == Organisation.county_id).where(Organisation.kind == OrganisationKind.MUNICIPALITY))
    return [(key, county, project(latitude, longitude) if latitude is not None else None)
            for key, county, latitude, longitude in rows]


def _map(spots: list[Spot], unplaced: list[Spot], county: str | None) -> Map:
    """Fit SPOTS into the drawing, each beside its neighbours, with the outline behind them."""
    left, right = min((one.x for one in spots), default=0), max((one.x for one in spots), default=0)
    top, bottom = min((one.y for one in spots), default=0), max((one.y for one in spots), default=0)
    across, down = max(right - left, LEAST_KM), max(bottom - top, LEAST_KM)
    scale = min((WIDE - 2 * MARGIN) / across, 1.4 * WIDE / down)
    high = down * scale + 2 * MARGIN
    x0 = (left + right) / 2 - WIDE / 2 / scale
    y0 = (top + bottom) / 2 - high / 2 / scale
    for one in spots:
        one.x, one.y = (one.x - x0) * scale, (one.y - y0) * scale
    _part(spots, high)
    return Map(high, _path(x0, y0, scale, high), sorted(spots, key=lambda one: -one.count), unplaced, county)


def _part(spots: list[Spot], high: float) -> None:
    """Push those apart that would hide each other, a little at a time."""
    for _ in range(40):
        for one, other in combinations(spots, 2):
            dx, dy = other.x - one.x, other.y - one.y
            apart, wanted = math.hypot(dx, dy) or 0.01, one.radius + other.radius + 2
            if apart < wanted:
                push = (wanted - apart) / 2
                one.x, one.y = one.x - dx / apart * push, one.y - dy / apart * push
                other.x, other.y = other.x + dx / apart * push, other.y + dy / apart * push
    for one in spots:
        one.x = min(max(one.x, one.radius), WIDE - one.radius)
        one.y = min(max(one.y, one.radius), high - one.radius)


def project(latitude: float, longitude: float) -> Point:
    """Kilometres east and south of the CENTRE, with true areas (Lambert's azimuthal projection)."""
    lat, lon, lat0, lon0 = map(math.radians, (latitude, longitude, *CENTRE))
    near = math.sin(lat0) * math.sin(lat) + math.cos(lat0) * math.cos(lat) * math.cos(lon - lon0)
    scale = 6371.0 * math.sqrt(2 / (1 + near))
    return (scale * math.cos(lat) * math.sin(lon - lon0),
            scale * (math.sin(lat0) * math.cos(lat) * math.cos(lon - lon0) - math.cos(lat0) * math.sin(lat)))


@cache
def _rings() -> list[list[Point]]:
    """The coasts and borders, in kilometres; none where the front end was made without them."""
    if not OUTLINE.exists():
        return []
    return [[project(latitude, longitude) for longitude, latitude in ring]
            for ring in json.loads(OUTLINE.read_text())]


def _path(x0: float, y0: float, scale: float, high: float) -> str:
    """What is to be seen of the outline."""
    found = []
    for ring in _rings():
        points = [((x - x0) * scale, (y - y0) * scale) for x, y in ring]
        if (max(x for x, _ in points) > 0 and min(x for x, _ in points) < WIDE
                and max(y for _, y in points) > 0 and min(y for _, y in points) < high):
            found.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "Z")
    return "".join(found)
