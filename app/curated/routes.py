"""Pages on which collections are read. Writing is in its own file."""

from math import ceil

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.session import current_actor
from app.curated import queries, writing_pages
from app.examples.labels import WORDS
from app.examples.narrowing import whole
from app.permissions import Can, allows, require_site

bp = Blueprint("curated", __name__, template_folder="templates")
bp.register_blueprint(writing_pages.bp)


@bp.get("/collections")
def collections() -> ResponseReturnValue:
    """All of them."""
    actor = current_actor()
    require_site(actor)
    return render_template("curated/list.html", found=queries.collections(actor), curates=allows(actor, Can.CURATE))


@bp.get("/collections/<int:collection_id>")
def collection(collection_id: int) -> ResponseReturnValue:
    """One of them, with the examples that one may read; its public page for who is not signed in."""
    actor, page = current_actor(), whole(request.args.get("page")) or 1
    if not actor.signed_in and queries.is_for_everybody(actor, collection_id):
        return redirect(f"/public/collections/{collection_id}")
    found = queries.collection(actor, collection_id)
    total = queries.total(actor, found)
    return render_template(
        "curated/show.html", collection=found, items=queries.items(actor, found, page), total=total, page=page,
        pages=ceil(total / queries.PAGE), url=lambda number: f"{found.path}?page={number}",
        curates=allows(actor, Can.CURATE), **WORDS)
