"""The first page, and the front page of a network."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from app.accounts.queries import coordinators, demo_people, members
from app.accounts.session import current_actor
from app.examples.letters import quote_path
from app.files.queries import of_network
from app.home import offline, queries
from app.i18n import locale
from app.networks.models import Network
from app.networks.queries import network as network_of
from app.permissions import Actor
from app.reported import queries as reported
from app.rooms import queries as rooms
from app.rooms.overview import by_theme

bp = Blueprint("home", __name__, template_folder="templates")
bp.register_blueprint(offline.bp)


@bp.get("/")
def home() -> ResponseReturnValue:
    """What waits and what is new; for somebody who is not signed in, what this is."""
    actor = current_actor()
    if not actor.signed_in:
        demo = demo_people(actor) if current_app.config["LIVSKRAFT"].demo else []
        return render_template("home/landing.html", demo_people=demo)
    gathering = queries.next_gathering(actor, actor.networks())
    return render_template(
        "home/home.html", desk=queries.desk(actor), gathering=gathering,
        quote_path=quote_path,
        missing=queries.without_material(actor, gathering),
        answer=queries.own_answer(actor, gathering), rooms=[] if actor.networks() else rooms.rooms(actor))


@bp.get("/networks/<int:network_id>")
def network(network_id: int) -> ResponseReturnValue:
    """A network: what is talked of in its rooms."""
    return network_page(network_id, "threads")


@bp.get("/networks/<int:network_id>/<any(files, examples, people, indicators, gatherings):tab>")
def network_tab(network_id: int, tab: str) -> ResponseReturnValue:
    """A network: one of the other things that it has."""
    return network_page(network_id, tab)


def network_page(network_id: int, tab: str) -> ResponseReturnValue:
    """The head of a network, and what TAB holds."""
    actor = current_actor()
    found = network_of(actor, network_id)
    return render_template(
        f"home/network_{tab}.html", network=found, tab=tab, people=coordinators(actor, [found.id])[found.id],
        gathering=queries.next_gathering(actor, {found.id}), **TABS[tab](actor, found))


def talk(actor: Actor, network: Network) -> dict[str, Any]:
    """The rooms, and their latest threads together."""
    latest = queries.threads(actor, network.id)
    unread = [thread for thread, fresh in latest.items() if fresh]
    here = [one for one in rooms.rooms(actor) if one.network_id == network.id]
    return {"rooms": here, "groups": by_theme(actor, here, locale()),
            "rows": rooms.rows(actor, list(latest)), "unread": {thread.id for thread in unread},
            "muted": rooms.muted_threads(actor),
            "unread_rooms": {thread.room_id for thread in unread}}


TABS: dict[str, Callable[[Actor, Network], dict[str, Any]]] = {
    "threads": talk,
    "files": lambda actor, network: {"files": of_network(actor, network.id)},
    "examples": lambda actor, network: {"examples": queries.examples(actor, network.id)},
    "people": lambda actor, network: {"members": members(actor, network.id)},
    "indicators": lambda actor, network: {"cards": queries.cards(actor, network.id),
                                          "reported": reported.of_network(actor, network.id)},
    "gatherings": lambda actor, network: {"gatherings": queries.gatherings(actor, network.id)},
}
