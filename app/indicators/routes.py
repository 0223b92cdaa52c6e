"""Pages of indicators: the catalogue, and one of them with its figures."""

from datetime import date
from math import ceil

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.session import current_actor
from app.i18n import locale
from app.indicators import (
    backing,
    bringing_pages,
    card_pages,
    citing,
    maker_pages,
    making,
    picking,
    queries,
    reference_pages,
    release_pages,
    service,
    source_pages,
)
from app.indicators.card_pages import download, link
from app.indicators.forms import FiguresForm
from app.indicators.maker_pages import wanted_frame
from app.indicators.sheet import card_csv
from app.indicators.shown import lowered
from app.indicators.words import words_for

bp = Blueprint("indicators", __name__, template_folder="templates")
bp.register_blueprint(card_pages.bp)
bp.register_blueprint(maker_pages.bp)
bp.register_blueprint(release_pages.bp)
bp.register_blueprint(reference_pages.bp)
bp.register_blueprint(source_pages.bp)
bp.register_blueprint(bringing_pages.bp)
bp.add_app_template_filter(lowered, "co2")
FRAME = "indicator_figures"
MOST_PAGES = 1000


@bp.app_template_filter()
def day_of(day: date) -> str:
    """DAY as the cards write it, in the page's language."""
    return words_for(locale()).date(day)


@bp.get("/indicators")
def catalogue() -> ResponseReturnValue:
    """What can be compared, by theme."""
    actor, language = current_actor(), locale()
    text, theme = request.args.get("q", "").strip(), request.args.get("theme", "")
    everything = queries.indicators(actor)
    found = queries.indicators(actor, theme, text) if theme or text else everything
    own = queries.own_municipality(actor)
    return render_template(
        "indicators/catalogue.html", groups=making.by_theme(found, language), text=text, theme=theme,
        themes=making.by_theme(everything, language), own=own, latest=queries.latest_of(actor, own),
        words=words_for(language), countries=queries.COUNTRIES)


@bp.get("/indicators/<code>")
def indicator(code: str) -> ResponseReturnValue:
    """One indicator: what it says, and one's own municipality against the network, or as one chooses."""
    actor, language = current_actor(), locale()
    found = queries.indicator(actor, code)
    form, chosen = FiguresForm(request.args), "chosen" in request.args
    offered, key = making.offer(actor, found), request.args.get("set", "")
    making.fill(actor, form, found, offered, key, chosen)
    choice = form.choice(code, language)
    wanted = chosen or choice.municipalities
    card, status = making.preview(actor, form, lambda: choice, found) if wanted else (None, 200)
    facts = {"indicator": found, "texts": found.texts(language), "form": form, "card": card, "link": link(choice),
             "offered": offered, "asked": key}
    if wanted_frame() == FRAME:
        return render_template("indicators/_figures.html", **facts)
    page, cards_page = _page("page"), _page("cards")
    cited, mentions = citing.citations(actor, found, page)
    cards, made = citing.cards(actor, found, cards_page)
    return render_template(
        "indicators/indicator.html", cited=cited, page=page, pages=ceil(mentions / citing.PAGE),
        cards=cards, cards_page=cards_page, cards_pages=ceil(made / citing.PAGE),
        places={card.id: queries.shares(actor, card) for card in cards},
        behind=backing.behind(actor, found), words=words_for(language),
        favourite=picking.is_favourite(actor, found), names=making.names(found.country), **facts), status


@bp.post("/indicators/<code>/favourite")
def favourite(code: str) -> ResponseReturnValue:
    """Keep an indicator at hand, or no more."""
    service.keep_favourite(current_actor(), code, "keep" in request.form)
    return redirect(f"/indicators/{code}", 303)


@bp.get("/indicators/<code>.csv")
def figures(code: str) -> Response:
    """The same figures for a spreadsheet."""
    actor, form = current_actor(), FiguresForm(request.args)
    queries.indicator(actor, code)
    frozen = queries.figures(actor, form.choice(code, locale()))
    return download(card_csv(frozen), "text/csv; charset=utf-8", f"{code}.csv")


def _page(name: str) -> int:
    """The page of a list that was asked for."""
    return min(max(request.args.get(name, 1, int), 1), MOST_PAGES)
