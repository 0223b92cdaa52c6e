"""Nobody learns through the search what is not theirs: not by a hit, a count, a suggestion or a help."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Membership, RoomGuest
from app.conversations import service as conversations
from app.curated import service as curated
from app.database import db
from app.examples.models import Example, ReviewState
from app.files import service as files
from app.files.extract import Extracted, Page
from app.files.models import Extraction, File
from app.gatherings.models import AgendaItem, Gathering
from app.indicators.models import CardShare, Indicator, Release, SnapshotCard
from app.networks.models import Network, State
from app.permissions import SYSTEM, Actor, Visibility
from app.rooms import service as rooms
from app.search import upkeep
from tests import cast, finding
from tests.finding import NEW_YEAR, ask, example, work
from tests.talk import asked, said

Browser = Callable[[str | None], FlaskClient]
Acting = Callable[[str], Actor]
WORD = "Kvitnebb"  # stands nowhere else
OUTSIDERS = pytest.mark.parametrize("who", [None, cast.CARIN, cast.HILDE, cast.GRO],
                                    ids=["nobody", "stranger", "former member", "guest elsewhere"])


@pytest.fixture(autouse=True)
def _index(stage: Flask, tmp_path: Path) -> Iterator[None]:
    with finding.own_index(stage, tmp_path):
        upkeep.rebuild()
        yield


def put_file(place: str, network: int, room: int | None, name: str = f"{WORD}.txt") -> File:
    """A file of Anne's whose text was read, put in a place."""
    with db.transaction() as session:
        file = File(author_id=cast.person(cast.ANNE).id, name=name, media_type="text/plain", family="text",
                    size=1, sha256=name)
        session.add(file)
        session.flush()
    files.put(SYSTEM, [], place, network, room)
    anne = Actor(cast.person(cast.ANNE).id)
    files.put(anne, [file.id], place, network, room)
    files.keep_text(SYSTEM, file.id, Extracted(Extraction.READ, (Page(1, f"Rapport om {WORD}"),)))
    return file


def everything_of_telemark() -> None:
    """The word in each kind of thing that belongs to the network or the room."""
    network, room, anne = cast.network(cast.TELEMARK), cast.room(cast.CLIMATE), cast.person(cast.ANNE)
    said(asked(body=f"{WORD} i vårt rom"), f"Mer om {WORD}ene")
    example(f"{WORD} som eksempel", Visibility.NETWORK)
    put_file("message:1", network.id, room.id)
    with db.transaction() as session:
        meeting = Gathering(network=network, created_by_id=anne.id, title=f"Samling om {WORD}", starts_at=NEW_YEAR,
                            ends_at=NEW_YEAR, agenda=[AgendaItem(position=0, title=f"{WORD}kaffe")])
        indicator = Indicator(code="K1", country="NO", names={"nb": "Fugler"}, definitions={"nb": ""}, caveats={},
                              unit={}, decimals=0, direction="neutral", source="Ingen", table_id="1")
        release = Release(indicator=indicator, source="Ingen", table_id="1", retrieved_on=NEW_YEAR.date(),
                          checksum="1", rows=0)
        card = SnapshotCard(indicator=indicator, release=release, author_id=anne.id, title=f"{WORD} per innbygger",
                            frozen={"municipalities": []}, texts={}, to_newest=True)
        share = CardShare(card=card, place="message:1", network_id=network.id, room_id=room.id)
        session.add_all([meeting, card, share])
        network.about = f"Nettverket for {WORD}"
    work()
    upkeep.rebuild()


def test_a_member_finds_all_of_it(browser_of: Browser) -> None:
    everything_of_telemark()
    learnt = ask(browser_of(cast.BJORN), WORD)
    assert learnt.counts["type"] == dict.fromkeys(["thread", "example", "file", "gathering", "network", "card"], 1)
    assert learnt.total == 6 and learnt.page.count('class="hit"') == 6 and len(learnt.suggested) >= 4


@OUTSIDERS
def test_who_does_not_belong_learns_nothing(browser_of: Browser, who: str | None) -> None:
    everything_of_telemark()
    browser = browser_of(who)
    for words in (WORD, f"{WORD}ene", WORD[:5], "Kvitnevb", f'"{WORD} i vårt rom"', f"-x {WORD}"):
        learnt = ask(browser, words)
        assert learnt.nothing and WORD not in unquote_plus(learnt.page).replace(words, ""), words


@OUTSIDERS
def test_without_words_too(browser_of: Browser, who: str | None) -> None:
    everything_of_telemark()
    browser, telemark = browser_of(who), cast.network(cast.TELEMARK).id
    learnt = ask(browser, "")
    assert not any(WORD in title for title in learnt.titles) and WORD not in learnt.page
    assert str(telemark) not in learnt.counts["network"] and "thread" not in learnt.counts["type"]
    assert ask(browser, "", network=telemark).nothing, "to ask within a network one cannot read finds nothing"


def test_an_empty_right_finds_nothing_rather_than_all(browser_of: Browser) -> None:
    everything_of_telemark()
    assert ask(browser_of(None), "").total == 0


def test_a_guest_finds_the_own_room_only(browser_of: Browser, actor: Acting) -> None:
    solar, climate = cast.room(cast.SOLAR), cast.room(cast.CLIMATE)
    asked(room=cast.SOLAR, body=f"{WORD} på taket")
    asked(room=cast.CLIMATE, body=f"{WORD} i kjelleren")
    file = put_file("message:1", solar.network_id, solar.id)
    files.put(actor(cast.ANNE), [file.id], "message:2", climate.network_id, climate.id)
    work()
    learnt = ask(browser_of(cast.GRO), WORD)
    assert sorted(learnt.titles) == [f"{WORD} på taket", f"{WORD}.txt"] and learnt.total == 2
    assert learnt.counts["network"] == {}, "a guest reads a room, not the network"
    assert ask(browser_of(cast.ANNE), WORD, type="file").total == 1, "in two rooms it is one file still"
    files.take_away(actor(cast.ANNE), "message:1")
    work()
    assert ask(browser_of(cast.GRO), WORD).titles == [f"{WORD} på taket"]
    assert ask(browser_of(cast.ANNE), WORD, type="file").total == 1


def test_staff_and_administrators_read_all_networks(browser_of: Browser) -> None:
    everything_of_telemark()
    assert ask(browser_of(cast.ELI), WORD).total == ask(browser_of(cast.FRODE), WORD).total == 6


def test_a_right_that_ends_ends_at_once(browser_of: Browser) -> None:
    everything_of_telemark()
    bjorn, gro = browser_of(cast.BJORN), browser_of(cast.GRO)
    asked(room=cast.SOLAR, body=f"{WORD} på taket")
    work()
    assert ask(bjorn, WORD).total == 7 and ask(gro, WORD).total == 1
    with db.transaction() as session:
        session.scalars(select(Membership).where(
            Membership.person_id == cast.person(cast.BJORN).id)).one().ended_on = date(2026, 1, 1)
        session.delete(session.scalars(select(RoomGuest)).one())
    assert ask(bjorn, WORD).nothing and ask(gro, WORD).nothing


def test_an_index_that_is_behind_shows_nothing_that_is_gone(browser_of: Browser, actor: Acting) -> None:
    everything_of_telemark()
    kept = ask(browser_of(cast.ANNE), WORD, type="thread")
    assert kept.total == 1
    thread = int(kept.urls[0].split("/")[2].split("?")[0])
    for message in browser_of(cast.ANNE).get(f"/api/v1/threads/{thread}/messages").json["items"]:
        rooms.remove_message(actor(cast.DAG), message["id"])
    for narrowed in ({"type": "thread"}, {"answered": "no"}):
        learnt = ask(browser_of(cast.ANNE), WORD, **narrowed)
        assert not learnt.titles and learnt.total == 0 and 'class="hit"' not in learnt.page
        assert f"{WORD} i vårt rom" not in learnt.suggested, "and the worker has not even begun"


def test_what_is_removed_or_edited_leaves_and_what_is_restored_returns(browser_of: Browser, actor: Acting) -> None:
    anne, thread = actor(cast.ANNE), asked(body="Hva gjør vi?")
    message = said(thread, f"{WORD} er svaret", email=cast.ANNE)

    def found(words: str) -> int:
        work()
        return ask(browser_of(cast.BJORN), words).total
    assert found(WORD) == 1
    rooms.edit_message(anne, message.id, "Havørn er svaret")
    assert (found(WORD), found("havørn")) == (0, 1)
    rooms.remove_message(anne, message.id)
    assert found("havørn") == 0
    rooms.restore_message(anne, message.id)
    assert found("havørn") == 1


@pytest.mark.parametrize(("visibility", "finders"), [
    (Visibility.PUBLIC, [None, cast.ANNE, cast.CARIN, cast.GRO, cast.HILDE, cast.ELI]),
    (Visibility.MEMBERS, [cast.ANNE, cast.CARIN, cast.GRO, cast.HILDE, cast.ELI]),
    (Visibility.NETWORK, [cast.ANNE, cast.ELI])])
def test_an_example_is_found_by_those_it_is_published_to(browser_of: Browser, visibility: Visibility,
                                                         finders: list[str | None]) -> None:
    made = example(f"{WORD} som eksempel", visibility)
    example(f"{WORD} som utkast", visibility, ReviewState.DRAFT)
    upkeep.refresh([f"example:{made}"])
    for who in (None, cast.ANNE, cast.CARIN, cast.GRO, cast.HILDE, cast.ELI):
        assert ask(browser_of(who), WORD).total == (who in finders), who
    with db.transaction() as session:
        session.get_one(Example, made).review_state = ReviewState.ARCHIVED
    upkeep.refresh([f"example:{made}"])
    assert ask(browser_of(cast.ELI), WORD).nothing


def test_a_concluded_network_and_a_closed_room_stay_searchable(browser_of: Browser, actor: Acting) -> None:
    asked(body=f"{WORD} før vi sluttet")
    rooms.archive_room(actor(cast.DAG), cast.room(cast.CLIMATE).id, True)
    with db.transaction() as session:
        session.get_one(Network, cast.network(cast.TELEMARK).id).state = State.CONCLUDED
    work()
    assert ask(browser_of(cast.ANNE), WORD).total == 1


def test_a_conversation_is_found_by_those_who_are_in_it_and_by_nobody_else(
        browser_of: Browser, actor: Acting) -> None:
    anne, bjorn = actor(cast.ANNE), actor(cast.BJORN)
    assert bjorn.id
    thread = conversations.write_to(anne, [bjorn.id])
    rooms.post_message(actor(cast.ANNE), thread.id, f"Mellom oss: {WORD} i skogen")
    work()
    for who in (cast.ANNE, cast.BJORN):
        browser = browser_of(who)
        assert ask(browser, WORD).titles == ["Anne Berg, Bjørn Dahl"], who
        assert "Anne Berg" not in browser.get(f"/search/similar?q={WORD}").text, "nobody asked in it for all"
    for other in (None, cast.CARIN, cast.DAG, cast.GRO, cast.ELI, cast.FRODE):
        browser = browser_of(other)
        learnt = ask(browser, WORD)
        assert learnt.nothing and "Mellom" not in learnt.page, other
        assert WORD not in browser.get(f"/search/similar?q={WORD}").text
        assert WORD not in browser.get(f"/search/related?of=thread:{thread.id}").text
        assert ask(browser, 'i:"Anne Berg"').nothing, "not even that there is one"
    conversations.leave(actor(cast.BJORN), thread.id)
    assert ask(browser_of(cast.BJORN), WORD).nothing, "who has left finds nothing of it, at once"


def test_what_is_moved_elsewhere_goes_with_the_rights_there(browser_of: Browser, actor: Acting) -> None:
    dag, climate, solar = actor(cast.DAG), cast.room(cast.CLIMATE), cast.room(cast.SOLAR)
    thread = asked(room=cast.SOLAR, body=f"{WORD} på taket")
    said(thread, f"Også {WORD}ene i kjelleren")
    gro, anne = browser_of(cast.GRO), browser_of(cast.ANNE)
    work()
    assert ask(gro, WORD).total == ask(anne, WORD).total == 1
    rooms.move_thread(dag, thread.id, climate.id)
    assert not ask(gro, WORD).titles, "before the worker knows of it"
    work()
    assert ask(gro, WORD).nothing and ask(anne, f"{WORD} i:klima").total == 1
    rooms.move_thread(dag, thread.id, solar.id, wider=True)
    work()
    assert ask(gro, WORD).total == 1 and ask(anne, f"{WORD} i:klima").total == 0
    assert upkeep.differences() == upkeep.Differences()


def test_what_was_in_a_thread_that_is_split_or_merged_is_found_where_it_stands(
        browser_of: Browser, actor: Acting) -> None:
    dag, anne = actor(cast.DAG), browser_of(cast.ANNE)
    thread, other = asked(body="Om sykkelvei"), asked(body="Om gangvei")
    message = said(thread, f"Ta hensyn til {WORD}")
    new = rooms.split_thread(dag, thread.id, [message.id], "For seg")
    work()
    assert ask(anne, WORD).titles == ["For seg"] and upkeep.differences() == upkeep.Differences()
    rooms.merge_thread(dag, new.id, other.id)
    work()
    assert ask(anne, WORD).titles == ["Om gangvei"] and upkeep.differences() == upkeep.Differences()


def test_neither_help_nor_nearest_words_come_from_what_is_hidden(browser_of: Browser) -> None:
    asked(body=f"{WORD} i vårt rom")
    work()
    for who in (cast.CARIN, cast.HILDE, cast.GRO):
        page = ask(browser_of(who), "Kvitnebbe").page + ask(browser_of(who), "Kvitnevb", type="file").page
        assert WORD.lower() not in page.lower().replace("kvitnebbe", ""), who
        assert "Anne Berg" not in page, "nor who wrote of it"
    assert "Anne Berg" in ask(browser_of(cast.BJORN), "Kvitnevb", type="file").page


def test_a_collection_is_found_by_who_may_open_it_and_by_nothing_that_is_in_it(
        browser_of: Browser, actor: Acting) -> None:
    eli = actor(cast.ELI)
    closed = example(f"{WORD} bak dør", Visibility.NETWORK)
    made = curated.create(eli, "Rugekasser", "Slik får de ro.")
    curated.add(eli, made.id, closed, f"For {WORD} også.")
    upkeep.rebuild()
    found = ask(browser_of(cast.CARIN), "rugekasse", type="collection")
    assert found.titles == ["Rugekasser"] and found.urls == [made.path] and found.counts["type"] == {"collection": 1}
    assert ask(browser_of(cast.CARIN), WORD).nothing, "neither an example in it nor what is said of one"
    assert ask(browser_of(None), "rugekasse").nothing
    curated.add(eli, made.id, example("Fuglekasser", Visibility.PUBLIC))
    work()
    assert ask(browser_of(None), "rugekasse").titles == ["Rugekasser"], "with an example for everybody it is theirs"
    assert not [each for each in upkeep.differences().ids if each.startswith("collection")]


def test_a_collection_that_is_taken_away_is_gone_from_the_search(browser_of: Browser, actor: Acting) -> None:
    eli, carin = actor(cast.ELI), browser_of(cast.CARIN)
    made = curated.create(eli, "Rugekasser", "")
    curated.edit(eli, made.id, "Reirkasser", "")
    work()
    assert ask(carin, "rugekasser").nothing and ask(carin, "type:eksempelsamling reirkasser").total == 1
    curated.set_removed(eli, made.id, True)
    assert ask(carin, "reirkasser").total == 0, "before the worker comes"
    work()
    assert ask(carin, "reirkasser").nothing
    curated.set_removed(eli, made.id, False)
    work()
    assert ask(carin, "reirkasser").total == 1
