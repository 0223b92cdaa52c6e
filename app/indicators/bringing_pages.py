"""Pages for staff who bring a table: send it in, say what its columns are, see what is refused, release it."""

from dataclasses import dataclass
from pathlib import Path, PurePath

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from app import storage
from app.accounts.forms import typed
from app.accounts.session import current_actor
from app.database import now
from app.errors import AppError, Invalid
from app.files import queries as files
from app.files import service as uploads
from app.files.models import File
from app.i18n import locale
from app.indicators import queries, service
from app.indicators.bringing_forms import BringForm, UploadForm
from app.indicators.importers import Item, read
from app.indicators.importers.mapped import Sheet, mapped, sheet
from app.indicators.importers.read import known
from app.indicators.importers.rows import Unreadable
from app.indicators.importers.table import fold
from app.indicators.models import Indicator
from app.indicators.releasing import Origin, Report
from app.permissions import Actor, Can, require_site

bp = Blueprint("bringing", __name__, url_prefix="/indicators/sources")
SHOWN = 200  # refusals on the page
NO_FILE = lazy_gettext("Choose a file.")
REFUSED = lazy_gettext("Some of it is refused. Put it right in the file and send that in again, or tick this.")


@dataclass(frozen=True)
class Brought:
    """A table that was sent in, and what is known of it."""

    file: File
    path: Path
    sheet: Sheet
    indicators: list[Indicator]

    @property
    def ours(self) -> bool:
        """Whether it is a table that we know, of which nothing need be said."""
        return known(self.sheet.headings)

    def items(self, form: BringForm) -> list[Item]:
        """What is in it, as FORM says."""
        if self.ours:
            return list(read(self.path))
        codes = {fold(name): one.code for one in self.indicators for name in (one.code, *one.names.values())}
        return list(mapped(self.path, form.columns(), codes))


@bp.get("/bring")
def start() -> ResponseReturnValue:
    """Send a table in; what is remembered of earlier ones."""
    return _start(UploadForm())


@bp.post("/bring")
def send() -> ResponseReturnValue:
    """Keep the file, and go on to its columns."""
    actor, form = current_actor(), UploadForm()
    require_site(actor, Can.CHECK_SOURCES)
    sent = request.files.get("file")
    try:
        if sent is None or not sent.filename:
            raise Invalid(errors={"file": NO_FILE})
        file = uploads.upload(actor, sent.filename, sent.stream)
    except AppError as refusal:
        form.file.errors = [str(refusal.errors.get("file") or refusal.title)]
        return _start(form, refusal.status)
    return redirect(f"/indicators/sources/bring/{file.id}", 303)


@bp.get("/bring/<int:file_id>")
def choose(file_id: int) -> ResponseReturnValue:
    """What its columns are; and when they are chosen, what would be taken and what refused."""
    actor, form = current_actor(), BringForm(request.args)
    one, asked = _brought(actor, file_id, form), "check" in request.args
    if not asked:
        _begin(actor, one, form)
    report = None
    if (one.ours or asked) and _right(one, form):
        report = service.check_figures(actor, one.items(form))
    return _page(actor, one, form, report, 422 if form.errors else 200)


@bp.post("/bring/<int:file_id>")
def release(file_id: int) -> ResponseReturnValue:
    """Take the figures: all, or nothing, unless what is refused may be left out."""
    actor, form = current_actor(), BringForm(request.form)
    one = _brought(actor, file_id, form)
    if not _right(one, form):
        return _page(actor, one, form, None, 422)
    items = one.items(form)
    report = service.check_figures(actor, items)
    if not report.found or (report.refused and not form.partly.data):
        form.partly.errors = [REFUSED]
        return _page(actor, one, form, report, 422)
    taken = service.import_figures(actor, items, Origin(
        form.retrieved.data or now().date(), typed(form.source), typed(form.table), typed(form.url)))
    if typed(form.name) and not one.ours:
        service.remember_mapping(actor, typed(form.name), one.sheet.headings, form.chosen())
    flash(_said(taken))
    only = taken.releases[0].indicator.code if len(taken.releases) == 1 else ""
    return redirect(f"/indicators/{only}/releases" if only else "/indicators/sources", 303)


@bp.post("/mappings/<int:mapping_id>/forget")
def forget(mapping_id: int) -> ResponseReturnValue:
    """Offer it no more."""
    service.forget_mapping(current_actor(), mapping_id)
    flash(gettext("It is forgotten."))
    return redirect("/indicators/sources/bring", 303)


@bp.errorhandler(Unreadable)
def unreadable(problem: Unreadable) -> ResponseReturnValue:
    """Nothing in the file is a table."""
    return render_template("indicators/bring_unreadable.html", why=problem.why), 422


def _start(form: UploadForm, status: int = 200) -> ResponseReturnValue:
    return render_template("indicators/bring.html", form=form, mappings=queries.mappings(current_actor())), status


def _brought(actor: Actor, file_id: int, form: BringForm) -> Brought:
    """The table of the file, with FORM ready to choose in. Raises Denied, Missing, Unreadable."""
    require_site(actor, Can.CHECK_SOURCES)
    file = files.file(actor, file_id)
    path = storage.path_of(file.sha256)
    one = Brought(file, path, sheet(path), queries.indicators(actor))
    form.offer(one.sheet, one.indicators, locale())
    return one


def _begin(actor: Actor, one: Brought, form: BringForm) -> None:
    """Choose what was chosen for these headings before, else what they seem to say."""
    remembered = queries.mappings(actor, one.sheet.headings)
    if remembered:
        form.fill({**remembered[0].chosen, "name": remembered[0].name})
    else:
        form.guess(one.sheet)
        form.name.data = PurePath(one.file.name).stem[:100]
    form.retrieved.data = now().date()


def _right(one: Brought, form: BringForm) -> bool:
    return bool(form.validate()) and (one.ours or form.whole(one.sheet))


def _page(actor: Actor, one: Brought, form: BringForm, report: Report | None, status: int) -> ResponseReturnValue:
    remembered = [] if one.ours else queries.mappings(actor, one.sheet.headings)
    return render_template(
        "indicators/bring_table.html", one=one, form=form, report=report, shown=SHOWN, remembered=remembered,
        names={each.code: each.names[locale()] for each in one.indicators}), status


def _said(report: Report) -> str:
    """What came of it."""
    told = [ngettext("%(num)s new release.", "%(num)s new releases.", len(report.releases))]
    if report.unchanged:
        told.append(ngettext("%(num)s indicator had these figures already.",
                             "%(num)s indicators had these figures already.", len(report.unchanged)))
    return " ".join(told)
