"""Pages of the example bank: the list, an example, what it was before, and the steps from draft to published."""

from math import ceil

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from werkzeug import Response

from app.accounts.session import current_actor, current_person
from app.errors import Denied
from app.examples import (
    comparison,
    labels,
    letter_pages,
    mapping,
    narrowing,
    parts,
    queries,
    service,
    use_pages,
    writing_pages,
)
from app.examples.drawing import cards
from app.examples.exchange import pages as exchange_pages
from app.examples.history import snapshot, steps
from app.examples.models import Example
from app.i18n import locale
from app.links import Embed
from app.networks.queries import themes
from app.permissions import Actor, Can, Role, allows, require_site

bp = Blueprint("examples", __name__, template_folder="templates")
for more in (writing_pages, use_pages, letter_pages, exchange_pages):
    bp.register_blueprint(more.bp)
bp.context_processor(lambda: labels.WORDS)


@bp.get("/examples")
def examples() -> ResponseReturnValue:
    """What others have done; on top what waits for oneself."""
    actor, filters = current_actor(), narrowing.asked(request.args)
    look, page = narrowing.Look.asked(request.args), narrowing.whole(request.args.get("page")) or 1
    found = queries.examples(actor, filters, page, look.order)
    return render_template(
        "examples/list.html", found=found, page=page, pages=ceil(found.total / queries.PAGE),
        narrowing=narrowing.Narrowing(filters, found.choices, themes(actor), locale(), look),
        map=mapping.drawn(actor, filters, found.choices) if look.view == "map" else None,
        url=lambda number: narrowing.address(filters, number, look), may_write=bool(actor.networks()) or actor.is_staff,
        over=drawn(parts.of_list(actor)) if page == 1 and not filters.chosen else [],
        waiting=queries.unfinished(actor) if page == 1 and not filters.chosen else [])


@bp.get("/examples/compare")
def compare() -> ResponseReturnValue:
    """What the municipalities of a network, or those of the same size, have done."""
    actor, me = current_actor(), current_person()
    require_site(actor)
    among = comparison.circles(actor, me.organisation if me else None)
    circle = comparison.chosen(among, request.args.get("circle", ""))
    return render_template("examples/compare.html", circles=among, themes=themes(actor),
                           comparison=comparison.compared(actor, circle) if circle else None)


@bp.get("/examples/<int:example_id>")
@bp.get("/examples/<int:example_id>-<slug>")
def example(example_id: int, slug: str = "") -> ResponseReturnValue:
    """One example, at the address that has its words; its public page for who is not signed in."""
    actor = current_actor()
    if not actor.signed_in and queries.is_for_everybody(actor, example_id):
        return redirect(f"/public/examples/{example_id}{f'-{slug}' if slug else ''}")
    found = queries.example(actor, example_id)
    if slug != found.slug:
        return redirect(found.path)
    return render_template(
        "examples/show.html", example=found, files=queries.files(actor, found), cards=cards(found),
        related=queries.related(actor, found), source=source_path(actor, found), uses=queries.uses(actor, found),
        may_write=queries.writes(actor),
        gaps=labels.gaps(found) if allows(actor, Can.EDIT_EXAMPLE, found) else [],
        acts=drawn(parts.of_example(actor, found, parts.ACTS)),
        beside=drawn(parts.of_example(actor, found, parts.BESIDE)))


def drawn(embeds: list[Embed]) -> list[Markup]:
    """What other features add to a page, as HTML."""
    return [Markup(render_template(one.template, **one.context)) for one in embeds]


def source_path(actor: Actor, example: Example) -> str:
    """Where the thread is that it came from, for those who are in its network."""
    kind, _, number = example.source.partition(":")
    within = actor.is_staff or actor.role(example) >= Role.MEMBER
    return f"/{kind}s/{number}" if kind == "thread" and within else ""


@bp.get("/examples/<int:example_id>/history")
def history(example_id: int) -> ResponseReturnValue:
    """What it was before, for those who could read it then."""
    actor = current_actor()
    found = queries.example(actor, example_id)
    latest = snapshot(found, [file.name for file in queries.files(actor, found)])
    return render_template("examples/history.html", example=found,
                           steps=steps(queries.versions(actor, found), latest),
                           may_restore=allows(actor, Can.EDIT_EXAMPLE, found))


@bp.post("/examples/<int:example_id>/submit")
def submit(example_id: int) -> Response:
    """To those who review."""
    return back(service.submit(current_actor(), example_id, seen()),
                gettext("Sent for review."))


@bp.post("/examples/<int:example_id>/publish")
def publish(example_id: int) -> Response:
    """To the circle that its author wants."""
    return back(service.publish(current_actor(), example_id, seen()), gettext("Published."))


@bp.post("/examples/<int:example_id>/ask-for-changes")
def ask_for_changes(example_id: int) -> Response:
    """Back to its author."""
    note = request.form.get("note", "")
    notes = {name: request.form.get(f"note-{name}", "") for name in labels.REVIEWED}
    return back(service.ask_for_changes(current_actor(), example_id, note, seen(), notes),
                gettext("Sent back to the author with your note."))


@bp.post("/examples/<int:example_id>/archive")
def archive(example_id: int) -> Response:
    """Out of the bank."""
    return back(service.archive(current_actor(), example_id, seen()),
                gettext("Archived. Only its author and those who review still see it."))


@bp.post("/examples/<int:example_id>/confirm")
def confirm(example_id: int) -> Response:
    """It still holds."""
    return back(service.confirm(current_actor(), example_id), gettext("Thank you. Others see that it still holds."))


@bp.get("/examples/review")
def review() -> ResponseReturnValue:
    """What waits for a review by oneself."""
    actor = current_actor()
    require_reviewer(actor)
    return render_template("examples/review.html", examples=queries.to_review(actor))


@bp.post("/examples/<int:example_id>/ask-quoted")
def ask_quoted(example_id: int) -> Response:
    """Ask those who are quoted."""
    return back(service.ask_quoted(current_actor(), example_id), gettext("Those who are quoted are asked now."))


@bp.post("/examples/<int:example_id>/restore")
def restore(example_id: int) -> Response:
    """As it read before one of its versions was changed."""
    number = narrowing.whole(request.form.get("number")) or 0
    return back(service.restore(current_actor(), example_id, number, seen()),
                gettext("It reads again as it did. What it said before this is kept too."))


@bp.post("/examples/<int:example_id>/editing")
def editing(example_id: int) -> ResponseReturnValue:
    """The form is open, says its script: who else has it open, and was it saved meanwhile?"""
    actor = current_actor()
    found = service.note_editing(actor, example_id)
    return render_template("examples/_editors.html", others=queries.others_editing(actor, found), example=found,
                           newer=(seen() or found.version) < found.version)


def require_reviewer(actor: Actor) -> None:
    """Raise unless ACTOR reviews examples at all."""
    require_site(actor)
    if not (actor.is_staff or actor.coordinates):
        raise Denied


def seen() -> int | None:
    """The version of the page on which the button was pressed."""
    return narrowing.whole(request.form.get("version"))


def back(example: Example, words: str) -> Response:
    """To the example, with WORDS on top."""
    flash(words, "success")
    return redirect(example.path, 303)

