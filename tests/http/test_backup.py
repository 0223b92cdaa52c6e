"""What was backed up comes back whole on an empty machine."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app import storage
from app.accounts.session import actor_of
from app.database import db
from app.demo.office import txt
from app.factory import alembic, create_app
from app.files import service as files
from app.files.models import File
from app.rooms import service as rooms
from app.rooms.models import Message
from config import Config
from tests import cast

Run = Callable[..., Result]


def house(folder: Path) -> Flask:
    return create_app(Config(data_dir=folder, secret_key="the same", testing=True, rate_limits=False))


@pytest.fixture
def lived_in(tmp_path: Path) -> Flask:
    """A Livskraft in which something was said and uploaded."""
    app = house(tmp_path / "old")
    with app.app_context():
        alembic.upgrade()
        cast.assemble()
        anne = actor_of(cast.person(cast.ANNE))
        file = files.upload(anne, "notat.txt", io.BytesIO(txt("Alt om flom")))
        rooms.start_thread(anne, cast.room(cast.CLIMATE).id, "Se notatet om flom", files=(file.id,))
        (tmp_path / "old" / "secret_key").write_text("the same")
    return app


def test_a_backup_comes_back_on_an_empty_machine(lived_in: Flask, tmp_path: Path) -> None:
    kept = tmp_path / "kept.tar.gz"
    assert lived_in.test_cli_runner().invoke(args=["backup", str(kept)]).exit_code == 0
    assert kept.stat().st_mode & 0o077 == 0, "it holds the secret key"
    new = house(tmp_path / "new")
    said = new.test_cli_runner().invoke(args=["restore", str(kept)])
    assert said.exit_code == 0, said.output
    with new.app_context():
        assert db.session.scalar(select(func.count(Message.id))) == 1
        file = db.session.scalars(select(File)).one()
        assert "flom" in storage.path_of(file.sha256).read_text()


def test_nothing_is_restored_over_what_is_there(lived_in: Flask, tmp_path: Path) -> None:
    run = lived_in.test_cli_runner().invoke
    assert run(args=["backup", str(tmp_path / "kept.tar.gz")]).exit_code == 0
    again = run(args=["restore", str(tmp_path / "kept.tar.gz")])
    assert again.exit_code == 1 and "holds a database already" in again.output


def test_another_archive_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "strange.tar.gz", "w:gz") as archive:
        archive.add(__file__, "../../etc/strange")
    said = house(tmp_path / "new").test_cli_runner().invoke(args=["restore", str(tmp_path / "strange.tar.gz")])
    assert said.exit_code == 1 and "not a backup" in said.output
