"""Whether Livskraft is well: for what watches over it."""

import time
from collections.abc import Callable

from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from sqlalchemy import select

from app import outbox
from app.accounts.models import Person
from app.database import db
from config import Config

bp = Blueprint("health", __name__)
STALE = 120  # seconds without a beat, after which the worker is taken for dead
WAITING = Gauge("livskraft_outbox_waiting", "Jobs of the worker that are not done yet")
FAILED = Gauge("livskraft_outbox_failed", "Jobs that were tried too often: someone should read why")
BEAT = Gauge("livskraft_worker_beat_seconds", "Seconds since the worker's last beat; -1 if there was none")


@bp.get("/healthz")
def alive() -> ResponseReturnValue:
    """The process is up."""
    return {"ok": True}


@bp.get("/readyz")
def ready() -> ResponseReturnValue:
    """Whether all parts that people need are there; 503 and the name of the part if one is not."""
    parts = {name: well(check) for name, check in CHECKS.items()}
    answer = jsonify(ready=all(parts.values()), **{name: "ok" if fine else "down" for name, fine in parts.items()})
    return answer, 200 if all(parts.values()) else 503


@bp.get("/metrics")
def metrics() -> Response:
    """Figures for Prometheus."""
    WAITING.set(outbox.waiting())
    FAILED.set(len(list(outbox.failed())))
    age = worker_age()
    BEAT.set(-1 if age is None else age)
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def well(check: Callable[[], bool]) -> bool:
    """What CHECK says; a check that fails with an error says no, and the log says why."""
    try:
        return check()
    except Exception:
        current_app.logger.exception("A part of Livskraft is down.")
        return False


def database() -> bool:
    """It answers, and has our tables."""
    db.session.execute(select(Person.id).limit(1))
    return True


def index() -> bool:
    """It can be read."""
    current_app.extensions["index"].suggest("a", frozenset({"public"}))
    return True


def worker() -> bool:
    """It was there a moment ago."""
    age = worker_age()
    return age is not None and age < STALE


def worker_age() -> float | None:
    """Seconds since the worker's last beat."""
    config: Config = current_app.config["LIVSKRAFT"]
    beat = config.data_dir / "worker"
    return time.time() - beat.stat().st_mtime if beat.exists() else None


CHECKS: dict[str, Callable[[], bool]] = {"database": database, "index": index, "worker": worker}
