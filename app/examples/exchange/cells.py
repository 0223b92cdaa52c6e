"""An example as the cells of a row, and back again. What goes out can come in: the two say the same."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext

from app.errors import Invalid
from app.examples.exchange.columns import BY_KEY, COLUMNS, value_of
from app.examples.exchange.places import Places
from app.examples.fields import Fields
from app.examples.models import Example

BAR = " | "
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
Cells = dict[str, str]


def neutral(text: str) -> str:
    """TEXT so that no spreadsheet takes it for a formula: an apostrophe before one that could be."""
    return f"'{text}" if text.startswith(FORMULA) else text


def meant(cell: str) -> str:
    """What `neutral` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def cells_of(example: Example, address: str, theme_names: Callable[[Example], list[str]]) -> Cells:
    """EXAMPLE as words, in the language of the page; ADDRESS is where it is read."""
    given: dict[str, Any] = {
        **{column.key: getattr(example, column.key) for column in COLUMNS if hasattr(example, column.key)},
        "themes": "; ".join(theme_names(example)),
        "municipalities": "; ".join(f"{one.key} {one.name}" for one in example.municipalities),
        "contact_id": example.contact.name if example.contact else "",
        "network_id": example.network.name if example.network else "",
        "effects": "\n".join(effect_line(one) for one in example.effects),
        "links": "\n".join(BAR.join((one["url"], one["label"])) for one in example.links),
        "keywords": "\n".join(example.keywords), "sdg_targets": "; ".join(example.sdg_targets),
        "cost_amount": number_words(example.cost_amount), "lat": number_words(example.lat),
        "lon": number_words(example.lon), "last_verified": example.last_verified.isoformat(),
        "address": address}
    return {key: _called(key, value) for key, value in given.items()}


def effect_line(one: dict[str, Any]) -> str:
    """A figure that was measured, as one line."""
    return BAR.join((one["measure"], number_words(one["value"]), one.get("unit") or "", str(one.get("year") or ""),
                     one.get("indicator") or "")).rstrip(" |")


def number_words(value: float | None) -> str:
    """VALUE without a needless nought."""
    return "" if value is None else str(int(value)) if float(value).is_integer() else repr(float(value))


def _called(key: str, value: Any) -> str:
    column = BY_KEY[key]
    if column.choices and value is not None:
        return str(column.choices.get(value, value)) if value else ""
    return "" if value is None else str(value)


class Reader:
    """Turns rows into fields: knows the themes, places, networks and people that words may mean."""

    def __init__(self, themes: dict[str, int], places: Places, networks: dict[str, int], people: dict[str, int],
                 network_id: int | None) -> None:
        """Names (small letters) to ids; NETWORK_ID is for rows that name none."""
        self.themes, self.places, self.networks, self.people = themes, places, networks, people
        self.network_id = network_id

    def fields(self, cells: Cells) -> Fields:
        """What CELLS say. Raise Invalid, by column, for what means nothing."""
        found: Any = {"network_id": self.network_id}
        errors: dict[str, Any] = {}
        for key, cell in cells.items():
            if cell and key in BY_KEY and key != "address":
                try:
                    found[key] = self._value(key, cell)
                except ValueError as wrong:
                    errors[key] = wrong.args[0]
        if found["network_id"] is None:
            found.setdefault("wanted_visibility", "members")
        if errors:
            raise Invalid(errors=errors)
        fields: Fields = found
        return fields

    def _value(self, key: str, cell: str) -> Any:
        column = BY_KEY[key]
        if column.choices:
            value = value_of(column, cell)
            if value is None:
                raise ValueError(gettext("«%(words)s» is not one of: %(choices)s.", words=cell[:60],
                                         choices=", ".join(str(one) for one in column.choices.values())))
            return value
        match key:
            case "themes":
                return [_known(self.themes, one) for one in parts(cell)]
            case "municipalities":
                return [self.places.meant(one).id for one in parts(cell)]
            case "network_id":
                return _known(self.networks, cell)
            case "contact_id":
                return _known(self.people, cell)
        return SHAPES.get(key, str)(cell)


def _known(ids: dict[str, int], words: str) -> int:
    """The id of what is called WORDS."""
    if (found := ids.get(words.casefold())) is None:
        raise ValueError(gettext("There is no «%(key)s».", key=words[:60]))
    return found


def parts(cell: str) -> list[str]:
    """The parts of a CELL: one a line, or with a semicolon between them."""
    return [one.strip() for one in cell.split("\n" if "\n" in cell else ";") if one.strip()]


def _effects(cell: str) -> list[dict[str, Any]]:
    names = ("measure", "value", "unit", "year", "indicator")
    return [dict(zip(names, (one.strip() for one in line.split("|")), strict=False))
            for line in cell.split("\n") if line.strip()]


def _links(cell: str) -> list[dict[str, str]]:
    found = (line.partition("|") for line in cell.split("\n") if line.strip())
    return [{"url": url.strip(), "label": label.strip()} for url, _, label in found]


def _day(cell: str) -> Any:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(gettext("Write a day like 2026-03-01.")) from None


SHAPES: dict[str, Callable[[str], Any]] = {
    "effects": _effects, "links": _links, "keywords": parts, "sdg_targets": parts, "last_verified": _day}
