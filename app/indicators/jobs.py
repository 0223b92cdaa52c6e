"""New figures, fetched at their time, or when staff ask for it."""

from threading import Thread
from typing import Any

from flask import current_app

from app import schedule
from app.indicators import queries, service
from app.indicators.sources.recipes import recipes
from app.outbox import Facts, on
from app.permissions import SYSTEM

SUNDAY = 6
FOLDER = "fetched"  # in the data folder: what the sources answered


@schedule.weekly(SUNDAY, "02:20")
def refresh_figures() -> None:
    """All tables, from their sources."""
    run = queries.last_run(SYSTEM)
    if not (run and queries.is_going(SYSTEM, run)):
        _start(None)


@on("refresh_asked")
def refresh_now(facts: list[Facts]) -> None:
    """The same, because somebody asked."""
    _start(facts[-1]["run_id"])


def _start(run_id: int | None) -> None:
    """Beside the worker's other work: sources may keep us waiting for an hour."""
    app: Any = current_app
    Thread(target=_refresh, args=[app._get_current_object(), run_id], daemon=True).start()


def _refresh(app: Any, run_id: int | None) -> None:
    config = app.config["LIVSKRAFT"]
    try:
        with app.app_context():
            service.refresh(SYSTEM, config.data_dir / FOLDER, recipes(config.emissions_url), run_id=run_id)
    except Exception:
        app.logger.exception("The figures could not be refreshed; it is tried again next week.")
