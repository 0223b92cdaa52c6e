"""The releases of an indicator, and what differs between two of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.session import actor_of
from app.indicators import service
from app.indicators.choice import Choice
from app.indicators.importers import Row
from app.indicators.models import Release
from app.indicators.releasing import Origin
from app.permissions import SYSTEM
from tests import cast

Browser = Callable[[str | None], FlaskClient]
PAGE = "/indicators/no_population/releases"


def release(figures: dict[tuple[str, int], float | None], **origin: object) -> Release:
    service.load_catalogue(SYSTEM)
    rows = [Row("no_population", number, year, value) for (number, year), value in figures.items()]
    return service.import_figures(SYSTEM, rows, Origin(date(2026, 1, 2), **origin)).releases[0]  # type: ignore[arg-type]  # a dict knows no types


@pytest.fixture
def two(stage: Flask) -> tuple[int, int]:
    """One figure changed, one came, one went, one stayed."""
    before = release({("4012", 2023): 14101, ("4012", 2024): 14155, ("4014", 2023): 10400, ("4016", 2023): 4000}).id
    return before, release({("4012", 2023): 14101, ("4012", 2024): 14200, ("4014", 2024): 10395, ("4014", 2023): 10400,
                            ("4016", 2023): None}).id


def test_an_indicators_releases_are_listed_and_lead_to_what_differs(two: tuple[int, int], browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    assert "/indicators/no_population/releases" in anne.get("/indicators/no_population").text
    page = anne.get(PAGE).text
    assert f"difference?from={two[0]}&amp;to={two[1]}" in page


def test_what_changed_came_and_went_is_told_with_both_values(two: tuple[int, int], browser_of: Browser) -> None:
    page = browser_of(cast.ANNE).get(f"{PAGE}/difference").text
    assert "1 figure changed, 1 is new, 1 is gone" in page
    assert "14,155" in page and "14,200" in page and "10,395" in page and "4,000" in page
    assert "14,101" not in page and "10,400" not in page


def test_what_differs_comes_as_a_spreadsheet(two: tuple[int, int], browser_of: Browser) -> None:
    before, after = two
    found = browser_of(cast.ANNE).get(f"{PAGE}/difference.csv?from={before}&to={after}")
    assert found.content_type.startswith("text/csv")
    assert found.text.splitlines()[1:] == [
        "4012,Bamble,2024,changed,14155.0,14200.0", "4016,Drangedal,2023,gone,4000.0,",
        "4014,Kragerø,2024,new,,10395.0"]


def test_many_differences_come_page_by_page(stage: Flask, browser_of: Browser) -> None:
    release({("4012", year): 1 for year in range(1950, 2025)})
    release({("4012", year): 2 for year in range(1950, 2025)})
    anne = browser_of(cast.ANNE)
    assert "75 figures changed" in anne.get(f"{PAGE}/difference").text
    last = anne.get(f"{PAGE}/difference?page=99").text
    assert "2024" in last and ">1951<" not in last


@pytest.mark.parametrize("wrong", ["?from=0&to=1", "?from=x&to=y", "?from=99999999999999999999&to=1", ""])
def test_releases_that_are_not_there_are_missing(stage: Flask, browser_of: Browser, wrong: str) -> None:
    release({("4012", 2024): 1})
    assert browser_of(cast.ANNE).get(f"{PAGE}/difference{wrong}").status_code == 404


def test_what_the_source_says_and_when_it_publishes_next_stands_beside_the_figures(
        stage: Flask, browser_of: Browser) -> None:
    release({("4012", 2024): 1}, notes=("Figures for 2024 are preliminary.",), following=date(2099, 2, 23))
    page = browser_of(cast.ANNE).get("/indicators/no_population").text
    assert "Figures for 2024 are preliminary." in page
    assert "SSB means to publish new figures on 23 February 2099" in page.replace("\xa0", " ")


def test_a_card_keeps_what_the_source_wants_shown(stage: Flask) -> None:
    release({("4012", 2024): 1}, notes=("Figures for 2024 are preliminary.",))
    card = service.make_card(actor_of(cast.person(cast.ANNE)), Choice("no_population", ["4012"]))
    assert card.figures.caveat.endswith("Figures for 2024 are preliminary.")
    assert all(card.in_language(one).caveat.endswith("are preliminary.") for one in ("nb", "sv", "en"))


def test_where_the_source_does_not_say_the_time_between_releases_tells(stage: Flask, browser_of: Browser) -> None:
    release({("4012", 2024): 1}, updated=datetime(2098, 2, 24, tzinfo=UTC))
    assert "expected about 24 February 2099" in browser_of(
        cast.ANNE).get("/indicators/no_population").text.replace("\xa0", " ")
