"""The desks of administrators and coordinators."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import outbox
from app.accounts.queries import members
from app.accounts.session import actor_of
from app.database import db
from app.networks.models import Network, Theme
from app.outbox import Job
from app.permissions import Role, SiteRole
from app.rooms.models import Room
from tests import cast
from tests.pages import letters, send

Browser = Callable[[str | None], FlaskClient]
START = "/admin/networks/new"


def network_fields(**changes: object) -> dict[str, object]:
    themes = [str(theme.id) for theme in db.session.scalars(select(Theme))]
    return {"name": "Kystnettverket", "about": "", "language": "nb", "programme": "", "version": "1",
            "themes": themes, "places": "bamble, 4014", "coordinator": cast.BJORN, **changes}


def new_network() -> Network | None:
    return db.session.scalar(select(Network).where(Network.name == "Kystnettverket"))


@pytest.mark.parametrize(("who", "status"), [
    (None, 302), (cast.ANNE, 403), (cast.ELI, 403), (cast.GRO, 403), (cast.DAG, 200), (cast.FRODE, 200)])
def test_the_desk_is_for_those_who_look_after_something(browser_of: Browser, who: str | None, status: int) -> None:
    assert browser_of(who).get("/admin").status_code == status


@pytest.mark.parametrize("path", ["/admin/people", "/admin/people/1", START])
def test_people_and_new_networks_are_for_administrators(browser_of: Browser, path: str) -> None:
    statuses = [browser_of(who).get(path).status_code for who in (None, cast.ANNE, cast.ELI, cast.DAG, cast.FRODE)]
    assert statuses == [302, 403, 403, 403, 200]


def test_a_coordinator_sees_the_own_network_and_no_other(browser_of: Browser) -> None:
    page = browser_of(cast.DAG).get("/admin").text
    assert cast.TELEMARK in page and cast.NORR not in page and "What the worker has to do" not in page


def test_a_network_begins_with_municipalities_a_room_and_its_coordinator(browser_of: Browser) -> None:
    answer = send(browser_of(cast.FRODE), START, START, **network_fields())
    network = new_network()
    assert network and answer.headers["Location"] == f"/networks/{network.id}/edit#municipalities"
    assert [one.organisation.name for one in network.current] == ["Bamble", "Kragerø"]
    assert actor_of(cast.person(cast.BJORN)).role(network) == Role.COORDINATOR
    assert len(db.session.scalars(select(Room).where(Room.network_id == network.id)).all()) == 1


def test_a_coordinator_who_is_new_is_invited_by_letter(stage: Flask, browser_of: Browser) -> None:
    send(browser_of(cast.FRODE), START, START, **network_fields(coordinator="nina@nome.example"))
    [letter] = letters(stage)
    path = re.search(r"http://[^/]+(/invitations/\S+)", letter)
    assert path and letter.startswith("nina@nome.example")
    send(browser_of(None), f"{path[1]}/join", path[1], name="Nina Ny", organisation_id="0")
    network = new_network()
    assert network
    [one] = members(actor_of(cast.person(cast.FRODE)), network.id)
    assert (one.person.name, one.role) == ("Nina Ny", Role.COORDINATOR)


@pytest.mark.parametrize("changes", [{"name": ""}, {"name": cast.TELEMARK}, {"coordinator": "nobody"},
                                     {"places": "Bamble, Atlantis"}])
def test_a_network_that_cannot_begin_leaves_nothing_behind(browser_of: Browser, changes: dict[str, object]) -> None:
    answer = send(browser_of(cast.FRODE), START, START, **network_fields(**{"about": "Do not lose this.", **changes}))
    assert answer.status_code == 422 and "Do not lose this." in answer.text
    assert new_network() is None


def test_somebody_new_gets_a_letter_and_a_taken_address_is_refused(stage: Flask, browser_of: Browser) -> None:
    frode = browser_of(cast.FRODE)
    assert send(frode, "/admin/people", "/admin/people", name="Nina Ny", email="nina@nome.example").status_code == 303
    assert "/sign-in/link/" in letters(stage)[0]
    again = send(frode, "/admin/people", "/admin/people", name="Nina Ny", email="Nina@Nome.example")
    assert again.status_code == 422 and "Somebody has this address already." in again.text


def test_people_are_found_by_a_few_letters(browser_of: Browser) -> None:
    page = browser_of(cast.FRODE).get("/admin/people?q=kragero").text
    assert "Bjørn Dahl" in page and "Anne Berg" not in page


def test_rights_are_given_and_taken_but_never_ones_own(browser_of: Browser) -> None:
    frode, anne = browser_of(cast.FRODE), cast.person(cast.ANNE)
    path = f"/admin/people/{anne.id}"
    assert send(frode, path, path, site_role="staff", active="y").status_code == 303
    assert cast.person(cast.ANNE).site_role == SiteRole.STAFF
    browser = browser_of(cast.ANNE)
    assert send(frode, path, path, site_role="person").status_code == 303
    assert browser.get("/settings").status_code == 302
    own = f"/admin/people/{cast.person(cast.FRODE).id}"
    assert send(frode, own, own, site_role="person", active="y").status_code == 409
    assert send(frode, path, path, site_role="king", active="y").status_code == 422
    assert send(browser_of(cast.DAG), path, "/settings", site_role="admin", active="y").status_code == 403


def test_a_job_that_was_given_up_is_tried_again_or_forgotten(browser_of: Browser) -> None:
    with db.transaction() as session:
        jobs = [Job(event="x", handler=f"nobody.{name}", facts={}, tries=outbox.TRIES, trouble="It broke")
                for name in ("first", "second")]
        session.add_all(jobs)
    frode = browser_of(cast.FRODE)
    assert "It broke" in frode.get("/admin").text
    assert send(browser_of(cast.DAG), f"/admin/jobs/{jobs[0].id}/retry", "/admin").status_code == 403
    assert send(frode, f"/admin/jobs/{jobs[0].id}/retry", "/admin").status_code == 303
    assert send(frode, f"/admin/jobs/{jobs[1].id}/remove", "/admin").status_code == 303
    assert send(frode, f"/admin/jobs/{jobs[1].id}/remove", "/admin").status_code == 404
    assert (outbox.waiting(), list(outbox.failed())) == (1, [])
