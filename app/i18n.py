"""Four languages: which one this page speaks, and dates as people say them."""

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, has_request_context, request, session
from flask_babel import Babel, format_date, format_time, get_locale, gettext

from app.database import now

LOCALES = {"nb": "Bokmål", "nn": "Nynorsk", "sv": "Svenska", "en": "English"}
DEFAULT = "nb"
ZONE = ZoneInfo("Europe/Oslo")


def chosen_locale() -> str:
    """The person's own choice, else what their browser asks for, else bokmål."""
    if not has_request_context():
        return DEFAULT
    if session.get("language") in LOCALES:
        return str(session["language"])
    wanted = request.accept_languages.best_match([*LOCALES, "no"], DEFAULT)
    return DEFAULT if wanted == "no" else wanted


def runners_locale() -> str:
    """The language of who runs a command, as their machine says it; English where we do not speak it."""
    said = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    code = said[:2].lower()
    return {"no": "nb"}.get(code, code if code in LOCALES else "en")


def locale() -> str:
    """The language of the page, as a tag for `lang`."""
    return str(get_locale() or DEFAULT)


def today() -> date:
    """The day where the municipalities are."""
    return now().astimezone(ZONE).date()


def day_words(moment: datetime) -> str:
    """MOMENT as people say it: «i dag 14.05», «tirsdag 09.00», «3. mars 2026»."""
    here = moment.astimezone(ZONE)
    days = (today() - here.date()).days
    clock = clock_words(here)
    if days == 0:
        return str(gettext("today %(time)s", time=clock))
    if days == 1:
        return str(gettext("yesterday %(time)s", time=clock))
    if 1 < days < 7:
        return f"{format_date(here, 'EEEE', rebase=False)} {clock}"
    return str(format_date(here, "long", rebase=False))


def due_words(day: date) -> str:
    """A day to come: "fredag 6. mars", with its year when that is another."""
    here = now().astimezone(ZONE)
    return str(format_date(day, "EEEE d. MMMM" if day.year == here.year else "d. MMMM y", rebase=False))


def clock_words(moment: datetime) -> str:
    """«14.05» in Norwegian, «14:05» in Swedish and English."""
    pattern = "HH.mm" if locale() in ("nb", "nn") else "HH:mm"
    return str(format_time(moment.astimezone(ZONE), pattern, rebase=False))


def exact_words(moment: datetime) -> str:
    """MOMENT to the minute, for a tooltip: «3. mars 2026 kl. 14.05»."""
    here = moment.astimezone(ZONE)
    return f"{format_date(here, 'long', rebase=False)} {clock_words(here)}"


def init_app(app: Flask) -> None:
    """Switch the four languages on."""
    Babel(app, default_locale=DEFAULT, default_timezone="Europe/Oslo", locale_selector=chosen_locale)
    app.jinja_env.filters.update(day_words=day_words, due_words=due_words, exact_words=exact_words)
    app.context_processor(lambda: {"locale": locale(), "locales": LOCALES})
