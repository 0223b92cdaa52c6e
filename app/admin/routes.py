"""The pages of administrators; the first of them is for coordinators too."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts import queries as accounts
from app.accounts.forms import typed
from app.accounts.models import Person
from app.accounts.service import set_rights
from app.accounts.session import current_actor
from app.admin import queries, service
from app.admin.forms import PersonForm, RightsForm, StartForm
from app.errors import Invalid
from app.i18n import locale
from app.memberships.queries import open_invitations
from app.networks.queries import municipalities_named, programmes, themes
from app.permissions import Can, SiteRole, require_site
from app.sso.queries import identities

bp = Blueprint("admin", __name__, url_prefix="/admin", template_folder="templates")
PEOPLE = 100


@bp.get("")
def desk() -> ResponseReturnValue:
    """The networks that one looks after, open invitations, and for administrators what the worker does."""
    actor = current_actor()
    own = queries.own_networks(actor)
    return render_template(
        "admin/desk.html", networks=own, invitations=open_invitations(actor, [one.id for one in own]),
        waiting=queries.waiting(actor) if actor.is_admin else [],
        failed=queries.failed(actor) if actor.is_admin else [],
        planned=queries.planned(actor) if actor.is_admin else [])


@bp.get("/people")
def people() -> ResponseReturnValue:
    """Everybody, or those whose name, address or title holds `q`."""
    return people_page(PersonForm(formdata=None))


@bp.post("/people")
def add_person() -> ResponseReturnValue:
    """Somebody new."""
    form = PersonForm()
    if not form.validate_on_submit():
        return people_page(form)
    try:
        person = service.add_person(current_actor(), typed(form.email), typed(form.name))
    except Invalid as refusal:
        form.email.errors = [str(refusal.errors["email"])]
        return people_page(form)
    flash(gettext("%(name)s is here, and gets a letter with a link to sign in by.", name=person.name), "success")
    return redirect(f"/admin/people/{person.id}", 303)


@bp.get("/people/<int:person_id>")
def person(person_id: int) -> ResponseReturnValue:
    """What somebody may do in Livskraft as a whole."""
    found = accounts.person_to_administer(current_actor(), person_id)
    return person_page(found, RightsForm(formdata=None, obj=found))


@bp.post("/people/<int:person_id>")
def change_rights(person_id: int) -> ResponseReturnValue:
    """Change that."""
    found, form = accounts.person_to_administer(current_actor(), person_id), RightsForm()
    if not form.validate_on_submit():
        return person_page(found, form)
    set_rights(current_actor(), person_id, site_role=SiteRole(typed(form.site_role)), active=form.active.data)
    flash(gettext("Saved."), "success")
    return redirect(f"/admin/people/{person_id}", 303)


@bp.post("/people/<int:person_id>/two-step/reset")
def reset_two_step(person_id: int) -> ResponseReturnValue:
    """In without a code again: for who has lost the phone and the recovery codes."""
    service.reset_two_step(current_actor(), person_id)
    flash(gettext("No code is asked for any more. A letter tells them."), "success")
    return redirect(f"/admin/people/{person_id}", 303)


@bp.post("/people/<int:person_id>/work-accounts/<int:identity_id>/remove")
def forget_identity(person_id: int, identity_id: int) -> ResponseReturnValue:
    """In by an account at work no more, until its address says again who it is."""
    service.forget_identity(current_actor(), person_id, identity_id)
    flash(gettext("The account at work is removed."), "success")
    return redirect(f"/admin/people/{person_id}", 303)


@bp.get("/networks/new")
def new_network() -> ResponseReturnValue:
    """Where a network begins."""
    require_site(current_actor(), Can.ADMINISTER)
    return start_page(start_form(formdata=None))


@bp.post("/networks/new")
def start_network() -> ResponseReturnValue:
    """It begins."""
    require_site(current_actor(), Can.ADMINISTER)
    form = start_form()
    if not form.validate_on_submit():
        return start_page(form)
    country = "SE" if form.language.data == "sv" else "NO"
    places, unknown = municipalities_named(current_actor(), form.names(), country)
    if unknown:
        form.places.errors = [gettext("There is no municipality %(names)s, or there are two: write its number.",
                                      names=", ".join(unknown))]
        return start_page(form)
    try:
        network = service.start_network(
            current_actor(), form.facts(), [one.id for one in places], typed(form.coordinator))
    except Invalid as refusal:
        form.name.errors = [str(words) for words in refusal.errors.values()]
        return start_page(form)
    flash(gettext("The network is there. Write down the decisions of the councils next."), "success")
    return redirect(f"/networks/{network.id}/edit#municipalities", 303)


@bp.post("/jobs/<int:job_id>/retry")
def try_again(job_id: int) -> ResponseReturnValue:
    """Let the worker try once more."""
    service.try_again(current_actor(), job_id)
    return redirect("/admin#jobs", 303)


@bp.post("/jobs/<int:job_id>/remove")
def give_up(job_id: int) -> ResponseReturnValue:
    """Forget it."""
    service.give_up(current_actor(), job_id)
    return redirect("/admin#jobs", 303)


def person_page(found: Person, form: RightsForm) -> ResponseReturnValue:
    """What somebody may do, and FORM as it was filled in."""
    return render_template("admin/person.html", person=found, form=form,
                           identities=identities(current_actor(), found.id),
                           two_step=accounts.has_two_step(current_actor(), found.id)), 422 if form.errors else 200


def people_page(form: PersonForm) -> ResponseReturnValue:
    """The list, and FORM for somebody new as it was filled in."""
    words = request.args.get("q", "")[:100]
    found = accounts.people(current_actor(), words, PEOPLE + 1)
    return render_template("admin/people.html", people=found[:PEOPLE], more=len(found) > PEOPLE, words=words,
                           form=form), 422 if form.errors else 200


def start_form(**options: None) -> StartForm:
    """The form, with what there is to choose from."""
    form = StartForm(**options)
    form.offer(themes(current_actor()), locale())
    return form


def start_page(form: StartForm) -> ResponseReturnValue:
    """The page with FORM as it was filled in."""
    return render_template("admin/start.html", form=form,
                           programmes=programmes(current_actor())), 422 if form.errors else 200
