"""Pages of cards: one of them as page, picture, drawing and spreadsheet."""

from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.http import dump_options_header

from app.accounts.session import current_actor
from app.i18n import LOCALES
from app.indicators import queries
from app.indicators.charts import chart
from app.indicators.choice import Choice
from app.indicators.frozen import Frozen
from app.indicators.models import SnapshotCard
from app.indicators.pdf import PDF, card_pdf
from app.indicators.sheet import card_csv
from app.indicators.shown import picture, shown
from app.indicators.workbook import XLSX, card_xlsx

bp = Blueprint("cards", __name__, url_prefix="/cards")
# A drawing opened by itself may load nothing, run nothing and ask nothing.
SEALED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@bp.get("/<int:card_id>")
def show(card_id: int) -> ResponseReturnValue:
    """A card with all that explains it."""
    actor = current_actor()
    card = queries.card(actor, card_id)
    view = shown(card, card.id in queries.newer_figures(actor, [card]), language())
    return render_template("indicators/show.html", card=view, kept=card, asked=language(),
                           places=queries.shares(actor, card), link=link(again(card)))


@bp.get("/<int:card_id>.svg")
def drawing(card_id: int) -> Response:
    """The chart with title and source, as a drawing."""
    card = queries.card(current_actor(), card_id)
    return download(str(chart(frozen(card))), "image/svg+xml", name(card, "svg"), inline=True)


@bp.get("/<int:card_id>.png")
def image(card_id: int) -> Response:
    """The same as a picture, for letters and slides."""
    card = queries.card(current_actor(), card_id)
    return download(picture(str(chart(frozen(card)))), "image/png", name(card, "png"), inline=True)


@bp.get("/<int:card_id>.csv")
def sheet(card_id: int) -> Response:
    """Its figures for a spreadsheet."""
    card = queries.card(current_actor(), card_id)
    return download(card_csv(frozen(card)), "text/csv; charset=utf-8", name(card, "csv"))


@bp.get("/<int:card_id>.xlsx")
def workbook(card_id: int) -> Response:
    """The same as a workbook, with what explains them."""
    card = queries.card(current_actor(), card_id)
    return download(card_xlsx(frozen(card)), XLSX, name(card, "xlsx"))


@bp.get("/<int:card_id>.pdf")
def paper(card_id: int) -> Response:
    """The card on a page of paper."""
    card = queries.card(current_actor(), card_id)
    return download(card_pdf(shown(card, language=language())), PDF, name(card, "pdf"), inline=True)


def frozen(card: SnapshotCard) -> Frozen:
    """What CARD holds, in the language that was asked for."""
    return card.in_language(language()) if language() else card.figures


def language() -> str:
    """The language that a reader asks for instead of the card's own."""
    asked = request.args.get("language", "")
    return asked if asked in LOCALES else ""


def again(card: SnapshotCard) -> Choice:
    """What CARD shows, to be chosen anew: up to the newest year where it was so."""
    held = card.figures
    return Choice(held.indicator, tuple(place.code for place in held.municipalities), held.years[0],
                  None if card.to_newest else held.years[-1], form=held.form, compare=card.compare,
                  target=held.target, measures=bool(held.marks))


def link(choice: Choice) -> str:
    """CHOICE as the end of an address."""
    years = ((key, str(year)) for key, year in (("from", choice.since), ("to", choice.until)) if year)
    aim = choice.target
    more: list[tuple[str, object]] = [("form", choice.form)] if choice.form != "chart" else []
    more += [("target_year", aim.year), ("target_value", aim.value)] if aim else []
    more += [("compare", choice.compare)] if choice.compare else []
    more += [("measures", "y")] if choice.measures else []
    return urlencode([("indicator", choice.indicator), *(("municipalities", one) for one in choice.municipalities),
                      *years, *more, ("chosen", "1")])


def name(card: SnapshotCard, ending: str) -> str:
    """What a file of CARD is called."""
    return f"{card.frozen['indicator']}-{card.id}.{ending}"


def download(content: str | bytes, media_type: str, filename: str, inline: bool = False) -> Response:
    """CONTENT as a file."""
    answer = Response(content, content_type=media_type)
    how = "inline" if inline and "download" not in request.args else "attachment"
    answer.headers["Content-Disposition"] = dump_options_header(how, {"filename": filename})
    answer.headers["Content-Security-Policy"] = SEALED
    return answer
