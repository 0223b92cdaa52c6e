"""One's own data to take along, and to be forgotten."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Membership, Person, SignIn
from app.accounts.session import actor_of
from app.database import at, db, now
from app.demo.office import txt
from app.directory import service as directory
from app.directory.models import ContactCard
from app.files import service as files
from app.leaving import packing, service
from app.leaving.holdings import HOLDINGS, Fate, table_of
from app.leaving.models import REGRET, OwnData
from app.permissions import SYSTEM
from app.rooms import service as rooms
from app.rooms.models import Reaction
from tests import cast
from tests.pages import letters, picture, send
from tests.talk import asked, said

Browser = Callable[[str | None], FlaskClient]


def erase_path(email: str) -> str:
    return f"/people/{cast.person(email).id}/erase"


def talk() -> int:
    """Anne asks with a file, Bjørn answers and she likes it. The number of the thread."""
    anne = actor_of(cast.person(cast.ANNE))
    file = files.upload(anne, "Flåm & co.txt", io.BytesIO(txt("Alt om flom")))
    thread = asked(cast.ANNE, body="Who knows about **Kvitveis**?", files=(file.id,))
    rooms.react(anne, said(thread, "Ask Gro.", cast.BJORN).id, "👍", True)
    return thread.id


def fetched(browser: FlaskClient, app: Flask) -> zipfile.ZipFile:
    send(browser, "/settings/data", "/settings/data")
    letters(app)
    number = db.session.scalars(select(OwnData.id).order_by(OwnData.id.desc())).first()
    with browser.get(f"/settings/data/{number}.zip") as answer:
        assert answer.status_code == 200
        return zipfile.ZipFile(io.BytesIO(answer.data))


def status(browser: FlaskClient, path: str) -> int:
    with browser.get(path) as answer:
        return answer.status_code


def test_somebody_takes_along_all_that_is_kept_of_them(stage: Flask, browser_of: Browser) -> None:
    talk()
    anne = browser_of(cast.ANNE)
    directory.set_photo(actor_of(cast.person(cast.ANNE)), "jeg.jpg", picture("JPEG"))
    held = fetched(anne, stage)
    rows = json.loads(held.read("data.json"))
    assert rows["person"][0]["email"] == cast.ANNE
    assert [row["body"] for row in rows["message"]] == ["Who knows about **Kvitveis**?"]
    assert {"membership", "reaction", "sign_in", "contact_card", "file", "thread"} <= rows.keys()
    text = json.dumps(rows)
    assert "Ask Gro." not in text and "token_hash" not in text and "password" not in text
    page = held.read("index.html").decode()
    assert "<strong>Kvitveis</strong>" in page and "<script" not in page
    [file] = [name for name in held.namelist() if name.startswith("files/")]
    assert b"Alt om flom" in held.read(file)
    assert held.read("portrait.jpg").startswith(b"\xff\xd8") and "portrait.jpg" in page
    number = rows["own_data"][0]["id"]
    assert anne.get(f"/settings/data/{number}.json").json["person"][0]["name"] == "Anne Berg"


def test_own_data_is_told_by_letter_fetched_by_nobody_else_and_thrown_away(
        stage: Flask, browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    send(anne, "/settings/data", "/settings/data")
    assert "It is being gathered." in anne.get("/settings/data").text
    assert send(anne, "/settings/data", "/settings").status_code == 409, "one at a time"
    assert "/settings/data" in letters(stage)[0]
    data = db.session.scalars(select(OwnData)).one()
    assert packing.path_of(data.id, data.token).exists()
    assert [status(browser_of(who), f"/settings/data/{data.id}.zip")
            for who in (None, cast.BJORN, cast.FRODE, cast.ANNE)] == [302, 404, 404, 200]
    with at(now() + timedelta(days=8)):
        assert anne.get(f"/settings/data/{data.id}.zip").status_code == 404
        assert service.throw_away_old(SYSTEM) == 1
    assert not packing.path_of(data.id, data.token).exists()


def test_to_be_erased_is_asked_twice_and_can_be_regretted(stage: Flask, browser_of: Browser) -> None:
    anne, path = browser_of(cast.ANNE), erase_path(cast.ANNE)
    for fields in ({}, {"address": cast.ANNE}, {"address": cast.BJORN, "sure": "y"}):
        assert send(anne, path, path, **fields).status_code == 422
    assert send(anne, path, path, address=cast.ANNE.upper(), sure="y").status_code == 303
    [letter] = letters(stage)
    assert letter.startswith(cast.ANNE) and "/settings/data" in letter
    assert "You will be erased on" in anne.get("/settings/data").text
    assert send(anne, f"{path}/undo", path).status_code == 303
    with at(now() + REGRET):
        assert service.erase_due(SYSTEM) == 0
    assert cast.person(cast.ANNE).active


def test_after_a_week_only_what_others_need_is_left_and_no_name(stage: Flask, browser_of: Browser) -> None:
    thread, number, anne = talk(), cast.person(cast.ANNE).id, browser_of(cast.ANNE)
    letters(stage)
    service.ask_to_be_erased(actor_of(cast.person(cast.ANNE)), number)
    assert service.erase_due(SYSTEM) == 0, "a week is a week"
    with at(now() + REGRET):
        assert service.erase_due(SYSTEM) == 1
    letters(stage)
    bjorn = browser_of(cast.BJORN)
    page = bjorn.get(f"/threads/{thread}").text
    assert "Kvitveis" in page and "Former participant" in page and "Anne" not in page
    assert anne.get("/settings").status_code == 302
    assert bjorn.get(f"/people/{number}").status_code == 404
    assert "Anne Berg" not in bjorn.get("/contacts?q=Anne").text
    assert "Anne" not in bjorn.get("/search?q=Kvitveis").text, "the index does not remember"
    for model in (SignIn, ContactCard, Reaction):
        assert db.session.scalar(select(model).where(model.person_id == number)) is None
    kept = db.session.get_one(Person, number)
    assert (kept.active, kept.password, kept.organisation_id, kept.phone) == (False, None, None, "")
    assert all(one.ended_on for one in db.session.scalars(select(Membership).where(Membership.person_id == number)))
    for key, holding in HOLDINGS.items():
        if holding.fate != Fate.STAYS and not holding.kept:
            column = table_of(key).c[key.partition(".")[2]]
            assert db.session.scalar(select(column).where(column == number)) is None, key


def test_a_former_participant_is_called_so_in_the_readers_language(stage: Flask, browser_of: Browser) -> None:
    thread, frode = talk(), browser_of(cast.FRODE)
    path = erase_path(cast.ANNE)
    assert send(frode, path, path, address=cast.ANNE, sure="y").headers["Location"] == path
    with at(now() + REGRET):
        service.erase_due(SYSTEM)
    bjorn = browser_of(cast.BJORN)
    send(bjorn, "/language", "/settings", language="nb")
    assert "Tidligere deltaker" in bjorn.get(f"/threads/{thread}").text
    assert frode.get(path).status_code == 404


def test_nobody_erases_another_and_the_last_administrator_stays(browser_of: Browser) -> None:
    path = erase_path(cast.ANNE)
    assert [browser_of(who).get(path).status_code for who in (None, cast.BJORN, cast.DAG, cast.ELI, cast.FRODE)] == [
        302, 403, 403, 403, 200]
    frode, own = browser_of(cast.FRODE), erase_path(cast.FRODE)
    assert send(frode, own, own, address=cast.FRODE, sure="y").status_code == 409
