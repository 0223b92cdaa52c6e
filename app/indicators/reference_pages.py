"""KS's catalogue of indicators for the Sustainable Development Goals: to search, and to be led to the sources."""

import math
from collections import Counter

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app import registers
from app.accounts.session import current_actor
from app.i18n import locale
from app.indicators import queries
from app.permissions import require_site
from app.registers import Reference

bp = Blueprint("reference", __name__, url_prefix="/indicators/reference")
AT_ONCE = 50


@bp.get("")
def index() -> ResponseReturnValue:
    """All, or those of one set, goal and words, page by page."""
    actor = current_actor()
    require_site(actor)
    text, group, goal = (request.args.get(name, "").strip() for name in ("q", "set", "goal"))
    found = [one for one in registers.references() if _fits(one, text, group, goal)]
    pages = max(1, math.ceil(len(found) / AT_ONCE))
    page = min(max(1, request.args.get("page", 1, int)), pages)
    some = found[(page - 1) * AT_ONCE:page * AT_ONCE]
    return render_template(
        "indicators/reference.html", text=text, group=group, goal=goal, number=len(found), some=some, page=page,
        pages=pages, sets=sorted(Counter(one.set for one in registers.references()).items()),
        names={one.code: one.names[locale()] for one in queries.indicators(actor)})


def _fits(one: Reference, text: str, group: str, goal: str) -> bool:
    said = f"{one.title} {one.set} {one.source}".casefold()
    goals = {target.split(".")[0].strip() for target in one.sdg.split(";")}
    return group in ("", one.set) and (not goal or goal in goals) and all(
        word in said for word in text.casefold().split())
