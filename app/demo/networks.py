"""The networks of the demonstration, who is in them, and who has left."""

from datetime import date, datetime

from app.database import at
from app.demo.script import Facts, Script, content, moment
from app.i18n import ZONE
from app.memberships import service as memberships
from app.networks import service as networks
from app.networks.models import State
from app.permissions import SYSTEM, Role
from app.rooms import service as rooms
from app.rooms.models import RoomKind

ROLES = {"member": Role.MEMBER, "coordinator": Role.COORDINATOR, "guest": Role.GUEST}


def load(script: Script) -> None:
    """Networks, their municipalities and rooms; then everybody who was ever in them."""
    [file] = content("networks.toml")
    for facts in file["networks"]:
        started = datetime.fromisoformat(str(facts["started"])).replace(tzinfo=ZONE)
        with at(started):
            _network(script, facts, file["programme"]["name"], started.date())
    for person in _people():
        for facts in person["memberships"]:
            with at(moment(facts["from_days_ago"])):
                _admit(script, person["email"], facts)


def _network(script: Script, facts: Facts, programme: str, started: date) -> None:
    about = networks.Facts(facts["name"], facts["about"], facts["language"],
                           script.theme_ids(facts["themes"]), programme)
    network = networks.create_network(SYSTEM, about)
    networks.set_state(SYSTEM, network.id, State.ACTIVE)
    script.networks[facts["key"]], script.coordinators[facts["key"]] = network, facts["coordinator"]
    for member in facts["members"]:
        decision = networks.Decision(member["body"], date.fromisoformat(str(member["date"])), member["case_number"])
        networks.add_municipality(SYSTEM, network.id, script.places[member["municipality"]].id, decision, started)
    for room in facts["rooms"]:
        script.rooms[room["key"]] = rooms.create_room(
            SYSTEM, network.id, room["name"], room["about"], RoomKind(room["kind"]))


def _admit(script: Script, email: str, facts: Facts) -> None:
    network, person = script.networks[facts["network"]], script.people[email]
    for room in facts.get("rooms") or [None]:
        memberships.admit(SYSTEM, network, person.id, ROLES[facts["role"]], script.rooms[room].id if room else None)


def close(script: Script) -> None:
    """What has ended since: people who left, networks that concluded."""
    for person in _people():
        for facts in person["memberships"]:
            if "to_days_ago" in facts:
                _leave(script, person["email"], facts)
    [file] = content("networks.toml")
    for facts in file["networks"]:
        if facts["state"] == "concluded":
            with at(moment(facts["concluded_days_ago"])):
                networks.set_state(SYSTEM, script.networks[facts["key"]].id, State.CONCLUDED)


def _leave(script: Script, email: str, facts: Facts) -> None:
    network_id = script.networks[facts["network"]].id
    with at(moment(facts["to_days_ago"])):
        for one in script.people[email].memberships:
            if one.network_id == network_id and one.ended_on is None:
                memberships.end_membership(SYSTEM, one.id)


def _people() -> list[Facts]:
    [file] = content("people.toml")
    found: list[Facts] = file["people"]
    return found
