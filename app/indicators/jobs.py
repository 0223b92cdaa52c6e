"""New figures, fetched at their time."""

from threading import Thread
from typing import Any

from flask import current_app

from app import schedule
from app.indicators import service
from app.permissions import SYSTEM

SUNDAY = 6
FOLDER = "fetched"  # in the data folder: what the sources answered


@schedule.weekly(SUNDAY, "02:20")
def refresh_figures() -> None:
    """All tables, from their sources. Beside the worker's other work: sources may keep us waiting for an hour."""
    app: Any = current_app
    Thread(target=_refresh, args=[app._get_current_object()], daemon=True).start()


def _refresh(app: Any) -> None:
    try:
        with app.app_context():
            service.refresh(SYSTEM, app.config["LIVSKRAFT"].data_dir / FOLDER)
    except Exception:
        app.logger.exception("The figures could not be refreshed; it is tried again next week.")
