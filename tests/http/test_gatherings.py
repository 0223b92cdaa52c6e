"""Gatherings: arranged by the coordinator, answered by members, with the papers where they belong."""

import io
import re
from collections.abc import Callable
from datetime import UTC, timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from app import links, live, outbox
from app.database import db, now
from app.demo.slides import Slide, pptx
from app.errors import Invalid, Missing
from app.gatherings import service
from app.gatherings.links import embeds
from app.gatherings.models import Answer, Gathering
from app.gatherings.service import Facts, Point
from app.networks.models import State
from app.permissions import Actor
from tests import cast
from tests.pages import csrf
from tests.pages import send as sent_from

Browser = Callable[[str | None], FlaskClient]
Acting = Callable[[str], Actor]
HELD, COMING = -7, 21


def arrange(actor: Acting, days: int = COMING, **more: object) -> Gathering:
    """A gathering of Telemarksnettverket, DAYS from now, with three points on its agenda."""
    starts = (now() + timedelta(days=days)).replace(hour=8, minute=30, second=0, microsecond=0)
    agenda = (Point("Velkommen", starts, 30, "Dag Moen"), Point("Sol på tak", starts + timedelta(minutes=30), 60),
              Point("Lunsj"))
    facts = {"title": "Samling i Bamble", "starts_at": starts, "ends_at": starts + timedelta(hours=6),
             "place": "Langesund", "about": "Ta med **tall**.", "agenda": agenda, **more}
    return service.create(actor(cast.DAG), cast.network(cast.TELEMARK).id, Facts(**facts))  # type: ignore[arg-type]


def filled(**more: str) -> dict[str, str]:
    """The form of a gathering on 3 December 2026, filled in."""
    return {"title": "Energi i kommunale bygg", "starts_at": "2026-12-03T10:00", "ends_at": "2026-12-04T12:00",
            "place": "Lunde", "host_id": "0", "version": "1", "agenda-0-title": "Lunsj", "agenda-0-day": "2",
            "agenda-0-clock": "11:30", "agenda-0-minutes": "45", "agenda-1-title": "Velkommen", "agenda-1-day": "1",
            "agenda-1-clock": "10:00", **more}


def new_for(network: str) -> str:
    return f"/gatherings/new?network={cast.network(network).id}"


def send(browser: FlaskClient, where: str, page: str = "/gatherings", **fields: str) -> TestResponse:
    """Post FIELDS to WHERE, from the form on PAGE."""
    return sent_from(browser, where, page, **fields)


def upload(browser: FlaskClient, where: str, *files: tuple[str, bytes], **fields: object) -> TestResponse:
    """Send FILES with the form on the page WHERE."""
    data = {"csrf_token": csrf(browser, where), "files": [(io.BytesIO(content), name) for name, content in files]}
    return browser.post(where, data={**data, **fields})


def material_page(gathering: Gathering, number: int = 0) -> str:
    return f"/gatherings/{gathering.id}/items/{gathering.agenda[number].id}/material"


@pytest.fixture
def slides() -> bytes:
    return pptx([Slide("Solceller på rådhuset")])


def test_a_coordinator_arranges_a_gathering_and_the_network_sees_it(browser_of: Browser) -> None:
    dag = browser_of(cast.DAG)
    made = send(dag, new_for(cast.TELEMARK), "/gatherings/new", **filled())
    assert made.status_code == 303
    page = browser_of(cast.ANNE).get(made.location).text
    assert "Energi i kommunale bygg" in page and "Lunde" in page
    page = page.split('class="agenda"')[1]
    assert page.index("Thursday, December 3, 2026") < page.index("Velkommen") < page.index("Friday, December 4")
    assert page.index("Friday, December 4") < page.index("Lunsj") and "11:30" in page and "12:15" in page


def test_hours_are_typed_in_oslo_and_kept_in_utc(browser_of: Browser) -> None:
    dag = browser_of(cast.DAG)
    where = new_for(cast.TELEMARK)
    for month, hour in (("12", 9), ("07", 8)):
        send(dag, where, where, **filled(starts_at=f"2026-{month}-03T10:00", ends_at=f"2026-{month}-04T12:00"))
        made = db.session.scalars(select(Gathering).order_by(Gathering.id.desc())).first()
        assert made and made.starts_at.astimezone(UTC).hour == hour
        assert f'value="2026-{month}-03T10:00"' in dag.get(f"/gatherings/{made.id}/edit").text


@pytest.mark.parametrize(("wrong", "words"), [
    ({"title": ""}, "needs a title"),
    ({"starts_at": ""}, "Write a date"),
    ({"starts_at": "0026-12-03T10:00"}, "Look at the year"),
    ({"ends_at": "2026-12-02T10:00"}, "end after it starts"),
    ({"ends_at": "2026-12-24T10:00"}, "at most 5 days"),
    ({"host_id": "99999"}, "Not a valid choice"),
    ({"agenda-0-clock": "lunch"}, "Write a time"),
    ({"agenda-0-minutes": "-5"}, "how many minutes"),
    ({"agenda-0-day": "3"}, "no such day"),
    ({"agenda-0-day": "x"}, "Lunsj"),
])
def test_a_form_that_cannot_be_taken_names_the_field_and_keeps_the_rest(browser_of: Browser, wrong: dict[str, str],
                                                                        words: str) -> None:
    where = new_for(cast.TELEMARK)
    answer = send(browser_of(cast.DAG), where, where, **filled(**wrong))
    assert answer.status_code == 422 and words in answer.text and 'value="Lunde"' in answer.text


def test_more_lines_come_without_a_script_and_nothing_typed_is_lost(browser_of: Browser) -> None:
    where = new_for(cast.TELEMARK)
    answer = send(browser_of(cast.DAG), where, where, **filled(more="1"))
    assert answer.status_code == 200 and 'value="Velkommen"' in answer.text and "agenda-5-title" in answer.text
    assert db.session.scalars(select(Gathering)).all() == []


def test_only_coordinators_arrange(browser_of: Browser, actor: Acting) -> None:
    gathering = arrange(actor)
    for path in ("/gatherings/new", f"/gatherings/{gathering.id}/edit"):
        assert browser_of(cast.ANNE).get(path).status_code == 403
        assert browser_of(None).get(path).status_code == 302
    assert browser_of(cast.CARIN).get(f"/gatherings/{gathering.id}/edit").status_code == 404
    where = new_for(cast.NORR)
    assert send(browser_of(cast.DAG), where, **filled()).status_code == 403
    assert send(browser_of(cast.ANNE), f"/gatherings/{gathering.id}/cancel").status_code == 403


def test_a_point_keeps_its_material_when_the_agenda_is_edited(browser_of: Browser, actor: Acting,
                                                              slides: bytes) -> None:
    gathering, dag = arrange(actor), browser_of(cast.DAG)
    upload(dag, material_page(gathering, 1), ("tak.pptx", slides))
    first, second, third = (str(item.id) for item in gathering.agenda)
    where = f"/gatherings/{gathering.id}/edit"
    day = f"{gathering.starts_at:%Y-%m-%d}"
    fields = {**filled(starts_at=f"{day}T09:30", ends_at=f"{day}T16:00"), "agenda-0-id": second,
              "agenda-0-title": "Solceller", "agenda-0-day": "1", "agenda-0-clock": "12:00", "agenda-1-id": first}
    assert send(dag, where, where, **fields, **{"agenda-2-id": third, "agenda-2-title": ""}).status_code == 303
    db.session.expire_all()
    assert [(str(item.id), item.title) for item in gathering.agenda] == [(first, "Velkommen"), (second, "Solceller")]
    assert "tak.pptx" in dag.get(f"/gatherings/{gathering.id}").text
    refused = send(dag, where, where, **{**fields, "version": "2", "agenda-0-title": ""})
    assert refused.status_code == 422 and "has material" in refused.text


def test_two_who_edit_at_once_are_told_and_nobody_loses_a_word(browser_of: Browser, actor: Acting) -> None:
    gathering, dag = arrange(actor), browser_of(cast.DAG)
    where = f"/gatherings/{gathering.id}/edit"
    assert send(dag, where, where, **filled(place="Frodes plass")).status_code == 303
    late = send(dag, where, where, **filled(place="Dags plass"))
    assert late.status_code == 409
    assert "Frodes plass" in late.text and 'value="Dags plass"' in late.text and "Sol på tak" in late.text
    version = late.text.split('name="version" type="hidden" value="')[1].split('"')[0]
    assert send(dag, where, where, **filled(place="Begge", version=version)).status_code == 303


def test_a_cancelled_gathering_says_so_and_can_be_taken_back(browser_of: Browser, actor: Acting) -> None:
    gathering, dag, anne = arrange(actor), browser_of(cast.DAG), browser_of(cast.ANNE)
    where = f"/gatherings/{gathering.id}"
    assert send(dag, f"{where}/cancel").status_code == 303
    assert "This gathering is cancelled" in anne.get(where).text and "Cancelled" in anne.get("/gatherings").text
    assert send(anne, f"{where}/answer", answer="yes").status_code == 409
    assert b"STATUS:CANCELLED" in anne.get(f"{where}/calendar.ics").data
    assert send(dag, f"{where}/restore").status_code == 303
    assert "This gathering is cancelled" not in anne.get(where).text


def test_members_say_whether_they_come_and_see_who_else_does(browser_of: Browser, actor: Acting) -> None:
    where, anne, dag = f"/gatherings/{arrange(actor).id}", browser_of(cast.ANNE), browser_of(cast.DAG)
    assert send(anne, f"{where}/answer", where, answer="maybe", note="Only in the morning").status_code == 303
    assert send(browser_of(cast.BJORN), f"{where}/answer", where, answer="yes").status_code == 303
    page = dag.get(where).text
    assert "1 comes, 1 may come" in page and "Only in the morning" in page
    names = ["Bamble</span></dt>", "Anne Berg", "Kragerø</span></dt>", "Bjørn Dahl"]
    assert sorted(names, key=page.index) == names
    assert "1 has not answered" in page and "has not answered" not in anne.get(where).text
    send(anne, f"{where}/answer", where, answer="no")
    assert "1 comes, 1 cannot" in dag.get(where).text and "Only in the morning" not in dag.get(where).text
    assert "You are not coming" in anne.get("/gatherings").text


def test_an_answer_must_be_one_and_a_note_stays_short(browser_of: Browser, actor: Acting) -> None:
    where, anne = f"/gatherings/{arrange(actor).id}", browser_of(cast.ANNE)
    assert send(anne, f"{where}/answer", where, answer="perhaps").status_code == 422
    long = send(anne, f"{where}/answer", where, answer="yes", note="n" * 301)
    assert long.status_code == 422 and "n" * 301 in long.text


def test_who_only_reads_does_not_answer_or_bring_anything(browser_of: Browser, actor: Acting) -> None:
    gathering, eli = arrange(actor), browser_of(cast.ELI)
    where = f"/gatherings/{gathering.id}"
    page = eli.get(where)
    assert page.status_code == 200 and "Are you coming?" not in page.text and "Add material" not in page.text
    assert send(eli, f"{where}/answer", answer="yes").status_code == 403
    assert eli.get(material_page(gathering)).status_code == 403


def test_several_files_become_material_that_the_room_is_told_of(browser_of: Browser, actor: Acting,
                                                                slides: bytes) -> None:
    gathering, anne, told = arrange(actor, HELD), browser_of(cast.ANNE), []
    outbox.on("material_added")(note := lambda facts: told.extend(facts))
    answer = upload(anne, material_page(gathering), ("tak.pptx", slides), ("notat.txt", "Hei på taket".encode()))
    assert answer.status_code == 303 and answer.location.endswith(f"#item-{gathering.agenda[0].id}")
    page = browser_of(cast.BJORN).get(f"/gatherings/{gathering.id}").text
    assert "tak.pptx" in page and "notat.txt" in page and "2 documents" in page
    outbox.run_due()
    outbox.LISTENERS["material_added"].pop(f"{note.__module__}.{note.__name__}")
    assert [(fact["item_titles"], fact["title"], len(fact["file_ids"]), fact["author_id"]) for fact in told] == [
        (["Velkommen"], "Samling i Bamble", 2, cast.person(cast.ANNE).id)]


def test_if_one_file_is_refused_the_others_wait_ticked(browser_of: Browser, actor: Acting, slides: bytes) -> None:
    gathering, anne = arrange(actor, HELD), browser_of(cast.ANNE)
    where = material_page(gathering)
    answer = upload(anne, where, ("tak.pptx", slides), ("virus.exe", b"MZ\x90\x00 not for us"))
    assert answer.status_code == 415 and "virus.exe" in answer.text
    [ticked] = re.findall(r'<input checked [^>]*name="earlier" [^>]*value="(\d+)"', answer.text)
    again = upload(anne, where, earlier=ticked)
    assert again.status_code == 303 and "tak.pptx" in anne.get(f"/gatherings/{gathering.id}").text


@pytest.mark.parametrize("fields", [{}, {"earlier": "x"}, {"earlier": "99999999999999999999"}])
def test_a_form_without_files_asks_for_one(browser_of: Browser, actor: Acting, fields: dict[str, str]) -> None:
    where = material_page(arrange(actor))
    answer = upload(browser_of(cast.ANNE), where, **fields)
    assert answer.status_code == 422 and "alert" in answer.text


def test_who_sent_material_or_arranges_may_take_it_away(browser_of: Browser, actor: Acting, slides: bytes) -> None:
    gathering, anne = arrange(actor, HELD), browser_of(cast.ANNE)
    where = material_page(gathering)
    upload(anne, where, ("tak.pptx", slides))
    number = anne.get(where).text.split('href="/files/')[1].split('"')[0]
    assert send(browser_of(cast.BJORN), f"{where}/{number}/remove").status_code == 403
    assert send(browser_of(cast.DAG), f"{where}/{number}/remove").status_code == 303
    assert browser_of(cast.BJORN).get(f"/files/{number}").status_code == 404
    assert anne.get(f"/files/{number}").status_code == 200
    assert send(anne, f"{where}/{number}/remove").status_code == 404


def test_programs_read_gatherings_and_bring_material(browser_of: Browser, actor: Acting, slides: bytes) -> None:
    gathering, anne = arrange(actor, HELD), browser_of(cast.ANNE)
    [shown] = anne.get("/api/v1/gatherings").json["items"]
    assert shown["title"] == "Samling i Bamble" and shown["starts_at"].endswith("Z") and not shown["cancelled"]
    item = anne.get(f"/api/v1{shown['url']}").json["agenda"][1]
    assert item["title"] == "Sol på tak" and item["minutes"] == 60 and item["files"] == []
    file = anne.post("/api/v1/files", data={"file": (io.BytesIO(slides), "tak.pptx")}).json
    where = f"/api/v1/gatherings/{gathering.id}/material"
    added = anne.post(where, json={"item": item["id"], "files": [file["id"]]})
    assert added.status_code == 201 and [one["name"] for one in added.json["files"]] == ["tak.pptx"]
    for body, status in (({"item": item["id"], "files": []}, 422), ({"item": 10**30, "files": [1]}, 422),
                         ({"item": 4711, "files": [file["id"]]}, 404), ({"item": item["id"], "files": [4711]}, 404)):
        assert anne.post(where, json=body).status_code == status
    assert browser_of(cast.BJORN).get(file["url"]).status_code == 200
    assert browser_of(cast.CARIN).post(where, json={"item": item["id"], "files": [file["id"]]}).status_code == 404
    assert browser_of(cast.ELI).post(where, json={"item": item["id"], "files": [file["id"]]}).status_code == 403


@pytest.mark.parametrize(("who", "status"), [
    (cast.ANNE, 200), (cast.DAG, 200), (cast.ELI, 200), (cast.FRODE, 200),
    (cast.CARIN, 404), (cast.HILDE, 404), (cast.GRO, 404)])
def test_a_gathering_is_for_its_network(browser_of: Browser, actor: Acting, who: str, status: int) -> None:
    gathering, browser = arrange(actor), browser_of(who)
    where = f"/gatherings/{gathering.id}"
    doors = (where, f"{where}/calendar.ics", f"/api/v1{where}")
    assert [browser.get(door).status_code for door in doors] == [status] * 3
    assert (gathering.title in browser.get("/gatherings").text) is (status == 200)
    assert len(browser.get("/api/v1/gatherings").json["items"]) == (status == 200)


def test_who_arranged_it_and_left_the_network_sees_it_no_more(browser_of: Browser, actor: Acting) -> None:
    gathering = arrange(actor)
    for membership in cast.person(cast.DAG).memberships:
        membership.ended_on = now().date()
    db.session.commit()
    dag = browser_of(cast.DAG)
    assert dag.get(f"/gatherings/{gathering.id}").status_code == 404
    assert gathering.title not in dag.get("/gatherings").text


def test_nobody_is_asked_to_sign_in_and_learns_nothing(browser_of: Browser, actor: Acting) -> None:
    nobody, gathering = browser_of(None), arrange(actor)
    for number in (gathering.id, 4711):
        assert nobody.get(f"/gatherings/{number}").location == f"/sign-in?next=/gatherings/{number}"
        assert nobody.get(f"/api/v1/gatherings/{number}").status_code == 401


def test_the_calendar_entry_replaces_itself_and_knows_oslo(browser_of: Browser, actor: Acting) -> None:
    gathering, anne = arrange(actor), browser_of(cast.ANNE)
    def entry() -> tuple[Calendar, object]:
        file = Calendar.from_ical(anne.get(f"/gatherings/{gathering.id}/calendar.ics").data)
        return file, file.events[0]
    file, before = entry()
    assert [str(zone["TZID"]) for zone in file.timezones] == ["Europe/Oslo"]
    assert before.start == gathering.starts_at and before["SUMMARY"] == "Samling i Bamble"
    assert f"/gatherings/{gathering.id}" in before["DESCRIPTION"] and "Sol på tak" in before["DESCRIPTION"]
    service.edit(actor(cast.DAG), gathering.id, Facts("Flyttet", gathering.starts_at, gathering.ends_at), 1)
    _, after = entry()
    assert after["UID"] == before["UID"] and after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["SUMMARY"] == "Flyttet"


def test_a_concluded_network_meets_no_more_but_its_papers_stay(browser_of: Browser, actor: Acting) -> None:
    gathering = arrange(actor, HELD)
    cast.network(cast.TELEMARK).state = State.CONCLUDED
    db.session.commit()
    assert browser_of(cast.ANNE).get(f"/gatherings/{gathering.id}").status_code == 200
    assert upload(browser_of(cast.ANNE), material_page(gathering), ("notat.txt", b"hei")).status_code == 409
    assert browser_of(cast.DAG).get("/gatherings/new").status_code == 403


def test_without_gatherings_the_page_says_what_comes_here(browser_of: Browser) -> None:
    assert "New gathering" in browser_of(cast.DAG).get("/gatherings").text
    page = browser_of(cast.ANNE).get("/gatherings").text
    assert "No gathering yet" in page and "New gathering" not in page


def test_what_is_coming_stands_before_what_was_the_nearest_first(browser_of: Browser, actor: Acting) -> None:
    for title, days in (("Lenge siden", -90), ("Nylig", -7), ("Snart", 3), ("Senere", 60)):
        arrange(actor, days, title=title)
    page = browser_of(cast.ANNE).get("/gatherings").text
    assert sorted(("Snart", "Senere", "Nylig", "Lenge siden"), key=page.index) == [
        "Snart", "Senere", "Nylig", "Lenge siden"]


def test_a_message_shows_a_gathering_of_its_own_network_only(actor: Acting, browser_of: Browser) -> None:
    gathering, key = arrange(actor), "gathering:%s"
    here = links.Place(cast.network(cast.TELEMARK).id, None, "message:1")
    elsewhere = links.Place(cast.network(cast.NORR).id, None, "message:2")
    links.share(actor(cast.ANNE), [key % gathering.id], here)
    with pytest.raises(Missing):
        links.share(actor(cast.CARIN), [key % gathering.id], elsewhere)
    with pytest.raises(Invalid):
        links.share(actor(cast.ELI), [key % gathering.id], elsewhere)
    assert list(embeds({gathering.id}, here)) == [gathering.id] and embeds({gathering.id}, elsewhere) == {}
    card = embeds({gathering.id}, here)[gathering.id]
    assert f'href="/gatherings/{gathering.id}"' in (live.rendered(card.template, card.context) or "")
    assert "Sol på tak" in links.source(actor(cast.ANNE), key % gathering.id).text
    with pytest.raises(Missing):
        links.source(actor(cast.CARIN), key % gathering.id)


@pytest.mark.parametrize("path", ["/gatherings", "/gatherings/{0}", "/gatherings/{0}/edit",
                                  "/gatherings/{0}/items/{1}/material"])
def test_a_page_asks_the_database_at_most_twelve_times(browser_of: Browser, actor: Acting, slides: bytes,
                                                       path: str) -> None:
    dag, gathering = browser_of(cast.DAG), arrange(actor)
    for item in list(gathering.agenda):
        upload(dag, f"/gatherings/{gathering.id}/items/{item.id}/material", (f"{item.id}.pptx", slides))
    for who in (cast.ANNE, cast.BJORN, cast.DAG):
        service.answer(actor(who), gathering.id, Answer.YES)
    where = path.format(gathering.id, gathering.agenda[0].id)
    db.session.expunge_all()
    asked: list[str] = []
    listener = lambda *args: asked.append(args[2])  # noqa: E731 - SQLAlchemy wants this very function back
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        assert dag.get(where).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    assert len([one for one in asked if one.startswith("SELECT")]) <= 12, "\n".join(asked)
