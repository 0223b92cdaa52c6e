"""What features above give to the bank, without being known here: indicators to tie a figure to, buttons on a page.

    @parts.act_on_example
    def save(actor: Actor, example: Example) -> Embed | None: ...
"""

from collections.abc import Callable

from app.examples.models import Example
from app.links import Embed
from app.permissions import Actor

Indicators = Callable[[Actor, str], dict[str, str]]
OfExample = Callable[[Actor, Example], Embed | None]
INDICATORS: list[Indicators] = []
ACTS: list[OfExample] = []


def of_indicators(names: Indicators) -> Indicators:
    """Let NAMES say which indicators there are: their codes and what they are called in a language."""
    INDICATORS.append(names)
    return names


def act_on_example(part: OfExample) -> OfExample:
    """Let PART add a button to the page of an example; it says None where it has nothing."""
    ACTS.append(part)
    return part


def indicators(actor: Actor, locale: str) -> dict[str, str]:
    """All indicators that a figure can be tied to."""
    return {code: name for names in INDICATORS for code, name in names(actor, locale).items()}


def acts(actor: Actor, example: Example) -> list[Embed]:
    """All buttons that were added, in the order of registration."""
    return [embed for part in ACTS if (embed := part(actor, example))]
