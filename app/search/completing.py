"""What is offered while an operator is being typed: its name, then the values that one may know of."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.database import now
from app.i18n import ZONE
from app.networks.queries import themes
from app.permissions import Actor
from app.search import keys, meaning
from app.search.operators import CARRIED, OPERATORS, TYPES, Operator, Words, at_end, written
from search_index.analysis import fold, words

MOST, HINTS = 8, 2
YEARS = 4
LAST_WORD = re.compile(r"(?<!\S)[^\W\d_]{2,14}\Z")


@dataclass(frozen=True)
class Completion:
    """An operator as it could be written on. TEXT is all of the field with it."""

    name: str
    label: str
    text: str
    is_hint: bool = False  # only its name is offered: what it is for should be said


def values(actor: Actor, typed: str, language: str) -> list[Completion] | None:
    """What the operator at the end of TYPED can be about, in LANGUAGE; None where there is no operator."""
    if (one := at_end(typed)) is None:
        return None
    known = dict.fromkeys(VALUES[one.name](actor, one, language))
    labels = [written(one.name, value, language) for value in known if _begins(value, one.value)]
    return [Completion(one.name, label, f"{typed[:one.start]}{label} ") for label in labels[:MOST]]


def hints(typed: str, language: str) -> list[Completion]:
    """Operators whose name, in any language, begins like the last word of TYPED."""
    if (last := LAST_WORD.search(typed)) is None:
        return []
    begun = fold(last[0])
    names = [name for name, spoken in OPERATORS.items()
             if any(fold(word).startswith(begun) for word in spoken.values())]
    return [Completion(name, label := f"{OPERATORS[name][language]}:", f"{typed[:last.start()]}{label}", is_hint=True)
            for name in names[:HINTS]]


def _begins(name: str, value: str) -> bool:
    wanted, there = (" ".join(fold(word) for word in words(text)) for text in (value, name))
    return f" {wanted}" in f" {there}"


def _years(actor: Actor, one: Operator, language: str) -> Iterable[str]:
    this = now().astimezone(ZONE).year
    return map(str, range(this, this - YEARS, -1))


def _spoken(table: dict[str, Words]) -> "Values":
    return lambda actor, one, language: [spoken[language] for spoken in table.values()]


def _municipalities(actor: Actor, one: Operator, language: str) -> Iterable[str]:
    """Hundreds: only with a letter of their name."""
    return (name for _, name in meaning.municipalities(actor) if one.value and not name[-1].isdigit())


def _themes(actor: Actor, one: Operator, language: str) -> Iterable[str]:
    return (theme.label(language) for theme in themes(actor))


Values = Callable[[Actor, Operator, str], Iterable[str]]
VALUES: dict[str, Values] = {
    "from": lambda actor, one, language: (name for _, name in meaning.people_named(actor, one.value)),
    "in": lambda actor, one, language: (name for _, name in meaning.places_named(keys.ring_of(actor))),
    "theme": _themes, "municipality": _municipalities, "type": _spoken(TYPES), "has": _spoken(CARRIED),
    "before": _years, "after": _years}
