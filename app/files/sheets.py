"""The rows of a table that somebody brings: CSV, XLSX or ODS, read in a process of its own with limits."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile

from app.confine import OUT_OF_MEMORY, environment

ROOT = Path(__file__).parents[2]
SECONDS = 60  # on the clock
MOST_ROWS, MOST_COLUMNS, MOST_OUTPUT = 20_000, 100, 32 * 2**20
TROUBLE = {OUT_OF_MEMORY: "it needs too much memory", -24: "it takes too long to read"}


class Unreadable(ValueError):
    """No table that we can read; says why, in English, for a report."""


def read_rows(path: Path) -> list[list[str]]:
    """The cells of the first sheet of the file at PATH, row by row, as text. A formula is what it last came to.

    Raise Unreadable for what is no table, or more than MOST_ROWS rows.
    """
    with TemporaryFile() as output:
        command = [sys.executable, "-m", "app.files.sheet_worker", str(path.resolve()), str(MOST_ROWS)]
        try:
            code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL,
                                  cwd=ROOT, env=environment(), timeout=SECONDS, check=False).returncode
        except subprocess.TimeoutExpired:
            raise Unreadable(TROUBLE[-24]) from None
        output.seek(0)
        made = output.read(MOST_OUTPUT)
    if code:
        raise Unreadable(TROUBLE.get(code, "it is damaged"))
    found = json.loads(made)
    if found["trouble"]:
        raise Unreadable(found["trouble"])
    return [[str(cell) for cell in row[:MOST_COLUMNS]] for row in found["rows"]]
