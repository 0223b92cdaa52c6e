"""Pages of releases: all of an indicator, and what differs between two."""

import csv
import io
import math
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from app.accounts.session import current_actor
from app.errors import Missing
from app.i18n import locale
from app.indicators import differing, queries
from app.indicators.card_pages import download
from app.indicators.models import Indicator, Release
from app.indicators.words import words_for
from app.permissions import Actor

bp = Blueprint("releases", __name__, url_prefix="/indicators/<code>/releases")
AT_ONCE = 50  # differences on a page
WORDS = {differing.Kind.CHANGED: lazy_gettext("changed"), differing.Kind.NEW: lazy_gettext("new"),
         differing.Kind.GONE: lazy_gettext("gone")}


@bp.get("")
def index(code: str) -> ResponseReturnValue:
    """All releases of an indicator, the newest first."""
    actor = current_actor()
    found = queries.indicator(actor, code)
    return render_template("indicators/releases.html", indicator=found, texts=found.texts(locale()),
                           releases=differing.releases(actor, found))


@bp.get("/difference")
def difference(code: str) -> ResponseReturnValue:
    """What differs between two releases; without any said, between the last two."""
    actor = current_actor()
    found = queries.indicator(actor, code)
    before, after = _two(actor, found)
    counts = differing.counted(actor, before, after)
    pages = math.ceil(sum(counts.values()) / AT_ONCE)
    page = min(max(1, request.args.get("page", 1, int)), max(1, pages))
    link = urlencode({"from": before.id, "to": after.id})
    return render_template(
        "indicators/difference.html", indicator=found, texts=found.texts(locale()), before=before, after=after,
        counts=counts, page=page, pages=pages, link=link, words=words_for(locale()),
        releases=differing.releases(actor, found), url=lambda number: f"?{link}&page={number}",
        rows=differing.differences(actor, before, after, (page - 1) * AT_ONCE, AT_ONCE))


@bp.get("/difference.csv")
def spreadsheet(code: str) -> Response:
    """All that differs, for a spreadsheet."""
    actor = current_actor()
    found = queries.indicator(actor, code)
    before, after = _two(actor, found)
    english = locale() == "en"
    text = io.StringIO()
    write = csv.writer(text, delimiter="," if english else ";", lineterminator="\r\n").writerow
    write([gettext("Municipality number"), gettext("Municipality"), gettext("Year"), gettext("How"),
           gettext("Before"), gettext("After")])
    for one in differing.differences(actor, before, after):
        numbers = ["" if value is None else repr(value) for value in (one.before, one.after)]
        write([one.number, one.municipality, one.year, WORDS[one.kind],
               *(numbers if english else [number.replace(".", ",") for number in numbers])])
    return download("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", f"{code}-{before.id}-{after.id}.csv")


def _two(actor: Actor, indicator: Indicator) -> tuple[Release, Release]:
    """The two that are asked for. Raise Missing where there are none."""
    if "from" in request.args or "to" in request.args:
        first, last = (differing.release(actor, indicator, request.args.get(name, 0, int)) for name in ("from", "to"))
        return first, last
    found = differing.releases(actor, indicator)
    if len(found) < 2:
        raise Missing
    return found[1], found[0]
