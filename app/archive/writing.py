"""Everything into one zip: each table as JSON lines and as CSV, the files, and what it all means."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from app import storage
from app.accounts.models import Person
from app.archive.shape import FORMAT, columns, described, neutral, tables, to_json
from app.database import db, now
from app.files.models import File

README = """This is everything that {name} holds, of {day}, in open formats. It holds personal data: keep it safe.

manifest.json     the version of this format ({format}), the version of the tables, and how many rows there are
tables/NAME.jsonl one JSON object a row, one row a line, UTF-8. Exact: this is what `flask import archive` reads
csv/NAME.csv      the same for a spreadsheet, UTF-8 with a mark in front; words that a spreadsheet would take for a
                  formula begin with '
files/SHA256      the bytes of each file and portrait; "file" in the tables says what each file is called,
                  "photo" of "person" whose portrait it is

Moments are ISO 8601 in UTC. What people wrote is Markdown in "body" and HTML in "html". Passwords, sign-ins, tokens,
invitations and the worker's list of jobs are not here: people sign in by a link that is mailed to them.

"""
Progress = Callable[[int], None]


def total() -> int:
    """How many rows and files there are to write."""
    return sum(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables()) + len(contents())


def contents() -> list[str]:
    """The sha256 of each file that was not removed and of each portrait, where its bytes are there."""
    files = select(File.sha256).where(File.removed_at.is_(None))
    found = db.session.scalars(files.union(select(Person.photo).where(Person.photo != "")))
    return sorted(sha256 for sha256 in found if storage.path_of(sha256).exists())


def write(file: Path, progress: Progress) -> dict[str, int]:
    """Write FILE as it all stands at one moment. Return the number of rows by table."""
    unfinished = file.with_name(file.name + ".part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        counts = {table.name: _write_table(archive, db.session, table, progress) for table in tables()}
        for sha256 in contents():
            archive.write(storage.path_of(sha256), f"files/{sha256}")
            progress(1)
        about = {"format": FORMAT, "revision": revision(), "made": now().isoformat(), "rows": counts}
        archive.writestr("manifest.json", json.dumps(about, indent=1))
        day = now().date().isoformat()
        words = README.format(name=current_app.config["LIVSKRAFT"].base_url, day=day, format=FORMAT)
        archive.writestr("README.txt", words + "\n".join(described()))
    unfinished.chmod(0o600)
    unfinished.replace(file)
    return counts


def revision() -> str:
    """The version of our tables."""
    [head] = current_app.extensions["alembic"].heads()
    return str(head.revision)


def _write_table(archive: zipfile.ZipFile, session: Session, table: Table, progress: Progress) -> int:
    wanted, lines = columns(table), io.StringIO()
    sheet = csv.writer(lines)
    sheet.writerow([column.name for column in wanted])
    count = 0
    with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as exact:
        rows = select(*wanted).order_by(*table.primary_key).execution_options(yield_per=1000)
        for row in session.execute(rows):
            cells: dict[str, Any] = {column.name: to_json(cell) for column, cell in zip(wanted, row, strict=True)}
            exact.write(json.dumps(cells, ensure_ascii=False).encode() + b"\n")
            sheet.writerow([neutral(json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict | list) else cell)
                            for cell in cells.values()])
            count += 1
            progress(1)
    archive.writestr(f"csv/{table.name}.csv", "\ufeff" + lines.getvalue())
    return count
