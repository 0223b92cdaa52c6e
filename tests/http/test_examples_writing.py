"""Writing examples: by form or API, quickly or in full, from a thread, two at once; nothing typed is lost."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from app.accounts.session import actor_of
from app.demo.office import txt
from app.errors import Conflict
from app.examples import queries, service
from app.examples.models import Example
from app.files import service as files
from app.permissions import Actor, Visibility
from app.rooms import service as rooms
from tests import cast
from tests.examples import NEW, Form, draft, place, published, quick, theme, write

Browser = Callable[[str | None], FlaskClient]
Who = Callable[[str], Actor]
API = "/api/v1/examples"
QUICK = {"title": "Solceller på skolen", "summary": "Sparer 96 000 kWh i året."}


def newest(actor: Actor) -> Example:
    """What was written last."""
    return queries.example(actor, queries.unfinished(actor)[0].id)


def asked(name: str = "notat.txt") -> str:
    """Anne asks, Bjørn answers with a file; the key of the thread."""
    anne, bjorn = actor_of(cast.person(cast.ANNE)), actor_of(cast.person(cast.BJORN))
    started = rooms.start_thread(anne, cast.room(cast.CLIMATE).id, "Hva koster drift?", "Solceller på kommunale tak")
    file = files.upload(bjorn, name, io.BytesIO(txt("Regnskap for taket")))
    rooms.post_message(bjorn, started.thread.id, "Vi betaler **28 000 kr** i året.", files=(file.id,))
    return f"thread:{started.thread.id}"


def test_five_fields_make_a_quick_example(browser_of: Browser, actor: Who) -> None:
    answer = write(browser_of(cast.ANNE), **QUICK, themes=[theme()])
    example = newest(actor(cast.ANNE))
    assert (answer.status_code, answer.headers["Location"]) == (303, example.path)
    assert (example.title, example.owner and example.owner.name, example.contact_id, example.language) == (
        "Solceller på skolen", "Bamble", cast.person(cast.ANNE).id, "nb")
    assert (example.network_id, example.visibility) == (cast.network(cast.TELEMARK).id, Visibility.DRAFT)


def test_one_button_saves_and_sends_for_review(browser_of: Browser, actor: Who) -> None:
    write(browser_of(cast.ANNE), **QUICK, themes=[theme()], then="submit")
    assert newest(actor(cast.DAG)).review_state == "submitted"


def test_what_is_missing_is_named_and_what_was_typed_is_kept(browser_of: Browser, actor: Who) -> None:
    answer = write(browser_of(cast.ANNE), title="", summary="x" * 301, solution="A long story & <b>more</b>",
                   cost_amount="much", **{"effects-0-measure": "Strøm spart", "effects-0-value": "mange"})
    assert answer.status_code == 422
    kept = Form(answer.text).data
    assert kept["summary"] == "x" * 301 and kept["cost_amount"] == "much" and kept["effects-0-value"] == "mange"
    assert "A long story &amp; &lt;b&gt;more&lt;/b&gt;" in answer.text
    summary = answer.text.partition('role="alert"')[2].partition("</div>")[0]
    for field in ("title", "summary", "themes", "cost_amount", "effects"):
        assert f'href="#{field}"' in summary, field
    assert queries.unfinished(actor(cast.ANNE)) == []


@pytest.mark.parametrize(("field", "limit"), [
    ("title", 100), ("summary", 300), ("challenge", 2000), ("objectives", 1000), ("solution", 5000),
    ("participants", 1000), ("resources_text", 300), ("results", 2000), ("success_factors", 1000),
    ("barriers", 1000), ("transferability", 1000)])
def test_each_field_holds_what_the_template_says(browser_of: Browser, field: str, limit: int) -> None:
    anne = browser_of(cast.ANNE)
    too_long = anne.post(API, json={**sent(), field: "å" * (limit + 1)})
    assert too_long.status_code == 422 and [one["field"] for one in too_long.json["errors"]] == [field]
    assert anne.post(API, json={**sent(), field: "å" * limit}).status_code == 201


def test_all_of_it_can_be_told_and_told_again(browser_of: Browser, actor: Who) -> None:
    anne, example = browser_of(cast.ANNE), draft()
    page = f"/examples/{example.id}/edit"
    told = {"challenge": "Dyr strøm", "solution": "1. Mål\n2. Bygg", "results": "Halvert", "barriers": "Snø",
            "transferability": "Begynn med taket", "measure_type": "investment", "status": "completed",
            "start_date": "2024-05", "end_date": "2025", "cost_amount": "1 850 000,50", "keywords": "sol, tak,, sol",
            "sdg_targets": "7, 11.6", "together_with": [str(place("4014"))], "effects-0-measure": "Strøm",
            "effects-0-value": "96 000", "effects-0-unit": "kWh", "effects-0-year": "2025",
            "links-0-url": "https://www.nve.no/", "wanted_visibility": "public"}
    assert write(anne, page, **told).status_code == 303
    found = queries.example(actor(cast.ANNE), example.id)
    assert [one.name for one in found.municipalities] == ["Bamble", "Kragerø"]
    assert found.cost_amount == 1850000.5 and found.keywords == ["sol", "tak"] and found.sdg_targets == ["7", "11.6"]
    assert found.effects == [{"measure": "Strøm", "value": 96000.0, "unit": "kWh", "year": 2025}]
    assert found.links == [{"url": "https://www.nve.no/", "label": "https://www.nve.no/"}]
    before = {**vars(found)}
    assert write(anne, page).status_code == 303, "sent as it came"
    after = vars(queries.example(actor(cast.ANNE), example.id))
    assert {name for name, value in after.items() if value != before[name]} - {"_sa_instance_state"} <= {
        "version", "updated_at"}


@pytest.mark.parametrize(("field", "value"), [
    ("start_date", "May"), ("end_date", "2025-13"), ("links-0-url", "javascript:alert(1)"), ("sdg_targets", "18"),
    ("card", "https://elsewhere.example/x"), ("card", "/cards/999999"), ("cost_amount", "-1"),
    ("effects-0-value", "1e400"), ("municipality", "0"), ("contact_id", "999999"), ("language", "xx"),
    ("measure_type", "magic"), ("wanted_visibility", "draft"), ("network_id", "")])
def test_what_makes_no_sense_is_refused_beside_its_field(browser_of: Browser, field: str, value: str) -> None:
    filled = {**QUICK, "themes": [theme()], "effects-0-measure": "x", "effects-0-value": "1", field: value}
    answer = write(browser_of(cast.ANNE), **filled)
    assert answer.status_code == 422 and "ds-validation-message" in answer.text and QUICK["title"] in answer.text


def test_it_cannot_end_before_it_began(browser_of: Browser) -> None:
    answer = write(browser_of(cast.ANNE), **QUICK, themes=[theme()], start_date="2025-06", end_date="2025-03")
    assert answer.status_code == 422 and "cannot end before" in answer.text


def test_two_editors_at_once_are_told_and_no_text_is_lost(browser_of: Browser, actor: Who) -> None:
    example, anne, dag = published(solution="First"), browser_of(cast.ANNE), browser_of(cast.DAG)
    page = f"/examples/{example.id}/edit"
    begun = Form(anne.get(page).text).data
    assert write(dag, page, solution="What Dag wrote").status_code == 303
    answer = anne.post(page, data={**begun, "solution": "What Anne wrote"})
    assert answer.status_code == 409
    assert "What Dag wrote" in answer.text.partition('id="example-form"')[0]
    kept = Form(answer.text).data
    assert kept["solution"] == "What Anne wrote"
    assert queries.example(actor(cast.ANNE), example.id).solution == "What Dag wrote"
    assert anne.post(page, data={**kept, "solution": "Both"}).status_code == 303
    assert queries.example(actor(cast.ANNE), example.id).solution == "Both"


def test_a_conflict_holds_both_texts(actor: Who) -> None:
    example = published(solution="First")
    service.edit(actor(cast.DAG), example.id, {"solution": "Theirs"})
    with pytest.raises(Conflict) as refusal:
        service.edit(actor(cast.ANNE), example.id, {"solution": "Mine"}, example.version - 1)
    assert refusal.value.kept == {"mine": "Mine", "theirs": "Theirs"}


def test_a_member_does_not_edit_the_example_of_another(browser_of: Browser) -> None:
    example = published()
    assert browser_of(cast.BJORN).get(f"/examples/{example.id}/edit").status_code == 403
    assert browser_of(cast.CARIN).get(f"/examples/{example.id}/edit").status_code == 404
    assert browser_of(cast.DAG).get(f"/examples/{example.id}/edit").status_code == 200


def test_guests_read_and_do_not_write(browser_of: Browser) -> None:
    gro = browser_of(cast.GRO)
    assert gro.get(NEW).status_code == 403 and "/examples/new" not in gro.get("/examples").text
    assert browser_of(None).get(NEW).headers["Location"].startswith("/sign-in")


def test_a_file_sent_with_a_form_that_is_refused_is_not_lost(browser_of: Browser, actor: Who) -> None:
    anne = browser_of(cast.ANNE)
    answer = write(anne, title="", themes=[theme()], summary="x",
                   uploads=FileStorage(io.BytesIO(txt("Regnskap")), "regnskap.txt"))
    assert answer.status_code == 422 and "regnskap.txt" in answer.text
    kept = Form(answer.text).data
    assert anne.post(NEW, data={**kept, "title": "Nå med tittel"}).status_code == 303
    example = newest(actor(cast.ANNE))
    assert [file.name for file in queries.files(actor(cast.ANNE), example)] == ["regnskap.txt"]


def test_files_are_for_those_who_read_the_example(browser_of: Browser, actor: Who) -> None:
    file = files.upload(actor(cast.ANNE), "regnskap.txt", io.BytesIO(txt("Regnskap")))
    example, address = draft(files=[file.id]), f"/files/{file.id}"

    def readers() -> set[str]:
        return {who for who in (cast.ANNE, cast.BJORN, cast.DAG, cast.CARIN)
                if browser_of(who).get(address).status_code == 200}
    assert readers() == {cast.ANNE}
    service.submit(actor(cast.ANNE), example.id)
    assert readers() == {cast.ANNE, cast.DAG}
    service.publish(actor(cast.DAG), example.id)
    assert readers() == {cast.ANNE, cast.BJORN, cast.DAG}
    assert "regnskap.txt" in browser_of(cast.BJORN).get(example.path).text
    service.edit(actor(cast.ANNE), example.id, {"files": []})
    assert readers() == {cast.ANNE}


def test_nobody_attaches_a_file_that_they_may_not_read(browser_of: Browser, actor: Who) -> None:
    file = files.upload(actor(cast.CARIN), "hemligt.txt", io.BytesIO(txt("Hemligt")))
    answer = browser_of(cast.ANNE).post(API, json={**sent(), "attachments": [file.id]})
    assert answer.status_code == 422 and answer.json["errors"][0]["field"] == "files"


def test_a_thread_becomes_an_example_with_what_was_said_beside_the_form(browser_of: Browser, actor: Who) -> None:
    anne, key = browser_of(cast.ANNE), asked()
    page = anne.get(f"{NEW}?from={key}")
    assert Form(page.text).data["title"] == "Solceller på kommunale tak"
    beside = page.text.partition('id="said"')[2]
    assert "<strong>28 000 kr</strong>" in beside and cast.person(cast.BJORN).name in beside
    write(anne, f"{NEW}?from={key}", summary="x", themes=[theme()])
    example = newest(actor(cast.ANNE))
    assert example.source == key
    assert f'href="/threads/{key.partition(":")[2]}"' in anne.get(example.path).text


def test_a_message_is_put_into_the_form_without_a_script(browser_of: Browser, actor: Who) -> None:
    anne, key = browser_of(cast.ANNE), asked()
    said = next(one for one in rooms_of(anne, key) if "28 000" in one)
    button = said.partition('name="insert" value="')[2].partition('"')[0]
    answer = write(anne, f"{NEW}?from={key}", summary="My own words", insert=button, into="results")
    kept = Form(answer.text).data
    assert answer.status_code == 200
    assert kept["results"] == f"[[{button}]]", "the words of another are a quote"
    assert (kept["summary"], kept["source"]) == ("My own words", key)
    assert queries.unfinished(actor(cast.ANNE)) == []


def rooms_of(browser: FlaskClient, key: str) -> list[str]:
    """Each message beside the form."""
    return browser.get(f"{NEW}?from={key}").text.partition('id="said"')[2].split("<article")[1:]


def test_files_that_a_message_points_at_come_along(browser_of: Browser, actor: Who) -> None:
    file = files.upload(actor(cast.ANNE), "regnskap.txt", io.BytesIO(txt("Regnskap")))
    started = rooms.start_thread(actor(cast.ANNE), cast.room(cast.CLIMATE).id, f"Se her\n\n[[file:{file.id}]]", "Tak",
                                 links=(f"file:{file.id}",))
    page = browser_of(cast.BJORN).get(f"{NEW}?from=thread:{started.thread.id}").text
    assert "regnskap.txt" in page and Form(page).data["files"] == [str(file.id)]


@pytest.mark.parametrize("who", [cast.CARIN, cast.HILDE, cast.GRO])
def test_nobody_makes_an_example_of_a_thread_that_they_may_not_read(browser_of: Browser, who: str) -> None:
    assert browser_of(who).get(f"{NEW}?from={asked()}").status_code in (403, 404)
    assert browser_of(cast.ANNE).get(f"{NEW}?from=thread:999999").status_code == 404
    assert browser_of(cast.ANNE).get(f"{NEW}?from=nonsense").status_code == 422


def sent() -> dict[str, Any]:
    """What a program sends for a quick example."""
    return {**QUICK, "themes": ["climate_energy"], "municipalities": ["4012"],
            "network": cast.network(cast.TELEMARK).id}


def test_a_program_writes_reads_and_changes_an_example(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    made = anne.post(API, json={**sent(), "status": "ongoing", "effects": [{"measure": "Strøm", "value": 2.5}],
                                "visibility": "members", "contact_person": cast.person(cast.BJORN).id})
    assert made.status_code == 201
    one = made.json
    assert (one["visibility"], one["wanted_visibility"], one["review_state"]) == ("draft", "members", "draft")
    assert one["municipalities"] == [{"code": "4012", "country": "NO", "name": "Bamble"}]
    assert one["contact_person"]["name"] == cast.person(cast.BJORN).name and one["url"].endswith("solceller-pa-skolen")
    changed = anne.patch(f"{API}/{one['id']}", json={"results": "Fine", "status": None, "version": one["version"]})
    assert changed.status_code == 200
    assert (changed.json["results"], changed.json["status"], changed.json["title"]) == ("Fine", None, one["title"])
    assert anne.get(f"{API}/{one['id']}").json == changed.json
    stale = anne.patch(f"{API}/{one['id']}", json={"results": "Late", "version": one["version"]})
    assert (stale.status_code, stale.mimetype) == (409, "application/problem+json")


@pytest.mark.parametrize(("wrong", "field"), [
    ({"themes": ["weather"]}, "themes"), ({"municipalities": ["9999"]}, "municipalities"), ({"themes": []}, "themes"),
    ({"colour": "red"}, "colour"), ({"status": "lost"}, "status"), ({"indicators": [10**8]}, "cards"),
    ({"contact_person": 10**8}, "contact_id"), ({"start_date": "soon"}, "start_date")])
def test_a_program_is_told_which_field_is_wrong(browser_of: Browser, wrong: dict[str, Any], field: str) -> None:
    answer = browser_of(cast.ANNE).post(API, json={**sent(), **wrong})
    assert answer.status_code == 422 and field in [one["field"] for one in answer.json["errors"]]


def test_a_program_sees_what_its_person_sees(browser_of: Browser) -> None:
    first, second = published(title="First"), published(Visibility.MEMBERS, title="Second")
    hidden = draft(title="Hidden")
    bjorn, carin = browser_of(cast.BJORN), browser_of(cast.CARIN)
    assert [one["title"] for one in bjorn.get(API).json["items"]] == ["Second", "First"]
    page = bjorn.get(f"{API}?limit=1&theme=climate_energy").json
    assert [one["title"] for one in bjorn.get(f"{API}?cursor={page['next']}").json["items"]] == ["First"]
    assert [one["id"] for one in carin.get(API).json["items"]] == [second.id]
    for example in (first, hidden):
        assert carin.get(f"{API}/{example.id}").status_code == 404
        assert carin.patch(f"{API}/{example.id}", json={"title": "x"}).status_code == 404
    assert bjorn.patch(f"{API}/{first.id}", json={"title": "x"}).status_code == 403
    nobody = browser_of(None)
    assert {nobody.get(API).status_code, nobody.get(f"{API}/{second.id}").status_code,
            nobody.post(API, json=sent()).status_code} == {401}


def test_line_ends_are_counted_as_people_count_them(browser_of: Browser, actor: Who) -> None:
    text = "\r\n".join(["x"] * 150) + "x"  # 300 characters when a line end is one
    assert write(browser_of(cast.ANNE), **QUICK, themes=[theme()], resources_text=text).status_code == 303
    assert len(newest(actor(cast.ANNE)).resources_text) == 300
    assert quick()["title"] == QUICK["title"]
