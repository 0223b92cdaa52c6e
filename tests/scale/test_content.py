"""The demonstration and the content to measure with: whole, found by search, and the same for the same seed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Person
from app.database import db
from app.examples.models import Example
from app.factory import create_app
from app.gatherings.models import Gathering
from app.indicators.models import SnapshotCard
from app.networks.models import Network, Organisation, OrganisationKind
from app.rooms.models import Change, Message, Room, Thread
from config import Config

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A Livskraft of its own, set up from nothing by its commands."""
    app = create_app(Config(data_dir=tmp_path_factory.mktemp("content"), secret_key="x", testing=True, demo=True))
    for command in (["setup"], ["seed", "demo"], ["search", "rebuild"]):
        said = app.test_cli_runner().invoke(args=command)
        assert said.exit_code == 0, said.output
    return app


def count(model: type, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0  # type: ignore[arg-type]


def test_the_registers_are_whole(house: Flask) -> None:
    with house.app_context():
        for country, number in (("NO", 357), ("SE", 290)):
            assert count(Organisation, Organisation.country == country,
                         Organisation.kind == OrganisationKind.MUNICIPALITY) == number


def test_the_demonstration_looks_alive(house: Flask) -> None:
    with house.app_context():
        assert count(Network) == 3 and count(Person) >= 38
        assert (count(Thread), count(Message), count(Example)) == (60, 400, 25)
        assert count(Gathering) == 5 and count(SnapshotCard) == 20
        assert db.session.scalar(select(func.count(Message.id)).where(~Message.author.has(
            Person.email.endswith(".example")))) == 0, "everybody in it is invented"


def test_the_index_equals_the_database(house: Flask) -> None:
    said = house.test_cli_runner().invoke(args=["search", "verify"])
    assert said.exit_code == 0, said.output


def test_a_demonstration_is_not_loaded_twice(house: Flask) -> None:
    again = house.test_cli_runner().invoke(args=["seed", "demo"])
    assert again.exit_code == 1 and "there already" in again.output
    assert house.test_cli_runner().invoke(args=["seed", "demo", "--if-empty"]).exit_code == 0


def test_content_to_measure_with_is_whole_and_its_rooms_have_no_holes(house: Flask, tmp_path: Path) -> None:
    said = house.test_cli_runner().invoke(args=[
        "seed", "load", "--rooms", "6", "--messages", "300", "--examples", "5", "--people", "20"])
    assert said.exit_code == 0, said.output
    with house.app_context():
        assert count(Message) == 700 and count(Example) == 30
        for room in db.session.scalars(select(Room)):
            logged = db.session.scalars(select(Change.seq).where(Change.room_id == room.id).order_by(Change.seq))
            assert list(logged) == list(range(1, room.seq + 1))
