"""Who may know: by what people wrote, answered and own, and never by what the asker may not read."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.session import actor_of
from app.conversations import service as conversations
from app.database import db
from app.directory.models import ContactCard
from app.examples import service as examples
from app.permissions import Visibility
from app.rooms import service as rooms
from app.search import keys, upkeep
from app.search.knowing import Wanted, who_may_know
from tests import cast, finding
from tests.pages import selects

Browser = Callable[[str | None], FlaskClient]


@pytest.fixture
def talk(stage: Flask, tmp_path: Path) -> Iterator[None]:
    """In a room of Telemarksnettverket Anne asks and Bjørn answers; Dag only says thanks elsewhere."""
    anne, bjorn, dag = (actor_of(cast.person(who)) for who in (cast.ANNE, cast.BJORN, cast.DAG))
    room = cast.room(cast.CLIMATE)
    asked = rooms.start_thread(anne, room.id, "Hvem har bergvarme i svømmehallen?", "Bergvarme")
    said = rooms.post_message(bjorn, asked.thread.id, "Vi boret for bergvarme i 2019.")
    rooms.mark_answer(anne, asked.thread.id, said.message.id)
    rooms.start_thread(dag, room.id, "Takk for turen", "Takk")
    with finding.own_index(stage, tmp_path):
        upkeep.rebuild()
        yield


def names(who: str, wanted: Wanted) -> list[str]:
    """Whom somebody is told of, the best first."""
    actor = actor_of(cast.person(who))
    return [one.person.name for one in who_may_know(actor, wanted, keys.ring_of(actor))]


def test_who_answered_comes_before_who_asked_each_with_the_reason(browser_of: Browser, talk: None) -> None:
    assert names(cast.DAG, Wanted("bergvarme"))[:2] == ["Bjørn Dahl", "Anne Berg"]
    page = browser_of(cast.DAG).get("/contacts/who?q=bergvarme").text.split("<main")[1]
    assert "Answered a question" in page and "Wrote in a thread" in page and ">Bergvarme</a>" in page
    assert "Dag Moen" not in page, "one is not told of oneself"


@pytest.mark.parametrize("who", [cast.CARIN, cast.HILDE, cast.GRO])
def test_nobody_is_named_for_what_the_asker_may_not_read(browser_of: Browser, talk: None, who: str) -> None:
    for wanted in (Wanted("bergvarme"), Wanted(place=cast.person(cast.BJORN).organisation)):
        assert names(who, wanted) == []
    page = browser_of(who).get("/contacts/who?q=bergvarme").text.split("<main")[1]
    assert "Bjørn" not in page and "We know of nobody yet" in page


def test_what_a_few_say_among_themselves_is_no_reason(stage: Flask, tmp_path: Path) -> None:
    anne, bjorn = (actor_of(cast.person(who)) for who in (cast.ANNE, cast.BJORN))
    thread = conversations.write_to(anne, [bjorn.id or 0])
    rooms.post_message(actor_of(cast.person(cast.ANNE)), thread.id, "Hva vet du om tjærebreing?")
    with finding.own_index(stage, tmp_path):
        upkeep.rebuild()
        assert names(cast.BJORN, Wanted("tjærebreing")) == []


def test_an_example_and_a_contact_card_are_reasons_too(stage: Flask, browser_of: Browser, tmp_path: Path) -> None:
    anne, place = actor_of(cast.person(cast.ANNE)), cast.person(cast.ANNE).organisation
    assert place
    network = cast.network(cast.TELEMARK)
    made = examples.create(anne, {
        "title": "Torvtak på skolen", "summary": "Slik ble det torvtak.", "themes": [network.themes[0].id],
        "municipalities": [place.id], "network_id": network.id, "contact_id": anne.id,
        "wanted_visibility": Visibility.MEMBERS})
    examples.submit(anne, made.id)
    examples.publish(actor_of(cast.person(cast.ELI)), made.id)
    db.session.get_one(ContactCard, cast.person(cast.BJORN).id).ask_about = "Torvtak og gamle hus"
    db.session.commit()
    with finding.own_index(stage, tmp_path):
        upkeep.rebuild()
        assert names(cast.CARIN, Wanted("torvtak")) == ["Anne Berg", "Bjørn Dahl"]
        assert names(cast.CARIN, Wanted("torvtak", place=place)) == ["Anne Berg"]
        assert names(cast.CARIN, Wanted(place=place)) == ["Anne Berg"]
        page = browser_of(cast.CARIN).get("/contacts/who?municipality=4012").text
        assert "Torvtak på skolen" in page and "Is asked about an example" in page


def test_who_knows_of_a_theme_is_found_by_it(talk: None) -> None:
    found = names(cast.CARIN, Wanted(theme="climate_energy"))
    assert "Anne Berg" in found and "Carin Lind" not in found


def test_the_page_bears_anything_and_asks_little(browser_of: Browser, talk: None) -> None:
    dag = browser_of(cast.DAG)
    for query in ("", "q=", "q=%00", "theme=x", "q=" + "ø" * 900, "q=%F0%9F%8F%94+((*", "theme=climate_energy"):
        assert dag.get(f"/contacts/who?{query}").status_code == 200
    assert dag.get("/contacts/who?municipality=9999").status_code == 404
    assert browser_of(None).get("/contacts/who").status_code == 302
    with selects() as made:
        dag.get("/contacts/who?q=bergvarme")
    assert len(made) <= 15
