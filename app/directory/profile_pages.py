"""Pages on which administrators say what is asked for on every contact card."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.session import current_actor
from app.directory import queries, service
from app.directory.lines import AUDIENCES
from app.directory.models import ProfileField
from app.directory.profile_forms import KINDS, ProfileFieldForm
from app.permissions import Can, require_site

bp = Blueprint("profile_fields", __name__, url_prefix="/admin/profile-fields", template_folder="templates")
LIST = "/admin/profile-fields"


@bp.get("")
def fields() -> ResponseReturnValue:
    """All that is asked for, in order; beneath it what was asked for before, and a form for one more."""
    return page(ProfileFieldForm(formdata=None))


@bp.post("")
def add() -> ResponseReturnValue:
    """One more."""
    require_site(current_actor(), Can.ADMINISTER)
    form = ProfileFieldForm()
    if not form.validate_on_submit():
        return page(form)
    service.add_profile_field(current_actor(), form.wanted())
    flash(gettext("It is asked for on every contact card now."), "success")
    return redirect(LIST, 303)


@bp.get("/<int:field_id>")
def edit_page(field_id: int) -> ResponseReturnValue:
    """One of them, to change."""
    found = queries.profile_field(current_actor(), field_id)
    return page(ProfileFieldForm.of(found), found)


@bp.post("/<int:field_id>")
def edit(field_id: int) -> ResponseReturnValue:
    """Change it."""
    found = queries.profile_field(current_actor(), field_id)
    form = ProfileFieldForm()
    form.fix(found)
    if not form.validate_on_submit():
        return page(form, found)
    service.edit_profile_field(current_actor(), field_id, form.wanted(found.kind))
    flash(gettext("Saved."), "success")
    return redirect(LIST, 303)


@bp.post("/<int:field_id>/retire")
def retire(field_id: int) -> ResponseReturnValue:
    """Ask for it no more."""
    service.set_retired(current_actor(), field_id, True)
    flash(gettext("It is neither asked for nor shown any more. What people answered is kept: you can ask again."),
          "success")
    return redirect(LIST, 303)


@bp.post("/<int:field_id>/ask-again")
def ask_again(field_id: int) -> ResponseReturnValue:
    """Bring it back, with what people answered."""
    service.set_retired(current_actor(), field_id, False)
    return redirect(LIST, 303)


@bp.post("/<int:field_id>/up")
def up(field_id: int) -> ResponseReturnValue:
    """Ask for it earlier."""
    service.move_profile_field(current_actor(), field_id, True)
    return redirect(LIST, 303)


@bp.post("/<int:field_id>/down")
def down(field_id: int) -> ResponseReturnValue:
    """Ask for it later."""
    service.move_profile_field(current_actor(), field_id, False)
    return redirect(LIST, 303)


def page(form: ProfileFieldForm, one: ProfileField | None = None) -> ResponseReturnValue:
    """The page with FORM as it was filled in, for ONE or for a new one."""
    actor = current_actor()
    require_site(actor, Can.ADMINISTER)
    status = 422 if form.errors else 200
    if one:
        return render_template("directory/profile_field.html", form=form, one=one), status
    found = queries.profile_fields(actor, retired=True)
    return render_template(
        "directory/profile_fields.html", form=form, kinds=KINDS, audiences=AUDIENCES,
        asked=[each for each in found if not each.retired_at], retired=[each for each in found if each.retired_at],
    ), status
