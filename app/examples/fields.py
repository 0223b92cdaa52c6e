"""What may stand in each field of an example, whichever door it comes by: cleaned, measured, refused by name."""

import re
from datetime import date
from typing import Any, TypedDict

from flask_babel import lazy_gettext

from app.database import now
from app.errors import Invalid
from app.examples.checks import Check, amount, degrees, line, maybe, number, one_of, several, shaped, text
from app.examples.models import MeasureStatus, MeasureType
from app.permissions import Visibility

LANGUAGES = ("nb", "nn", "sv", "en", "se")
CURRENCIES = ("NOK", "SEK", "EUR")
GEO = ("urban", "densely", "rural", "coast", "island", "mountain")
AUDIENCES = (Visibility.NETWORK, Visibility.MEMBERS, Visibility.PUBLIC)  # each wider than the one before
MONTH = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2]))?")
GOAL = re.compile(r"(?:1[0-7]|[1-9])(?:\.[0-9a-d])?")
ADDRESS = re.compile(r"https?://[^\s<>\"]{3,}")
CARD = re.compile(r"card:\d{1,9}")
CODE = re.compile(r"[A-Za-z0-9_.:-]{1,80}")


class Fields(TypedDict, total=False):
    """What a person writes about an example. Long texts are Markdown; `themes`, `municipalities` (the owner
    first) and `files` are ids, `cards` are keys ("card:7"). A field that is not there stays as it is."""

    title: str
    summary: str
    language: str
    themes: list[int]
    municipalities: list[int]
    network_id: int | None
    gathering_id: int | None
    organisation: str
    measure_type: str | None
    status: str | None
    start_date: str  # a year, or YYYY-MM
    end_date: str
    challenge: str
    objectives: str
    solution: str
    participants: str
    political_decision: str
    cost_amount: float | str | None
    currency: str
    funding: str
    resources_text: str
    results: str
    effects: list[dict[str, Any]]  # {measure, value, unit, year, indicator}
    success_factors: str
    barriers: str
    transferability: str
    contact_id: int | None
    deputy_id: int | None
    links: list[dict[str, str]]  # {url, label}
    keywords: list[str]
    sdg_targets: list[str]
    geo_character: str
    image_id: int | None
    image_alt: str
    image_credit: str
    location: str
    lat: float | str | None  # degrees north and east
    lon: float | str | None
    wanted_visibility: str
    last_verified: date
    cards: list[str]
    files: list[int]


def checked(fields: Fields) -> Fields:
    """FIELDS, cleaned. Raise Invalid with all that is missing or wrong, by name."""
    good: Any = {}
    errors = {}
    for name, value in fields.items():
        try:
            good[name] = CHECKS[name](value)
        except ValueError as wrong:
            errors[name] = wrong.args[0]
    if errors:
        raise Invalid(errors=errors)
    cleaned: Fields = good
    return cleaned


def effect(row: dict[str, Any]) -> dict[str, Any] | None:
    """A figure that was measured: {measure, value, unit, year, indicator}."""
    measure, unit = line(100)(row.get("measure")), line(30)(row.get("unit"))
    indicator = shaped(CODE, lazy_gettext("Choose one of the list."))(row.get("indicator"))
    value, year = number(row.get("value")), number(row.get("year"))
    if not measure and value is None:
        return None
    if not measure or value is None:
        raise ValueError(lazy_gettext("Say both what was measured and the figure."))
    if year is not None and not 1900 <= year < 2200:
        raise ValueError(lazy_gettext("Write a year with four digits."))
    tied = {"indicator": indicator} if indicator else {}
    return {"measure": measure, "value": value, "unit": unit, "year": int(year) if year else None, **tied}


def link(row: dict[str, str]) -> dict[str, str] | None:
    """An address elsewhere, and what it is."""
    url, label = line(500)(row.get("url")), line(120)(row.get("label"))
    if not url and not label:
        return None
    if not ADDRESS.fullmatch(url):
        raise ValueError(lazy_gettext("A link begins with https://"))
    return {"url": url, "label": label or url}


def verified(value: date) -> date:
    """When somebody last said that it still holds: not in the future."""
    if value > now().date():
        raise ValueError(lazy_gettext("This day has not come yet."))
    return value


A_MONTH = shaped(MONTH, lazy_gettext("Write a year, or a year and a month: 2026 or 2026-03."))
LONG: dict[str, Check] = {
    "challenge": text(2000), "objectives": text(1000), "solution": text(5000), "participants": text(1000),
    "political_decision": text(300), "resources_text": text(300), "results": text(2000),
    "success_factors": text(1000), "barriers": text(1000), "transferability": text(1000)}
CHECKS: dict[str, Check] = {
    **LONG,
    "title": line(100, needed=True), "summary": line(300, needed=True), "language": one_of(LANGUAGES),
    "themes": several(int, needed=True), "municipalities": several(int, needed=True),
    "network_id": maybe(int), "gathering_id": maybe(int), "contact_id": maybe(int), "deputy_id": maybe(int),
    "image_id": maybe(int), "image_alt": line(250), "image_credit": line(120),
    "location": line(120), "lat": degrees(90), "lon": degrees(180),
    "organisation": line(150), "funding": line(300),
    "measure_type": maybe(one_of(MeasureType)), "status": maybe(one_of(MeasureStatus)),
    "start_date": A_MONTH, "end_date": A_MONTH,
    "cost_amount": amount, "currency": one_of(CURRENCIES), "effects": several(effect),
    "links": several(link), "keywords": several(line(40)),
    "sdg_targets": several(shaped(GOAL, lazy_gettext("A goal is a number from 1 to 17, or one like 11.6."))),
    "geo_character": one_of(("", *GEO)), "wanted_visibility": one_of(AUDIENCES), "last_verified": verified,
    "cards": several(shaped(CARD, lazy_gettext("This is not an indicator card."))), "files": several(int)}
