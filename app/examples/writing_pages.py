"""Pages on which an example is written: a new one, one made from a thread, and changes to one that is there."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import links
from app.accounts.models import Person
from app.accounts.session import current_actor, current_person
from app.errors import AppError, Conflict, Denied, Invalid, Missing
from app.examples import offers, queries, service
from app.examples.forms import ExampleForm
from app.examples.history import words
from app.examples.labels import FIELDS
from app.examples.models import Example, ReviewState
from app.examples.quoting import legend
from app.files import service as files
from app.files.models import File
from app.i18n import locale
from app.links import Source
from app.networks.models import OrganisationKind
from app.permissions import Actor, Can, Visibility, require_site

LONGEST = 20_000  # letters of a passage
bp = Blueprint("examples_writing", __name__, template_folder="templates")


@bp.get("/examples/new")
def new_page() -> ResponseReturnValue:
    """The quick example; `?from=thread:12` begins it with what was said there."""
    actor, me = writer()
    source = begun_from(actor, request.args.get("from", ""))
    return new_form(actor, me, begun(actor, me, source), source)


@bp.post("/examples/new")
def create() -> ResponseReturnValue:
    """Keep it as a draft; or only put what was said into a field, and go on writing."""
    actor, me = writer()
    form = ExampleForm()
    source = begun_from(actor, form.source.data or "")
    try:
        take_files(actor, form)
        if "insert" in request.form:
            return new_form(actor, me, inserted(form, source, None), source)
        if "rows" in request.form:
            return new_form(actor, me, form, source)
        form.check()
        example = service.create(actor, form.fields(), source.key if source else "")
    except AppError as refusal:
        return new_form(actor, me, form, source, form.refuse(refusal))
    return kept(actor, example, gettext("Kept as a draft. Only you see it."))


@bp.get("/examples/<int:example_id>/edit")
def edit_page(example_id: int) -> ResponseReturnValue:
    """How it reads now, to be changed."""
    actor, example = current_actor(), queries.example(current_actor(), example_id, Can.EDIT_EXAMPLE)
    attached = queries.files(actor, example)
    form = ExampleForm(formdata=None)
    form.show(example, [file.id for file in attached])
    return edit_form(actor, example, form, attached)


@bp.post("/examples/<int:example_id>/edit")
def edit(example_id: int) -> ResponseReturnValue:
    """Keep the changes; when somebody was first, show both texts."""
    actor, form = current_actor(), ExampleForm()
    example = queries.example(actor, example_id, Can.EDIT_EXAMPLE)
    theirs: dict[str, str] = {}
    try:
        take_files(actor, form)
        if "insert" in request.form:
            inserted(form, thread_of(actor, example), example)
        if "insert" in request.form or "rows" in request.form:
            return edit_form(actor, example, form, queries.files(actor, example))
        form.check()
        example = service.edit(actor, example_id, form.fields(), form.version.data)
    except AppError as refusal:
        status = form.refuse(refusal)
        if isinstance(refusal, Conflict):
            theirs = differing(form, example)
            form.put("version", example.version)
        return edit_form(actor, example, form, queries.files(actor, example), theirs, status)
    return kept(actor, example, gettext("Saved."))


def writer() -> tuple[Actor, Person]:
    """Who writes. Raise Denied for one who is a member nowhere: guests read."""
    actor, me = current_actor(), current_person()
    require_site(actor)
    assert me
    if not queries.writes(actor):
        raise Denied
    return actor, me


def begun_from(actor: Actor, key: str) -> Source | None:
    """What an example is made from. Raise Missing if ACTOR may not read it."""
    return links.source(actor, key) if key else None


def begun(actor: Actor, me: Person, source: Source | None) -> ExampleForm:
    """A form that nobody has sent yet, with all that can be guessed."""
    place = me.organisation if me.organisation and me.organisation.kind == OrganisationKind.MUNICIPALITY else None
    brought = offers.keys(source) if source else []
    return ExampleForm(formdata=None, data={
        "title": source.title[:100] if source else "", "source": source.key if source else "",
        "network_id": (source.network_id if source else None) or min(actor.networks(), default=None),
        "municipality": place.id if place else None, "contact_id": actor.id, "language": me.language,
        "currency": "SEK" if place and place.country == "SE" else "NOK", "wanted_visibility": Visibility.NETWORK,
        "cards": [key for key in brought if key.startswith("card:")],
        "files": [int(key.partition(":")[2]) for key in brought if key.startswith("file:")]})


def inserted(form: ExampleForm, source: Source | None, example: Example | None) -> ExampleForm:
    """FORM with the chosen words of SOURCE at the end of the chosen field: a message, or a passage of it."""
    into, key = request.form.get("into", ""), request.form["insert"]
    part = next((part for part in offers.parts(current_actor(), source) if part["key"] == key), None)
    if part is None or into not in offers.INSERTS:
        raise Invalid
    words = offers.put_in(part, request.form.get("passage", "")[:LONGEST], example)
    form.put(into, f"{form[into].data or ''}\n\n{words}".strip())
    form.put("inserted", (form.inserted.data or 0) + 1)  # a new name for what the browser keeps of this form
    return form


def take_files(actor: Actor, form: ExampleForm) -> None:
    """Take in what was sent along; from then on it is a box to tick, so that nothing has to be sent twice."""
    if (picture := request.files.get("picture")) and picture.filename:
        try:
            form.put("image_id", files.upload_picture(actor, picture.filename, picture.stream).id)
            form.put("no_picture", False)
        except AppError as refusal:
            raise Invalid(errors={"picture": refusal.title}) from refusal
    for sent in request.files.getlist("uploads"):
        if sent.filename:
            try:
                file = files.upload(actor, sent.filename, sent.stream)
            except AppError as refusal:
                raise Invalid(errors={"uploads": f"{sent.filename}: {refusal.title}"}) from refusal
            form.files.data = [*(form.files.data or []), file.id]


def differing(form: ExampleForm, example: Example) -> dict[str, str]:
    """How EXAMPLE reads now, in the fields where FORM has something else."""
    mine = form.fields()
    return {str(FIELDS[name]): words(getattr(example, name)) for name, value in mine.items()
            if name in FIELDS and isinstance(value, str) and words(getattr(example, name)) != words(value)}


def new_form(actor: Actor, me: Person, form: ExampleForm, source: Source | None,
             status: int = 200) -> ResponseReturnValue:
    """The page of a new example, with what was said beside it."""
    offered = offers.offer(actor, me, network_id=source.network_id if source else None)
    make_rows(form)
    offers.fill(form, offered, actor, locale(), offers.known_files(actor, form.files.data or []))
    return render_template("examples/write.html", form=form, example=None, theirs={}, source=source,
                           parts=offers.parts(actor, source), inserts=offers.INSERTS, just_in=just_in(),
                           legend=legend), status


def just_in() -> str:
    """The field into which something was put just now."""
    return request.form.get("into", "") if "insert" in request.form else ""


def make_rows(form: ExampleForm) -> None:
    """As many rows as were asked for: «+effects» for more of them, «effects-2» for one less."""
    asked = request.form.get("rows", "")
    form.leave_room(asked.removeprefix("+"), asked)


def edit_form(actor: Actor, example: Example, form: ExampleForm, attached: Sequence[File],
              theirs: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    """The page on which an example is changed; THEIRS is what somebody else wrote meanwhile."""
    me = current_person()
    assert me
    make_rows(form)
    offers.fill(form, offers.offer(actor, me, example), actor, locale(),
                offers.known_files(actor, form.files.data or [], attached), example)
    wanted = "said" in request.args or "insert" in request.form
    source = thread_of(actor, example) if wanted else None
    return render_template("examples/write.html", form=form, example=example, theirs=theirs or {}, source=source,
                           parts=offers.parts(actor, source), inserts=offers.INSERTS, just_in=just_in(),
                           legend=legend), status


def thread_of(actor: Actor, example: Example) -> Source | None:
    """What EXAMPLE was made from, as long as ACTOR reads it and it is not published yet."""
    if not example.source or example.review_state == ReviewState.PUBLISHED:
        return None
    try:
        return links.source(actor, example.source)
    except Missing:
        return None


def kept(actor: Actor, example: Example, said: str) -> ResponseReturnValue:
    """To the example; on to those who review if that was the button."""
    if request.form.get("then") == "submit":
        example = service.submit(actor, example.id)
        said = gettext("Sent for review.")
    flash(said, "success")
    return redirect(example.path, 303)
