"""The indicator cards of an example, drawn as everybody who reads it sees them."""

from markupsafe import Markup

from app import links, live
from app.examples.models import Example
from app.links import Place


def cards(example: Example) -> list[Markup]:
    """Those that the place still shows, in their order."""
    if not example.cards or example.network_id is None:
        return []
    shown = links.embeds(example.cards, Place(example.network_id, None, example.place))
    return [Markup(live.rendered(shown[key].template, shown[key].context)) for key in example.cards if key in shown]
