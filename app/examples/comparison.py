"""Who has done what: the municipalities of a circle by the themes of the programme."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.database import db
from app.errors import Missing
from app.examples.filters import ALL, SIZES, listed
from app.examples.models import Example, ExampleMunicipality, ExampleTheme
from app.networks.models import Network, Organisation, OrganisationKind, Theme
from app.networks.queries import networks
from app.permissions import Actor, require_site

MOST = 60  # municipalities in a table
SIMILAR = "similar"


@dataclass(frozen=True)
class Circle:
    """Municipalities to compare: «network:3» or «similar», what it is called, and who is in it."""

    key: str
    name: str
    places: Sequence[Organisation]


@dataclass(frozen=True)
class Comparison:
    """What each municipality of a circle has done, by theme: its examples by (municipality, theme)."""

    circle: Circle
    done: dict[tuple[int, int], list[Example]]

    def of(self, place: Organisation, theme: Theme) -> list[Example]:
        """The examples of PLACE on THEME, the latest first."""
        return self.done.get((place.id, theme.id), [])


def circles(actor: Actor, own: Organisation | None) -> list[Circle]:
    """The networks that ACTOR reads, their own first; and the municipalities about as large as their OWN."""
    mine = actor.networks()
    found = [Circle(f"network:{one.id}", one.name, _taking_part(one)) for one in sorted(
        networks(actor), key=lambda one: (one.id not in mine, one.name))]
    similar = _similar(own) if own else []
    return [*found, Circle(SIMILAR, "", similar)] if similar else found


def compared(actor: Actor, circle: Circle) -> Comparison:
    """What ACTOR may read of what the municipalities of CIRCLE have done."""
    require_site(actor)
    rows = db.session.execute(select(ExampleMunicipality.organisation_id, ExampleTheme.theme_id, Example).join(
        Example, Example.id == ExampleMunicipality.example_id).join(
        ExampleTheme, ExampleTheme.example_id == Example.id).where(
        listed(actor, ALL), ExampleMunicipality.organisation_id.in_([one.id for one in circle.places])).order_by(
        Example.published_at.desc().nulls_last(), Example.id.desc()))
    done: dict[tuple[int, int], list[Example]] = {}
    for place, theme, example in rows:
        done.setdefault((place, theme), []).append(example)
    return Comparison(circle, done)


def chosen(among: Sequence[Circle], key: str) -> Circle | None:
    """The one with this KEY, or the first. Raise Missing for one that is not among them."""
    found = next((one for one in among if one.key == key), None) if key else next(iter(among), None)
    if key and found is None:
        raise Missing
    return found


def _taking_part(network: Network) -> list[Organisation]:
    return sorted((one.organisation for one in network.current), key=lambda one: one.name)


def _similar(own: Organisation) -> Sequence[Organisation]:
    """The municipalities of the country that are in the same band of size, those nearest in size first."""
    if own.inhabitants is None:
        return []
    least, below = next((low, high) for low, high in SIZES.values() if low <= own.inhabitants < high)
    found = db.session.scalars(select(Organisation).where(
        Organisation.kind == OrganisationKind.MUNICIPALITY, Organisation.country == own.country,
        Organisation.inhabitants >= least, Organisation.inhabitants < below)).all()
    return sorted(found, key=lambda one: abs((one.inhabitants or 0) - (own.inhabitants or 0)))[:MOST]
