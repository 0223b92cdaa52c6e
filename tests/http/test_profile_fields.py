"""Lines that administrators ask for on every contact card: what people answer, who sees it, and what is kept."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import outbox
from app.accounts.session import actor_of
from app.database import at, db, now
from app.directory import service
from app.directory.models import LineKind, ProfileField, ProfileLine, Shown
from app.leaving import packing
from app.leaving import service as leaving
from app.leaving.models import REGRET
from app.permissions import SYSTEM
from app.search import upkeep
from tests import cast, finding
from tests.pages import selects, send

Browser = Callable[[str | None], FlaskClient]
ADMIN, EDIT = "/admin/profile-fields", "/people/me/edit"
CARD = {"email_shown": "members", "phone_shown": "members", "availability_shown": "network"}
MATES, OTHERS = [cast.ANNE, cast.BJORN, cast.DAG, cast.ELI, cast.FRODE], [cast.CARIN, cast.HILDE, cast.GRO]


def asked(kind: LineKind = LineKind.SHORT, label: str = "Førerkort", widest: Shown = Shown.MEMBERS,
          choices: tuple[str, ...] = ()) -> ProfileField:
    """What is asked for on every card."""
    return service.add_profile_field(SYSTEM, service.Wanted(kind, {"nb": label}, choices=choices, widest=widest))


def answer(browser: FlaskClient, one: ProfileField, text: str, shown: Shown = Shown.MEMBERS) -> int:
    """The status of a card that is saved with this answer."""
    return send(browser, EDIT, EDIT, **CARD, **{f"asked_{one.id}": text, f"asked_{one.id}_shown": shown}).status_code


def exits(browser: FlaskClient) -> list[str]:
    """All that the browser gets to know of Anne."""
    anne = cast.person(cast.ANNE).id
    return [browser.get(path).get_data(as_text=True) for path in (
        f"/people/{anne}", "/contacts", f"/api/v1/people/{anne}", f"/people/{anne}.vcf", "/municipalities/4012")]


@pytest.mark.parametrize(("who", "status"), [
    (None, 302), (cast.ANNE, 403), (cast.ELI, 403), (cast.DAG, 403), (cast.FRODE, 200)])
def test_only_administrators_say_what_is_asked(browser_of: Browser, who: str | None, status: int) -> None:
    one, browser = asked(), browser_of(who)
    assert [browser.get(path).status_code for path in (ADMIN, f"{ADMIN}/{one.id}")] == [status, status]
    if who == cast.ANNE:
        for path in (ADMIN, f"{ADMIN}/{one.id}", f"{ADMIN}/{one.id}/retire", f"{ADMIN}/{one.id}/up"):
            assert send(browser, path, EDIT, label_nb="x", kind="short", widest="public").status_code == 403


def test_an_administrator_asks_and_everybody_may_answer(browser_of: Browser) -> None:
    frode, anne = browser_of(cast.FRODE), browser_of(cast.ANNE)
    refused = send(frode, ADMIN, ADMIN, kind="choice", widest="members", choices="Ja", help_sv="Körkort för bil")
    assert refused.status_code == 422 and "Körkort för bil" in refused.text
    assert "in one of the languages at least" in refused.text and "Write at least 2 choices" in refused.text
    assert send(frode, ADMIN, ADMIN, kind="choice", widest="members", choices="Ja\r\n\r\nNei\nNei",
                label_sv="Bilkort").status_code == 303
    [one] = db.session.scalars(select(ProfileField))
    assert (one.choices, one.label("nb")) == (["Ja", "Nei"], "Bilkort"), "another language is better than nothing"
    page = anne.get(EDIT).text
    assert "Bilkort" in page and "Everybody" not in page.split(f'id="asked_{one.id}_shown"')[1].split("</select>")[0]
    assert answer(anne, one, "Kanskje") == 422
    assert answer(anne, one, "Ja", Shown.PUBLIC) == 422, "wider than it may be"
    assert answer(anne, one, "Ja") == 303
    assert all("Ja" in text and "Bilkort" in text for text in exits(browser_of(cast.CARIN)))


@pytest.mark.parametrize(("who", "sees"), [*((one, True) for one in MATES), *((one, False) for one in OTHERS)])
def test_an_answer_for_the_network_leaves_by_no_other_door(browser_of: Browser, who: str, sees: bool) -> None:
    assert answer(browser_of(cast.ANNE), asked(), "Klasse B", Shown.NETWORK) == 303
    assert [("Klasse B" in text) for text in exits(browser_of(who))] == [sees] * 5
    found = browser_of(who).get("/api/v1/people?q=klasse").json["items"]
    assert [one["name"] for one in found] == (["Anne Berg"] if sees else [])


def test_whom_an_administrator_allows_less_is_shown_to_fewer_at_once(browser_of: Browser) -> None:
    one, anne, frode = asked(), browser_of(cast.ANNE), browser_of(cast.FRODE)
    answer(anne, one, "Klasse B")
    page = f"{ADMIN}/{one.id}"
    assert send(frode, page, page, label_nb="Førerkort", widest="network").status_code == 303
    assert not any("Klasse B" in text for text in exits(browser_of(cast.CARIN)))
    assert browser_of(cast.CARIN).get("/api/v1/people?q=klasse").json["items"] == []
    assert "Klasse B" in exits(browser_of(cast.BJORN))[0] and 'value="Klasse B"' in anne.get(EDIT).text


def test_search_finds_what_all_see_and_forgets_what_is_not_asked_any_more(
        stage: Flask, browser_of: Browser, tmp_path: Path) -> None:
    one, other = asked(), asked(label="Båt")
    with finding.own_index(stage, tmp_path):
        upkeep.rebuild()
        send(browser_of(cast.ANNE), EDIT, EDIT, **CARD, **{
            f"asked_{one.id}": "Lastebilkort", f"asked_{one.id}_shown": "members",
            f"asked_{other.id}": "Seilskute", f"asked_{other.id}_shown": "network"})

        def finds(words: str) -> bool:
            while outbox.run_due():
                pass
            return "Anne Berg" in browser_of(cast.BJORN).get(f"/search?q={words}").text
        assert finds("lastebilkort") and not finds("seilskute")
        service.set_retired(SYSTEM, one.id, True)
        assert not finds("lastebilkort")
        service.set_retired(SYSTEM, one.id, False)
        assert finds("lastebilkort")


def test_what_is_not_asked_any_more_is_kept_and_comes_back(browser_of: Browser) -> None:
    one, anne, frode = asked(), browser_of(cast.ANNE), browser_of(cast.FRODE)
    answer(anne, one, "Klasse B")
    assert send(frode, f"{ADMIN}/{one.id}/retire", ADMIN).status_code == 303
    assert "Førerkort" not in anne.get(EDIT).text and not any("Klasse B" in text for text in exits(anne))
    assert send(anne, EDIT, EDIT, **CARD).status_code == 303, "a card that is saved meanwhile loses nothing"
    assert "Not asked for any more" in frode.get(ADMIN).text
    send(frode, f"{ADMIN}/{one.id}/ask-again", ADMIN)
    assert all("Klasse B" in text for text in exits(anne))


def test_lines_stand_in_the_order_of_administrators(browser_of: Browser) -> None:
    one, other, frode = asked(), asked(label="Båt"), browser_of(cast.FRODE)
    send(frode, f"{ADMIN}/{other.id}/up", ADMIN)
    send(frode, f"{ADMIN}/{other.id}/up", ADMIN)
    page = browser_of(cast.ANNE).get(EDIT).text
    assert page.index("Båt") < page.index("Førerkort")
    send(frode, f"{ADMIN}/{other.id}/down", ADMIN)
    page = browser_of(cast.ANNE).get(EDIT).text
    assert page.index("Førerkort") < page.index("Båt")
    assert one.position != other.position


def test_a_choice_that_is_offered_no_more_stands_until_it_is_changed(browser_of: Browser) -> None:
    one, anne = asked(LineKind.CHOICE, choices=("Ja", "Nei")), browser_of(cast.ANNE)
    answer(anne, one, "Ja")
    service.edit_profile_field(SYSTEM, one.id, service.Wanted(LineKind.CHOICE, {"nb": "Førerkort"}, choices=("B", "C")))
    assert answer(anne, one, "Ja") == 303
    assert answer(anne, one, "B") == 303
    assert answer(anne, one, "Ja") == 422


@pytest.mark.parametrize("text", ["javascript:alert(1)", "bamble.kommune.no", "https://x.no/ onclick=x", "x" * 400])
def test_a_link_is_a_whole_web_address(browser_of: Browser, text: str) -> None:
    assert answer(browser_of(cast.ANNE), asked(LineKind.LINK), text) == 422


def test_a_link_is_followed_from_the_page_of_the_person(browser_of: Browser) -> None:
    one = asked(LineKind.LINK, "Nettside")
    assert answer(browser_of(cast.ANNE), one, "https://bamble.kommune.no/anne") == 303
    assert '<a href="https://bamble.kommune.no/anne" rel="noopener nofollow ugc">' in exits(browser_of(cast.CARIN))[0]


def test_the_open_page_of_a_municipality_shows_what_is_for_everybody_and_nothing_else(browser_of: Browser) -> None:
    anne = browser_of(cast.ANNE)
    one, other = asked(widest=Shown.PUBLIC), asked(label="Båt", widest=Shown.PUBLIC)
    sent = {f"asked_{one.id}": "Klasse B", f"asked_{one.id}_shown": "public", f"asked_{other.id}": "Seilskute",
            f"asked_{other.id}_shown": "members"}
    assert send(anne, EDIT, EDIT, **CARD | {"email_shown": "public"}, **sent).status_code == 303
    page = browser_of(None).get("/public/municipalities/4012").text
    assert "Anne Berg" in page and "Førerkort: Klasse B" in page and "Seilskute" not in page
    service.set_retired(SYSTEM, one.id, True)
    assert "Klasse B" not in browser_of(None).get("/public/municipalities/4012").text


def test_answers_are_taken_along_and_erased(stage: Flask, browser_of: Browser, tmp_path: Path) -> None:
    one, anne = asked(), cast.person(cast.ANNE).id
    answer(browser_of(cast.ANNE), one, "Klasse B")
    rows = json.loads(json.dumps(packing.rows_of(anne), default=str))
    assert [row["text"] for row in rows["profile_line"]] == ["Klasse B"]
    assert [row["labels"] for row in rows["profile_field"]] == [{"nb": "Førerkort"}]
    leaving.ask_to_be_erased(actor_of(cast.person(cast.ANNE)), anne)
    with at(now() + REGRET):
        assert leaving.erase_due(SYSTEM) == 1
    assert db.session.scalars(select(ProfileLine)).all() == []


def test_people_from_a_table_bring_their_answers(stage: Flask, browser_of: Browser, tmp_path: Path) -> None:
    asked(LineKind.CHOICE, choices=("Ja", "Nei"))
    file = tmp_path / "people.csv"
    file.write_text("E-post;Navn;førerkort\nnina@x.example;Nina;Ja\nodd@x.example;Odd;Kanskje\n", "utf-8")
    done = stage.test_cli_runner().invoke(args=["import", "people", str(file)], env={"LANG": "C"})
    assert "row 3: Førerkort: Kanskje is none of Ja, Nei" in done.output + done.stderr
    [line] = db.session.scalars(select(ProfileLine))
    assert (line.person_id, line.text, line.shown) == (cast.person("nina@x.example").id, "Ja", Shown.MEMBERS)


def test_pages_with_many_answers_cost_no_more_statements(browser_of: Browser) -> None:
    for number in range(5):
        one = asked(label=f"Linje {number}")
        for who in (cast.ANNE, cast.BJORN):
            service.bring_card(SYSTEM, cast.person(who).id, {one.id: "Ja"})
    browser = browser_of(cast.BJORN)
    for path in ("/contacts", f"/people/{cast.person(cast.ANNE).id}", EDIT, "/municipalities/4012"):
        with selects() as made:
            assert browser.get(path).status_code == 200
        assert len(made) <= 12, (path, len(made))
