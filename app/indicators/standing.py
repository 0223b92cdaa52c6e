"""How a municipality stands: its newest figures beside its own past and the middle of its network."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, literal, select

from app.database import db
from app.indicators import spark
from app.indicators.clauses import current
from app.indicators.frozen_parts import summed_up
from app.indicators.models import Indicator, Observation
from app.networks.models import Network, Organisation, Participation
from app.permissions import Actor, visible

Series = Mapping[int, float]


@dataclass(frozen=True)
class Standing:
    """The figures of one INDICATOR by year: a municipality's OWN, and the MIDDLE of its NETWORK, if it has one."""

    indicator: Indicator
    own: Series
    network: str
    middle: Series

    @property
    def last(self) -> int:
        """The newest year that it has."""
        return max(self.own)

    @property
    def first(self) -> int:
        """The oldest."""
        return min(self.own)

    @property
    def years(self) -> list[int]:
        """All of them, the newest first."""
        return sorted(self.own, reverse=True)

    @property
    def drawing(self) -> str:
        """Both as a small SVG, which says nothing that the words beside it do not."""
        return spark.draw(self.own, {year: value for year, value in self.middle.items()
                                     if self.first <= year <= self.last})


def standings(actor: Actor, place: Organisation, known: ColumnElement[bool], most: int) -> list[Standing]:
    """Up to MOST of PLACE: what can be better or worse before what is only counted. One statement.

    The network is the first that PLACE takes part in, of those that may be KNOWN (a condition on Network).
    """
    takes_part = Participation.ended_on.is_(None)
    network = select(Participation.network_id).join(Participation.network).where(
        Participation.organisation_id == place.id, takes_part, known).order_by(Participation.network_id).limit(1)
    circle = select(Participation.organisation_id).where(
        Participation.network_id == network.scalar_subquery(), takes_part).union(select(literal(place.id)))
    name = select(Network.name).where(Network.id == network.scalar_subquery()).scalar_subquery()
    found = current(places=circle).add_columns(Indicator, name).join(
        Indicator, Indicator.id == Observation.indicator_id).where(visible(actor, Indicator))
    series: dict[Indicator, dict[int, dict[int, float]]] = {}  # place -> year -> figure, of each
    called = ""  # the same in every row; nothing without a network
    for one, indicator, label in db.session.execute(found):
        called = label or ""
        if one.value is not None:
            series.setdefault(indicator, {}).setdefault(one.organisation_id, {})[one.year] = one.value
    own = sorted((one for one, places in series.items() if place.id in places),
                 key=lambda one: (one.direction == "neutral", one.id))
    return [Standing(one, series[one][place.id], called, _middle(called, series[one].values()))
            for one in own[:most]]


def _middle(network: str, rows: Iterable[Series]) -> Series:
    circle = summed_up("network", network, rows) if network else None
    return circle.middle if circle else {}
