"""Pages on which collections are read. Writing is in its own file."""

from math import ceil

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from app.accounts.session import current_actor
from app.curated import queries, writing_pages
from app.curated.models import Collection
from app.examples.exchange import document, pdf, word
from app.examples.exchange.pages import base_url, download
from app.examples.labels import WORDS
from app.examples.narrowing import whole
from app.files.names import safe_name
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


@bp.get("/collections/<int:collection_id>.pdf")
def as_pdf(collection_id: int) -> Response:
    """All of it that one may read as one document: contents, each example, its sources."""
    found = queries.collection(current_actor(), collection_id)
    return download(pdf.pdf_of(document_of(found)), pdf.PDF, "pdf", name_of(found))


@bp.get("/collections/<int:collection_id>.docx")
def as_word(collection_id: int) -> Response:
    """The same for Word."""
    found = queries.collection(current_actor(), collection_id)
    return download(word.docx_of(document_of(found)), word.DOCX, "docx", name_of(found))


def document_of(collection: Collection) -> document.Json:
    """What stands in it. What one may not read is left out, and nothing tells of it."""
    actor = current_actor()
    items = queries.whole(actor, collection)
    cover = document.Cover(collection.title, collection.words, collection.language,
                           {item.example_id: item.note for item in items})
    return document.document(actor, [item.example for item in items], base_url(), cover)


def name_of(collection: Collection) -> str:
    """What the file is called."""
    return safe_name(collection.title.replace("/", " "))
