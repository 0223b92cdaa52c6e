"""What is done every night: what was kept long enough goes."""

from pathlib import Path

from flask import current_app

from app.admin import service
from app.admin.keeping import LETTERS
from app.database import now
from app.permissions import SYSTEM
from app.schedule import daily


@daily("03:50")
def sweep() -> None:
    """Rows, letters on disk, and accounts that nobody uses."""
    service.sweep(SYSTEM)
    service.close_unused(SYSTEM)
    sweep_letters(current_app.config["LIVSKRAFT"].data_dir / "mail")


def sweep_letters(folder: Path) -> None:
    """Delete old letters in FOLDER."""
    for letter in folder.glob("*.eml"):
        if letter.stat().st_mtime < (now() - LETTERS).timestamp():
            letter.unlink(missing_ok=True)
