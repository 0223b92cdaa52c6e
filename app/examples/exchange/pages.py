"""Pages on which examples leave as files and come in again."""

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug import Response
from werkzeug.datastructures import FileStorage

from app import storage
from app.accounts.forms import option
from app.accounts.session import current_actor
from app.errors import AppError, Invalid
from app.examples import narrowing, queries
from app.examples.exchange import document, pdf, service, sheets, word
from app.examples.exchange.cells import Cells, cells_of
from app.examples.exchange.desk import Desk
from app.examples.exchange.forms import ConfirmForm, UploadForm
from app.examples.exchange.rows import stored
from app.examples.labels import theme_names
from app.files.tables import Sheet, read_tables
from app.networks.models import State
from app.networks.queries import networks
from app.permissions import Actor, Role

bp = Blueprint("examples_exchange", __name__, template_folder="../templates")
MOST_BYTES = 20 * 2**20
MOST_IN_DOCUMENT = 50
STATES = ("refused", "there", "new")  # what asks for something to be done, first
SHOWN = 200  # rows of a report on the page


@bp.get("/examples/import")
def upload_page() -> ResponseReturnValue:
    """Where a file is chosen, and the forms to fill in offline are fetched."""
    actor = current_actor()
    service.writes(actor)
    return upload_form(actor, UploadForm(formdata=None))


@bp.post("/examples/import")
def upload() -> ResponseReturnValue:
    """Read the file, and show what would come of it."""
    actor, form = current_actor(), UploadForm()
    service.writes(actor)
    try:
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise Invalid(errors={"file": gettext("Choose a file.")})
        kept = service.upload(actor, sent.filename, tables(sent), form.network_id.data)
    except AppError as refusal:
        return upload_form(actor, form, form.refuse(refusal))
    return redirect(f"/examples/import/{kept.id}", 303)


@bp.get("/examples/import/<int:import_id>")
def import_page(import_id: int) -> ResponseReturnValue:
    """What would come of each row; later what did."""
    actor = current_actor()
    kept = service.uploaded(actor, import_id)
    told = [one.as_json() for one in Desk(actor, kept.network_id, base_url()).judge(stored(kept))
            ] if kept.begun_at is None else [*kept.report]
    counts = {state: sum(one["state"] == state for one in told) for state in STATES}
    if kept.begun_at:
        counts["new"] = kept.done - counts["there"] - counts["refused"]
    told.sort(key=lambda one: (STATES.index(one["state"]), one["number"]))
    return render_template("examples/import.html", kept=kept, counts=counts, form=ConfirmForm(formdata=None),
                           told=told[:SHOWN], more=max(len(told) - SHOWN, 0))


@bp.post("/examples/import/<int:import_id>")
def confirm(import_id: int) -> ResponseReturnValue:
    """Bring them in."""
    actor = current_actor()
    service.begin(actor, import_id, bool(ConfirmForm().publish.data), base_url())
    flash(gettext("The examples are coming in."), "success")
    return redirect(f"/examples/import/{import_id}", 303)


@bp.get("/examples/template.xlsx")
def excel_to_fill() -> Response:
    """The Excel file to fill in offline."""
    service.writes(current_actor())
    return download(sheets.xlsx_to_fill(), sheets.XLSX, "xlsx")


@bp.get("/examples/template.docx")
def word_to_fill() -> Response:
    """The Word file to fill in offline."""
    service.writes(current_actor())
    return download(word.docx_to_fill(), word.DOCX, "docx")


@bp.get("/examples/export.csv")
def export_csv() -> Response:
    """The examples that the address asks for, as CSV."""
    return download(sheets.csv_of(chosen(current_actor())), "text/csv; charset=utf-8", "csv")


@bp.get("/examples/export.xlsx")
def export_excel() -> Response:
    """The same as a workbook."""
    return download(sheets.xlsx_of(chosen(current_actor())), sheets.XLSX, "xlsx")


@bp.get("/examples/<int:example_id>.pdf")
def example_as_pdf(example_id: int) -> Response:
    """One example with its sources, to print or to send."""
    return download(pdf.pdf_of(one(example_id)), pdf.PDF, "pdf")


@bp.get("/examples/<int:example_id>.docx")
def example_as_word(example_id: int) -> Response:
    """The same for Word."""
    return download(word.docx_of(one(example_id)), word.DOCX, "docx")


@bp.get("/examples/export.pdf")
def export_pdf() -> Response:
    """The examples that the address asks for, as one document."""
    return download(pdf.pdf_of(many()), pdf.PDF, "pdf")


@bp.get("/examples/export.docx")
def export_word() -> Response:
    """The same for Word."""
    return download(word.docx_of(many()), word.DOCX, "docx")


def one(example_id: int) -> document.Json:
    """A document about one example."""
    actor = current_actor()
    return document.document(actor, [queries.example(actor, example_id)], base_url())


def many() -> document.Json:
    """A document about those that the address asks for."""
    actor = current_actor()
    found = queries.all_of(actor, narrowing.asked(request.args), MOST_IN_DOCUMENT)
    return document.document(actor, found, base_url(), document.Cover(gettext("Examples")))


def chosen(actor: Actor) -> list[Cells]:
    """The rows of what the address asks for."""
    found = queries.all_of(actor, narrowing.asked(request.args))
    return [cells_of(one, base_url() + one.path, theme_names) for one in found]


def tables(sent: FileStorage) -> list[Sheet]:
    """What is in a file that was sent. It is read and let go."""
    path, _, _ = storage.receive(sent.stream, MOST_BYTES)
    try:
        return read_tables(path, sent.filename or "")
    finally:
        path.unlink(missing_ok=True)


def upload_form(actor: Actor, form: UploadForm, status: int = 200) -> ResponseReturnValue:
    """The page with FORM."""
    mine = [one for one in networks(actor) if one.state != State.CONCLUDED
            and (actor.is_staff or actor.role(one) >= Role.MEMBER)]
    none = [option("", gettext("No network"))] if actor.is_staff else []
    form.network_id.choices = none + [option(one.id, one.name) for one in mine]
    return render_template("examples/import_file.html", form=form), status


def download(content: bytes, media_type: str, extension: str, name: str = "") -> Response:
    """CONTENT as a file to keep."""
    answer = Response(content, content_type=media_type)
    answer.headers.set("Content-Disposition", "attachment",
                       filename=f"{name or gettext('Examples').lower()}.{extension}")
    return answer


def base_url() -> str:
    """Where we are reached."""
    found: str = current_app.config["LIVSKRAFT"].base_url
    return found
