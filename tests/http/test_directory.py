"""Whom to ask: found by what they know, and shown no more of than they chose."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.accounts.session import actor_of
from app.database import db
from app.directory.choosing import alphabetical
from app.directory.models import ContactCard, Shown
from app.directory.queries import seen
from app.directory.seen import Seen
from app.directory.vcard import vcard
from app.examples import service as examples
from app.networks.models import Organisation, OrganisationKind, Participation, Theme
from app.permissions import NOBODY, Actor
from app.search import upkeep
from tests import cast, finding
from tests.pages import send

Browser = Callable[[str | None], FlaskClient]
PHONE = "35 96 50 00"
EDIT = "/people/me/edit"


@pytest.fixture
def anne(browser_of: Browser) -> Person:
    """Anne, who wrote on her card."""
    anne = cast.person(cast.ANNE)
    anne.title, anne.phone = "Miljørådgiver", PHONE
    card = db.session.get_one(ContactCard, anne.id)
    card.ask_about, card.availability, card.languages = "Ørretbekker og anbud; \\ ikke sol", "Ikke fredag", "Norsk"
    db.session.commit()
    return anne


def shown_to(*levels: Shown) -> None:
    """Let Anne show e-mail, phone and when to reach her at LEVELS."""
    card = db.session.get_one(ContactCard, cast.person(cast.ANNE).id)
    card.email_shown, card.phone_shown, card.availability_shown = levels
    db.session.commit()


def by_page(browser: FlaskClient, anne: Person) -> str:
    return browser.get(f"/people/{anne.id}").text.split('id="main"')[1]


def by_list(browser: FlaskClient, anne: Person) -> str:
    return browser.get("/contacts?q=ørretbekker").text.split('id="main"')[1]


def by_api(browser: FlaskClient, anne: Person) -> str:
    return browser.get("/api/v1/people?q=ørretbekker").get_data(as_text=True)


def by_api_of_one(browser: FlaskClient, anne: Person) -> str:
    return browser.get(f"/api/v1/people/{anne.id}").get_data(as_text=True)


def by_vcard(browser: FlaskClient, anne: Person) -> str:
    return browser.get(f"/people/{anne.id}.vcf").get_data(as_text=True)


def by_municipality(browser: FlaskClient, anne: Person) -> str:
    return browser.get("/municipalities/4012").text.split('id="main"')[1]


EXITS = [by_page, by_list, by_api, by_api_of_one, by_vcard, by_municipality]
MATES, OTHERS = [cast.ANNE, cast.BJORN, cast.DAG, cast.ELI, cast.FRODE], [cast.CARIN, cast.HILDE, cast.GRO]


@pytest.mark.parametrize("exit", EXITS)
@pytest.mark.parametrize(("who", "sees"), [*((one, True) for one in MATES), *((one, False) for one in OTHERS)])
def test_a_line_for_the_network_leaves_by_no_other_door(browser_of: Browser, anne: Person, who: str, sees: bool,
                                                        exit: Callable[[FlaskClient, Person], str]) -> None:
    shown_to(Shown.NETWORK, Shown.NETWORK, Shown.NETWORK)
    found = exit(browser_of(who), anne)
    assert "Anne Berg" in found
    assert (cast.ANNE in found, PHONE in found) == (sees, sees)


@pytest.mark.parametrize("exit", EXITS)
@pytest.mark.parametrize("who", [*MATES, *OTHERS])
def test_a_line_for_members_is_for_all_who_sign_in(browser_of: Browser, anne: Person, who: str,
                                                   exit: Callable[[FlaskClient, Person], str]) -> None:
    shown_to(Shown.MEMBERS, Shown.PUBLIC, Shown.MEMBERS)
    found = exit(browser_of(who), anne)
    assert cast.ANNE in found and PHONE in found


@pytest.mark.parametrize(("who", "sees"), [*((one, True) for one in MATES), *((one, False) for one in OTHERS)])
def test_when_to_reach_somebody_has_its_own_audience(browser_of: Browser, anne: Person, who: str,
                                                     sees: bool) -> None:
    for exit in (by_page, by_api, by_vcard):
        assert ("Ikke fredag" in exit(browser_of(who), anne)) is sees


def test_the_list_of_addresses_holds_only_what_each_shows(browser_of: Browser, anne: Person) -> None:
    shown_to(Shown.NETWORK, Shown.NETWORK, Shown.NETWORK)
    assert cast.ANNE in browser_of(cast.BJORN).get("/contacts/addresses?q=anne").text
    page = browser_of(cast.CARIN).get("/contacts/addresses?q=anne").text
    assert cast.ANNE not in page and "No address to copy" in page
    page = browser_of(cast.CARIN).get("/contacts/addresses").text
    assert cast.BJORN in page and cast.ANNE not in page and "left out" in page


@pytest.mark.parametrize("who", [cast.CARIN, cast.GRO, cast.BJORN, cast.ELI])
def test_nobody_finds_a_person_by_a_line_that_has_an_audience(stage: Flask, browser_of: Browser, anne: Person,
                                                             tmp_path: Path, who: str) -> None:
    shown_to(Shown.NETWORK, Shown.NETWORK, Shown.NETWORK)
    with finding.own_index(stage, tmp_path):
        upkeep.rebuild()
        for words, number in (("35 96", 0), ("fredag", 0), ("ørretbekker", 1)):
            browser = browser_of(who)
            assert ("1 person" in browser.get(f"/contacts?q={words}").text) is bool(number)
            assert len(browser.get(f"/api/v1/people?q={words}").json["items"]) == number
            assert browser.get(f"/api/v1/search?q={words}&type=person").json["total"] == number


def test_a_network_one_cannot_read_is_no_way_to_sort_people(browser_of: Browser) -> None:
    network = cast.network(cast.TELEMARK)
    for path in (f"/contacts?network={network.id}", f"/api/v1/people?network={network.id}"):
        assert "Anne Berg" in browser_of(cast.BJORN).get(path).get_data(as_text=True)
        assert "Anne Berg" not in browser_of(cast.CARIN).get(path).get_data(as_text=True)
    for path in ("/contacts", f"/people/{cast.person(cast.ANNE).id}", "/municipalities/4012"):
        page = browser_of(cast.CARIN).get(path)
        assert page.status_code == 200 and network.name not in page.text.split('id="main"')[1]


def test_who_left_shares_nothing_any_more(browser_of: Browser) -> None:
    hilde = cast.person(cast.HILDE)
    hilde.phone = "99 00 00 00"
    db.session.commit()
    assert hilde.phone not in browser_of(cast.BJORN).get(f"/people/{hilde.id}").text
    assert cast.TELEMARK not in browser_of(cast.BJORN).get(f"/people/{hilde.id}").text


def test_a_guest_shows_their_hosts_what_hosts_do_not_show_a_guest(browser_of: Browser, anne: Person) -> None:
    gro = cast.person(cast.GRO)
    gro.phone = "99 11 11 11"
    db.session.commit()
    assert gro.phone in browser_of(cast.BJORN).get(f"/people/{gro.id}").text
    assert PHONE not in browser_of(cast.GRO).get(f"/people/{anne.id}").text


def test_outside_only_what_is_public_is_shown(anne: Person) -> None:
    shown_to(Shown.PUBLIC, Shown.MEMBERS, Shown.NETWORK)
    def lines(actor: Actor) -> tuple[str, str, str]:
        [one] = seen(actor, [anne.id])
        return one.email, one.phone, one.availability
    assert lines(NOBODY) == (cast.ANNE, "", "")
    assert lines(actor_of(cast.person(cast.CARIN))) == (cast.ANNE, PHONE, "")
    assert lines(actor_of(cast.person(cast.BJORN))) == (cast.ANNE, PHONE, "Ikke fredag")


@pytest.mark.parametrize("path", ["/contacts", "/contacts/addresses", "/people/1", "/people/1.vcf", EDIT,
                                  "/municipalities/4012", "/people/4711"])
def test_nobody_looks_into_the_directory_without_signing_in(browser_of: Browser, path: str) -> None:
    assert browser_of(None).get(path).location == f"/sign-in?next={path}"
    assert browser_of(None).get(f"/api/v1{path}").status_code in (401, 404)


def test_people_stand_under_their_municipality_in_the_order_of_the_language(browser_of: Browser) -> None:
    page = browser_of(cast.ANNE).get("/contacts").text.split('id="main"')[1]
    order = re.findall(r'<section class="contact-group" aria-label="([^"]+)"', page)
    assert order == ["Bamble", "Jokkmokk", "Kragerø", "Siljan", "Others"]
    assert page.index("Anne Berg") < page.index("Carin Lind") < page.index("Eli Strand")


def test_letters_come_where_readers_look_for_them() -> None:
    names = ["Ås", "Øygarden", "Ærø", "Alta", "Ødeshög", "Älvsbyn"]
    assert sorted(names, key=lambda name: alphabetical(name, "nb")) == [
        "Alta", "Älvsbyn", "Ærø", "Ødeshög", "Øygarden", "Ås"]
    assert sorted(names, key=lambda name: alphabetical(name, "sv"))[:2] == ["Alta", "Ås"]


@pytest.mark.parametrize(("query", "found"), [
    ("q=ØRRETBEKKER", {"Anne Berg"}),
    ("q=bekker+berg", {"Anne Berg"}),
    ("q=kragerø", {"Bjørn Dahl"}),
    ("municipality=4014", {"Bjørn Dahl"}),
    ("municipality=NO-4014", {"Bjørn Dahl"}),
    ("municipality=SE-2510", {"Carin Lind"}),
    ("municipality=2510&theme=climate_energy", {"Carin Lind"}),
    ("county=40", {"Anne Berg", "Bjørn Dahl", "Hilde Rui"}),
    ("theme=outdoor_health", set()),
    ("municipality=9999", set()),
    ("network=x", set()),
])
def test_one_finds_people_by_what_one_knows(browser_of: Browser, anne: Person, query: str, found: set[str]) -> None:
    dag = browser_of(cast.DAG)
    assert {one["name"] for one in dag.get(f"/api/v1/people?{query}").json["items"]} == found
    page = dag.get(f"/contacts?{query}").text.split('id="main"')[1]
    assert {one.name for one in db.session.scalars(select(Person)) if one.name in page} == found
    assert ("Nobody fits" in page) is (not found)


def test_facets_count_what_one_would_find(browser_of: Browser) -> None:
    page = browser_of(cast.DAG).get("/contacts?county=NO-40").text
    counts = dict(re.findall(r'rel="nofollow">([^<]+) <span class="number">(\d+)</span>', page))
    assert counts == {"Climate and energy": "3", "Telemarksnettverket": "2", "Norrbotten": "1", "Telemark": "3",
                      "Bamble": "1", "Kragerø": "1", "Siljan": "1"}


def test_programs_page_through_people(browser_of: Browser) -> None:
    browser, names, cursor = browser_of(cast.ANNE), [], ""
    while cursor is not None:
        answer = browser.get(f"/api/v1/people?limit=3&cursor={cursor}").json
        names += [one["name"] for one in answer["items"]]
        cursor = answer["next"]
    assert len(names) == len(set(names)) == 8
    assert browser.get("/api/v1/people?municipality=" + "9" * 50).status_code == 422
    one = browser.get(f"/api/v1/people/{cast.person(cast.CARIN).id}").json
    assert one["municipality"] == {"name": "Jokkmokk", "code": "2510", "country": "SE"}
    assert [theme["key"] for theme in one["themes"]] == ["climate_energy"]


def card(**more: str) -> dict[str, str]:
    """The form of a contact card, filled in."""
    return {"title": "Klimarådgiver", "ask_about": "Gatelys", "phone": PHONE, "availability": "Før tolv",
            "languages": "Norsk, davvisámegiella", "about": "Har bodd i Tokke.", "email_shown": "members",
            "phone_shown": "public", "availability_shown": "network", **more}


def save(browser: FlaskClient, **fields: str) -> TestResponse:
    return send(browser, EDIT, EDIT, **fields)


def test_one_writes_ones_own_card_and_others_find_it(browser_of: Browser) -> None:
    bjorn = browser_of(cast.BJORN)
    theme = db.session.scalars(select(Theme).where(Theme.key == "outdoor_health")).one()
    saved = save(bjorn, **card(themes=str(theme.id)))
    assert saved.status_code == 303 and saved.location == f"/people/{cast.person(cast.BJORN).id}"
    page = browser_of(cast.CARIN).get(saved.location).text
    assert all(words in page for words in ("Klimarådgiver", "Gatelys", PHONE, "davvisámegiella", "Har bodd i Tokke."))
    assert "Outdoor life" in page and "Før tolv" not in page
    assert "Bjørn Dahl" in browser_of(cast.CARIN).get("/contacts?q=gatelys&theme=outdoor_health").text


@pytest.mark.parametrize("wrong", [
    {"ask_about": "o" * 501}, {"phone": "1" * 31}, {"phone_shown": "the king"}, {"themes": "4711"}, {"themes": "x"}])
def test_a_card_that_cannot_be_taken_comes_back_as_it_was_filled_in(browser_of: Browser,
                                                                   wrong: dict[str, str]) -> None:
    answer = save(browser_of(cast.BJORN), **card(**wrong))
    assert answer.status_code == 422 and 'value="Før tolv"' in answer.text and 'role="alert"' in answer.text
    assert cast.person(cast.BJORN).title == ""


def test_who_never_wrote_a_card_has_one_from_the_first_time(browser_of: Browser) -> None:
    with db.transaction() as session:
        session.add(Person(email="ny@nome.example", name="Ny Person"))
    new = browser_of("ny@nome.example")
    page = new.get(f"/people/{cast.person('ny@nome.example').id}").text
    assert "Nobody knows yet what to ask you about" in page
    assert save(new, **card()).status_code == 303
    assert "Gatelys" in browser_of(cast.CARIN).get("/contacts?q=ny+person").text


def test_who_is_not_active_is_not_in_the_directory(browser_of: Browser, anne: Person) -> None:
    anne.active = False
    db.session.commit()
    bjorn = browser_of(cast.BJORN)
    assert [bjorn.get(f"{door}{anne.id}{end}").status_code for door, end in (
        ("/people/", ""), ("/people/", ".vcf"), ("/api/v1/people/", ""))] == [404] * 3
    assert "Anne Berg" not in bjorn.get("/contacts").text + bjorn.get("/municipalities/4012").text


def test_a_vcard_bears_any_sign_and_any_length(browser_of: Browser, anne: Person) -> None:
    anne.name = "Anne; von, Berg\\Å"
    db.session.get_one(ContactCard, anne.id).ask_about = "Linje én\r\nBEGIN:VCARD\n" + "ø" * 100
    db.session.commit()
    answer = browser_of(cast.BJORN).get(f"/people/{anne.id}.vcf")
    assert answer.mimetype == "text/vcard" and "attachment" in answer.headers["Content-Disposition"]
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    lines = answer.data.decode().replace("\r\n ", "").split("\r\n")
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:4.0"] and lines[-2:] == ["END:VCARD", ""]
    assert r"FN:Anne\; von\, Berg\\Å" in lines and lines.count("BEGIN:VCARD") == 1
    assert rf"NOTE:Linje én\nBEGIN:VCARD\n{'ø' * 100}\nIkke fredag" in lines


def test_an_empty_line_is_not_in_a_vcard() -> None:
    person = Person(id=1, name="Per", email="per@nome.example", title="", phone="")
    assert "TEL" not in vcard(Seen(person, ContactCard(ask_about=""), frozenset()), "https://x.example/1", [], [])


def test_a_municipality_shows_its_people_and_what_its_council_decided(browser_of: Browser) -> None:
    decision = db.session.scalars(select(Participation).join(Participation.organisation).where(
        Organisation.code == "4012")).one()
    decision.decision_body, decision.case_number = "Bamble kommunestyre", "12/25"
    db.session.commit()
    page = browser_of(cast.BJORN).get("/municipalities/4012").text
    assert "Anne Berg" in page and "Bamble kommunestyre" in page and "12/25" in page and "Telemark" in page
    stranger = browser_of(cast.CARIN).get("/municipalities/4012").text
    assert "Anne Berg" in stranger and "12/25" not in stranger


def test_two_countries_may_use_one_number(browser_of: Browser) -> None:
    with db.transaction() as session:
        session.add_all([
            Organisation(kind=OrganisationKind.MUNICIPALITY, country="SE", code="1860", name="Laxå"),
            Organisation(kind=OrganisationKind.MUNICIPALITY, country="NO", code="1860", name="Vestvågøy")])
    anne = browser_of(cast.ANNE)
    page = anne.get("/municipalities/1860").text
    assert "<h1>Vestvågøy</h1>" in page and 'href="/municipalities/SE-1860"' in page
    for code in ("SE-1860", "se-1860"):
        assert "<h1>Laxå</h1>" in anne.get(f"/municipalities/{code}").text
    assert "<h1>Jokkmokk</h1>" in anne.get("/municipalities/2510").text
    for code in ("4711", "NO-2510", "40", "DK-1860", "-", "x" * 300):
        assert anne.get(f"/municipalities/{code}").status_code == 404


def test_a_municipality_without_people_leads_to_its_neighbours(browser_of: Browser) -> None:
    page = browser_of(cast.ANNE).get("/municipalities/4016").text
    assert "Nobody from Drangedal" in page and 'href="/contacts?county=NO-40"' in page


def test_a_municipality_and_its_contact_show_what_they_have_done(browser_of: Browser, anne: Person,
                                                                 actor: Callable[[str], Actor]) -> None:
    network, place = cast.network(cast.TELEMARK), cast.person(cast.ANNE).organisation
    assert place
    made = examples.create(actor(cast.ANNE), {
        "title": "Varmepumpe i svømmehallen", "summary": "Halv strømregning.", "themes": [network.themes[0].id],
        "municipalities": [place.id], "network_id": network.id})
    examples.submit(actor(cast.ANNE), made.id)
    for page in (f"/people/{anne.id}", "/municipalities/4012"):
        assert "Varmepumpe" not in browser_of(cast.BJORN).get(page).text
    examples.publish(actor(cast.DAG), made.id)
    for page in (f"/people/{anne.id}", "/municipalities/4012"):
        assert "Varmepumpe" in browser_of(cast.BJORN).get(page).text
        assert "Varmepumpe" not in browser_of(cast.CARIN).get(page).text


@pytest.mark.parametrize("path", ["/contacts", "/contacts?q=a&county=40", "/contacts/addresses", "/people/{0}",
                                  "/municipalities/4012", EDIT, "/api/v1/people", "/people/{0}.vcf"])
def test_a_page_asks_the_database_at_most_twelve_times(browser_of: Browser, anne: Person, path: str) -> None:
    bjorn, where, asked = browser_of(cast.BJORN), path.format(anne.id), []
    db.session.expunge_all()
    listener = lambda *args: asked.append(args[2])  # noqa: E731 - SQLAlchemy wants this very function back
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        assert bjorn.get(where).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    assert len([one for one in asked if one.startswith("SELECT")]) <= 12, "\n".join(asked)
