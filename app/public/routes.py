"""Pages for everybody. Those for citizens say nothing of who looks, so that any cache may keep them for a while."""

from math import ceil
from typing import Any

from flask import Blueprint, current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from werkzeug import Response

from app.accounts.session import current_actor
from app.curated import queries as collected
from app.examples import labels
from app.examples.drawing import cards
from app.examples.narrowing import whole
from app.files.queries import in_places
from app.goals.labels import WORDS as GOAL_WORDS
from app.i18n import DEFAULT, LOCALES
from app.indicators.queries import COUNTRIES
from app.indicators.words import words_for
from app.permissions import NOBODY
from app.plans.words import KINDS
from app.public import feeds, queries

bp = Blueprint("public", __name__, template_folder="templates")
bp.register_blueprint(feeds.bp)


@bp.get("/public")
def front() -> ResponseReturnValue:
    """Who works together, and what came of it."""
    number = whole(request.args.get("page")) or 1
    found, total = queries.examples(NOBODY, number)
    return page("public/front.html", networks=queries.networks(NOBODY) if number == 1 else [], examples=found,
                collections=collected.collections(NOBODY) if number == 1 else [],
                page=number, pages=ceil(total / queries.PAGE), url=lambda one: f"/public?page={one}#examples")


@bp.get("/public/examples/<int(max=2147483647):example_id>")
@bp.get("/public/examples/<int(max=2147483647):example_id>-<slug>")
def example(example_id: int, slug: str = "") -> ResponseReturnValue:
    """One example that is published for everybody."""
    found = queries.example(NOBODY, example_id)
    if slug != found.slug:
        return redirect(f"/public{found.path}")
    files = in_places(NOBODY, [found.place]).get(found.place, [])
    return page("public/example.html", example=found, cards=cards(found), files=files, base=feeds.base(),
                linked_data=feeds.linked_data(found, labels.theme_names(found)))


@bp.get("/public/collections/<int:collection_id>")
def collection(collection_id: int) -> ResponseReturnValue:
    """The examples of a collection that are published for everybody; without one it is not here."""
    found, number = collected.for_everybody(NOBODY, collection_id), whole(request.args.get("page")) or 1
    total = collected.total(NOBODY, found)
    return page("public/collection.html", collection=found, items=collected.items(NOBODY, found, number), page=number,
                pages=ceil(total / collected.PAGE), url=lambda one: f"/public{found.path}?page={one}")


@bp.get("/public/municipalities/<code>")
def municipality(code: str) -> ResponseReturnValue:
    """What a municipality does, for those who live there; each has one address, also where two share a number."""
    found = queries.municipality(NOBODY, code)
    if code != found.place.key:
        return redirect(f"/public/municipalities/{found.place.key}")
    return page("public/municipality.html", twin=found, goal_words=GOAL_WORDS, kinds=KINDS, countries=COUNTRIES,
                words_for=words_for, base=current_app.config["LIVSKRAFT"].base_url)


@bp.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("public/accessibility.html")


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    """The privacy notice."""
    return render_template("public/privacy.html")


def page(template: str, **context: Any) -> Response:
    """TEMPLATE in the language that the address or else the browser asks for."""
    wanted = request.args.get("lang") or request.accept_languages.best_match([*LOCALES])
    with force_locale(wanted if wanted in LOCALES else DEFAULT):
        answer = make_response(render_template(template, **labels.WORDS, **context))
    # The session of one who is signed in may be renewed by the answer: that is for nobody else to keep.
    kept_by = "private" if current_actor().signed_in else "public"
    answer.headers["Cache-Control"] = f"{kept_by}, max-age=300"
    answer.vary.add("Accept-Language")
    answer.add_etag()
    return answer.make_conditional(request)
