"""Where an indicator is shown, and what was done about it: told to those who may read of it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import db, now
from app.examples.models import Example, ExampleMunicipality, ReviewState
from app.indicators import citing, service
from app.indicators.choice import Choice
from app.networks.models import Organisation
from app.permissions import Actor, Visibility
from app.rooms import service as rooms
from tests import cast
from tests.http.test_indicators import CODE, figured

__all__ = ["figured"]
Who = Callable[[str], Actor]
Browser = Callable[[str | None], FlaskClient]
pytestmark = pytest.mark.usefixtures("figured")
SCHOOL = "Solceller på skolen"


def an_example(author: Actor, **facts: Any) -> Example:
    """What Bamble did."""
    with db.transaction() as session:
        place = session.scalars(select(Organisation).filter_by(code="4012", country="NO")).one()
        example = Example(**{
            "slug": "sol", "title": SCHOOL, "summary": "", "start_date": "2019-05", "author_id": author.id,
            "review_state": ReviewState.PUBLISHED, "visibility": Visibility.MEMBERS, "last_verified": now().date(),
            "network_id": cast.network(cast.TELEMARK).id, "updated_at": now()} | facts)
        session.add(example)
        session.flush()
        session.add(ExampleMunicipality(example_id=example.id, organisation_id=place.id, position=0))
        return example


@pytest.mark.parametrize(("visibility", "marked"), [
    (Visibility.PUBLIC, True), (Visibility.MEMBERS, True), (Visibility.NETWORK, False), (Visibility.DRAFT, False)])
def test_what_was_done_is_marked_if_everybody_may_read_of_it(
        actor: Who, visibility: Visibility, marked: bool) -> None:
    anne = actor(cast.ANNE)
    shown = service.make_card(anne, Choice(CODE, ("4012",)))
    example = an_example(anne, cards=[f"card:{shown.id}"], visibility=visibility)
    frozen = service.make_card(anne, Choice(CODE, ("4012",), measures=True)).figures
    assert [(mark.year, mark.text, mark.url) for mark in frozen.marks] == (
        [(2019, SCHOOL, example.path)] if marked else [])


@pytest.mark.parametrize(("facts", "years"), [({}, [2019]), ({"start_date": ""}, [2021])])
def test_an_effect_that_names_the_indicator_is_marked_too(actor: Who, facts: dict[str, str], years: list[int]) -> None:
    effect = {"measure": "Strøm", "value": 40, "unit": "MWh", "year": 2021, "indicator": CODE}
    an_example(actor(cast.ANNE), effects=[effect], **facts)
    an_example(actor(cast.ANNE), effects=[effect | {"indicator": "no_population"}])
    frozen = service.make_card(actor(cast.ANNE), Choice(CODE, ("4012",), measures=True)).figures
    assert [mark.year for mark in frozen.marks] == years


def cited(browser: FlaskClient, more: str = "") -> str:
    page = browser.get(f"/indicators/{CODE}{more}").text
    return page[page.index('id="cited"'):]


def test_an_indicator_lists_the_threads_and_examples_that_show_it(actor: Who, browser_of: Browser) -> None:
    anne = actor(cast.ANNE)
    card = service.make_card(anne, Choice(CODE, ("4012",)))
    posted = rooms.start_thread(anne, cast.room(cast.CLIMATE).id, "Hvorfor går det ned?", "Ned hos oss",
                                links=(f"card:{card.id}",))
    example = an_example(anne, cards=[f"card:{card.id}"], visibility=Visibility.NETWORK)
    seen = cited(browser_of(cast.BJORN))
    assert f"/threads/{posted.thread.id}" in seen and "Ned hos oss" in seen
    assert example.path in seen and SCHOOL in seen
    for stranger in (cast.CARIN, cast.HILDE, cast.GRO):
        assert "Ned hos oss" not in cited(browser_of(stranger)) and SCHOOL not in cited(browser_of(stranger))
    rooms.remove_message(anne, posted.message.id)
    assert "Ned hos oss" not in cited(browser_of(cast.BJORN))


def test_a_long_list_is_cut_into_pages(actor: Who, browser_of: Browser) -> None:
    for number in range(citing.PAGE + 1):
        an_example(actor(cast.ANNE), title=f"Tiltak {number}.", effects=[{"indicator": CODE, "year": 2020}])
    first, second = cited(browser_of(cast.BJORN)), cited(browser_of(cast.BJORN), "?page=2")
    assert first.count("Tiltak ") == citing.PAGE and second.count("Tiltak ") == 1
