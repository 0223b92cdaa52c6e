"""What hangs beneath a message: who reads the message reads it, and nobody longer than that."""

from io import BytesIO

import pytest

from app.accounts.models import RoomGuest
from app.database import db
from tests import cast
from tests.talk import Browser, Door, Line, all_doors, asked, heard, listening, said

NAME = "Solceller på skoletak.txt"


def upload(browser_of: Browser, email: str = cast.ANNE) -> int:
    """A file that somebody has uploaded, and put nowhere yet."""
    sent = {"file": (BytesIO("Solceller på skolen ga 40 000 kWh.".encode()), NAME)}
    answer = browser_of(email).post("/api/v1/files", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 201
    return int(answer.json["id"])


def read(browser_of: Browser, email: str, file_id: int) -> int:
    """The status that somebody gets for a file."""
    return browser_of(email).get(f"/api/v1/files/{file_id}").status_code


@pytest.mark.parametrize("named", [False, True], ids=["attached", "named in the words"])
def test_who_reads_the_room_reads_the_file(browser_of: Browser, socket_of: Line, named: bool) -> None:
    file_id, thread = upload(browser_of), asked()
    bjorn = listening(socket_of, cast.BJORN, thread.room_id)
    assert read(browser_of, cast.BJORN, file_id) == 404
    more = {} if named else {"files": [file_id]}
    body = f"Here it is. [[file:{file_id}]]" if named else "Here it is."
    answer = browser_of(cast.ANNE).post(f"/api/v1/threads/{thread.id}/messages", json={"body": body, **more})
    assert answer.json["html"] == "<p>Here it is.</p>"
    [file] = answer.json["files"]
    assert (file["id"], file["name"], file["media_type"]) == (file_id, NAME, "text/plain")
    assert file["url"] == f"/files/{file_id}" and file["size"] > 0
    assert NAME in heard(bjorn)[0]["html"]
    assert [read(browser_of, email, file_id) for email in (cast.BJORN, cast.ELI, cast.CARIN, cast.GRO)] == [
        200, 200, 404, 404]


@all_doors
def test_nobody_shows_a_file_that_they_may_not_read(
        kind: type[Door], browser_of: Browser, socket_of: Line) -> None:
    file_id, thread = upload(browser_of), asked()
    door = kind(browser_of, socket_of)
    assert door.post(cast.BJORN, thread.id, f"Look: [[file:{file_id}]]").status == 422
    assert read(browser_of, cast.BJORN, file_id) == 404


def test_a_file_without_words_is_a_message_too(browser_of: Browser) -> None:
    path = f"/api/v1/threads/{asked().id}/messages"
    sent = {"body": "", "files": [upload(browser_of)]}
    assert browser_of(cast.ANNE).post(path, json=sent).status_code == 201


def test_with_the_message_goes_its_file_and_comes_back_with_it(browser_of: Browser) -> None:
    file_id, thread = upload(browser_of), asked()
    message = said(thread, "Here it is.", cast.ANNE, files=(file_id,))
    path, anne = f"/api/v1/messages/{message.id}", browser_of(cast.ANNE)
    assert anne.delete(path).json["files"] == []
    assert read(browser_of, cast.BJORN, file_id) == 404
    assert [file["id"] for file in anne.post(f"{path}/restore").json["files"]] == [file_id]
    assert read(browser_of, cast.BJORN, file_id) == 200


def test_an_edit_that_no_longer_names_a_file_takes_it_away_and_keeps_what_was_attached(browser_of: Browser) -> None:
    named, attached, thread = upload(browser_of), upload(browser_of), asked()
    message = said(thread, f"See [[file:{named}]]", cast.ANNE, files=(attached,))
    edited = browser_of(cast.ANNE).patch(f"/api/v1/messages/{message.id}", json={"body": "See the other."})
    assert [file["id"] for file in edited.json["files"]] == [attached]
    assert [read(browser_of, cast.BJORN, one) for one in (named, attached)] == [404, 200]


def test_a_thread_is_shown_as_a_card_but_not_to_guests_of_another_room(browser_of: Browser) -> None:
    elsewhere, thread = asked(body="A matter of the climate room?"), asked(room=cast.SOLAR)
    said(thread, f"As said: [[thread:{elsewhere.id}]]")
    page = f"/threads/{thread.id}"
    title = "A matter of the climate room?"
    assert title not in browser_of(cast.GRO).get(page).text and title not in browser_of(cast.ANNE).get(page).text
    with db.transaction() as session:
        session.delete(session.get_one(RoomGuest, (thread.room_id, cast.person(cast.GRO).id)))
    assert title in browser_of(cast.ANNE).get(page).text
