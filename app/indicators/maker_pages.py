"""Making a card: pick an indicator, look, put it in. Two clicks for one's own municipality against one's network."""

from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.session import current_actor
from app.errors import Invalid
from app.i18n import locale
from app.indicators import making, picking, queries, service
from app.indicators.forms import CardForm
from app.indicators.shown import shown
from app.permissions import Actor

bp = Blueprint("maker", __name__, url_prefix="/cards")
MAKER, PREVIEW, PICKS = "card_maker", "card_preview", "card_picks"  # parts of the page that Turbo asks for
ANEW = ("indicator", "pick", "find", "theme", "csrf_token")  # what a new indicator does not take over


@bp.get("/new")
def choose() -> ResponseReturnValue:
    """Choose what a card shows, with a preview; a page of its own, or a frame in the composer."""
    actor, form = current_actor(), CardForm(request.args)
    about = next((one for one in queries.indicators(actor) if one.code == form.indicator.data), None)
    if about is None or "pick" in request.args:
        return picker(actor, form)
    key = request.args.get("set", "")
    offered = making.offer(actor, about)
    making.fill(actor, form, about, offered, key, "chosen" in request.args)
    card, status = making.preview(actor, form, lambda: form.card(locale()), about)
    if wanted_frame() == PREVIEW:  # what is still wrong with the choice is no failure
        return render_template("indicators/_preview.html", form=form, card=card)
    return page("indicators/_maker.html", form=form, about=about, card=card, offered=offered, asked=key,
                names=making.names(about.country)), status


def picker(actor: Actor, form: CardForm, status: int = 200) -> ResponseReturnValue:
    """The indicators to choose from. What else was chosen goes along."""
    find, theme = request.values.get("find", "").strip(), request.values.get("theme", "")
    room = request.values.get("room", "")
    found = picking.groups(actor, locale(), find, theme, int(room[:9]) if room.isdecimal() else None)
    facts = {"groups": found, "find": find, "theme": theme, "form": form, "kept": kept(),
             "rest": [(name, value) for name, value in request.args.items(multi=True) if name not in ANEW]}
    if wanted_frame() == PICKS:
        return render_template("indicators/_picks.html", **facts)
    themes = making.by_theme([one for one in queries.indicators(actor) if one.places], locale())
    return page("indicators/_picker.html", themes=themes, **facts), status


@bp.post("")
def make() -> ResponseReturnValue:
    """Make the card; the composer gets it to attach, others are led to it."""
    actor, form = current_actor(), CardForm(request.form)
    try:
        card = service.make_card(actor, form.card(locale()))
    except Invalid as refusal:
        return again(actor, form, form.refuse(refusal))
    if wanted_frame() == MAKER and request.form.get("into") == "composer":
        return render_template("indicators/_attached.html", card=shown(card))
    return redirect(f"/cards/{card.id}", 303)


def again(actor: Actor, form: CardForm, status: int) -> ResponseReturnValue:
    """The form with what was typed and what is wrong with it."""
    about = next((one for one in queries.indicators(actor) if one.code == form.indicator.data), None)
    if about is None:
        return picker(actor, form, status)
    offered = making.offer(actor, about)
    making.fill(actor, form, about, offered, "", chosen=True)
    return page("indicators/_maker.html", form=form, about=about, card=None, offered=offered, asked="",
                names=making.names(about.country)), status


def page(template: str, **facts: object) -> str:
    """TEMPLATE alone where only its frame is asked for, else with the page around it."""
    facts |= {"composer": request.values.get("into") == "composer", "room": request.values.get("room", "")}
    return render_template(template if wanted_frame() == MAKER else "indicators/new.html", part=template, **facts)


def kept() -> str:
    """What is chosen beside the indicator, as part of an address."""
    return urlencode([(name, value) for name, value in request.args.items(multi=True) if name not in ANEW])


def wanted_frame() -> str:
    """The part of the page that Turbo asks for; empty for a whole page."""
    return request.headers.get("Turbo-Frame", "")
