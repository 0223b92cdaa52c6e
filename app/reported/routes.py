"""Pages of the indicators that a network reports itself: defining one, reporting, who has."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.session import current_actor
from app.database import now
from app.errors import Invalid, Missing
from app.i18n import locale
from app.indicators import queries as indicators
from app.indicators.models import Indicator
from app.networks import queries as networks
from app.networks.models import Organisation
from app.permissions import Can, Visibility, allows, require, require_site
from app.reported import queries, service
from app.reported.forms import IndicatorForm, figures

bp = Blueprint("reported", __name__, template_folder="templates")
YEARS_BACK = 9


@bp.get("/networks/<int:network_id>/indicators/new")
def new(network_id: int) -> ResponseReturnValue:
    """An empty form."""
    return form_page(IndicatorForm(formdata=None), network_id=network_id)


@bp.post("/networks/<int:network_id>/indicators")
def define(network_id: int) -> ResponseReturnValue:
    """Give the network an indicator of its own."""
    require_site(current_actor())
    require(current_actor(), Can.DEFINE_INDICATOR, Indicator(network_id=network_id, visibility=Visibility.NETWORK))
    form = offered(IndicatorForm())
    try:
        form.check()
        made = service.define(current_actor(), network_id, form.facts())
    except Invalid as refusal:
        return form_page(form, form.refuse(refusal), network_id=network_id)
    return redirect(f"/indicators/{made.code}/report", 303)


@bp.get("/indicators/<code>/edit")
def edit_page(code: str) -> ResponseReturnValue:
    """How it is described now."""
    about = queries.own(current_actor(), code, Can.DEFINE_INDICATOR)
    return form_page(IndicatorForm.of(about), about=about)


@bp.post("/indicators/<code>/edit")
def edit(code: str) -> ResponseReturnValue:
    """Describe it better."""
    about, form = queries.own(current_actor(), code, Can.DEFINE_INDICATOR), offered(IndicatorForm())
    try:
        form.check()
        service.redefine(current_actor(), code, form.facts())
    except Invalid as refusal:
        return form_page(form, form.refuse(refusal), about=about)
    return redirect(f"/indicators/{code}", 303)


@bp.post("/indicators/<code>/open")
def open_to_all(code: str) -> ResponseReturnValue:
    """Let everybody see it, or only the network again."""
    service.open_to_all(current_actor(), code, "open" in request.form)
    return redirect(f"/indicators/{code}/report", 303)


@bp.get("/indicators/<code>/report")
def report_page(code: str) -> ResponseReturnValue:
    """What one's municipality has reported, who else has, and when."""
    about = queries.own(current_actor(), code)
    return standing(about, chosen(about, request.args.get("place", "")))


@bp.post("/indicators/<code>/report")
def report(code: str) -> ResponseReturnValue:
    """Keep the figures that were filled in."""
    about = queries.own(current_actor(), code, Can.REPORT_FIGURES)
    place = chosen(about, request.form.get("place", ""))
    if place is None:
        raise Missing
    sent = {year: request.form.get(f"year_{year}", "").strip() for year in years()}
    try:
        service.report(current_actor(), code, place.id, figures(sent))
    except Invalid as refusal:
        return standing(about, place, sent, {name: str(words) for name, words in refusal.errors.items()},
                        refusal.status)
    flash(gettext("The figures of %(municipality)s are kept.", municipality=place.name))
    return redirect(f"/indicators/{code}/report?place={place.id}", 303)


def years() -> list[int]:
    """Those that one can report, the latest first: figures of a year come when it has passed, or during it."""
    this = now().year
    return list(range(this, this - YEARS_BACK - 1, -1))


def chosen(about: Indicator, number: str) -> Organisation | None:
    """The municipality to report for: one's own; for a coordinator, the one that was asked for, or the first."""
    actor, own = current_actor(), indicators.own_municipality(current_actor())
    places = queries.municipalities(actor, about.network_id or 0)
    if not allows(actor, Can.DEFINE_INDICATOR, about):
        return own if own in places and allows(actor, Can.REPORT_FIGURES, about) else None
    wanted = int(number) if number.isdecimal() and len(number) < 10 else own.id if own else 0
    return next((place for place in places if place.id == wanted), next(iter(places), None))


def standing(about: Indicator, place: Organisation | None, sent: dict[int, str] | None = None,
             errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    """The page, with what was SENT and what is wrong with it."""
    actor = current_actor()
    now_kept = queries.series(actor, about, place) if place else {}
    rows = [(year, sent[year] if sent else f"{now_kept[year]:.15g}".replace(".", ",") if year in now_kept else "")
            for year in years()]
    return render_template(
        "reported/report.html", about=about, texts=about.texts(locale()), place=place, rows=rows, errors=errors or {},
        standing=queries.standing(actor, about), history=queries.history(actor, about),
        defines=allows(actor, Can.DEFINE_INDICATOR, about)), status


def form_page(form: IndicatorForm, status: int = 200, network_id: int = 0,
              about: Indicator | None = None) -> ResponseReturnValue:
    """The page on which an indicator is described. Raise Missing or Denied."""
    actor = current_actor()
    require_site(actor)
    network = networks.network(actor, about.network_id or 0 if about else network_id)
    require(actor, Can.DEFINE_INDICATOR, about or Indicator(network_id=network.id, visibility=Visibility.NETWORK))
    return render_template("reported/form.html", form=offered(form), network=network, about=about), status


def offered(form: IndicatorForm) -> IndicatorForm:
    """FORM with the themes to choose from."""
    form.offer(networks.themes(current_actor()), locale())
    return form
