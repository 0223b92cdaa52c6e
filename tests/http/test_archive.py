"""Everything goes out in open formats, and comes into an empty site as it was."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.accounts.session import actor_of
from app.archive.shape import neutral
from app.database import db
from app.demo.office import txt
from app.directory import service as directory
from app.factory import alembic, create_app
from app.files import service as files
from app.rooms import service as rooms
from config import Config
from tests import cast
from tests.pages import picture

PASSWORD = "a meadow behind the school"


def house(folder: Path) -> Flask:
    app = create_app(Config(data_dir=folder, secret_key="x", testing=True, rate_limits=False))
    with app.app_context():
        alembic.upgrade()
    return app


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was exported of a site with a talk, an answer to it, a hand-over and a file."""
    folder = tmp_path_factory.mktemp("old")
    app = house(folder)
    with app.app_context():
        cast.assemble()
        anne = actor_of(cast.person(cast.ANNE))
        file = files.upload(anne, "notat.txt", io.BytesIO(txt("Alt om flom")))
        thread = rooms.start_thread(anne, cast.room(cast.CLIMATE).id, "=1+1 om flom", files=(file.id,)).thread
        answer = rooms.post_message(actor_of(cast.person(cast.BJORN)), thread.id, "Åja.").message
        rooms.mark_answer(anne, thread.id, answer.id)
        directory.set_photo(anne, "jeg.jpg", picture("JPEG"))
        with db.transaction():
            cast.person(cast.HILDE).successor_id = cast.person(cast.ANNE).id
            cast.person(cast.ANNE).password = PASSWORD
    done = app.test_cli_runner().invoke(args=["export", str(folder / "all.zip")])
    assert done.exit_code == 0, done.output
    return folder / "all.zip"


def contents(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}


def test_what_went_out_comes_in_as_it_was(exported: Path, tmp_path: Path) -> None:
    new = house(tmp_path)
    done = new.test_cli_runner().invoke(args=["import", "archive", str(exported)])
    assert done.exit_code == 0, done.output
    assert new.test_cli_runner().invoke(args=["export", str(tmp_path / "again.zip")]).exit_code == 0
    before, after = contents(exported), contents(tmp_path / "again.zip")
    assert [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)] == []
    [photo] = [person["photo"] for person in map(json.loads, before["tables/person.jsonl"].splitlines())
               if person["photo"]]
    assert sum(name.startswith("files/") for name in before) == 2 and f"files/{photo}" in before
    with new.app_context(), db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == [], "no link is broken"
    again = new.test_cli_runner().invoke(args=["import", "archive", str(exported)])
    assert again.exit_code == 1 and "there are people here already" in again.output + again.stderr


def test_an_archive_explains_itself_and_holds_no_secret(exported: Path) -> None:
    held = contents(exported)
    readme = held["README.txt"].decode()
    assert "message: What one person said." in readme and "points to person.id" in readme
    assert not any(name.startswith(("tables/sign_in", "tables/api_token")) for name in held)
    assert all(PASSWORD.encode() not in content for content in held.values())
    [first, *_] = held["tables/message.jsonl"].decode().splitlines()
    assert json.loads(first)["body"] == "=1+1 om flom"
    assert b"'=1+1 om flom" in held["csv/message.csv"], "a spreadsheet does not count it"


@pytest.mark.parametrize("cell", ["=1+1", "+47 1", "-2", "@SUM", "\tx", "\rx"])
def test_a_spreadsheet_gets_no_formula(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"
    assert [neutral(5), neutral(-5.5), neutral("Å=1")] == [5, -5.5, "Å=1"]


def damaged(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


def test_an_archive_that_is_damaged_or_of_another_version_changes_nothing(exported: Path, tmp_path: Path) -> None:
    new = house(tmp_path / "new")
    broken = tmp_path / "broken.zip"
    broken.write_bytes(exported.read_bytes()[:500])
    other = damaged(exported, tmp_path / "other.zip",
                    lambda name, old: old.replace(b'"revision": "', b'"revision": "x') if "manifest" in name else old)
    cut = damaged(exported, tmp_path / "cut.zip", lambda name, old: old[:-9] if name.endswith("message.jsonl") else old)
    changed = damaged(exported, tmp_path / "bytes.zip", lambda name, old: b"x" if name.startswith("files/") else old)
    for file in (broken, other, cut, changed):
        done = new.test_cli_runner().invoke(args=["import", "archive", str(file)])
        assert done.exit_code == 1 and "cannot be brought in" in done.output + done.stderr, file
    with new.app_context(), db.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM person").scalar() == 0
