"""The index follows the database: whatever happens, twice or late; and the command line proves it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app import outbox, schedule
from app.accounts import service as accounts
from app.database import db
from app.permissions import Actor, Visibility
from app.rooms import service as rooms
from app.search import cli, upkeep
from app.search.proofs import proofs
from app.serving import beat
from bench import search_changes
from search_index import Document, Index
from tests import cast, examples, finding
from tests.finding import ask, work
from tests.talk import asked, said

Acting = Callable[[str], Actor]
Browser = Callable[[str | None], FlaskClient]


@pytest.fixture(autouse=True)
def index(stage: Flask, tmp_path: Path) -> Iterator[Index]:
    """The test's own, made from the cast."""
    with finding.own_index(stage, tmp_path) as own:
        upkeep.rebuild()
        yield own


def run(stage: Flask, command: str, *options: str) -> tuple[int, str]:
    """`flask search COMMAND`: its exit code, and what it says."""
    done = stage.test_cli_runner().invoke(cli.search, [command, *options])
    return done.exit_code, done.output


def test_what_people_do_at_random_leaves_index_and_database_equal(stage: Flask) -> None:
    for number in range(4):
        thread = asked(body=f"Om elv {number}", room=cast.CLIMATE if number % 2 else cast.SOLAR)
        said(thread, "Om vei", email=cast.ANNE)
    examples.published()
    town = search_changes.live(Random(7), 100)
    assert len(town.done) > 14, town.done
    assert not any(search_changes.judged().values())


def test_a_change_that_is_told_twice_or_late_does_no_harm(browser_of: Browser) -> None:
    thread = asked(body="Om sykkelvei")
    work()
    upkeep.refresh([f"thread:{thread.id}"] * 2)
    upkeep.refresh([f"thread:{thread.id}", "message:999999", "file:999999", "card:999999"])
    assert ask(browser_of(cast.ANNE), "sykkelvei").total == 1
    assert upkeep.differences() == upkeep.Differences()


def test_who_moves_and_what_a_network_works_on_is_followed(actor: Acting, browser_of: Browser) -> None:
    asked(body="Om sykkelvei")
    work()
    with db.transaction() as session:
        anne, network = cast.person(cast.ANNE), cast.network(cast.TELEMARK)
        anne.organisation = cast.person(cast.BJORN).organisation
        network.themes = network.themes[:1]
        outbox.tell("network_changed", network_id=network.id)
        session.flush()
    accounts.edit_profile(actor(cast.ANNE), name="Anne Bjerke", title="", phone="", language="nb")
    work()
    learnt = ask(browser_of(cast.BJORN), "sykkelvei")
    assert learnt.counts["municipality"] == {"4014": 1} and learnt.counts["theme"] == {"climate_energy": 1}
    assert ask(browser_of(cast.BJORN), "Bjerke").titles == ["Anne Bjerke"]
    assert upkeep.differences() == upkeep.Differences()


def test_a_new_title_and_an_answer_are_followed(actor: Acting, browser_of: Browser) -> None:
    thread = asked(body="Om sykkelvei")
    answer = said(thread, "Asfalt holder")
    rooms.rename_thread(actor(cast.ANNE), thread.id, "Om gangvei")
    rooms.mark_answer(actor(cast.ANNE), thread.id, answer.id)
    work()
    learnt = ask(browser_of(cast.BJORN), "asfalt", answered="yes")
    assert learnt.titles == ["Om gangvei"] and "Answered" in learnt.page
    assert upkeep.differences() == upkeep.Differences()


def test_verify_is_content_after_rebuild(stage: Flask) -> None:
    asked(body="Om sykkelvei")
    finding.example("Gangvei", Visibility.PUBLIC)
    code, said = run(stage, "rebuild")
    assert code == 0 and "documents can be found" in said
    assert run(stage, "verify") == (0, "Index and database are equal.\n")


def test_verify_names_each_difference_and_fails(stage: Flask, index: Index) -> None:
    thread = asked(body="Om sykkelvei")
    planted = Document(id="thread:4711", type="thread", title="x", text="", audience="members", url="/")
    person = cast.person(cast.ANNE)
    with db.transaction():
        person.name = "En annen"
    index.add([planted])
    code, said = run(stage, "verify")
    assert code == 1
    assert said.splitlines()[:3] == [
        f"missing thread:{thread.id}", "surplus thread:4711", f"outdated person:{person.id}"]
    assert "wait for the worker" in said
    run(stage, "rebuild")
    assert run(stage, "verify")[0] == 0


def test_rebuild_if_empty_leaves_a_full_index_alone(stage: Flask, index: Index) -> None:
    before = index.ids()
    index.remove([f"person:{cast.person(cast.ANNE).id}"])
    assert run(stage, "rebuild", "--if-empty") == (0, "")
    assert index.ids() != before
    index.remove(before)
    run(stage, "rebuild", "--if-empty")
    assert index.ids() == before


def test_every_night_the_worker_puts_right_what_differs_and_says_so(
        stage: Flask, index: Index, browser_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    finding.only_search_is_due(monkeypatch)
    asked(body="Om sykkelvei")
    work()
    index.add([Document(id="thread:4711", type="thread", title="x", text="", audience="members", url="/")])
    index.remove([f"person:{cast.person(cast.ANNE).id}"])
    for hours in (0, 24):
        with time_machine.travel(finding.NEW_YEAR + timedelta(hours=hours), tick=False):
            schedule.tick()
            work()
    assert upkeep.differences() == upkeep.Differences() and not list(outbox.failed())
    [proof] = proofs()
    assert (proof.missing, proof.surplus, proof.outdated) == (1, 1, 0) and "thread:4711" in proof.ids
    assert "livskraft_index_differences 2.0" in browser_of(None).get("/metrics").text
    assert "look_after_the_index" in browser_of(cast.FRODE).get("/admin").text


def test_a_message_is_found_after_one_look_of_the_worker_and_gone_after_another(browser_of: Browser) -> None:
    anne, thread = browser_of(cast.ANNE), asked(body="Om sykkelvei")
    work()
    posted = anne.post(f"/api/v1/threads/{thread.id}/messages", json={"body": "Asfalten sprekker"}).json
    beat()
    assert ask(browser_of(cast.BJORN), "asfalt").total == 1
    assert anne.delete(f"/api/v1/messages/{posted['id']}").status_code < 300
    beat()
    assert ask(browser_of(cast.BJORN), "asfalt").nothing
