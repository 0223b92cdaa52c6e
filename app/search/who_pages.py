"""The page that names people who may know something."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.session import current_actor
from app.directory.queries import municipalities, seen
from app.i18n import locale
from app.networks.queries import themes
from app.permissions import require_site
from app.search import keys, pace
from app.search.knowing import Wanted, who_may_know
from app.search.nothing import room_to_ask_in

bp = Blueprint("who", __name__, template_folder="templates")
LONGEST = 200


@bp.get("/contacts/who")
def page() -> ResponseReturnValue:
    """People for the words `q`, a `theme`, a `municipality`: the best first, with the reasons."""
    actor = current_actor()
    require_site(actor)
    pace.require_pace(actor)
    text, names = request.args.get("q", "").strip()[:LONGEST], {one.key: one.label(locale()) for one in themes(actor)}
    code, theme = request.args.get("municipality", ""), request.args.get("theme", "")
    place = municipalities(actor, code)[0] if code else None
    wanted = Wanted(text, theme if theme in names else "", place)
    found = who_may_know(actor, wanted, keys.ring_of(actor))
    return render_template(
        "search/who.html", knowers=found, q=text, theme=wanted.theme, place=place, theme_names=names,
        seen={one.person.id: one for one in seen(actor, [one.person.id for one in found])},
        room=None if found else room_to_ask_in(actor))
