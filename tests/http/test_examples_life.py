"""The life of an example after its first words: reviewed by heading, confirmed each year, used, put back, pictured."""

import io
import struct
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.database import db, now
from app.errors import Denied, Invalid, Missing
from app.examples import jobs, queries, service
from app.examples.models import Example
from app.files.metadata import without_notes
from app.permissions import SYSTEM, Actor, Visibility
from tests import cast
from tests.examples import NEW, Form, draft, place, press, published, theme, write
from tests.pages import letters, send

Browser = Callable[[str | None], FlaskClient]
Who = Callable[[str], Actor]
PIXEL = (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"
         b"\0\0\0\x0cIDATx\x9cc\xf8\xff\xff?\0\5\xfe\2\xfe\xa7\x9a\xa0\xa0\0\0\0\0IEND\xaeB`\x82")


def a_year_later(example: Example, days: int = 400) -> None:
    """Nobody has confirmed EXAMPLE for so many DAYS."""
    with db.transaction():
        example.last_verified = now().date() - timedelta(days=days)


def subjects(app: Flask) -> list[tuple[str, str]]:
    """(to whom, subject) of the letters since."""
    return [(one.split("\n")[0], one.split("\n")[1]) for one in letters(app)]


def test_each_step_is_told_to_those_it_concerns_and_to_nobody_else(actor: Who, app: Flask) -> None:
    letters(app)
    example = draft(title="Sol", contact_id=cast.person(cast.BJORN).id)
    assert subjects(app) == []
    service.submit(actor(cast.ANNE), example.id)
    assert [who for who, _ in subjects(app)] == [cast.DAG]
    service.ask_for_changes(actor(cast.DAG), example.id, "", None, {"cost_amount": "How much?"})
    told = letters(app)
    assert {one.split("\n")[0] for one in told} == {cast.ANNE, cast.BJORN} and all("How much?" in one for one in told)
    service.submit(actor(cast.ANNE), example.id)
    service.publish(actor(cast.DAG), example.id)
    assert sorted(who for who, _ in subjects(app)) == [cast.ANNE, cast.BJORN]


def test_a_reviewer_says_what_is_missing_at_the_heading_where_it_is_missing(browser_of: Browser) -> None:
    example, anne, dag = draft(), browser_of(cast.ANNE), browser_of(cast.DAG)
    press(anne, example, "submit")
    assert press(dag, example, "ask-for-changes", note=" ").status_code == 422
    assert press(dag, example, "ask-for-changes", **{"note-results": "How many kWh?"}).status_code == 303
    assert "How many kWh?" in anne.get(example.path).text
    assert "How many kWh?" in anne.get(f"/examples/{example.id}/edit").text.partition('id="more-results"')[2]


def test_the_queue_holds_what_one_reviews_and_is_nobody_elses(browser_of: Browser, actor: Who) -> None:
    example = draft(title="In the queue")
    service.submit(actor(cast.ANNE), example.id)
    for who, status in ((cast.DAG, 200), (cast.ELI, 200), (cast.ANNE, 403), (cast.CARIN, 403)):
        page = browser_of(who).get("/examples/review")
        assert page.status_code == status and ("In the queue" in page.text) == (status == 200)


def test_contact_and_deputy_write_on_the_draft_that_they_answer_for(actor: Who, browser_of: Browser) -> None:
    bjorn = cast.person(cast.BJORN).id
    example = draft(deputy_id=bjorn)
    assert browser_of(cast.BJORN).get(example.path).status_code == 200
    service.edit(actor(cast.BJORN), example.id, {"results": "It works."})
    service.edit(actor(cast.ANNE), example.id, {"deputy_id": None})
    assert browser_of(cast.BJORN).get(example.path).status_code == 404


def test_once_a_year_the_contact_is_asked_then_the_deputy_then_the_coordinator(app: Flask, actor: Who) -> None:
    example = published(deputy_id=cast.person(cast.BJORN).id)
    letters(app)
    jobs.ask_whether_examples_hold()
    assert subjects(app) == [], "it is fresh"
    a_year_later(example)
    for who in (cast.ANNE, cast.BJORN, cast.DAG):
        service.ask_for_confirmation(SYSTEM)
        service.ask_for_confirmation(SYSTEM)
        assert [one for one, _ in subjects(app)] == [who], "one at a time, and once"
        with db.transaction():
            example.asked_on = now().date() - timedelta(days=15)
    service.ask_for_confirmation(SYSTEM)
    assert subjects(app) == []
    service.confirm(actor(cast.ANNE), example.id)
    assert (example.asked, example.asked_on) == (0, None)


def test_the_link_in_the_letter_opens_a_button_and_the_button_confirms(browser_of: Browser, app: Flask) -> None:
    example = published()
    letters(app)
    a_year_later(example)
    service.ask_for_confirmation(SYSTEM)
    [letter] = letters(app)
    address = next(word for word in letter.split() if "/examples/still-holds" in word).partition("8000")[2]
    nobody = browser_of(None)
    assert nobody.get(address).status_code == 200 and not example.is_fresh, "looking is no answer"
    assert send(nobody, address, page=address).status_code == 200
    db.session.expire_all()
    assert example.is_fresh
    assert nobody.get("/examples/still-holds?token=made-up").status_code == 404


def test_who_has_left_confirms_nothing_by_an_old_link(browser_of: Browser, app: Flask) -> None:
    example = published()
    a_year_later(example)
    letters(app)
    service.ask_for_confirmation(SYSTEM)
    [letter] = letters(app)
    address = next(word for word in letter.split() if "/examples/still-holds" in word).partition("8000")[2]
    with db.transaction():
        cast.person(cast.ANNE).active = False
    assert browser_of(None).get(address).status_code == 404


def test_a_municipality_tells_that_it_has_used_an_example(browser_of: Browser, app: Flask) -> None:
    example, bjorn = published(Visibility.MEMBERS, title="Sol"), browser_of(cast.BJORN)
    letters(app)
    page = f"/examples/{example.id}/used"
    assert send(bjorn, page, page, municipality_id=str(place("4014")), began="2026-03", story="Half as dear.",
                changed="We rented the roof.").status_code == 303
    for who in (cast.ANNE, cast.CARIN):
        shown = browser_of(who).get(example.path).text
        assert "Half as dear." in shown and "We rented the roof." in shown and "Kragerø" in shown
    assert [who for who, _ in subjects(app)] == [cast.ANNE]
    assert "used by 1" in browser_of(cast.CARIN).get("/examples").text
    assert "Half as dear." in bjorn.get("/municipalities/4014").text
    assert "used by 1" in bjorn.get("/municipalities/4012").text


def test_what_was_told_of_a_use_is_changed_and_taken_back_by_who_told_it(browser_of: Browser, actor: Who) -> None:
    example = published()
    use = service.say_used(actor(cast.BJORN), example.id, service.Used(place("4014"), story="Fine."))
    page = f"/examples/uses/{use.id}"
    assert browser_of(cast.ANNE).get(page).status_code == 403
    send(browser_of(cast.BJORN), page, page, municipality_id=str(place("4014")), story="Better.")
    assert [one.story for one in queries.uses(actor(cast.ANNE), example)] == ["Better."]
    with pytest.raises(Denied):
        service.remove_use(actor(cast.ANNE), use.id)
    with pytest.raises(Missing):
        service.remove_use(actor(cast.CARIN), use.id)
    service.remove_use(actor(cast.BJORN), use.id)
    db.session.expire_all()
    assert example.used_by == 0


@pytest.mark.parametrize(("used", "field"), [
    (service.Used(None, story="x"), "municipality_id"), (service.Used(1, began="soon", story="x"), "began"),
    (service.Used(1, story=" "), "story")])
def test_a_use_says_where_and_how_it_went(actor: Who, used: service.Used, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        service.say_used(actor(cast.BJORN), published().id, used)
    assert field in refusal.value.errors


def test_one_speaks_for_ones_own_municipality_and_not_for_the_one_that_made_it(actor: Who) -> None:
    example = published()
    for who, code in ((cast.BJORN, "4016"), (cast.ANNE, "4012")):
        with pytest.raises(Invalid):
            service.say_used(actor(who), example.id, service.Used(place(code), story="x"))
    assert service.say_used(actor(cast.DAG), example.id, service.Used(place("4016"), story="x")).id
    with pytest.raises(Denied):
        service.say_used(actor(cast.GRO), published(Visibility.MEMBERS).id, service.Used(place("4016"), story="x"))


def test_what_it_said_before_is_put_back_and_that_is_undone_too(browser_of: Browser, actor: Who) -> None:
    example, anne = published(solution="First words", effects=[{"measure": "kWh", "value": "2"}]), actor(cast.ANNE)
    before = example.version
    service.edit(anne, example.id, {"solution": "Second", "effects": [], "themes": [theme("outdoor_health")]})
    page = browser_of(cast.ANNE).get(f"/examples/{example.id}/history").text
    assert f'name="number" value="{before}"' in page
    service.restore(anne, example.id, before)
    assert (example.solution, example.effects[0]["value"]) == ("First words", 2)
    assert example.themes[0].key == "climate_energy"
    service.restore(anne, example.id, before + 1)
    assert (example.solution, example.effects) == ("Second", [])
    with pytest.raises(Missing):
        service.restore(anne, example.id, 999)
    with pytest.raises(Denied):
        service.restore(actor(cast.BJORN), example.id, before)


def test_two_who_write_at_once_see_each_other_and_that_something_was_saved(browser_of: Browser, actor: Who) -> None:
    example = published()
    page, address = f"/examples/{example.id}/edit", f"/examples/{example.id}/editing"
    anne, dag = browser_of(cast.ANNE), browser_of(cast.DAG)
    seen = str(example.version)
    assert send(anne, address, page, version=seen).text.strip() == ""
    assert "Anne Berg" in send(dag, address, page, version=seen).text
    service.edit(actor(cast.DAG), example.id, {"results": "Saved"})
    assert "saved a change" in send(anne, address, page, version=seen).text
    assert send(browser_of(cast.BJORN), address, "/settings", version=seen).status_code == 403


def test_rows_are_added_and_taken_away_without_a_script(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    filled = {"effects-0-measure": "kWh", "effects-0-value": "1", "effects-1-measure": "kr", "effects-1-value": "2"}
    more = write(anne, title="T", rows="+effects", **filled)
    assert more.status_code == 200 and Form(more.text).data["effects-6-measure"] == ""
    less = Form(write(anne, title="T", rows="effects-0", **filled).text).data
    assert "effects-0-measure" not in less and less["effects-1-measure"] == "kr" and less["title"] == "T"


def test_a_picture_needs_words_and_loses_what_its_camera_noted(browser_of: Browser, actor: Who) -> None:
    note = b"tEXtGPS\x0059.1N"
    noted = PIXEL[:33] + struct.pack(">I", len(note) - 4) + note + b"\0\0\0\0" + PIXEL[33:]
    anne, quick = browser_of(cast.ANNE), {"title": "T", "summary": "S", "themes": [theme()]}
    refused = write(anne, **quick, picture=FileStorage(io.BytesIO(noted), "tak.png"))
    assert refused.status_code == 422 and 'href="#image_alt"' in refused.text
    kept = Form(refused.text).data
    assert anne.post(NEW, data={**kept, "image_alt": "A roof"}).status_code == 303
    example = db.session.scalars(select(Example).order_by(Example.id.desc())).first()
    assert example and queries.files(actor(cast.ANNE), example) == []
    with anne.get(f"/files/{example.image_id}/content?inline") as answer:
        assert answer.data == PIXEL
    assert 'alt="A roof"' in anne.get(example.path).text
    assert write(anne, f"/examples/{example.id}/edit", no_picture="y").status_code == 303
    assert example.image_id is None and queries.shown(actor(cast.ANNE), example) == []
    assert write(anne, **quick, image_alt="x", picture=FileStorage(io.BytesIO(b"words"), "a.txt")).status_code == 422


def test_a_photo_keeps_how_it_is_turned_and_nothing_else() -> None:
    entries = struct.pack(">HHHIHH", 1, 0x0112, 3, 1, 6, 0) + b"\0\0\0\0" + b"GPS 59.1 N 9.6 E"
    exif = b"Exif\0\0MM\0\x2a\0\0\0\x08" + entries
    photo = b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + b"\xff\xda\0\2pixels\xff\xd9"
    bare = without_notes(photo)
    assert b"GPS" not in bare and bare.endswith(b"\xff\xda\0\2pixels\xff\xd9")
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in bare
    for broken in (b"\xff\xd8\xff\xe1", b"\xff\xd8\xff\xe0\0\2abc", b"\x89PNG\r\n\x1a\n\0"):
        with pytest.raises(ValueError, match=r"picture|marker"):
            without_notes(broken)
    assert without_notes(b"GIF89a...") == b"GIF89a..."


def test_what_was_stopped_is_welcome(browser_of: Browser) -> None:
    assert "Thank you for telling" in browser_of(cast.BJORN).get(published(status="stopped").path).text


def test_who_answers_for_it_is_told_what_others_would_like_to_know(browser_of: Browser) -> None:
    example = published(results="Half the cost.")
    own, other = (browser_of(who).get(example.path).text for who in (cast.ANNE, cast.BJORN))
    assert "#more-cost" in own and "#more-results" not in own and "#more-cost" not in other
