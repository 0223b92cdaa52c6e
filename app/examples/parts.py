"""What features above give to the bank, without being known here: indicators to tie a figure to, parts of its pages.

    @parts.act_on_example
    def save(actor: Actor, example: Example) -> Embed | None: ...
"""

from collections.abc import Callable

from app.examples.models import Example
from app.links import Embed
from app.permissions import Actor

Indicators = Callable[[Actor, str], dict[str, str]]
OfBank = Callable[[Actor], Embed | None]
OfExample = Callable[[Actor, Example], Embed | None]
INDICATORS: list[Indicators] = []
ACTS: list[OfExample] = []
BESIDE: list[OfExample] = []
OVER_LIST: list[OfBank] = []


def of_indicators(names: Indicators) -> Indicators:
    """Let NAMES say which indicators there are: their codes and what they are called in a language."""
    INDICATORS.append(names)
    return names


def act_on_example(part: OfExample) -> OfExample:
    """Let PART add a button to the page of an example; it says None where it has nothing."""
    ACTS.append(part)
    return part


def beside_example(part: OfExample) -> OfExample:
    """Let PART add a panel beside an example; it says None where it has nothing."""
    BESIDE.append(part)
    return part


def over_list(part: OfBank) -> OfBank:
    """Let PART add something over the list of examples; it says None where it has nothing."""
    OVER_LIST.append(part)
    return part


def indicators(actor: Actor, locale: str) -> dict[str, str]:
    """All indicators that a figure can be tied to."""
    return {code: name for names in INDICATORS for code, name in names(actor, locale).items()}


def of_example(actor: Actor, example: Example, parts: list[OfExample]) -> list[Embed]:
    """What PARTS add for ACTOR, in the order of registration."""
    return [embed for part in parts if (embed := part(actor, example))]


def of_list(actor: Actor) -> list[Embed]:
    """What was added over the list."""
    return [embed for part in OVER_LIST if (embed := part(actor))]
