"""Finding: what members meet on the page and over the API, and how the index follows what happens."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from app.accounts.session import actor_of
from app.database import db
from app.demo.slides import Slide, pptx
from app.files import service as files
from app.gatherings.models import AgendaItem, Gathering
from app.networks.models import Organisation, OrganisationKind
from app.permissions import Actor, Visibility
from app.rooms import service as rooms
from app.search import upkeep
from tests import cast, finding
from tests.alone import alone
from tests.finding import ask, words_of, work
from tests.talk import asked, said

Browser = Callable[[str | None], FlaskClient]
Acting = Callable[[str], Actor]


@pytest.fixture(autouse=True)
def _index(stage: Flask, tmp_path: Path) -> Iterator[None]:
    with finding.own_index(stage, tmp_path):
        upkeep.rebuild()
        yield


@pytest.mark.parametrize("words", ["solceller på skoletak", "solcelle", "skuletak", "solcell skola", "kwh ungdomsskole",
                                   "SOLCELLER", '"på taket"', "taket -garasje"])
def test_a_member_finds_what_was_said_in_any_form_of_the_words(browser_of: Browser, words: str) -> None:
    thread = asked(body="Hvem har solceller på skoletak?\n\nVi vurderer ungdomsskolen, 120 kWh.")
    said(thread, "Kragerø har solceller på taket av skolen siden 2023.")
    work()
    learnt = ask(browser_of(cast.BJORN), words)
    assert learnt.titles == ["Hvem har solceller på skoletak?"] and learnt.total == 1, "a thread is one hit"
    assert learnt.counts["type"] == {"thread": 1}
    assert "Hvem har solceller på skoletak?" in learnt.page and "1 hit<" in learnt.page


def test_a_hit_leads_to_the_very_message_and_marks_the_words(browser_of: Browser) -> None:
    thread = asked(body="Hvem har erfaring?")
    message = said(thread, "Ring Enova om <b>varmepumper</b> & støtte.")
    work()
    browser = browser_of(cast.ANNE)
    [hit] = browser.get("/api/v1/search?q=varmepumpe").json["hits"]
    assert hit["url"] == f"/threads/{thread.id}?message={message.id}#m-{message.id}" and hit["id"] == thread.id
    assert "<mark>varmepumper</mark>" in hit["snippet_html"] and "<b>" not in hit["snippet_html"]
    assert (hit["type"], hit["municipality"], hit["network"]) == ("thread", "Kragerø", thread.network_id)
    assert browser.get(hit["url"].partition("#")[0]).status_code == 200


def test_the_title_and_an_answer_together_are_the_thread(browser_of: Browser) -> None:
    said(asked(body="Ladestasjoner i sentrum"), "Brannvesenet måtte høres.")
    work()
    assert ask(browser_of(cast.ANNE), "ladestasjon brannvesen").titles == ["Ladestasjoner i sentrum"]


def test_text_inside_a_file_is_found_on_its_page(browser_of: Browser, actor: Acting) -> None:
    anne, solar = browser_of(cast.ANNE), cast.room(cast.SOLAR)
    slides = pptx([Slide("Solceller på rådhuset"), Slide("Fjernvarme fra sagbruket")])
    sent = anne.post("/api/v1/files", data={"file": (io.BytesIO(slides), "Energiplan.pptx")}).json
    files.put(actor(cast.ANNE), [sent["id"]], "message:1", solar.network_id, solar.id)
    work()
    [hit] = browser_of(cast.GRO).get("/api/v1/search?q=fjernvarme").json["hits"]
    assert (hit["title"], hit["page"], hit["url"]) == ("Energiplan.pptx", 2, f"/files/{sent['id']}#page-2")
    learnt = ask(anne, "energiplan")
    assert learnt.urls == [f"/files/{sent['id']}"], "found by its name alone, no page is meant"
    assert "Energiplan.pptx" in learnt.suggested
    files.remove(actor(cast.ANNE), sent["id"])
    work()
    assert ask(anne, "fjernvarme").nothing


def test_examples_come_first_then_threads_and_people(browser_of: Browser) -> None:
    finding.example("Solceller på ungdomsskolen", Visibility.PUBLIC)
    asked(body="Solceller på rådhuset?")
    with db.transaction():
        cast.person(cast.DAG).title = "rådgiver for solceller"
    upkeep.rebuild()
    page = ask(browser_of(cast.ELI), "solceller").page
    assert [page.index(f">{name}</h2>") for name in ("Examples", "Threads", "People")] == sorted(
        page.index(f">{name}</h2>") for name in ("Examples", "Threads", "People"))
    assert "3 hits" in page and "<mark>Solceller</mark>" in page


def test_each_count_is_what_one_finds_behind_it(browser_of: Browser) -> None:
    finding.example("Solceller på ungdomsskolen", Visibility.NETWORK)
    rooms.mark_answer(*_answered("Solceller på kirken?"))
    asked(body="Solceller på lageret?", email=cast.BJORN)
    work()
    upkeep.rebuild()
    anne = browser_of(cast.ANNE)
    counts = ask(anne, "solceller").counts
    assert counts["answered"] == {"yes": 1, "no": 1} and counts["type"] == {"thread": 2, "example": 1}
    for name, values in counts.items():
        for value, count in values.items():
            learnt = ask(anne, "solceller", **{name: value})
            assert (learnt.total, len(learnt.titles)) == (count, count), (name, value)


def _answered(body: str) -> tuple[Actor, int, int]:
    thread = asked(body=body)
    return actor_of(cast.person(cast.ANNE)), thread.id, said(thread, "Ja, vi har.").id


def test_a_number_that_two_countries_use_is_counted_for_each(browser_of: Browser) -> None:
    with db.transaction() as session:
        session.add(Organisation(kind=OrganisationKind.MUNICIPALITY, country="SE", code="4012", name="Laxå"))
    upkeep.rebuild()
    facets = browser_of(cast.ANNE).get("/api/v1/search").json["facets"]
    for choice in ({"value": "4012", "label": "Bamble", "count": 3}, {"value": "SE-4012", "label": "Laxå", "count": 1}):
        assert choice in facets["municipality"]
    [bamble] = browser_of(cast.ANNE).get("/api/v1/search?q=bamble&type=municipality").json["hits"]
    [laxa] = browser_of(cast.ANNE).get("/api/v1/search?q=laxå&type=municipality").json["hits"]
    assert (bamble["url"], laxa["url"]) == ("/municipalities/4012", "/municipalities/SE-4012")


def test_pages_and_order_are_in_the_address(browser_of: Browser) -> None:
    for number in range(23):
        thread = asked(body=f"Spørsmål {number} om sykkelvei")
        with db.transaction():
            thread.created_at = finding.NEW_YEAR + timedelta(days=number)
    work()
    anne = browser_of(cast.ANNE)
    newest = anne.get("/api/v1/search?q=sykkelvei&sort=newest").json
    last = anne.get("/api/v1/search?q=sykkelvei&sort=newest&page=2").json
    assert [hit["title"].split()[1] for hit in newest["hits"] + last["hits"]] == [str(n) for n in range(22, -1, -1)]
    page = anne.get("/search?q=sykkelvei&type=thread&sort=newest&page=2").text
    assert page.count('class="hit"') == 3 and "Spørsmål 0 om" in page and 'rel="prev"' in page
    assert 'href="/search?q=sykkelvei&amp;sort=newest"' in page, "without the type, from the first page"
    assert anne.get("/api/v1/search?q=sykkelvei&page=9").json["hits"] == []


@pytest.mark.parametrize("wrong", ["type=cat", "theme=%3Cb%3E", "network=x", "network=-1", "municipality=Bamble",
                                   "year=soon", "sort=best", "page=0", "page=x", "county=40", "answered=maybe"])
def test_what_nobody_can_ask_for_is_refused_by_name(browser_of: Browser, wrong: str) -> None:
    anne = browser_of(cast.ANNE)
    answer = anne.get(f"/api/v1/search?q=sol&{wrong}")
    assert answer.status_code == 422 and answer.json["errors"][0]["field"] == wrong.partition("=")[0]
    assert anne.get(f"/search?q=sol&{wrong}").status_code == 422
    assert anne.get(f"/search?q=sol&{wrong.partition('=')[0]}=").status_code == 200, "an empty field is none"


def test_nothing_found_shows_near_words_who_may_know_and_where_to_ask(browser_of: Browser) -> None:
    asked(body="Varmepumper i barnehager")
    work()
    learnt = ask(browser_of(cast.ANNE), "varmepunper")
    assert learnt.suggestion == "varmepumper" and "/search?q=varmepumper" in learnt.page
    assert f'href="/rooms/{cast.room(cast.CLIMATE).id}?body=varmepunper#composer"' in learnt.page
    assert "Dag Moen" in learnt.page, "the coordinator may know"
    near = ask(browser_of(cast.BJORN), "varmepunper", type="file").page
    assert ">varmepumper</a>" in near and "Anne Berg" in near, "who wrote of something near may know"
    assert "Varmepumper i barnehager" in ask(browser_of(cast.ANNE), "varmekabel").page, "it begins alike"


def test_before_anything_is_asked_the_page_shows_what_is_new(browser_of: Browser) -> None:
    asked(body="Nytt om vindkraft")
    work()
    page = browser_of(cast.ANNE).get("/search").text
    assert "Nytt om vindkraft" in page and "Municipalities" in words_of(page) and 'id="group-municipality"' not in page


def test_titles_are_suggested_as_one_types(browser_of: Browser) -> None:
    asked(body="Sykkelparkering ved skolen")
    work()
    anne = browser_of(cast.ANNE)
    [item] = anne.get("/api/v1/suggest?q=sykk").json["items"]
    assert item["label"] == "Sykkelparkering ved skolen" and item["type"] == "thread"
    fragment = anne.get("/search/suggest?q=sykk").text
    assert f'data-href="{item["url"]}"' in fragment and 'role="option"' in fragment and "1 suggestion" in fragment


@pytest.mark.parametrize("path", ["/search?q=solceller", "/search?q=solceller&type=thread", "/search?q=xyzzyqq",
                                  "/search", "/api/v1/search?q=solceller", "/api/v1/suggest?q=sol"])
def test_a_search_asks_the_database_little(browser_of: Browser, path: str) -> None:
    finding.example("Solceller på ungdomsskolen", Visibility.PUBLIC)
    asked(body="Solceller på rådhuset?")
    upkeep.rebuild()
    anne, statements = browser_of(cast.ANNE), []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement) if statement.startswith("SELECT") else None
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        anne.get(path)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(statements) <= 12, statements


SIGNS = st.sampled_from(['"', "'", "\0", "*", "(", ")", " OR ", " NOT ", " AND ", "-", "--", ":", "^", "~", "[", "{",
                         "\\", "%", "<mark>", "…", "\ud83d", "æ", "\u0301", "\u202e", "title:", "?", " ", "sol", "1/2"])


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.one_of(st.text(max_size=40), st.lists(SIGNS, max_size=12).map("".join)))
@example(words="NOT OR x")
@example(words="\0")
@example(words='"' * 300)
def test_no_words_at_all_break_the_search(browser_of: Browser, words: str) -> None:
    browser = browser_of(None) if len(words) % 2 else browser_of(cast.ANNE)
    words = words.encode("utf-8", "ignore").decode()
    paths = ("/search", "/api/v1/search", "/api/v1/suggest", "/search/suggest")
    for path in paths[len(words) // 2 % 2::2]:
        assert browser.get(path, query_string={"q": words}).status_code == 200


def test_who_searches_as_no_hand_can_is_asked_to_wait(tmp_path: Path) -> None:
    with alone(tmp_path, rate_limits=True) as app:
        browser = app.test_client()
        assert [browser.get("/api/v1/search?q=sol").status_code for _ in range(61)] == [200] * 60 + [429]
        refused = browser.get("/search?q=sol")
        assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 0


def test_rooms_and_the_links_on_top_of_them_are_found(browser_of: Browser) -> None:
    with db.transaction():
        cast.room(cast.SOLAR).links = [{"title": "Enovas skjema", "target": "https://enova.no/skjema"}]
    upkeep.rebuild()
    learnt = ask(browser_of(cast.GRO), "enova")
    assert (learnt.titles, learnt.urls) == (["Enovas skjema"], ["https://enova.no/skjema"])
    assert cast.SOLAR in learnt.page, "and where it stands"
    assert ask(browser_of(cast.GRO), "solenergi", type="room").urls == [f"/rooms/{cast.room(cast.SOLAR).id}"]
    assert ask(browser_of(cast.CARIN), "enova").nothing and ask(browser_of(cast.CARIN), "solenergi").nothing


def test_the_points_of_an_agenda_are_found_at_their_place(browser_of: Browser) -> None:
    with db.transaction() as session:
        item = AgendaItem(position=0, title="Befaring av biogassanlegget", host="Nome")
        session.add(Gathering(
            network=cast.network(cast.TELEMARK), created_by_id=cast.person(cast.DAG).id, title="Samling i Bø",
            starts_at=finding.NEW_YEAR, ends_at=finding.NEW_YEAR, agenda=[item]))
    upkeep.rebuild()
    learnt = ask(browser_of(cast.ANNE), "biogassanlegg")
    assert learnt.titles == ["Samling i Bø"] and learnt.urls == [f"/gatherings/{item.gathering_id}#item-{item.id}"]
    assert learnt.total == learnt.counts["type"]["gathering"] == 1
