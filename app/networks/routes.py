"""The list of networks, and the pages on which a coordinator looks after one. Its front page: app/home."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.queries import coordinators
from app.accounts.session import current_actor
from app.errors import Invalid
from app.i18n import locale
from app.networks import queries, service
from app.networks.forms import MunicipalityForm, NetworkForm
from app.networks.models import Network, State
from app.permissions import Can, require

bp = Blueprint("networks", __name__, template_folder="templates")
FEWEST, MOST, THEMES = 4, 6, 2  # what the programme asks for: we warn, and forbid nothing


@bp.get("/networks")
def networks() -> ResponseReturnValue:
    """One's own first, then those that one may read."""
    actor = current_actor()
    found = queries.networks(actor)
    own = [one for one in found if one.id in actor.roles]
    return render_template("networks/list.html", own=own, others=[one for one in found if one not in own],
                           coordinators=coordinators(actor, [one.id for one in found]))


@bp.get("/networks/<int:network_id>/edit")
def edit_page(network_id: int) -> ResponseReturnValue:
    """Everything that a coordinator can change about a network."""
    network = editable(network_id)
    form = details_form(formdata=None)
    form.show(network)
    return page(network, form)


@bp.post("/networks/<int:network_id>/edit")
def edit(network_id: int) -> ResponseReturnValue:
    """Name, purpose, themes, programme, language."""
    network, form = editable(network_id), details_form()
    if not form.validate_on_submit():
        return page(network, form)
    try:
        service.edit_network(current_actor(), network_id, form.facts(), form.version.data or 0)
    except Invalid as refusal:
        form.name.errors = [str(refusal.errors["name"])]
        return page(network, form)
    return saved(network, gettext("Saved."))


@bp.post("/networks/<int:network_id>/state")
def set_state(network_id: int) -> ResponseReturnValue:
    """Start, conclude, re-open."""
    editable(network_id)
    wanted = request.form.get("state", "")
    if wanted not in set(State):
        raise Invalid
    network = service.set_state(current_actor(), network_id, State(wanted))
    return saved(network, gettext("The network is concluded. It stays readable and searchable.")
                 if network.state == State.CONCLUDED else gettext("The network is open."))


@bp.post("/networks/<int:network_id>/municipalities")
def add_municipality(network_id: int) -> ResponseReturnValue:
    """A municipality takes part."""
    network, form = editable(network_id), MunicipalityForm()
    form.offer(queries.municipalities(current_actor()))
    if form.validate_on_submit():
        try:
            service.add_municipality(current_actor(), network_id, form.organisation_id.data, form.decision())
            return saved(network, gettext("The municipality takes part."), "municipalities")
        except Invalid as refusal:
            form.organisation_id.errors = [str(refusal.errors["organisation_id"])]
    details = details_form(formdata=None)
    details.show(network)
    return page(network, details, form)


@bp.post("/networks/<int:network_id>/municipalities/<int:participation_id>/end")
def end_participation(network_id: int, participation_id: int) -> ResponseReturnValue:
    """A municipality takes part no more."""
    network = service.end_participation(current_actor(), participation_id)
    return saved(network, gettext("The municipality takes part no more. What it wrote stays."), "municipalities")


def editable(network_id: int) -> Network:
    """The network, if one may change it."""
    network = queries.network(current_actor(), network_id)
    require(current_actor(), Can.EDIT_NETWORK, network)
    return network


def details_form(**options: None) -> NetworkForm:
    """The form with its themes to choose from."""
    form = NetworkForm(**options)
    form.offer(queries.themes(current_actor()), locale())
    return form


def page(network: Network, details: NetworkForm, municipality: MunicipalityForm | None = None) -> ResponseReturnValue:
    """The page to look after NETWORK; forms that could not be taken are shown as they were filled in."""
    fresh = municipality or MunicipalityForm(formdata=None)
    fresh.offer(queries.municipalities(current_actor()))
    return render_template(
        "networks/edit.html", network=network, details=details, municipality=fresh, State=State,
        programmes=queries.programmes(current_actor()), few_themes=len(network.themes) < THEMES,
        odd_number=not FEWEST <= len(network.current) <= MOST), 422 if details.errors or fresh.errors else 200


def saved(network: Network, words: str, part: str = "") -> ResponseReturnValue:
    """Back to the page, with WORDS on top."""
    flash(words, "success")
    return redirect(f"/networks/{network.id}/edit" + (f"#{part}" if part else ""), 303)
