"""Workbooks (XLSX, ODS) as the CSV files that the readers read: unpacked in a process of its own, within limits."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from app.confine import OUT_OF_MEMORY, environment
from app.indicators.importers.rows import BAD_WORKBOOK, TOO_LARGE_WORKBOOK, Unreadable

ROOT = Path(__file__).parents[3]
SECONDS = 120  # on the clock; the worker itself stops after 60 seconds of processor time
ZIP = b"PK\x03\x04"
REFUSED = 4  # how the worker ends where it sees by itself that a workbook is not to be read
TOO_MUCH = {OUT_OF_MEMORY, REFUSED, -6, -24, -25}  # or as it is ended: no memory, SIGXCPU, SIGXFSZ


@contextmanager
def as_csv(path: Path) -> Iterator[Path]:
    """PATH, or where that is a workbook, its largest sheet as CSV, which is gone afterwards. Raises Unreadable."""
    with path.open("rb") as file:
        if file.read(len(ZIP)) != ZIP:
            yield path
            return
    with NamedTemporaryFile(suffix=".csv") as written:
        command = [sys.executable, "-m", "app.indicators.importers.workbook_worker", str(path.resolve())]
        try:
            code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=written, stderr=subprocess.DEVNULL,
                                  cwd=ROOT, env=environment(), timeout=SECONDS, check=False).returncode
        except subprocess.TimeoutExpired:
            raise Unreadable(TOO_LARGE_WORKBOOK) from None
        if code:
            raise Unreadable(TOO_LARGE_WORKBOOK if code in TOO_MUCH else BAD_WORKBOOK)
        yield Path(written.name)
