"""A file comes in pieces: a cut costs one piece, and what becomes of it is checked like any other file."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from app import storage
from app.database import db, now
from app.errors import Conflict, TooLarge, TooMany
from app.files import pieces
from app.files.models import Upload
from app.files.service import MAX_BYTES
from app.permissions import SYSTEM
from tests import cast
from tests.talk import Browser

TEXT = b"Look at the roof first. " * 100


def begin(browser: FlaskClient, name: str = "Roofs.txt", size: int = len(TEXT)) -> str:
    answer = browser.post("/api/v1/uploads", json={"name": name, "size": size})
    assert (answer.status_code, answer.json["offset"]) == (201, 0)
    return f"/api/v1/uploads/{answer.json['id']}"


def piece(browser: FlaskClient, door: str, offset: int, data: bytes) -> object:
    return browser.patch(f"{door}?offset={offset}", data=data, content_type="application/octet-stream")


def test_pieces_become_the_file_and_saying_the_last_one_again_does_no_harm(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    door = begin(anne)
    assert piece(anne, door, 0, TEXT[:1000]).json["offset"] == 1000
    assert anne.get(door).json["file"] is None
    made = piece(anne, door, 1000, TEXT[1000:]).json["file"]
    assert (made["name"], made["size"]) == ("Roofs.txt", len(TEXT))
    with anne.get(f"/files/{made['id']}/content") as content:
        assert content.data == TEXT
    assert piece(anne, door, 1000, TEXT[1000:]).json["file"] == made == anne.get(door).json["file"]


def test_after_a_cut_it_goes_on_where_it_stands_and_nowhere_else(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    door = begin(anne)
    piece(anne, door, 0, TEXT[:700])
    for wrong in (0, 699, 701):
        assert piece(anne, door, wrong, b"x").status_code == 409
    assert anne.get(door).json["offset"] == 700
    assert piece(anne, door, 700, TEXT[700:]).json["file"]["size"] == len(TEXT)


def test_a_piece_that_breaks_off_leaves_what_has_come(stage: object, browser_of: Browser) -> None:
    class Cut(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError("the line is cut")
            return super().read(size)

    anne = browser_of(cast.ANNE)
    door = begin(anne, size=storage.CHUNK * 2)
    part = storage.part_of(door.rpartition("/")[2])
    with pytest.raises(OSError, match="cut"):
        storage.append(part, 0, Cut(b"a" * storage.CHUNK * 2), storage.CHUNK * 2)
    assert anne.get(door).json["offset"] == storage.CHUNK
    with part.open("ab") as busy:
        storage.fcntl.flock(busy, storage.fcntl.LOCK_EX)
        with pytest.raises(Conflict):
            storage.append(part, storage.CHUNK, BytesIO(b"b"), storage.CHUNK * 2)


@pytest.mark.parametrize(("name", "data", "status"), [
    ("Roofs.exe", b"MZ" * 40, 415), ("Roofs.pdf", b"words only", 415), ("Roofs.png", b"<html><script>", 415)])
def test_it_is_looked_at_as_a_whole(browser_of: Browser, name: str, data: bytes, status: int) -> None:
    anne = browser_of(cast.ANNE)
    door = begin(anne, name, len(data))
    piece(anne, door, 0, data[:5])
    assert piece(anne, door, 5, data[5:]).status_code == status
    assert anne.get(door).status_code == 404
    assert not storage.part_of(door.rpartition("/")[2]).exists()


def test_more_than_was_said_or_than_we_take_is_refused(stage: object, browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    assert piece(anne, begin(anne, size=10), 0, b"x" * 11).status_code == 413
    assert anne.post("/api/v1/uploads", json={"name": "a.txt", "size": MAX_BYTES + 1}).status_code == 413
    assert anne.post("/api/v1/uploads", json={"name": "a.txt", "size": 0}).status_code == 422
    with pytest.raises(TooLarge):
        storage.append(storage.part_of("x"), 0, BytesIO(b"xx"), 1)
    storage.part_of("x").unlink()


def test_nobody_fills_the_disk_with_beginnings(browser_of: Browser, actor: object) -> None:
    anne = actor(cast.ANNE)  # type: ignore[operator]  # a fixture
    for _ in range(pieces.OPEN):
        pieces.begin_upload(anne, "a.txt", 10)
    with pytest.raises(TooMany):
        pieces.begin_upload(anne, "a.txt", 10)


def test_an_upload_is_its_authors_alone_and_can_be_dropped(browser_of: Browser) -> None:
    anne, bjorn = browser_of(cast.ANNE), browser_of(cast.BJORN)
    door = begin(anne)
    assert [one.status_code for one in (bjorn.get(door), piece(bjorn, door, 0, b"x"), bjorn.delete(door))] == [404] * 3
    assert anne.delete(door).status_code == 200 and anne.get(door).status_code == 404


def test_what_nobody_goes_on_with_is_thrown_away(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    old, new = begin(anne), begin(anne)
    with db.transaction() as session:
        session.get(Upload, old.rpartition("/")[2]).created_at = now() - timedelta(hours=25)
    assert pieces.sweep_uploads(SYSTEM) == 1
    assert (anne.get(old).status_code, anne.get(new).status_code) == (404, 200)
    assert not storage.part_of(old.rpartition("/")[2]).exists()
