"""Pages on which a coordinator arranges a gathering."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.session import current_actor
from app.errors import Conflict, Denied, Invalid
from app.gatherings import queries, service
from app.gatherings.forms import MORE_ROWS, ROWS, GatheringForm
from app.gatherings.models import Gathering
from app.networks.models import Network
from app.permissions import Can, require

bp = Blueprint("edit", __name__)


@bp.get("/gatherings/new")
def new() -> ResponseReturnValue:
    """For one's only network, or for the one that was asked for; else a list to choose from."""
    networks = queries.arranged(current_actor())
    if not networks:
        raise Denied
    wanted = request.args.get("network", type=int)
    found = networks[0] if len(networks) == 1 and wanted is None else chosen(networks, wanted)
    if found is None:
        return render_template("gatherings/which.html", networks=networks)
    form = GatheringForm(formdata=None)
    form.add_rows(ROWS)
    return page(form, found)


@bp.post("/gatherings/new")
def create() -> ResponseReturnValue:
    """A new gathering."""
    network = chosen(queries.arranged(current_actor()), request.args.get("network", type=int))
    if network is None:
        raise Denied
    form = sent(network)
    if wants_more(form):
        return page(form, network)
    if not form.validate_on_submit():
        return page(form, network, status=422)
    try:
        gathering = service.create(current_actor(), network.id, form.facts())
    except Invalid as refusal:
        return refused(form, network, refusal)
    flash(gettext("The gathering is in place. The network finds it under Gatherings."), "success")
    return redirect(f"/gatherings/{gathering.id}", 303)


@bp.get("/gatherings/<int:gathering_id>/edit")
def edit_page(gathering_id: int) -> ResponseReturnValue:
    """All of it to change, with some empty lines at the end of the agenda."""
    gathering = editable(gathering_id)
    form = GatheringForm(formdata=None)
    form.offer(gathering.network)
    form.show(gathering)
    form.add_rows(2)
    return page(form, gathering.network, gathering)


@bp.post("/gatherings/<int:gathering_id>/edit")
def edit(gathering_id: int) -> ResponseReturnValue:
    """Change it. If somebody was first, both are shown and nothing is lost."""
    gathering = editable(gathering_id)
    form = sent(gathering.network)
    if wants_more(form):
        return page(form, gathering.network, gathering)
    if not form.validate_on_submit():
        return page(form, gathering.network, gathering, status=422)
    try:
        service.edit(current_actor(), gathering_id, form.facts(), form.version.data or 0)
    except Invalid as refusal:
        return refused(form, gathering.network, refusal, gathering)
    except Conflict:
        gathering = editable(gathering_id)
        if gathering.version == form.version.data:
            raise
        form.catch_up(gathering)
        return page(form, gathering.network, gathering, theirs=gathering, status=409)
    flash(gettext("Saved."), "success")
    return redirect(f"/gatherings/{gathering_id}", 303)


@bp.post("/gatherings/<int:gathering_id>/cancel")
def cancel(gathering_id: int) -> ResponseReturnValue:
    """It does not take place."""
    service.set_cancelled(current_actor(), gathering_id, True)
    flash(gettext("The gathering is cancelled. The page stays, so that nobody travels in vain."), "success")
    return redirect(f"/gatherings/{gathering_id}", 303)


@bp.post("/gatherings/<int:gathering_id>/restore")
def restore(gathering_id: int) -> ResponseReturnValue:
    """It takes place after all."""
    service.set_cancelled(current_actor(), gathering_id, False)
    flash(gettext("The gathering takes place after all."), "success")
    return redirect(f"/gatherings/{gathering_id}", 303)


def editable(gathering_id: int) -> Gathering:
    """The gathering, if one may change it."""
    gathering = queries.gathering(current_actor(), gathering_id)
    require(current_actor(), Can.EDIT_GATHERING, gathering)
    return gathering


def chosen(networks: Sequence[Network], wanted: int | None) -> Network | None:
    """The one of NETWORKS with the number WANTED."""
    return next((one for one in networks if one.id == wanted), None)


def sent(network: Network) -> GatheringForm:
    """The form as it was filled in."""
    form = GatheringForm()
    form.offer(network)
    return form


def wants_more(form: GatheringForm) -> bool:
    """Whether the button for more lines was pressed; then there are more."""
    if "more" not in request.form:
        return False
    form.add_rows(MORE_ROWS)
    return True


def refused(form: GatheringForm, network: Network, refusal: Invalid,
            gathering: Gathering | None = None) -> ResponseReturnValue:
    """The form again, with what the service said at the field that it named."""
    for field, words in refusal.errors.items():
        form[field].errors = [str(words)]
    return page(form, network, gathering, status=422)


def page(form: GatheringForm, network: Network, gathering: Gathering | None = None,
         theirs: Gathering | None = None, status: int = 200) -> ResponseReturnValue:
    """The page with FORM; without a GATHERING it makes a new one. THEIRS is what somebody saved meanwhile."""
    if gathering is None:
        form.offer(network)
    return render_template("gatherings/edit.html", form=form, network=network, gathering=gathering,
                           theirs=theirs), status
