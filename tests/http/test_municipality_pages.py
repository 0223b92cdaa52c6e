"""The page of a municipality: beside its past and its network; and its twin for everybody."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from app.accounts.session import actor_of
from app.database import db
from app.directory.models import ContactCard, Shown
from app.indicators import service as indicators
from app.indicators.importers import Row
from app.indicators.releasing import Origin
from app.indicators.spark import draw
from app.networks.models import Organisation, OrganisationKind
from app.permissions import SYSTEM
from app.plans import service as plans
from app.plans.models import PlanKind
from app.rooms import service as rooms
from tests import cast
from tests.pages import selects

Browser = Callable[[str | None], FlaskClient]


@pytest.fixture
def figures(browser_of: Browser) -> None:
    """People in three municipalities of Telemarksnettverket, in two years."""
    indicators.load_catalogue(SYSTEM)
    indicators.import_figures(SYSTEM, [
        Row("no_population", code, year, value) for code, value in (("4012", 14000.0), ("4014", 10500.0),
                                                                    ("4010", 2300.0))
        for year in (2015, 2020)], Origin(date(2026, 1, 1)))


def main(browser: FlaskClient, path: str) -> str:
    """The page without its frame."""
    return browser.get(path).text.split('id="main"')[1]


def test_figures_stand_beside_the_own_past_and_the_middle_of_the_network(browser_of: Browser, figures: None) -> None:
    page = main(browser_of(cast.BJORN), "/municipalities/4012")
    assert "own past: 14,000 in 2015" in page and "median of Telemarksnettverket: 10,500" in page
    assert '<svg class="spark"' in page and '<th scope="row">2015</th>' in page
    stranger = main(browser_of(cast.CARIN), "/municipalities/4012")
    assert "own past: 14,000" in stranger and cast.TELEMARK not in stranger


def test_a_gap_in_the_figures_is_a_gap_in_the_line() -> None:
    drawing = draw({2015: 1.0, 2016: 2.0, 2019: 3.0}, {})
    assert drawing.count("M") == 2 and "stroke-dasharray" not in drawing
    assert "nan" not in draw({2020: 5.0}, {2020: 5.0})


def test_one_sees_the_threads_that_one_may_read(browser_of: Browser) -> None:
    rooms.start_thread(actor_of(cast.person(cast.ANNE)), cast.room(cast.CLIMATE).id, "Hvem har solceller?", "Solceller")
    assert "Solceller" in main(browser_of(cast.BJORN), "/municipalities/4012")
    for who in (cast.CARIN, cast.HILDE, cast.GRO):
        assert "Solceller" not in main(browser_of(who), "/municipalities/4012")


def test_citizens_see_what_is_public_and_nothing_else(browser_of: Browser, figures: None) -> None:
    anne = actor_of(cast.person(cast.ANNE))
    place = cast.person(cast.ANNE).organisation
    assert place
    rooms.start_thread(anne, cast.room(cast.CLIMATE).id, "Hvem har solceller?", "Solceller")
    plans.add(anne, place.id, plans.Facts(PlanKind.CLIMATE, "Klimaplan", adopted_on=date(2024, 5, 2)))
    plans.add(anne, place.id, plans.Facts(PlanKind.LAND_USE, "Utkast til arealplan"))
    nobody = browser_of(None)
    answer = nobody.get("/public/municipalities/4012?lang=en")
    page = answer.text.split('id="main"')[1]
    assert "Klimaplan" in page and "own past: 14,000" in page and cast.TELEMARK in page
    assert all(words not in page for words in ("Utkast", "Solceller", "Anne Berg", cast.ANNE, "/edit", "/threads"))
    assert '<meta property="og:title" content="Bamble">' in answer.text
    assert "public" in answer.headers["Cache-Control"]
    card = db.session.get_one(ContactCard, anne.id)
    card.email_shown, card.phone_shown = Shown.PUBLIC, Shown.NETWORK
    cast.person(cast.ANNE).phone = "35 96 50 00"
    db.session.commit()
    page = main(nobody, "/public/municipalities/4012?lang=en")
    assert "Anne Berg" in page and cast.ANNE in page and "35 96 50 00" not in page


def test_two_municipalities_with_one_number_have_an_address_each(browser_of: Browser) -> None:
    with db.transaction() as session:
        session.add_all(Organisation(kind=OrganisationKind.MUNICIPALITY, country=country, code="1860", name=name)
                        for country, name in (("NO", "Vestvågøy"), ("SE", "Laxå")))
    nobody = browser_of(None)
    assert "Vestvågøy" in main(nobody, "/public/municipalities/1860")
    assert "Laxå" in main(nobody, "/public/municipalities/SE-1860")
    for code, key in (("NO-1860", "1860"), ("se-1860", "SE-1860"), ("2510", "SE-2510")):
        assert nobody.get(f"/public/municipalities/{code}").location == f"/public/municipalities/{key}"
    assert nobody.get("/public/municipalities/9999").status_code == 404


def test_the_page_asks_the_database_little(browser_of: Browser, figures: None) -> None:
    bjorn = browser_of(cast.BJORN)
    for path, most in (("/municipalities/4012", 12), ("/public/municipalities/4012", 12)):
        with selects() as made:
            assert bjorn.get(path).status_code == 200
        assert len(made) <= most, "\n".join(made)
