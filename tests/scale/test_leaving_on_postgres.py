"""On PostgreSQL too: who leaves hands over and is erased, and an archive goes into another database as it was."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import FORMER
from app.accounts.session import actor_of
from app.database import at, db, now
from app.directory import service as directory
from app.directory.models import LineKind, ProfileLine
from app.factory import alembic, create_app
from app.leaving import service
from app.leaving.models import REGRET
from app.permissions import SYSTEM
from app.rooms import service as rooms
from app.rooms.models import Message
from config import Config
from tests import cast
from tests.alone import alone, put_back
from tests.http.test_handing_over import belongings, number, owners
from tests.pages import picture

pytestmark = pytest.mark.servers


@pytest.fixture
def livskraft(postgres: Callable[[], str], tmp_path: Path) -> Iterator[Flask]:
    """An application of its own: what a test commits stays."""
    with alone(tmp_path, database_url=postgres()) as app:
        yield app


def contents(file: Path) -> dict[str, bytes]:
    """What an archive holds, but for the moment at which it was made."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}


def test_who_left_is_handed_over_and_forgotten_and_an_archive_goes_into_another_database(
        livskraft: Flask, postgres: Callable[[], str], tmp_path: Path) -> None:
    people_leave(livskraft)
    an_archive_goes_on(livskraft, postgres, tmp_path)


def people_leave(livskraft: Flask) -> None:
    """Anne hands over and comes back; Bjørn is erased, and what he said stays."""
    with livskraft.app_context():
        things, dag = belongings(), actor_of(cast.person(cast.DAG))
        anne = actor_of(cast.person(cast.ANNE))
        directory.set_photo(anne, "jeg.jpg", picture("JPEG"))
        asked = directory.add_profile_field(SYSTEM, directory.Wanted(LineKind.SHORT, {"nb": "Førerkort"}))
        directory.bring_card(SYSTEM, number(cast.ANNE), {asked.id: "Klasse B"})
        service.hand_over(dag, number(cast.ANNE), number(cast.BJORN))
        assert owners(*things) == [cast.BJORN] * 4
        service.undo(dag, number(cast.ANNE))
        assert owners(*things) == [cast.ANNE] * 4
        gone = number(cast.BJORN)
        directory.bring_card(SYSTEM, gone, {asked.id: "Klasse C"})
        said = select(Message.body).where(Message.author_id == gone)
        rooms.post_message(actor_of(cast.person(cast.BJORN)), things[0].id, "Dette blir stående.")
        service.ask_to_be_erased(actor_of(cast.person(cast.BJORN)), gone)
        with at(now() + REGRET):
            assert service.erase_due(SYSTEM) == 1
        assert db.session.scalars(said).all() == ["Dette blir stående."]
        assert [line.text for line in db.session.scalars(select(ProfileLine))] == ["Klasse B"]
        assert db.engine.dialect.name == "postgresql"


def an_archive_goes_on(livskraft: Flask, postgres: Callable[[], str], tmp_path: Path) -> None:
    """All of it, portraits too, is the same in a new database, and people write on there."""
    first, again = tmp_path / "first.zip", tmp_path / "again.zip"
    assert livskraft.test_cli_runner().invoke(args=["export", str(first)]).exit_code == 0
    with put_back():
        new = create_app(Config(data_dir=tmp_path / "new", secret_key="x", testing=True, database_url=postgres()))
        with new.app_context():
            alembic.upgrade()
        done = new.test_cli_runner().invoke(args=["import", "archive", str(first)])
        assert done.exit_code == 0, done.output
        assert new.test_cli_runner().invoke(args=["export", str(again)]).exit_code == 0
        assert contents(again) == contents(first)
        with new.app_context():
            posted = rooms.start_thread(actor_of(cast.person(cast.DAG)), cast.room(cast.CLIMATE).id, "Vi går videre.")
            assert posted.message.author.email == cast.DAG, "numbers go on after those that came"
            db.session.close()
            db.engine.dispose()
    people = [json.loads(line) for line in io.BytesIO(contents(first)["tables/person.jsonl"])]
    assert FORMER in [person["name"] for person in people]
    assert [f"files/{person['photo']}" in contents(first) for person in people if person["photo"]] == [True]
