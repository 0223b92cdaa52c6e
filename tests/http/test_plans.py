"""The plans of a municipality: kept by its people, seen by everybody once they are adopted."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.database import db, now
from app.demo.office import txt
from app.files.queries import in_places
from app.networks.models import Organisation
from app.permissions import NOBODY, Actor
from app.plans import queries, service
from app.plans.models import Plan, PlanKind
from tests import cast
from tests.pages import send

Browser = Callable[[str | None], FlaskClient]


@pytest.fixture
def bamble() -> Organisation:
    """Where Anne works."""
    place = cast.person(cast.ANNE).organisation
    assert place
    return place


def add(browser: FlaskClient, place: Organisation, **fields: object) -> Plan | None:
    """What BROWSER puts on the list of PLACE, if it could."""
    form = f"/organisations/{place.id}/plans/new"
    answer = send(browser, f"/organisations/{place.id}/plans", form, **{
        "kind": "climate", "title": "Klimaplan 2024–2030", "url": "", "adopted_on": "", "revise_on": "", **fields})
    return db.session.query(Plan).one() if answer.status_code == 303 else None


def test_the_people_of_a_municipality_keep_its_plans_and_neighbours_read_them(
        browser_of: Browser, bamble: Organisation) -> None:
    over = (now() - timedelta(days=40)).date().isoformat()
    assert add(browser_of(cast.ANNE), bamble, url="https://bamble.example/klima", adopted_on="2024-05-02",
               revise_on=over)
    page = browser_of(cast.CARIN).get("/municipalities/4012").text
    assert "Klimaplan 2024–2030" in page and "should have been revised" in page
    assert "/edit" not in page.split('id="plans"')[1].split("</section>")[0]
    assert "Add a plan" not in page and "Add a plan" in browser_of(cast.ANNE).get("/municipalities/4012").text


def test_nobody_else_changes_them(browser_of: Browser, bamble: Organisation) -> None:
    plan = add(browser_of(cast.ANNE), bamble)
    assert plan
    for who, status in ((cast.BJORN, 403), (cast.CARIN, 403), (cast.DAG, 403), (cast.ELI, 200)):
        assert browser_of(who).get(f"/plans/{plan.id}/edit").status_code == status
        assert browser_of(who).get(f"/organisations/{bamble.id}/plans/new").status_code == status
    assert send(browser_of(cast.BJORN), f"/plans/{plan.id}/remove", "/settings").status_code == 403
    assert send(browser_of(cast.ANNE), f"/plans/{plan.id}/remove", "/settings").status_code == 303
    assert browser_of(cast.ANNE).get(f"/plans/{plan.id}/edit").status_code == 404


def test_a_file_of_a_plan_is_for_everybody_once_it_is_adopted(
        browser_of: Browser, actor: Callable[[str], Actor], bamble: Organisation) -> None:
    anne, text = browser_of(cast.ANNE), txt("Strandsonen skal vernes")
    plan = add(anne, bamble, file=(io.BytesIO(text), "plan.txt"))
    assert plan and queries.plans_of(NOBODY, bamble) == []
    [file] = queries.plans_of(actor(cast.ANNE), bamble)[0].files
    assert browser_of(None).get(f"/files/{file.id}").status_code == 404
    service.edit(actor(cast.ANNE), plan.id, service.Facts(PlanKind.CLIMATE, plan.title, adopted_on=now().date()))
    page = browser_of(None).get(f"/files/{file.id}")
    assert page.status_code == 200 and "Anne Berg" not in page.text, "who sent it in is for those who sign in"
    assert "Anne Berg" in browser_of(cast.CARIN).get(f"/files/{file.id}").text
    service.remove(actor(cast.ANNE), plan.id)
    assert in_places(actor(cast.ANNE), [f"plan:{plan.id}"]) == {}
    assert browser_of(cast.CARIN).get(f"/files/{file.id}").status_code == 404


@pytest.mark.parametrize(("wrong", "words"), [
    ({"title": " "}, "Write what the plan is called."),
    ({"url": "javascript:alert(1)"}, "Write the whole address"),
    ({"adopted_on": "2024-05-02", "revise_on": "2023-05-02"}, "before it was adopted"),
    ({"adopted_on": "i fjor"}, "Not a valid date"),
    ({"kind": "secret"}, "Not a valid choice"),
    ({"file": (io.BytesIO(b"<script>"), "plan.html")}, "Web pages and SVG drawings")])
def test_what_cannot_be_taken_comes_back_as_it_was_filled_in(
        browser_of: Browser, bamble: Organisation, wrong: dict[str, object], words: str) -> None:
    fields = {"kind": "climate", "title": "Arealplan", "url": "", **wrong}
    answer = send(browser_of(cast.ANNE), f"/organisations/{bamble.id}/plans",
                  f"/organisations/{bamble.id}/plans/new", **fields)
    assert answer.status_code == 422 and words in answer.text
    assert "Arealplan" in answer.text or "title" in wrong
    assert db.session.query(Plan).count() == 0

