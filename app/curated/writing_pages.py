"""Pages on which staff make a collection, choose its examples and put them in order."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.forms import stripped
from app.accounts.session import current_actor
from app.curated import queries, service
from app.curated.forms import CollectionForm, NoteForm
from app.curated.models import Collection
from app.errors import AppError, Invalid, Missing
from app.examples.narrowing import whole
from app.permissions import Can, require_site

bp = Blueprint("curated_writing", __name__, template_folder="templates")


@bp.get("/collections/new")
def new() -> ResponseReturnValue:
    """The form."""
    require_site(current_actor(), Can.CURATE)
    return page(CollectionForm(formdata=None))


@bp.post("/collections/new")
def create() -> ResponseReturnValue:
    """A new collection; next its examples are chosen."""
    require_site(current_actor(), Can.CURATE)
    return saved(lambda form: service.create(current_actor(), form.title.data or "", form.words.data or ""))


@bp.get("/collections/<int:collection_id>/edit")
def edit_page(collection_id: int) -> ResponseReturnValue:
    """The form, as it is."""
    found = queries.collection(current_actor(), collection_id, Can.CURATE)
    return page(CollectionForm(formdata=None, obj=found), found)


@bp.post("/collections/<int:collection_id>/edit")
def edit(collection_id: int) -> ResponseReturnValue:
    """Another title, other words."""
    found = queries.collection(current_actor(), collection_id, Can.CURATE)
    return saved(lambda form: service.edit(
        current_actor(), collection_id, form.title.data or "", form.words.data or ""), found)


@bp.post("/collections/<int:collection_id>/remove")
def remove(collection_id: int) -> ResponseReturnValue:
    """Take it away; the next page offers to bring it back."""
    return redirect(f"{service.set_removed(current_actor(), collection_id, True).path}/removed", 303)


@bp.get("/collections/<int:collection_id>/removed")
def removed(collection_id: int) -> ResponseReturnValue:
    """It is gone, and can be brought back."""
    found = queries.collection(current_actor(), collection_id, Can.CURATE, removed=True)
    return render_template("curated/removed.html", collection=found)


@bp.post("/collections/<int:collection_id>/restore")
def restore(collection_id: int) -> ResponseReturnValue:
    """Bring it back."""
    found = service.set_removed(current_actor(), collection_id, False)
    flash(gettext("It is back."), "success")
    return redirect(found.path, 303)


@bp.get("/collections/<int:collection_id>/examples")
def examples(collection_id: int) -> ResponseReturnValue:
    """What is in it, to be put in order; what was just taken out; and what could come in."""
    actor, words = current_actor(), stripped(request.args.get("q", ""))[:100]
    found = queries.collection(actor, collection_id, Can.CURATE)
    return render_template(
        "curated/examples.html", collection=found, items=queries.items(actor, found, size=queries.MOST), words=words,
        offered=queries.choosable(actor, found, words), out=just_out(found, whole(request.args.get("out"))))


@bp.post("/collections/<int:collection_id>/examples")
def add(collection_id: int) -> ResponseReturnValue:
    """One more."""
    number = whole(request.form.get("example_id"))
    if number is None:
        raise Invalid
    found = service.add(current_actor(), collection_id, number)
    flash(gettext("It is in “%(title)s” now.", title=found.title), "success")
    return redirect(f"/examples/{number}" if "from_example" in request.form else f"{found.path}/examples", 303)


@bp.post("/collections/<int:collection_id>/examples/<int:example_id>/move")
def move(collection_id: int, example_id: int) -> ResponseReturnValue:
    """One place up or down."""
    found = service.move(current_actor(), collection_id, example_id, up=request.form.get("to") == "up")
    return redirect(f"{found.path}/examples#item-{example_id}", 303)


@bp.post("/collections/<int:collection_id>/examples/<int:example_id>/remove")
def take_out(collection_id: int, example_id: int) -> ResponseReturnValue:
    """Out of the collection; the page offers to put it back."""
    found = service.set_out(current_actor(), collection_id, example_id, True)
    return redirect(f"{found.path}/examples?out={example_id}", 303)


@bp.post("/collections/<int:collection_id>/examples/<int:example_id>/restore")
def put_back(collection_id: int, example_id: int) -> ResponseReturnValue:
    """Where it was."""
    found = service.set_out(current_actor(), collection_id, example_id, False)
    return redirect(f"{found.path}/examples#item-{example_id}", 303)


@bp.route("/collections/<int:collection_id>/examples/<int:example_id>", methods=["GET", "POST"])
def note(collection_id: int, example_id: int) -> ResponseReturnValue:
    """Why an example is there."""
    found = queries.collection(current_actor(), collection_id, Can.CURATE)
    item = queries.item(current_actor(), found, example_id)
    form, status = NoteForm(obj=item), 200
    if request.method == "POST":
        try:
            form.check()
            service.say_why(current_actor(), collection_id, example_id, form.note.data or "")
            return redirect(f"{found.path}/examples#item-{example_id}", 303)
        except AppError as refusal:
            status = form.refuse(refusal)
    return render_template("curated/note.html", form=form, collection=found, item=item), status


@bp.get("/examples/<int:example_id>/collections")
def choose(example_id: int) -> ResponseReturnValue:
    """Which collection an example should be in."""
    actor = current_actor()
    require_site(actor, Can.CURATE)
    example = queries.published(actor, example_id)
    return render_template("curated/choose.html", example=example, found=queries.collections(actor),
                           there={one.id for one in queries.of_example(actor, example)})


def saved(change: Callable[[CollectionForm], Collection], collection: Collection | None = None) -> ResponseReturnValue:
    """CHANGE a collection as the form says, and on to it; or the form again, with what was typed."""
    form = CollectionForm()
    try:
        form.check()
        found = change(form)
    except AppError as refusal:
        return page(form, collection, form.refuse(refusal))
    return redirect(found.path if collection else f"{found.path}/examples", 303)


def page(form: CollectionForm, collection: Collection | None = None, status: int = 200) -> ResponseReturnValue:
    """The page with FORM."""
    return render_template("curated/form.html", form=form, collection=collection), status


def just_out(collection: Collection, example_id: int | None) -> object:
    """What was taken out a moment ago, if it is out still."""
    try:
        item = queries.item(current_actor(), collection, example_id or 0, removed=True)
    except Missing:
        return None
    return item if item.removed_at else None
