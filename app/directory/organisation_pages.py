"""Pages of organisations that are no municipality, and those on which any of them is looked after."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.session import current_actor
from app.directory import parts, queries, service
from app.directory.choosing import alphabetical
from app.directory.drawing import drawn
from app.directory.organisation_forms import OrganisationForm, PlacingForm
from app.directory.organising import KINDS
from app.errors import Invalid
from app.i18n import locale
from app.networks.models import Organisation, OrganisationKind
from app.networks.service import REGISTERED
from app.permissions import Can, allows, require, require_site

bp = Blueprint("organisations", __name__)
PER_PAGE, MOST_PAGES = 60, 100


@bp.get("/organisations")
def organisations() -> ResponseReturnValue:
    """Who works with the networks, by kind; of the registers only those that offer something, unless one asks."""
    actor = current_actor()
    kind, words = request.args.get("kind", ""), request.args.get("q", "").strip()[:200]
    found = queries.organisations(actor, words)
    counts = {one: sum(row.kind == one for row in found) for one in KINDS}
    fitting = [one for one in found if one.kind == kind] if kind in counts else [
        one for one in found if words or one.kind not in REGISTERED or one.offers]
    fitting.sort(key=lambda one: (list(KINDS).index(one.kind), alphabetical(one.name, locale())))
    pages = max(-(-len(fitting) // PER_PAGE), 1)
    page = min(max(request.args.get("page", 1, int), 1), pages)
    return render_template(
        "directory/organisations.html", found=fitting[(page - 1) * PER_PAGE:page * PER_PAGE], number=len(fitting),
        kinds=KINDS, counts=counts, kind=kind if kind in counts else "", q=words, page=page, pages=pages,
        may_add=allows(actor, Can.ADD_ORGANISATION))


@bp.get("/organisations/<int:organisation_id>")
def organisation(organisation_id: int) -> ResponseReturnValue:
    """What it offers, its people, its networks and examples; a municipality has a page of its own."""
    actor = current_actor()
    one = queries.organisation(actor, organisation_id)
    if one.kind == OrganisationKind.MUNICIPALITY:
        return redirect(one.path)
    people = queries.people_of(actor, one)
    return render_template(
        "directory/organisation.html", one=one, people=people, kinds=KINDS,
        networks=queries.networks_of(actor, [seen.person.id for seen in people]),
        edits=allows(actor, Can.EDIT_ORGANISATION, one), parts=drawn(parts.on_municipality(actor, one)))


@bp.get("/organisations/new")
def new() -> ResponseReturnValue:
    """An empty form, for staff."""
    require_site(current_actor(), Can.ADD_ORGANISATION)
    form = OrganisationForm(formdata=None)
    form.offer([], names=True)
    return page(form)


@bp.post("/organisations")
def add() -> ResponseReturnValue:
    """One that no register knows."""
    require_site(current_actor(), Can.ADD_ORGANISATION)
    form = OrganisationForm()
    form.offer([], names=True)
    if form.validate_on_submit():
        try:
            made = service.add_organisation(current_actor(), form.about())
            flash(gettext("The organisation is in the directory."), "success")
            return redirect(made.path, 303)
        except Invalid as refusal:
            form.name.errors = [str(words) for words in refusal.errors.values()]
    return page(form)


@bp.get("/organisations/<int:organisation_id>/edit")
def edit_page(organisation_id: int) -> ResponseReturnValue:
    """What it says of itself, to be changed."""
    one = editable(organisation_id)
    return page(form_of(one, OrganisationForm.of(one, queries.people_of(current_actor(), one))), one)


@bp.post("/organisations/<int:organisation_id>/edit")
def edit(organisation_id: int) -> ResponseReturnValue:
    """Keep the changes."""
    one = editable(organisation_id)
    form = form_of(one, OrganisationForm())
    if form.validate_on_submit():
        try:
            service.edit_organisation(current_actor(), organisation_id, form.about(one), form.contact.data)
            flash(gettext("Saved."), "success")
            return redirect(one.path, 303)
        except Invalid as refusal:
            form.name.errors = [str(words) for words in refusal.errors.values()]
    return page(form, one)


@bp.post("/organisations/<int:organisation_id>/people")
def place(organisation_id: int) -> ResponseReturnValue:
    """Somebody works there."""
    require_site(current_actor(), Can.ADD_ORGANISATION)
    one, placing = editable(organisation_id), PlacingForm()
    if placing.validate_on_submit():
        try:
            person = service.place_person(current_actor(), placing.email.data or "", one)
            flash(gettext("%(name)s works there.", name=person.name), "success")
            return redirect(f"/organisations/{one.id}/edit#people", 303)
        except Invalid as refusal:
            placing.email.errors = [str(refusal.errors["email"])]
    return page(form_of(one, OrganisationForm.of(one, queries.people_of(current_actor(), one))), one, placing)


@bp.post("/organisations/<int:organisation_id>/people/<int:person_id>/remove")
def take_away(organisation_id: int, person_id: int) -> ResponseReturnValue:
    """Somebody works there no more."""
    one = editable(organisation_id)
    service.take_person_away(current_actor(), person_id, one)
    flash(gettext("Saved."), "success")
    return redirect(f"/organisations/{one.id}/edit#people", 303)


def editable(organisation_id: int) -> Organisation:
    """The organisation, if one may change it."""
    require_site(current_actor())
    one = queries.organisation(current_actor(), organisation_id)
    require(current_actor(), Can.EDIT_ORGANISATION, one)
    return one


def form_of(one: Organisation, form: OrganisationForm) -> OrganisationForm:
    """FORM with what may be chosen for ONE."""
    names = one.kind not in REGISTERED and allows(current_actor(), Can.ADD_ORGANISATION)
    form.offer(queries.people_of(current_actor(), one), names)
    return form


def page(form: OrganisationForm, one: Organisation | None = None,
         placing: PlacingForm | None = None) -> ResponseReturnValue:
    """The page with FORM, as it was filled in."""
    placing = placing or PlacingForm(formdata=None)
    people = queries.people_of(current_actor(), one) if one else []
    return render_template(
        "directory/organisation_edit.html", form=form, one=one, placing=placing, people=people,
        may_place=allows(current_actor(), Can.ADD_ORGANISATION)), 422 if form.errors or placing.errors else 200
