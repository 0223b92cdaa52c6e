"""The page of the search. All of it is in its address, and it needs no script."""

from collections.abc import Mapping
from contextlib import suppress

from flask import Blueprint, render_template, request, session
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from app.accounts.session import current_actor
from app.api import invalid
from app.errors import Busy
from app.i18n import locale
from app.search import addresses, completing, kept, pace, pointing, queries, service, words
from app.search import related as near
from app.search.asked import LONGEST, Asked
from app.search.nothing import help_on
from app.search.operators import OPERATORS

bp = Blueprint("search", __name__, template_folder="templates")
MOST_RECENT, LONGEST_RECENT = 6, 80


@bp.get("/search")
def page() -> ResponseReturnValue:
    """The best of each kind; of one kind, page by page; of nothing, what helps on."""
    actor, asked = current_actor(), from_address()
    pace.require_pace(actor)
    found = queries.search(actor, asked) if asked.type else queries.overview(actor, asked)
    if not found.total:
        with suppress(Busy, OperationalError):  # a note that cannot be taken now is lost, the answer is not
            service.note_unanswered(actor, asked)
    blank = not (asked.q or asked.filters)
    if actor.signed_in:
        remember(asked.q)
    pages = -(-found.total // queries.PAGE) if asked.type else 1
    return render_template(
        "search/page.html", asked=asked, found=found, names=words.TYPES, unknown=words.UNKNOWN, pages=pages,
        operators=OPERATORS, hints=words.OPERATORS,
        page_address=addresses.pages(asked), chosen=addresses.chosen(asked, found),
        facets=addresses.facets(asked, found), address=lambda **changes: addresses.address(asked, **changes),
        help=None if found.hits or found.groups else help_on(actor, asked, found.ring),
        saved=kept.saved(actor) if blank and actor.signed_in else [],
        recent=session.get("searches", []) if blank and actor.signed_in else [])


@bp.get("/search/suggest")
def suggest() -> ResponseReturnValue:
    """The list that opens beneath a search field while one types: titles, operators, values of an operator."""
    actor = current_actor()
    pace.require_pace(actor, pace.SUGGESTIONS)
    typed = request.args.get("q", "")[:LONGEST]
    completions = completing.values(actor, typed, locale())
    titles = queries.suggest(actor, typed) if completions is None else []
    return render_template("search/_suggestions.html", titles=titles, names=words.TYPES, hints=words.OPERATORS,
                           completions=completing.hints(typed, locale()) if completions is None else completions)


@bp.get("/search/related")
def related() -> ResponseReturnValue:
    """What is about the same as the thing `of`: a part that pages fetch when they come to it."""
    actor = current_actor()
    pace.require_pace(actor, pace.SUGGESTIONS)
    found = near.related(actor, request.args.get("of", ""))
    return render_template("search/_related.html", found=found, names=words.TYPES)


@bp.get("/search/similar")
def similar() -> ResponseReturnValue:
    """The list beneath a title that is being typed: perhaps somebody has asked before."""
    actor = current_actor()
    pace.require_pace(actor, pace.SUGGESTIONS)
    found = near.similar(actor, request.args.get("q", ""))
    return render_template("search/_similar.html", found=found, names=words.TYPES)


@bp.get("/search/targets/<int:room_id>")
def targets(room_id: int) -> ResponseReturnValue:
    """The list that opens after a # in the text box of a room."""
    actor = current_actor()
    pace.require_pace(actor, pace.SUGGESTIONS)
    found = pointing.targets(actor, room_id, request.args.get("q", "")[:LONGEST])
    return render_template("search/_targets.html", found=found, names=words.TYPES)


def from_address() -> Asked:
    """What the address asks for. Raise Invalid for what nobody can ask for; unknown names are let be."""
    return _asked(request.args)


def from_form() -> Asked:
    """The same, from the fields of a form."""
    return _asked(request.form)


def _asked(fields: Mapping[str, str]) -> Asked:
    try:
        return Asked.model_validate({name: fields[name] for name in Asked.model_fields if name in fields})
    except ValidationError as wrong:
        raise invalid(wrong) from None


def remember(words: str) -> None:
    """Keep WORDS among those that were last searched for in this browser, and nowhere else."""
    if words.strip() and "Sec-Purpose" not in request.headers and "X-Sec-Purpose" not in request.headers:
        latest = [words[:LONGEST_RECENT], *session.get("searches", [])]
        session["searches"] = list(dict.fromkeys(latest))[:MOST_RECENT]
