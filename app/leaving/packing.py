"""All that is kept of one person as a zip: data.json, a page to read it by, and the files."""

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Table, or_, select

from app import storage
from app.accounts.models import Person
from app.database import Base, db
from app.directory.models import ProfileField, ProfileLine
from app.files.models import File
from app.files.names import safe_name
from app.i18n import exact_words
from app.leaving.holdings import HOLDINGS, table_of
from app.rooms.models import Message, MessageVersion, Room, Thread

Progress = Callable[[int, int], None]  # done, of how many
SECRET = {"token_hash", "password", "token", "sealed_key", "code_hash"}
OF_OTHERS = {"message.removed_by_id", "person.stand_in_id", "person.successor_id"}  # rows of others that name them
PORTRAIT = "portrait.jpg"
MOST_STEPS = 20  # times that progress is written down


def path_of(data_id: int, token: str) -> Path:
    """Where the zip lies."""
    folder = Path(current_app.config["LIVSKRAFT"].data_dir) / "own_data"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{data_id}-{token}.zip"


def pack(person_id: int, target: Path, progress: Progress) -> None:
    """Write TARGET with all that points to the person."""
    person, found = db.session.get_one(Person, person_id), rows_of(person_id)
    files = db.session.scalars(select(File).where(File.author_id == person_id, File.removed_at.is_(None))).all()
    said = Message.author_id == person_id, Message.removed_at.is_(None)
    messages = db.session.execute(select(Message, Thread.title, Room.name).join(Message.thread).join(Message.room)
                                  .where(*said).order_by(Message.id)).all()
    progress(0, len(files) + 1)
    unfinished = target.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(found, ensure_ascii=False, indent=1, default=str))
        page = current_app.jinja_env.get_template("leaving/own_data_page.html")
        archive.writestr("index.html", page.render(
            person=person, messages=messages, found=found, exact=exact_words, portrait=PORTRAIT,
            lines=db.session.scalars(select(ProfileLine).where(ProfileLine.person_id == person_id)).all(),
            files=[(one, _name(one)) for one in files], base=current_app.config["LIVSKRAFT"].base_url))
        if person.photo and storage.path_of(person.photo).exists():
            archive.write(storage.path_of(person.photo), PORTRAIT)
        for number, file in enumerate(files, 1):
            if storage.path_of(file.sha256).exists():
                archive.write(storage.path_of(file.sha256), _name(file))
            if number % max(len(files) // MOST_STEPS, 1) == 0:
                progress(number, len(files) + 1)
    unfinished.chmod(0o600)
    unfinished.replace(target)


def json_in(file: Path) -> bytes:
    """The data of a zip, without the files."""
    with zipfile.ZipFile(file) as archive:
        return archive.read("data.json")


def rows_of(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Table -> its rows that are of the person: all columns that point to people say so."""
    keys = [key for key in HOLDINGS if key not in OF_OTHERS]
    named = {table.name: [key.partition(".")[2] for key in keys if table_of(key) is table]
             for table in map(table_of, keys)}
    found = {"person": _rows(Base.metadata.tables["person"], Base.metadata.tables["person"].c.id == person_id)}
    for name, columns in sorted(named.items()):
        table = Base.metadata.tables[name]
        found[name] = _rows(table, or_(*(table.c[column] == person_id for column in columns)))
    own = select(Message.id).where(Message.author_id == person_id)
    versions = Base.metadata.tables[MessageVersion.__tablename__]
    found["message_version"] = _rows(versions, versions.c.message_id.in_(own))
    asked = Base.metadata.tables[ProfileField.__tablename__]
    found[asked.name] = _rows(asked, asked.c.id.in_(
        select(ProfileLine.field_id).where(ProfileLine.person_id == person_id)))
    return {name: rows for name, rows in found.items() if rows}


def _rows(table: Table, which: Any) -> list[dict[str, Any]]:
    return list(_plain(table, which))


def _plain(table: Table, which: Any) -> Iterator[dict[str, Any]]:
    columns = [column for column in table.columns if column.name not in SECRET]
    for row in db.session.execute(select(*columns).where(which).order_by(*table.primary_key)):
        yield dict(zip([column.name for column in columns], row, strict=True))


def _name(file: File) -> str:
    return f"files/{file.id}-{safe_name(file.name)}"
