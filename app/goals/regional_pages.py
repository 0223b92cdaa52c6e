"""The goals of many municipalities: as a page to print, and for a spreadsheet."""

import csv
import io
from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.session import current_actor
from app.goals import queries, regional
from app.goals.labels import TRACKS, WORDS
from app.goals.models import Goal
from app.goals.regional import Group, Row, Wanted
from app.goals.shown import GoalShown, shown
from app.i18n import locale
from app.indicators.card_pages import download
from app.indicators.sheet import safe
from app.networks.models import Network, Organisation
from app.permissions import Actor, Role, require_site

bp = Blueprint("goals_region", __name__, template_folder="templates")


@bp.get("/goals")
def region() -> ResponseReturnValue:
    """What they want to reach in a network or a county. One's own comes first."""
    actor = current_actor()
    networks, counties = queries.regions(actor)
    if not request.args and (own := _own(actor, networks, counties)):
        return redirect(f"/goals?{urlencode(own)}")
    wanted = Wanted.of(request.args)
    views, places = found(actor, wanted)
    groups = regional.grouped(views, places, wanted)
    about = {view.goal.indicator.code: view.counted for view in views if view.goal.indicator}
    return render_template(
        "goals/region.html", groups=groups, counts=regional.counted(groups), wanted=wanted,
        networks=[(one.id, one.name) for one in networks],
        counties=[(f"{one.country}-{one.code}", one.name) for one in counties],
        indicators=about.items(), **WORDS, csv=f"/goals.csv?{urlencode(wanted.named)}")


@bp.get("/goals.csv")
def sheet() -> ResponseReturnValue:
    """The same for a spreadsheet."""
    actor, text = current_actor(), io.StringIO()
    require_site(actor)
    english = locale() == "en"
    writer = csv.writer(text, delimiter="," if english else ";", lineterminator="\r\n")
    writer.writerow([gettext("Municipality"), gettext("Goal"), gettext("Unit"), gettext("Baseline year"),
                     gettext("Baseline"), gettext("Target year"), gettext("Target"), gettext("Latest year"),
                     gettext("Latest"), gettext("State")])
    wanted = Wanted.of(request.args)
    for group in regional.grouped(*found(actor, wanted), wanted):
        for row in group.rows:
            writer.writerow([_cell(value, english) for value in _line(row, group)])
    return download("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", "goals.csv")


def found(actor: Actor, wanted: Wanted) -> tuple[list[GoalShown], list[Organisation]]:
    """The goals that ACTOR may read of the network or county that is WANTED, and all municipalities there."""
    require_site(actor)
    places = queries.places_of(actor, wanted.network, wanted.county)
    narrowed = wanted.network is not None or wanted.county
    some = queries.goals(actor, *([Goal.organisation_id.in_([one.id for one in places])] if narrowed else []))
    return shown(actor, some), places


def _own(actor: Actor, networks: Sequence[Network], counties: Sequence[Organisation]) -> dict[str, object] | None:
    county = next((one for one in counties if one.id == actor.organisation_id), None)
    if county:
        return {"county": f"{county.country}-{county.code}"}
    mine = sorted((one for one in networks if actor.roles.get(one.id, Role.NONE) >= Role.MEMBER),
                  key=lambda one: -actor.roles[one.id])
    return {"network": mine[0].id} if mine else None


def _line(row: Row, group: Group) -> list[object]:
    if row.view is None:
        return [row.place.name, "", group.unit, "", "", "", "", "", "", gettext("No goal")]
    line, latest = row.view.progress.line, row.view.progress.latest or ("", None)
    return [row.place.name, row.view.goal.title, group.unit, *line.baseline, *line.target, *latest,
            TRACKS[row.view.track]]


def _cell(value: object, english: bool) -> object:
    if isinstance(value, float):
        return repr(value) if english else repr(value).replace(".", ",")
    return "" if value is None else safe(str(value))
