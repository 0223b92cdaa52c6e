"""What fields and their values are called, in the reader's language."""

from datetime import date
from typing import Any

from flask_babel import format_currency, format_date, format_decimal, gettext, lazy_gettext

from app.examples.filters import BANDS
from app.examples.models import Example, MeasureStatus, MeasureType, ReviewState
from app.i18n import locale
from app.permissions import Visibility

MEASURE_TYPES = {
    MeasureType.PLAN: lazy_gettext("Plan"), MeasureType.INVESTMENT: lazy_gettext("Investment"),
    MeasureType.OPERATION: lazy_gettext("Daily running"), MeasureType.INFORMATION: lazy_gettext("Information"),
    MeasureType.COOPERATION: lazy_gettext("Cooperation"), MeasureType.COMPETENCE: lazy_gettext("Competence"),
    MeasureType.PROCUREMENT: lazy_gettext("Procurement"), MeasureType.REGULATION: lazy_gettext("Regulation")}
STATUSES = {
    MeasureStatus.IDEA: lazy_gettext("Idea"), MeasureStatus.PLANNED: lazy_gettext("Planned"),
    MeasureStatus.ONGOING: lazy_gettext("Under way"), MeasureStatus.COMPLETED: lazy_gettext("Completed"),
    MeasureStatus.STOPPED: lazy_gettext("Stopped")}
STATES = {
    ReviewState.DRAFT: lazy_gettext("Draft"), ReviewState.SUBMITTED: lazy_gettext("To be reviewed"),
    ReviewState.NEEDS_CHANGES: lazy_gettext("Needs changes"), ReviewState.PUBLISHED: lazy_gettext("Published"),
    ReviewState.ARCHIVED: lazy_gettext("Archived")}
AUDIENCES = {
    Visibility.NETWORK: lazy_gettext("The network"), Visibility.MEMBERS: lazy_gettext("Everybody who is signed in"),
    Visibility.PUBLIC: lazy_gettext("Everybody, citizens too")}
LANGUAGES = {"nb": "Bokmål", "nn": "Nynorsk", "sv": "Svenska", "en": "English", "se": "Davvisámegiella"}
GEO = {
    "": lazy_gettext("Not said"), "urban": lazy_gettext("Town"), "densely": lazy_gettext("Densely populated"),
    "rural": lazy_gettext("Rural"), "coast": lazy_gettext("Coast"), "island": lazy_gettext("Island"),
    "mountain": lazy_gettext("Mountain")}
FIELDS = {
    "title": lazy_gettext("Title"), "summary": lazy_gettext("The result in one or two sentences"),
    "language": lazy_gettext("Language of the text"), "themes": lazy_gettext("Themes"),
    "municipalities": lazy_gettext("Municipality"), "network_id": lazy_gettext("Network"),
    "organisation": lazy_gettext("Responsible, if not the municipality"),
    "measure_type": lazy_gettext("Type of measure"), "status": lazy_gettext("How far it has come"),
    "start_date": lazy_gettext("Began"), "end_date": lazy_gettext("Ended"),
    "challenge": lazy_gettext("Challenge"), "objectives": lazy_gettext("Goals"),
    "solution": lazy_gettext("What we did"), "participants": lazy_gettext("Who took part"),
    "political_decision": lazy_gettext("Political decision"), "cost_amount": lazy_gettext("Cost"),
    "currency": lazy_gettext("Currency"), "funding": lazy_gettext("Paid by"),
    "resources_text": lazy_gettext("Time and people"), "results": lazy_gettext("Result"),
    "effects": lazy_gettext("Figures"), "success_factors": lazy_gettext("What made it work"),
    "barriers": lazy_gettext("What did not go well"), "transferability": lazy_gettext("Advice to others"),
    "gathering_id": lazy_gettext("Gathering"), "location": lazy_gettext("Where it is"),
    "lat": lazy_gettext("Degrees north"), "lon": lazy_gettext("Degrees east"), "image_id": lazy_gettext("Picture"),
    "image_alt": lazy_gettext("What the picture shows"), "image_credit": lazy_gettext("Who took it"),
    "deputy_id": lazy_gettext("Deputy"), "contact_id": lazy_gettext("Contact person"), "links": lazy_gettext("Links"),
    "keywords": lazy_gettext("Keywords"), "sdg_targets": lazy_gettext("UN sustainable development goals"),
    "geo_character": lazy_gettext("Type of municipality"), "wanted_visibility": lazy_gettext("Who may read it"),
    "last_verified": lazy_gettext("Last confirmed"), "cards": lazy_gettext("Indicator cards"),
    "files": lazy_gettext("Attachments")}
# The keys are those of filters.py.
SIZE_NAMES = {
    "-2000": lazy_gettext("Fewer than 2 000"), "2000-5000": "2 000 – 4 999", "5000-10000": "5 000 – 9 999",
    "10000-20000": "10 000 – 19 999", "20000-": lazy_gettext("20 000 or more")}
COSTS = {
    "1": lazy_gettext("Up to 100 000 kr"), "2": lazy_gettext("Up to 500 000 kr"),
    "3": lazy_gettext("Up to 2 million kr"), "4": lazy_gettext("Up to 10 million kr"),
    "5": lazy_gettext("More than 10 million kr")}
FRESHNESS = {"yes": lazy_gettext("Confirmed within a year"), "no": lazy_gettext("Not confirmed for a year")}
# What a reviewer can speak of, one by one: the headings of the page.
REVIEWED = ("summary", "challenge", "solution", "results", "cost_amount", "barriers", "transferability")
# What a quick example leaves open, where it is written, and what others have of it.
WANTED = {
    "challenge": ("more-challenge", lazy_gettext("Others see whether it is their problem too.")),
    "solution": ("more-solution", lazy_gettext("Others see what it would take to do the same.")),
    "status": ("more-solution", lazy_gettext("Others see whether it is an idea or has been tried.")),
    "results": ("more-results", lazy_gettext("It is what a council asks for first.")),
    "cost_amount": ("more-cost", lazy_gettext("Even a rough figure helps others to put it in a budget.")),
    "barriers": ("more-barriers", lazy_gettext("It saves others from the same trouble. Often the most useful part.")),
    "transferability": ("more-advice", lazy_gettext("Others see what they can take as it is.")),
    "deputy_id": ("in-short", lazy_gettext("Somebody to ask when the contact person is away.")),
    "image_id": ("more-picture", lazy_gettext("Examples with a picture are opened more easily."))}


def gaps(example: Example) -> list[tuple[str, Any, Any]]:
    """What EXAMPLE does not tell yet: the part of the form, the heading, and why it helps others."""
    return [(where, FIELDS[name], why) for name, (where, why) in WANTED.items() if getattr(example, name) in (None, "")]


def month(text: str) -> str:
    """«2025-03» as «mars 2025»; a year as it is."""
    year, _, number = text.partition("-")
    return str(format_date(date(int(year), int(number), 1), "LLLL yyyy")) if number else text


def month_of(day: date) -> str:
    """A day as its month: «mars 2026»."""
    return str(format_date(day, "LLLL yyyy"))


def period(example: Example) -> str:
    """From when to when: «mars 2025 – juni 2025»."""
    began, ended = month(example.start_date), month(example.end_date)
    if began and ended:
        return f"{began} – {ended}"
    return str(gettext("from %(month)s", month=began) if began else gettext("until %(month)s", month=ended))


def theme_names(example: Example) -> list[str]:
    """Its themes in the reader's language."""
    return [theme.label(locale()) for theme in example.themes]


def figure(value: float) -> str:
    """A number with thin groups and the comma of the language."""
    return str(format_decimal(round(value, 3)))


def money(example: Example) -> str:
    """What it cost: «1 850 000 kr»."""
    return str(format_currency(example.cost_amount, example.currency, "#,##0 ¤", currency_digits=False))


def band(example: Example) -> int:
    """How dear it was, from 1 to 5."""
    cost = (example.cost_amount or 0) * (10 if example.currency == "EUR" else 1)
    return 1 + sum(cost > limit for limit in BANDS)


WORDS: dict[str, Any] = {
    "MEASURE_TYPES": MEASURE_TYPES, "STATUSES": STATUSES, "STATES": STATES, "AUDIENCES": AUDIENCES,
    "FIELDS": FIELDS, "REVIEWED": REVIEWED, "GEO": GEO, "month": month, "month_of": month_of, "period": period,
    "figure": figure, "money": money, "band": band, "theme_names": theme_names}
