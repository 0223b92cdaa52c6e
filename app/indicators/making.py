"""What the pages need where somebody chooses municipalities and years: suggestions that save them the choosing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from flask_babel import gettext

from app import registers
from app.errors import AppError
from app.indicators import queries, sets
from app.indicators.choice import Choice
from app.indicators.forms import FiguresForm
from app.indicators.models import Indicator
from app.indicators.queries import Circle
from app.indicators.sets import Set
from app.indicators.shown import Shown
from app.networks.models import Organisation
from app.permissions import Actor

MOST_OFFERED = 24
MOST_CIRCLES = 6


@dataclass(frozen=True)
class Offer:
    """Whom somebody may compare with in one click, and by name."""

    own: Organisation | None
    circles: list[Circle]
    sets: list[Set]

    def named(self, key: str) -> Set | None:
        """The set of that KEY; where there is none, the one that the choice begins with."""
        return next((one for one in self.sets if one.key == key), next(iter(self.sets), None))

    def places(self, chosen: Set | None) -> list[Organisation]:
        """The municipalities of the network that was CHOSEN, or of the first."""
        circle = next((one for one in self.circles if chosen and chosen.key == f"network:{one.network.id}"),
                      next(iter(self.circles), None))
        return list(circle.municipalities) if circle else [self.own] if self.own else []


def offer(actor: Actor, indicator: Indicator) -> Offer:
    """What ACTOR may compare with where INDICATOR is shown."""
    own = queries.own_municipality(actor)
    circles = [circle for circle in queries.circles(actor)
               if indicator.country in {place.country for place in circle.municipalities}][:MOST_CIRCLES]
    return Offer(own, circles, sets.offered(circles, own, indicator.country))


def fill(actor: Actor, form: FiguresForm, indicator: Indicator, offered: Offer, key: str, chosen: bool) -> None:
    """Tick the set of that KEY, or the first until people have CHOSEN themselves; offer boxes for what is at hand."""
    begun = offered.named(key)
    if (key or not chosen) and begun:
        form.take(begun)
    places = [place for place in offered.places(begun) if place.country == indicator.country]
    others = set(form.municipalities.data or ()) - {place.code for place in places}
    if others:
        places += queries.known(actor, indicator.country, others)
        form.keep_unknown(others - {place.code for place in places})
    if not places:
        places = queries.with_figures(actor, indicator)[:MOST_OFFERED]
    form.offer(sorted(places, key=lambda place: place != offered.own))
    form.offer_comparisons(offered.circles, offered.own)


@cache
def names(country: str) -> list[str]:
    """What the municipalities of COUNTRY are called."""
    return sorted({one.name for one in registers.municipalities() if one.country == country})


def preview(actor: Actor, form: FiguresForm, choose: Callable[[], Choice],
            about: Indicator | None) -> tuple[Shown | None, int]:
    """What the choice (of the indicator ABOUT) would give, or None with FORM refused; and the status of the page."""
    try:
        return Shown(queries.figures(actor, choose(), about)), 200
    except AppError as refusal:
        return None, form.refuse(refusal)


def by_theme(indicators: Iterable[Indicator], language: str) -> list[tuple[str, str, Sequence[Indicator]]]:
    """Key and name of each theme with its indicators, in the order in which they come."""
    groups: dict[str, list[Indicator]] = {}
    for one in indicators:
        groups.setdefault(one.theme_key, []).append(one)
    return [(key, theme_name(some, language), some) for key, some in groups.items()]


def theme_name(some: Sequence[Indicator], language: str) -> str:
    """What the theme of SOME is called."""
    theme = some[0].theme
    return theme.label(language) if theme else gettext("Background")
