"""Organisations of every kind: what they offer, who works there, and who may say so."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.database import db
from app.directory.models import ContactCard
from app.directory.phones import digits, grouped
from app.networks import service
from app.networks.models import Organisation, OrganisationKind
from app.networks.service import About
from app.permissions import SYSTEM
from app.search import upkeep
from tests import cast, finding
from tests.pages import send

Browser = Callable[[str | None], FlaskClient]


@pytest.fixture
def agency(stage: Flask) -> Organisation:
    """An energy agency, where Gro works."""
    made = service.add_organisation(SYSTEM, About(
        "Enøksenteret", OrganisationKind.ENERGY, "NO", "Gratis enøksjekk av kommunale bygg", phone="35 96 50 00"))
    cast.person(cast.GRO).organisation_id = made.id
    db.session.commit()
    return made


def test_one_finds_an_organisation_by_kind_and_by_what_it_offers(browser_of: Browser, agency: Organisation) -> None:
    carin = browser_of(cast.CARIN)
    for path in ("/organisations", "/organisations?kind=energy", "/organisations?q=enøksjekk+bygg"):
        assert "Enøksenteret" in carin.get(path).text
    assert "Enøksenteret" not in carin.get("/organisations?kind=ngo").text.split('id="main"')[1]
    assert "Bamble" not in carin.get("/organisations").text.split('id="main"')[1]
    assert "Bamble" in carin.get("/organisations?kind=municipality").text
    page = carin.get(f"/organisations/{agency.id}").text
    assert all(words in page for words in ("Gratis enøksjekk", "Gro Haugen", 'href="tel:35965000"', "Energy agency"))
    assert carin.get("/organisations?page=99&kind=x&q=" + "ø" * 300).status_code == 200
    [bamble] = carin.get("/api/v1/organisations?kind=municipality&q=bamble").json["items"]
    assert carin.get(f"/organisations/{bamble['id']}").location == "/municipalities/4012"


def test_its_own_people_say_what_it_offers_and_only_staff_name_it(browser_of: Browser, agency: Organisation) -> None:
    edit = f"/organisations/{agency.id}/edit"
    assert browser_of(cast.BJORN).get(edit).status_code == 403
    gro = browser_of(cast.GRO)
    assert send(gro, edit, edit, offers="Kurs", phone="+4735965001", contact=str(cast.person(cast.GRO).id),
                name="Noe annet", active="").status_code == 303
    assert (agency.name, agency.offers, agency.phone, agency.active) == (
        "Enøksenteret", "Kurs", "+47 35 96 50 01", True)
    assert "Ask here first" in gro.get(f"/organisations/{agency.id}").text
    eli = browser_of(cast.ELI)
    assert send(eli, edit, edit, name="Enøk Telemark", kind="partner", country="NO", offers="Kurs",
                contact="0").status_code == 303
    assert (agency.name, agency.kind, agency.active) == ("Enøk Telemark", OrganisationKind.PARTNER, False)
    assert "Not active any more" in gro.get(f"/organisations/{agency.id}").text


@pytest.mark.parametrize(("wrong", "words"), [
    ({"phone": "ring meg"}, "not a phone number"), ({"email": "meg"}, "not an e-mail"), ({"url": "enøk"}, "https://"),
    ({"contact": "4711"}, "Not a valid choice"), ({"name": ""}, "needs a name"), ({"kind": "municipality"}, "choice"),
    ({"name": "KS"}, "Another organisation has this name")])
def test_what_cannot_be_taken_comes_back_as_it_was_filled_in(
        browser_of: Browser, agency: Organisation, wrong: dict[str, str], words: str) -> None:
    service.add_organisation(SYSTEM, About("KS", OrganisationKind.ASSOCIATION, "NO"))
    edit = f"/organisations/{agency.id}/edit"
    answer = send(browser_of(cast.ELI), edit, edit, **{
        "name": "Enøk", "kind": "energy", "country": "NO", "offers": "Kurs i Bø", "contact": "0", **wrong})
    assert answer.status_code == 422 and words in answer.text and "Kurs i Bø" in answer.text
    assert db.session.get_one(Organisation, agency.id).offers == "Gratis enøksjekk av kommunale bygg"


def test_staff_add_organisations_and_say_who_works_there(browser_of: Browser) -> None:
    eli = browser_of(cast.ELI)
    assert browser_of(cast.DAG).get("/organisations/new").status_code == 403
    made = send(eli, "/organisations", "/organisations/new", name="Naturvernlaget", kind="ngo", country="SE",
                contact="0")
    assert made.status_code == 303
    edit = f"{made.location}/edit"
    assert "Nobody here has this address" in send(eli, f"{made.location}/people", edit, email="x@y.example").text
    assert send(eli, f"{made.location}/people", edit, email=cast.HILDE).status_code == 303
    hilde = cast.person(cast.HILDE)
    assert "Hilde Rui" in browser_of(cast.CARIN).get(made.location).text
    assert "Naturvernlaget" in browser_of(cast.CARIN).get(f"/people/{hilde.id}").text
    assert send(browser_of(cast.HILDE), f"{made.location}/people/{hilde.id}/remove", edit).status_code == 403
    assert send(eli, f"{made.location}/people/{hilde.id}/remove", edit).status_code == 303
    assert "Hilde Rui" not in browser_of(cast.CARIN).get(made.location).text


def test_the_contact_of_record_stands_first_on_the_page_of_a_municipality(browser_of: Browser) -> None:
    anne, place = cast.person(cast.ANNE), cast.person(cast.ANNE).organisation
    cast.person(cast.HILDE).organisation_id = anne.organisation_id
    db.session.get_one(ContactCard, cast.person(cast.HILDE).id).of_record = True
    db.session.commit()
    assert place
    page = browser_of(cast.BJORN).get(place.path).text.split('id="main"')[1]
    assert page.index("Hilde Rui") < page.index("Ask here first") < page.index("Anne Berg")


def test_search_leads_to_an_organisation(stage: Flask, browser_of: Browser, agency: Organisation,
                                         tmp_path: Path) -> None:
    with finding.own_index(stage, tmp_path):
        upkeep.rebuild()
        [hit] = browser_of(cast.CARIN).get("/api/v1/search?q=enøksjekk&type=organisation").json["hits"]
        assert (hit["url"], hit["title"]) == (agency.path, "Enøksenteret")
        assert "Enøksenteret" in browser_of(cast.CARIN).get("/search?q=type:organisasjon enøksjekk").text
        assert not upkeep.differences()


def test_programs_read_organisations(browser_of: Browser, agency: Organisation) -> None:
    browser, names, cursor = browser_of(cast.ANNE), [], ""
    while cursor is not None:
        answer = browser.get(f"/api/v1/organisations?limit=3&cursor={cursor}").json
        names += [one["name"] for one in answer["items"]]
        cursor = answer["next"]
    assert len(names) == len(set(names)) == db.session.query(Organisation).count()
    one = browser.get(f"/api/v1/organisations/{agency.id}").json
    assert (one["kind"], one["code"], one["phone"], one["active"]) == ("energy", "", "35 96 50 00", True)
    assert browser.get("/api/v1/organisations?kind=bank").status_code == 422
    assert browser_of(None).get("/api/v1/organisations").status_code == 401


@pytest.mark.parametrize(("typed", "read", "dialled"), [
    ("35965000", "35 96 50 00", "35965000"), ("90012345", "900 12 345", "90012345"),
    ("0047 900 12 345", "+47 900 12 345", "+4790012345"), ("+46 (0)971 170 00", "+46 971-170 00", "+4697117000"),
    ("0971-17000", "0971-170 00", "097117000"), ("08-123 456 78", "08-12 34 56 78", "0812345678"),
    ("070-1234567", "070-123 45 67", "0701234567"), ("112", "112", "112"),
    ("+358 40 123 4567", "+358 40 123 4567", "+358401234567"), ("00 00 00 01", "00 00 00 01", "00000001"),
    ("ring meg", "", ""), ("35 96 50 0a", "", ""), ("1" * 16, "", ""), ("+1", "", ""), ("", "", "")])
def test_a_phone_number_is_read_as_people_say_it_and_dialled_as_phones_do(typed: str, read: str, dialled: str) -> None:
    assert (grouped(typed), digits(typed)) == (read, dialled)
