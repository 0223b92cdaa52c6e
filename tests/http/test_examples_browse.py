"""Browsing the example bank: narrowed, ordered, as a table, on a map, and by who has done what."""

from collections.abc import Callable
from time import perf_counter

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, insert

from app.database import db
from app.examples import queries
from app.examples.filters import Filters
from app.examples.models import Example, ExampleMunicipality, ExampleTheme
from app.networks import service as networks
from app.permissions import SYSTEM, Actor, Visibility
from tests import cast
from tests.examples import draft, place, published, theme
from tests.pages import selects

Browser = Callable[[str | None], FlaskClient]
Who = Callable[[str], Actor]


@pytest.fixture
def bank(actor: Who) -> None:
    """Four that Bjørn may read, and a draft of Anne's that he may not."""
    networks.set_inhabitants(SYSTEM, {place("4012"): 14_000, place("4014"): 10_400, place("4016"): 4_100})
    published(title="Solceller", cost_amount=90_000, start_date="2025")
    published(title="Varmepumpe", municipalities=[place("4014")], cost_amount=4_000_000, status="stopped")
    published(title="Turvei", municipalities=[place("4016"), place("4014")], themes=[theme("outdoor_health")])
    published(Visibility.MEMBERS, title="Fjernvarme", cost_amount=300_000, currency="EUR")
    draft(title="Hemmelig")


def counts(actor: Actor, **wanted: object) -> dict[str, dict[str, int]]:
    """How many each choice would leave."""
    found = queries.examples(actor, Filters(**wanted))  # type: ignore[arg-type]  # by name, as an address does
    return {way: {one.value: one.count for one in choices} for way, choices in found.choices.items()}


def test_every_way_to_narrow_says_how_many_it_leaves(bank: None, actor: Who) -> None:
    found = counts(actor(cast.BJORN))
    assert found["size"] == {"10000-20000": 4, "2000-5000": 1}, "Turvei was done by two"
    assert found["cost"] == {"1": 1, "4": 2}, "a euro counts ten kroner"
    assert found["fresh"] == {"yes": 4} and found["municipality"] == {"4012": 2, "4014": 2, "4016": 1}
    for way, choices in found.items():
        for value, count in choices.items():
            wanted = Filters(**{way: int(value) if way in ("cost", "year") else value})  # type: ignore[arg-type]
            assert queries.examples(actor(cast.BJORN), wanted).total == count, (way, value)


def test_ways_combine_and_each_counts_what_the_others_leave(bank: None, actor: Who) -> None:
    found = counts(actor(cast.BJORN), size="10000-20000", municipality="4014")
    assert found["size"] == {"10000-20000": 2, "2000-5000": 1}
    assert found["theme"] == {"climate_energy": 1, "outdoor_health": 1}


def test_what_was_chosen_is_in_the_address_and_can_be_let_go(bank: None, browser_of: Browser) -> None:
    page = browser_of(cast.BJORN).get("/examples?cost=4&fresh=yes&view=table&sort=title").text
    assert page.index("Fjernvarme") < page.index("Varmepumpe") and "Solceller" not in page
    assert 'href="/examples?fresh=yes&amp;view=table&amp;sort=title"' in page, "the cost is let go"
    assert browser_of(cast.BJORN).get("/examples?cost=99&fresh=maybe&size=x&view=globe&sort=%00").status_code == 200


def test_the_map_is_links_that_narrow_the_list_and_a_list_says_the_same(bank: None, browser_of: Browser) -> None:
    with db.transaction():
        for code, latitude in (("4012", 59.0), ("4014", 58.9)):
            found = db.session.get(type(cast.person(cast.ANNE).organisation), place(code))
            assert found
            found.latitude, found.longitude = latitude, 9.5
    page = browser_of(cast.BJORN).get("/examples?view=map").text
    assert page.count('href="/examples?municipality=4014&amp;view=map"') == 3, "in the map, its list and the facets"
    assert 'aria-label="Kragerø: 2 examples"' in page and "1 of them has no place on the map." in page
    assert "Hemmelig" not in page and "<script src=\"http" not in page


def test_who_has_done_what_shows_only_what_one_may_read(bank: None, browser_of: Browser) -> None:
    page = browser_of(cast.BJORN).get("/examples/compare").text
    assert {name in page for name in ("Solceller", "Varmepumpe", "Turvei", "Drangedal", "Siljan")} == {True}
    assert "Hemmelig" not in page
    carin = browser_of(cast.CARIN)
    assert "Solceller" not in carin.get("/examples/compare").text
    number = cast.network(cast.TELEMARK).id
    assert carin.get(f"/examples/compare?circle=network:{number}").status_code == 404
    assert "Fjernvarme" in browser_of(cast.ANNE).get("/examples/compare?circle=similar").text


def test_each_look_at_the_list_costs_few_statements(bank: None, browser_of: Browser) -> None:
    browser, seen = browser_of(cast.BJORN), list[str]()
    listen = lambda conn, cursor, statement, *rest: seen.append(statement)  # noqa: E731 - one line is enough
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        for page in ("/examples?view=table", "/examples?view=map", "/examples/compare"):
            seen.clear()
            assert browser.get(page).status_code == 200
            asked = [one for one in seen if one.lstrip()[:6].upper() in ("SELECT", "WITH R")]
            assert len(asked) <= 12, (page, asked)
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)


def test_a_bank_of_two_thousand_is_browsed_as_quickly_as_a_small_one(browser_of: Browser) -> None:
    many, browser = 2_000, browser_of(cast.BJORN)
    first = published(title="Solceller", cost_amount=90_000)
    copies(first, many)
    for page in ("/examples", "/examples?page=40", "/examples?view=table&sort=title", "/examples?view=map",
                 "/examples?theme=climate_energy&cost=1", "/api/v1/examples"):
        with selects() as made:
            began = perf_counter()
            answer = browser.get(page)
            took = perf_counter() - began
        assert answer.status_code == 200 and len(made) <= 12, (page, len(made))
        assert took < 3, (page, took)  # of a tenth to six tenths; a full list would take many
    assert f"{many + 1:,}".replace(",", "\u202f") in browser.get("/examples").text or str(many + 1) in (
        browser.get("/examples").text)


def copies(first: Example, many: int) -> None:
    """So many more like FIRST, of the same theme and municipality."""
    row = {column.name: getattr(first, column.name) for column in Example.__table__.columns}
    numbers = range(first.id + 1, first.id + 1 + many)
    with db.transaction() as session:
        session.execute(insert(Example.__table__), [{**row, "id": one, "title": f"Nr {one}"} for one in numbers])
        session.execute(insert(ExampleTheme.__table__), [
            {"example_id": one, "theme_id": first.themes[0].id} for one in numbers])
        session.execute(insert(ExampleMunicipality.__table__), [
            {"example_id": one, "organisation_id": first.municipalities[0].id, "position": 0} for one in numbers])
