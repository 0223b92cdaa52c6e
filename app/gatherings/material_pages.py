"""The page on which anybody in the network brings material to a point of the agenda."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from app.accounts.session import current_actor, who
from app.errors import AppError, Invalid
from app.files import service as files
from app.gatherings import queries, service
from app.gatherings.forms import MaterialForm
from app.gatherings.models import AgendaItem
from app.permissions import Can, require
from app.security import limiter

bp = Blueprint("material", __name__)


@bp.get("/gatherings/<int:gathering_id>/items/<int:item_id>/material")
def material(gathering_id: int, item_id: int) -> ResponseReturnValue:
    """What is there, and room for more."""
    return page(point(gathering_id, item_id), MaterialForm(formdata=None))


@bp.post("/gatherings/<int:gathering_id>/items/<int:item_id>/material")
@limiter.limit("60/hour", key_func=who)
def add(gathering_id: int, item_id: int) -> ResponseReturnValue:
    """Several files at once. If one is refused, the others are kept and ticked: nobody sends them twice."""
    item, form = point(gathering_id, item_id), MaterialForm()
    form.offer(queries.own_recent_files(current_actor(), item))
    if not form.validate_on_submit():
        return page(item, form, 422)
    wanted, refusal = taken(form)
    if refusal:
        form.files.errors = [str(refusal.title)]
        return page(item, form, refusal.status, wanted)
    try:
        service.add_material(current_actor(), gathering_id, item_id, wanted)
    except Invalid as refusal:
        form.files.errors = [str(refusal.errors["files"])]
        return page(item, form, 422)
    flash(ngettext("%(num)s file is added.", "%(num)s files are added.", len(wanted)), "success")
    return redirect(f"/gatherings/{gathering_id}#item-{item_id}", 303)


@bp.post("/gatherings/<int:gathering_id>/items/<int:item_id>/material/<int:file_id>/remove")
def remove(gathering_id: int, item_id: int, file_id: int) -> ResponseReturnValue:
    """Take one away from there; its sender still has it."""
    service.remove_material(current_actor(), gathering_id, item_id, file_id)
    flash(gettext("The file is taken away from the agenda."), "success")
    return redirect(f"/gatherings/{gathering_id}/items/{item_id}/material", 303)


def point(gathering_id: int, item_id: int) -> AgendaItem:
    """The point of the agenda, if one may bring something to it."""
    item = queries.agenda_item(current_actor(), gathering_id, item_id)
    require(current_actor(), Can.ADD_MATERIAL, item.gathering)
    return item


def taken(form: MaterialForm) -> tuple[list[int], AppError | None]:
    """The numbers of all files that were sent or chosen, and why one was not taken."""
    wanted, refusal = list(form.earlier.data or []), None
    for sent in filter(None, form.files.data or []):
        try:
            wanted.append(files.upload(current_actor(), sent.filename or "", sent.stream).id)
        except AppError as error:
            refusal = error
            refusal.title = gettext("%(name)s: %(why)s", name=sent.filename, why=error.title)
    return wanted, refusal


def page(item: AgendaItem, form: MaterialForm, status: int = 200,
         ticked: list[int] | None = None) -> ResponseReturnValue:
    """The page for ITEM, with what was TICKED."""
    actor = current_actor()
    form.offer(queries.own_recent_files(actor, item))
    if ticked is not None:
        form.earlier.data = ticked
    return render_template("gatherings/material.html", item=item, gathering=item.gathering, form=form,
                           files=queries.material(actor, item.gathering).get(item.id, [])), status
