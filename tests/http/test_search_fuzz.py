"""Questions that nobody means are answered, or refused in plain words, through every door of the search."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.search import upkeep
from bench import search_fuzz
from tests import cast, finding
from tests.talk import asked


@pytest.mark.parametrize("who", [cast.ANNE, None])
def test_no_question_makes_the_search_fail(
        stage: Flask, browser_of: Callable[[str | None], FlaskClient], tmp_path: Path, who: str | None) -> None:
    asked(body="Flom og solceller på en skole, sak 2026/1234: kommunestyrevedtaket om veg i Bø")
    with finding.own_index(stage, tmp_path):
        upkeep.rebuild()
        statuses, _, wrong = search_fuzz.run(browser_of(who), 60, random.Random(15))
    assert not wrong
    assert statuses.get(200, 0) > 40
