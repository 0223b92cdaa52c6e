"""Figures that come under the numbers of municipalities as they were before a reform."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import registers
from app.database import db
from app.indicators import queries, service
from app.indicators.importers import Row
from app.indicators.importers.rows import TWICE
from app.indicators.models import FormerFigure
from app.indicators.releasing import Origin, Report
from app.permissions import SYSTEM
from tests import cast


def bring(*rows: Row) -> Report:
    """Population, as a source sends it."""
    service.load_catalogue(SYSTEM)
    return service.import_figures(SYSTEM, rows, Origin(date(2026, 1, 2)))


def people(number: str, year: int, value: float | None) -> Row:
    return Row("no_population", number, year, value)


def current() -> dict[tuple[str, int], float | None]:
    found = queries.observations(SYSTEM, queries.indicator(SYSTEM, "no_population"))
    return {(one.organisation.code, one.year): one.value for one in found}


def test_a_number_that_was_only_exchanged_is_the_one_of_today(stage: Flask) -> None:
    report = bring(people("3813", 2022, 14060), people("4012", 2024, 14101))
    assert current() == {("4012", 2022): 14060, ("4012", 2024): 14101}
    assert (report.renumbered, report.refused) == ({"3813": "4012"}, [])


def test_a_gap_under_one_number_does_not_hide_the_figure_under_the_other(stage: Flask) -> None:
    bring(people("4012", 2022, None), people("3813", 2022, 14060), people("3813", 2024, None))
    assert current() == {("4012", 2022): 14060, ("4012", 2024): None}


def test_two_different_figures_for_one_municipality_are_not_both_believed(stage: Flask) -> None:
    report = bring(people("4012", 2022, 14000), people("3813", 2022, 14060))
    assert [(one.why, one.cell) for one in report.refused] == [(TWICE, "3813 2022")]
    assert current() == {("4012", 2022): 14000}


def test_what_was_split_stays_under_its_own_number_and_is_shown_as_such(
        stage: Flask, browser_of: Callable[[str | None], FlaskClient]) -> None:
    report = bring(people("1507", 2022, 67114), people("4012", 2022, 14060))
    assert report.parted == {"1507"}
    assert current() == {("4012", 2022): 14060}
    kept = db.session.scalars(select(FormerFigure)).one()
    assert (kept.number, kept.year, kept.value) == ("1507", 2022, 67114)
    page = browser_of(cast.ANNE).get("/indicators/no_population").text
    assert "1507 Ålesund" in page and "1508 Ålesund and 1580 Haram" in page and "67,114" in page


def test_a_former_figure_that_changes_makes_a_new_release(stage: Flask) -> None:
    bring(people("1507", 2022, 67114), people("4012", 2022, 14060))
    assert bring(people("4012", 2022, 14060), people("1507", 2022, 67114)).unchanged == ["no_population"]
    assert len(bring(people("1507", 2022, 67115), people("4012", 2022, 14060)).releases) == 1
    assert [one.value for one in queries.former_figures(SYSTEM, queries.indicator(SYSTEM, "no_population"))] == [67115]


@pytest.mark.parametrize(("number", "successors"), [("3813", ("4012",)), ("1507", ("1508", "1580"))])
def test_the_register_knows_what_became_of_a_number(number: str, successors: tuple[str, ...]) -> None:
    former = registers.former(number)
    assert former and former.successors == successors
    known = {one.code for one in registers.municipalities() if one.country == "NO"}
    assert set(successors) <= known and number not in known
    assert registers.former("4012") is None
