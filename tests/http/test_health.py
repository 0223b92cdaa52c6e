"""What watches over Livskraft, and the pages for everybody."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import outbox
from app.database import db
from app.health.routes import STALE

Browser = Callable[[str | None], FlaskClient]


@pytest.fixture
def beat(stage: Flask) -> Path:
    """The worker was here just now."""
    file: Path = stage.config["LIVSKRAFT"].data_dir / "worker"
    file.write_text("now")
    return file


def test_a_process_that_is_up_says_so(browser_of: Browser) -> None:
    assert browser_of(None).get("/healthz").json == {"ok": True}


def test_it_is_ready_when_database_index_and_worker_are(browser_of: Browser, beat: Path) -> None:
    answer = browser_of(None).get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"ready": True, "database": "ok", "index": "ok", "worker": "ok"}


def test_a_worker_that_has_been_silent_is_named(browser_of: Browser, beat: Path) -> None:
    os.utime(beat, (0, time.time() - STALE - 1))
    answer = browser_of(None).get("/readyz")
    assert (answer.status_code, answer.json["worker"], answer.json["database"]) == (503, "down", "ok")
    beat.unlink()
    assert browser_of(None).get("/readyz").json["worker"] == "down"


def test_the_figures_count_answers_and_what_the_worker_has_left(stage: Flask, browser_of: Browser, beat: Path) -> None:
    with db.transaction() as session:
        session.add(outbox.Job(event="x", handler="y", facts={}))
        session.add(outbox.Job(event="x", handler="y", facts={}, tries=outbox.TRIES))
    browser = browser_of(None)
    browser.get("/healthz")
    text = browser.get("/metrics").text
    assert "livskraft_outbox_waiting 1.0" in text and "livskraft_outbox_failed 1.0" in text
    assert 'livskraft_requests_total{endpoint="health.alive",method="GET",status="200"}' in text


@pytest.mark.parametrize("path", ["/accessibility", "/privacy"])
def test_everybody_may_read_how_people_are_served_and_what_is_kept_of_them(browser_of: Browser, path: str) -> None:
    assert browser_of(None).get(path).status_code == 200
