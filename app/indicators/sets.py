"""Whom one compares with in one click: oneself, one's network, those of about one's size, the county, the country."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from app.indicators.queries import Circle
from app.networks.models import Organisation

MOST_LINES = 12  # more make a chart that nobody can read: then the median stands for them


@dataclass(frozen=True, slots=True)
class Set:
    """One such choice: which municipalities have a line, and whose median is shown beside."""

    key: str
    label: str
    municipalities: tuple[str, ...]
    compare: str = ""


def offered(circles: Sequence[Circle], own: Organisation | None, country: str) -> list[Set]:
    """What somebody of OWN may choose for an indicator of COUNTRY; the first is what the choice begins with."""
    mine = (own.code,) if own and own.country == country else ()
    sets = [made for circle in circles if (made := _of_network(circle, own, country))]
    if not (own and mine):
        return sets
    return [*sets, Set("mine", gettext("Only %(municipality)s", municipality=own.name), mine),
            Set("similar", gettext("Municipalities of about the same size"), mine, "similar"),
            *([Set("county", own.county.name, mine, "county")] if own.county else []),
            Set("country", gettext("The whole country"), mine, "country")]


def _of_network(circle: Circle, own: Organisation | None, country: str) -> Set | None:
    codes = [place.code for place in circle.municipalities if place.country == country]
    if not codes:
        return None
    key = f"network:{circle.network.id}"
    if own and own.code in codes:
        label = gettext("%(municipality)s against %(network)s", municipality=own.name, network=circle.network.name)
        codes.sort(key=lambda code: code != own.code)
    else:
        label = circle.network.name
    return Set(key, label, tuple(codes)) if len(codes) <= MOST_LINES else Set(key, label, tuple(codes[:1]), key)
