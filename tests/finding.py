"""How tests search: through every exit at which somebody could learn something."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import schedule
from app.database import db
from app.examples.models import Example, ExampleMunicipality, ReviewState
from app.networks.models import Theme
from app.outbox import run_due
from app.permissions import Visibility
from search_index import Index
from tests import cast

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@contextmanager
def own_index(app: Flask, folder: Path) -> Iterator[Index]:
    """An index of the test's own: what it puts there is gone with it, as in the database."""
    shared = app.extensions["index"]
    app.extensions["index"] = Index(folder / "index")
    yield app.extensions["index"]
    app.extensions["index"] = shared


def only_search_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what the worker does at its time, only what is about searching: the rest is not of this test."""
    ours = {name: when for name, when in schedule.TIMETABLE.items() if name.startswith("app.search.")}
    monkeypatch.setattr(schedule, "TIMETABLE", ours)


def work() -> None:
    """What the worker does until nothing waits."""
    while run_due():
        pass


@dataclass(frozen=True)
class Learnt:
    """All that one learns from asking."""

    titles: list[str]
    urls: list[str]
    total: int
    counts: dict[str, dict[str, int]]
    suggestion: str | None
    suggested: list[str]
    page: str

    @property
    def nothing(self) -> bool:
        """Not a hit, a count, a suggestion, or a line of the page."""
        return not (self.titles or self.total or any(self.counts.values()) or self.suggestion or self.suggested
                    or 'class="hit"' in self.page or 'class="number"' in self.page)


def ask(browser: FlaskClient, words: str, **narrowed: Any) -> Learnt:
    """Ask the page, the API and the suggestions for WORDS."""
    answer = browser.get("/api/v1/search", query_string={"q": words, **narrowed})
    assert answer.status_code == 200, answer.text
    page = browser.get("/search", query_string={"q": words, **narrowed})
    assert page.status_code == 200
    suggested = browser.get("/api/v1/suggest", query_string={"q": words[:6]}).json["items"]
    found = answer.json
    return Learnt(
        [hit["title"] for hit in found["hits"]], [hit["url"] for hit in found["hits"]], found["total"],
        {name: {one["value"]: one["count"] for one in choices} for name, choices in found["facets"].items()},
        found["suggestion"], [one["label"] for one in suggested], main_of(page.text))


def main_of(page: str) -> str:
    """What a page itself says, without the shell around it."""
    return unescape(" ".join(page[page.index("<main"):page.index("</main>")].split()))


def words_of(html: str) -> str:
    """HTML as somebody reads it."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def example(title: str, visibility: Visibility, state: ReviewState = ReviewState.PUBLISHED, **more: Any) -> int:
    """An example of Bamble in Telemarksnettverket; its id."""
    with db.transaction() as session:
        author = cast.person(cast.ANNE)
        made = Example(
            title=title, slug="eksempel", summary="Vi sparte 96 000 kWh i året.", author_id=author.id,
            network_id=cast.network(cast.TELEMARK).id, visibility=visibility, review_state=state,
            contact_id=author.id, last_verified=NEW_YEAR.date(), updated_at=NEW_YEAR, start_date="2024",
            themes=[session.get(Theme, 1)], **more)
        session.add(made)
        session.flush()
        session.add(ExampleMunicipality(example_id=made.id, organisation_id=author.organisation_id, position=0))
        return made.id
