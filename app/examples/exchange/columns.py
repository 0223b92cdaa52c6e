"""The columns of a table of examples: their headings in every language, and what a cell of each may hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_babel import force_locale, lazy_gettext

from app.examples.fields import CURRENCIES, LONG
from app.examples.labels import AUDIENCES, FIELDS, GEO, LANGUAGES, MEASURE_TYPES, STATUSES
from app.i18n import LOCALES

Choices = Mapping[Any, Any]  # what is kept -> what it is called


@dataclass(frozen=True)
class Column:
    """A column: its KEY in every file, its heading, what to write in it, and the values to choose from."""

    key: str
    label: Any
    help: Any = ""
    choices: Choices | None = None
    long: bool = False
    needed: bool = False


ONE_A_LINE = lazy_gettext("One on each line.")
HELP = {
    "title": lazy_gettext("At most 100 characters."), "summary": lazy_gettext("At most 300 characters."),
    "themes": lazy_gettext("One or more, with a semicolon between them."),
    "municipalities": lazy_gettext("The owner first; name or number, with a semicolon between them."),
    "network_id": lazy_gettext("The name of a network that you are in."),
    "start_date": lazy_gettext("A year, or 2026-03"), "end_date": lazy_gettext("A year, or 2026-03"),
    "cost_amount": lazy_gettext("A number without words."),
    "effects": lazy_gettext("On each line, with a bar (|) between them: what was measured, figure, unit, year."),
    "links": lazy_gettext("On each line, with a bar (|) between them: address, what it is."),
    "keywords": ONE_A_LINE, "sdg_targets": lazy_gettext("For example: 7; 11.6"),
    "contact_id": lazy_gettext("Name or e-mail of a colleague; you, if nobody is named."),
    "last_verified": lazy_gettext("A day: 2026-03-01"),
    "address": lazy_gettext("Where it came from. Leave it empty for a new example.")}
CHOICES: dict[str, Choices] = {
    "language": LANGUAGES, "measure_type": MEASURE_TYPES, "status": STATUSES, "geo_character": GEO,
    "currency": {code: code for code in CURRENCIES}, "wanted_visibility": AUDIENCES}
NEEDED = ("title", "summary", "themes", "municipalities")
ORDER = ("title", "summary", "themes", "municipalities", "contact_id", "network_id", "challenge", "objectives",
         "solution", "participants", "political_decision", "measure_type", "status", "results", "effects",
         "cost_amount", "currency", "funding", "resources_text", "start_date", "end_date", "barriers",
         "transferability", "success_factors", "organisation", "links", "keywords", "sdg_targets", "geo_character",
         "location", "lat", "lon", "language", "wanted_visibility", "last_verified")
ADDRESS = Column("address", lazy_gettext("Address"), HELP["address"])
COLUMNS = (*(Column(key, FIELDS[key], HELP.get(key, ""), CHOICES.get(key), key in LONG, key in NEEDED)
             for key in ORDER), ADDRESS)
BY_KEY = {column.key: column for column in COLUMNS}


def in_every_language(words: Any) -> set[str]:
    """What WORDS (lazy) say in each of the languages, as `plain` has it."""
    found = set()
    for code in LOCALES:
        with force_locale(code):
            found.add(plain(str(words)))
    return found


def plain(words: str) -> str:
    """WORDS as they are compared: small letters, single spaces, without the mark of what is needed."""
    return re.sub(r"\s+", " ", words.replace("*", "")).strip().casefold()


def column_of(heading: str) -> Column | None:
    """The column with this HEADING, in whichever language, or its key."""
    return BY_KEY.get(_headings().get(plain(heading), ""))


def value_of(column: Column, words: str) -> str | None:
    """What is kept of the choice that is called WORDS, in whichever language. None for no such choice."""
    return _values(column.key).get(plain(words))


@cache  # the catalogues never change while we run
def _headings() -> dict[str, str]:
    return {words: column.key for column in reversed(COLUMNS)
            for words in {plain(column.key), *in_every_language(column.label)}}


@cache
def _values(key: str) -> dict[str, str]:
    choices = BY_KEY[key].choices or {}
    return {words: str(value) for value, label in choices.items()
            for words in {plain(str(value)), *in_every_language(label)}}
