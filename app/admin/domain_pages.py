"""Which municipality the addresses of a mail domain belong to."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.forms import typed
from app.accounts.session import current_actor
from app.admin.forms import DomainForm
from app.memberships import queries, service
from app.networks.queries import municipalities_named

bp = Blueprint("domains", __name__, url_prefix="/admin/domains", template_folder="templates")


@bp.get("")
def page() -> ResponseReturnValue:
    """All that are known."""
    return shown(DomainForm(formdata=None))


@bp.post("")
def add() -> ResponseReturnValue:
    """One more."""
    actor, form = current_actor(), DomainForm()
    queries.mail_domains(actor)  # asks whether they may
    if not form.validate_on_submit():
        return shown(form)
    places, unknown = municipalities_named(actor, [typed(form.place)], "NO")
    if unknown:
        form.place.errors = [gettext("There is no municipality %(names)s, or there are two: write its number.",
                                     names=", ".join(unknown))]
        return shown(form)
    service.name_domain(actor, typed(form.domain), places[0].id)
    flash(gettext("Saved."), "success")
    return redirect("/admin/domains", 303)


@bp.post("/<domain>/remove")
def remove(domain: str) -> ResponseReturnValue:
    """One less."""
    service.forget_domain(current_actor(), domain)
    return redirect("/admin/domains", 303)


def shown(form: DomainForm) -> ResponseReturnValue:
    """The list, and FORM as it was filled in."""
    return render_template("admin/domains.html", domains=queries.mail_domains(current_actor()),
                           form=form), 422 if form.errors else 200
