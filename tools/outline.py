"""Take the outline of Norway and Sweden out of world-atlas (Natural Earth, 1 : 50 million), for the map of examples."""

import json
from itertools import accumulate
from pathlib import Path
from typing import Any

COUNTRIES = {"578", "752"}  # Norway, Sweden
SOUTH, NORTH, WEST, EAST = 55.0, 72.0, 4.0, 32.0  # Svalbard, Jan Mayen and Bouvet have no municipalities
Point = list[float]


def make(atlas: Path, target: Path) -> None:
    """Write the rings of the countries in the TopoJSON ATLAS to TARGET: [[[longitude, latitude], …], …]."""
    world = json.loads(atlas.read_text())
    arcs = [decoded(arc, world["transform"]) for arc in world["arcs"]]
    rings = [ring for country in world["objects"]["countries"]["geometries"] if country.get("id") in COUNTRIES
             for polygon in polygons(country) for ring in (joined(numbers, arcs) for numbers in polygon)]
    target.write_text(json.dumps([ring for ring in rings if is_near(ring)], separators=(",", ":")))


def decoded(arc: list[list[int]], transform: dict[str, Any]) -> list[Point]:
    """The points of an ARC, which holds whole steps from one to the next."""
    steps = accumulate(arc, lambda one, other: [one[0] + other[0], one[1] + other[1]])
    (scale_x, scale_y), (x, y) = transform["scale"], transform["translate"]
    return [[round(one[0] * scale_x + x, 3), round(one[1] * scale_y + y, 3)] for one in steps]


def polygons(country: dict[str, Any]) -> list[list[list[int]]]:
    """The polygons of a COUNTRY, each a list of rings of numbers of arcs."""
    found: list[list[list[int]]] = country["arcs"]
    return found if country["type"] == "MultiPolygon" else [country["arcs"]]  # a Polygon is one


def joined(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """A ring: its arcs one after the other; ~n is arc n backwards."""
    return [point for number in numbers
            for point in (arcs[number] if number >= 0 else arcs[~number][::-1])[1:]]


def is_near(ring: list[Point]) -> bool:
    """Whether it lies where municipalities are."""
    return all(WEST < x < EAST and SOUTH < y < NORTH for x, y in ring)
