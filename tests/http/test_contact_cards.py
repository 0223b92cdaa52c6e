"""Portraits, working days, who is away, and copying addresses of some."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from PIL import Image

from app.database import db, now
from app.directory.days import days_words
from app.directory.models import ContactCard, Shown
from tests import cast
from tests.pages import picture, send

Browser = Callable[[str | None], FlaskClient]
EDIT = "/people/me/edit"
SHOWN = {"email_shown": "members", "phone_shown": "members", "availability_shown": "network"}


def save(browser: FlaskClient, **fields: object) -> int:
    """The status of a card that is saved with FIELDS."""
    return send(browser, EDIT, EDIT, **SHOWN, **fields).status_code


def test_a_portrait_is_small_square_and_says_nothing_of_place_and_time(browser_of: Browser) -> None:
    noted = Image.Exif()
    noted[0x010E], noted[0x0132] = "Hjemme i hagen", "2026:01:01 10:00:00"
    anne, bjorn = browser_of(cast.ANNE), browser_of(cast.BJORN)
    page = f"/people/{cast.person(cast.ANNE).id}"
    assert bjorn.get(f"{page}/photo").status_code == 404
    assert save(anne, photo=(picture("JPEG", exif=noted), "jeg.jpg")) == 303
    with bjorn.get(f"{page}/photo") as answer:
        kept = Image.open(io.BytesIO(answer.data))
        assert answer.mimetype == "image/jpeg" and kept.size == (320, 320) and not kept.getexif()
        assert b"hagen" not in answer.data
    assert 'alt="Portrait of Anne Berg"' in bjorn.get(page).text
    assert bjorn.get(f"/api/v1{page}").json["photo"] == f"{page}/photo"
    assert browser_of(None).get(f"{page}/photo").status_code == 302
    assert save(anne, no_photo="y") == 303
    assert bjorn.get(f"{page}/photo").status_code == 404 and "<img" not in bjorn.get(page).text.split("<main")[1]


@pytest.mark.parametrize(("name", "content"), [
    ("jeg.jpg", b"\xff\xd8\xff" + b"x" * 99), ("jeg.png", b"<svg onload=alert(1)>"), ("notat.txt", b"Hei")])
def test_what_is_no_picture_is_refused_and_the_rest_stays(browser_of: Browser, name: str, content: bytes) -> None:
    answer = send(browser_of(cast.ANNE), EDIT, EDIT, **SHOWN, languages="Kvensk", photo=(io.BytesIO(content), name))
    assert answer.status_code == 422 and 'value="Kvensk"' in answer.text and cast.person(cast.ANNE).photo == ""


def test_who_is_away_says_who_stands_in_where_one_mentions_them(browser_of: Browser) -> None:
    anne, bjorn = browser_of(cast.ANNE), cast.person(cast.BJORN)
    today = now().date()
    room, page = cast.room(cast.CLIMATE), f"/people/{cast.person(cast.ANNE).id}"
    assert save(anne, away_until=(today + timedelta(days=5)).isoformat(), stand_in=str(bjorn.id)) == 303
    for path in (page, "/contacts", f"/rooms/{room.id}/mentionable?q=anne"):
        said = browser_of(cast.DAG).get(path).text
        assert "Away until" in said and "ask Bjørn Dahl" in said, path
    assert browser_of(cast.CARIN).get(f"/api/v1{page}").json["stand_in"] == bjorn.id
    cast.person(cast.ANNE).away_until = today - timedelta(days=2)
    db.session.commit()
    assert "Away until" not in browser_of(cast.DAG).get(page).text
    assert save(anne, stand_in=str(cast.person(cast.CARIN).id)) == 422, "a stranger does not stand in"


def test_working_days_go_with_when_to_reach_somebody(browser_of: Browser) -> None:
    assert save(browser_of(cast.ANNE), work_days=["1", "2", "4"]) == 303
    page = f"/people/{cast.person(cast.ANNE).id}"
    assert "Monday, Tuesday, and Thursday" in browser_of(cast.BJORN).get(page).text
    assert "Thursday" not in browser_of(cast.CARIN).get(page).text
    assert browser_of(cast.CARIN).get(f"/api/v1{page}").json["work_days"] == ""
    assert save(browser_of(cast.ANNE), work_days=["8"]) == 422
    assert (days_words("1234", "nb"), days_words("15", "nn")) == ("mandag–torsdag", "måndag og fredag")


def test_one_copies_the_addresses_of_those_one_ticked_and_of_nobody_who_hides_theirs(browser_of: Browser) -> None:
    anne, dag = cast.person(cast.ANNE), cast.person(cast.DAG)
    page = browser_of(cast.CARIN).get(f"/contacts/addresses?person={anne.id}&person={dag.id}&person=x").text
    assert cast.ANNE in page and cast.DAG in page and cast.BJORN not in page
    db.session.get_one(ContactCard, anne.id).email_shown = Shown.NETWORK
    db.session.commit()
    page = browser_of(cast.CARIN).get(f"/contacts/addresses?person={anne.id}&person={dag.id}").text
    assert cast.ANNE not in page and cast.DAG in page
    assert f'name="person" value="{anne.id}"' not in browser_of(cast.CARIN).get("/contacts").text
    assert f'name="person" value="{anne.id}"' in browser_of(cast.BJORN).get("/contacts").text


def test_a_phone_that_nobody_can_call_is_not_taken(browser_of: Browser) -> None:
    assert save(browser_of(cast.ANNE), phone="spør sentralbordet") == 422
    assert save(browser_of(cast.ANNE), phone="0047 35965000") == 303
    page = browser_of(cast.BJORN).get(f"/people/{cast.person(cast.ANNE).id}").text
    assert 'href="tel:+4735965000"' in page and "+47 35 96 50 00" in page


def test_an_older_address_book_gets_a_vcard_that_it_reads(browser_of: Browser) -> None:
    lines = browser_of(cast.BJORN).get(f"/people/{cast.person(cast.ANNE).id}.vcf?version=3").text.split("\r\n")
    assert lines[1] == "VERSION:3.0" and "FN:Anne Berg" in lines and not any("KIND" in line for line in lines)


@pytest.mark.parametrize(("query", "found"), [
    ("role=coordinator", {"Dag Moen"}), ("role=staff", {"Eli Strand"}), ("role=record", {"Bjørn Dahl"})])
def test_one_finds_people_by_their_role(browser_of: Browser, query: str, found: set[str]) -> None:
    db.session.get_one(ContactCard, cast.person(cast.BJORN).id).of_record = True
    db.session.commit()
    people = browser_of(cast.ANNE).get(f"/api/v1/people?{query}").json["items"]
    assert {one["name"] for one in people} == found
    if query == "role=coordinator":
        hidden = browser_of(cast.CARIN).get(f"/api/v1/people?{query}").json["items"]
        assert hidden == [], "who coordinates a network that one cannot read is not told"
