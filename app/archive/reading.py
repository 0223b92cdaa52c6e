"""An archive into an empty site: all of it or nothing."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table, delete, func, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app import storage
from app.accounts.models import Person
from app.archive.shape import FORMAT, columns, from_json, later, tables
from app.archive.writing import revision
from app.database import db

Progress = Callable[[int], None]
Row = Mapping[str, Any]
BATCH = 1000


class NotOurs(ValueError):
    """No archive that can be read here; says why, in English."""


def read(file: Path, progress: Progress) -> dict[str, int]:
    """Bring in what FILE holds. Return the number of rows by table. Raise NotOurs, and then nothing was changed."""
    try:
        with zipfile.ZipFile(file) as archive:
            about = _manifest(archive)
            _files(archive, progress)
            with db.transaction() as session:
                _empty(session)
                for table in tables():
                    _fill(session, archive, table, progress)
                for table in tables():
                    _tie(session, archive, table)
                _count_on(session)
            return dict(about["rows"])
    except SQLAlchemyError as error:
        raise NotOurs("a row in it points nowhere, or is there twice") from error
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        raise NotOurs(str(error) or "it is damaged") from error


def expected(file: Path) -> int:
    """How many rows and files FILE says that it holds. Raise NotOurs."""
    try:
        with zipfile.ZipFile(file) as archive:
            rows = int(sum(_manifest(archive)["rows"].values()))
            return rows + sum(name.startswith("files/") for name in archive.namelist())
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        raise NotOurs(str(error) or "it is damaged") from error


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    about: dict[str, Any] = json.loads(archive.read("manifest.json"))
    if about["format"] != FORMAT or about["revision"] != revision():
        raise NotOurs(f"it was written by another version of Livskraft ({about['revision']}, here {revision()})")
    return about


def _empty(session: Session) -> None:
    """Take out the registers that every site has: the archive has its own. Nobody may be here."""
    if session.scalar(select(func.count(Person.id))):
        raise NotOurs("there are people here already: name an empty data folder")
    for table in reversed(tables()):
        for column in later(table):
            if column.nullable:
                session.execute(update(table).values({column.name: None}))
        session.execute(delete(table))


def _rows(archive: zipfile.ZipFile, table: Table) -> Iterator[Row]:
    known = {column.name: column for column in columns(table)}
    with archive.open(f"tables/{table.name}.jsonl") as lines:
        for line in lines:
            yield {name: from_json(known[name], value) for name, value in json.loads(line).items()}


def _fill(session: Session, archive: zipfile.ZipFile, table: Table, progress: Progress) -> None:
    empty: dict[str, None] = dict.fromkeys([column.name for column in later(table) if column.nullable])
    rows = _rows(archive, table)
    while batch := [{**row, **empty} for row in islice(rows, BATCH)]:
        session.execute(insert(table), batch)
        progress(len(batch))


def _tie(session: Session, archive: zipfile.ZipFile, table: Table) -> None:
    """Write what points to rows that came later."""
    loose: list[Column[Any]] = [column for column in later(table) if column.nullable]
    for row in _rows(archive, table) if loose else ():
        if found := {column.name: row[column.name] for column in loose if row[column.name] is not None}:
            this = [column == row[column.name] for column in table.primary_key]
            session.execute(update(table).where(*this).values(found))


def _count_on(session: Session) -> None:
    """PostgreSQL gives numbers by itself: it has to go on after those that came."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in tables():
        if table.autoincrement_column is not None:
            name = table.autoincrement_column.name
            session.execute(text(
                f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', '{name}'), "
                f"COALESCE((SELECT MAX({name}) FROM \"{table.name}\"), 0) + 1, false)"))


def _files(archive: zipfile.ZipFile, progress: Progress) -> None:
    for name in archive.namelist():
        kind, _, sha256 = name.partition("/")
        if kind != "files":
            continue
        if len(sha256) != 64 or not sha256.isalnum():
            raise NotOurs(f"it holds {name[:80]}")
        target = storage.path_of(sha256)
        target.parent.mkdir(exist_ok=True)
        with archive.open(name) as source, target.open("wb") as kept:
            shutil.copyfileobj(source, kept)
        if hashlib.sha256(target.read_bytes()).hexdigest() != sha256:
            target.unlink()
            raise NotOurs(f"{name} is damaged")
        progress(1)
