"""What the pages need where somebody chooses municipalities and years: suggestions that save them the choosing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from app.errors import AppError
from app.indicators import queries
from app.indicators.choice import Choice
from app.indicators.forms import FiguresForm
from app.indicators.models import Indicator
from app.indicators.queries import Circle
from app.indicators.shown import Shown
from app.networks.models import Organisation
from app.permissions import Actor

MOST_OFFERED = 24
MOST_CIRCLES = 6


@dataclass(frozen=True)
class Offer:
    """The networks to compare with, and where the choice begins."""

    circles: list[Circle]
    first: Circle | None

    def municipalities(self) -> list[Organisation]:
        """Those of the network that the choice begins with."""
        return self.first.municipalities if self.first else []


def offer(actor: Actor, country: str, network_id: int | None = None) -> Offer:
    """The networks with municipalities of COUNTRY ("" for any), the one that was asked for first."""
    circles = [circle for circle in queries.circles(actor)
               if country in ("", *(place.country for place in circle.municipalities))]
    chosen = next((circle for circle in circles if circle.network.id == network_id), None)
    return Offer(circles[:MOST_CIRCLES], chosen or next(iter(circles), None))


def fill(actor: Actor, form: FiguresForm, indicator: Indicator | None, offered: Offer, chosen: bool) -> None:
    """Let people tick their network's municipalities; all are ticked until they have CHOSEN themselves."""
    places = list(offered.municipalities())
    own = queries.own_municipality(actor)
    ticked = form.municipalities.data if chosen and form.municipalities.data else []
    others = set(ticked) - {place.code for place in places}
    if indicator and others:
        places += queries.known(actor, indicator.country, others)
        form.keep_unknown(others - {place.code for place in places})
    if indicator and not places:
        places = queries.with_figures(actor, indicator)[:MOST_OFFERED]
    form.offer(sorted(places, key=lambda place: place != own))
    if not chosen:
        form.municipalities.data = [place.code for place in offered.municipalities()]


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
