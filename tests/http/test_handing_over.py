"""When somebody leaves, a successor takes over, and nothing is left without anybody to ask."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Invitation, Person
from app.accounts.session import actor_of
from app.database import db, now
from app.examples import service as examples
from app.examples.models import Example
from app.followups import service as followups
from app.followups.models import FollowUp
from app.leaving import service
from app.leaving.holdings import HOLDINGS, Fate, pointing_to_people
from app.leaving.models import UNDO, HandOver
from app.memberships import service as memberships
from app.permissions import Role
from app.rooms.models import Follow, Thread
from app.scheduled import service as scheduled
from app.scheduled.models import Scheduled
from tests import cast
from tests.pages import letters, send
from tests.talk import asked, said

Browser = Callable[[str | None], FlaskClient]
TITLE = "Solceller på skulen"


def number(email: str) -> int:
    return cast.person(email).id


def path(email: str) -> str:
    return f"/people/{number(email)}/hand-over"


def move(browser: FlaskClient, giver: str, taker: str):
    return send(browser, path(giver), f"{path(giver)}?successor={number(taker)}", successor=str(number(taker)))


def belongings() -> tuple[Thread, Example, FollowUp, Scheduled]:
    """Anne follows a thread, answers for an example, has promised something and sends something later."""
    anne, dag = actor_of(cast.person(cast.ANNE)), actor_of(cast.person(cast.DAG))
    thread = asked(cast.DAG)
    promise = followups.add(anne, said(thread, "I ask them.", cast.ANNE).id,
                            followups.Facts("Ask the school", anne.id or 0))
    later = scheduled.put_off(anne, scheduled.Facts(f"thread:{thread.id}", "Now.", now() + timedelta(days=3)))
    place, network = cast.person(cast.ANNE).organisation, cast.network(cast.TELEMARK)
    assert place
    example = examples.create(anne, {"title": TITLE, "summary": "Slik.", "themes": [network.themes[0].id],
                                     "municipalities": [place.id], "network_id": network.id})
    examples.submit(anne, example.id)
    examples.publish(dag, example.id)
    with db.transaction() as session:
        example.contact_id = anne.id
        session.add(Follow(person_id=anne.id, thread_id=thread.id, muted=False))
    return thread, example, promise, later


def owners(thread: Thread, example: Example, promise: FollowUp, later: Scheduled) -> list[str]:
    db.session.expire_all()
    follower = next(one for one in (cast.ANNE, cast.BJORN) if db.session.get(Follow, (number(one), thread.id)))
    people = [promise.owner_id, later.person_id, example.contact_id]
    return [follower, *(db.session.get_one(Person, one).email for one in people)]


def test_every_column_that_points_to_a_person_says_what_becomes_of_it_when_they_leave(app: Flask) -> None:
    with app.app_context():
        assert pointing_to_people() - HOLDINGS.keys() == set(), \
            "declare the new column in app/leaving/holdings.py: does a successor take it (MOVES), does it say who " \
            "wrote it (STAYS), or is it theirs alone (ENDS)?"
        assert HOLDINGS.keys() - pointing_to_people() == set(), "these columns are gone: take them out"
        moving = {key for key, holding in HOLDINGS.items() if holding.fate == Fate.MOVES}
        assert {key for key in moving if not HOLDINGS[key].which} == {"membership.person_id"}


def test_what_somebody_had_moves_to_the_successor_and_what_they_wrote_stays(
        stage: Flask, browser_of: Browser) -> None:
    things, anne = belongings(), browser_of(cast.ANNE)
    dag = browser_of(cast.DAG)
    preview = dag.get(f"{path(cast.ANNE)}?successor={number(cast.BJORN)}").text
    assert TITLE in preview and "Ask the school" in preview and cast.TELEMARK in preview
    assert owners(*things) == [cast.ANNE] * 4, "looking changes nothing"
    letters(stage)
    assert move(dag, cast.ANNE, cast.BJORN).status_code == 303
    assert owners(*things) == [cast.BJORN] * 4
    assert things[1].author.email == cast.ANNE
    assert anne.get("/settings").status_code == 302, "they are out at once"
    page = dag.get(f"/people/{number(cast.ANNE)}").text
    assert "Anne Berg is not here any more" in page and "Bjørn Dahl" in page
    told = {letter.splitlines()[0]: letter for letter in letters(stage)}
    assert "Hva de har lovet" in told[cast.BJORN] or "What they have promised" in told[cast.BJORN]
    assert "Bjørn Dahl" in told[cast.ANNE]


def test_the_old_address_answers_with_the_new_name_and_lets_nobody_in(stage: Flask, browser_of: Browser) -> None:
    move(browser_of(cast.DAG), cast.ANNE, cast.BJORN)
    letters(stage)
    asking = send(browser_of(None), "/sign-in/link", email=cast.ANNE)
    assert asking.headers["Location"] == "/sign-in/sent"
    [letter] = letters(stage)
    assert letter.startswith(cast.ANNE) and "Bjørn Dahl" in letter and "/sign-in/link/" not in letter


def test_a_hand_over_is_undone_within_a_month(stage: Flask, browser_of: Browser) -> None:
    things, dag = belongings(), browser_of(cast.DAG)
    move(dag, cast.ANNE, cast.BJORN)
    here = f"/people/{number(cast.ANNE)}"
    assert send(browser_of(cast.BJORN), f"{path(cast.ANNE)}/undo", "/settings").status_code == 403
    assert send(dag, f"{path(cast.ANNE)}/undo", here).status_code == 303
    assert owners(*things) == [cast.ANNE] * 4
    assert actor_of(cast.person(cast.ANNE)).roles == {cast.network(cast.TELEMARK).id: Role.MEMBER}
    assert actor_of(cast.person(cast.BJORN)).roles == {cast.network(cast.TELEMARK).id: Role.MEMBER}
    assert "Anne Berg" in dag.get(here).text
    again = service.hand_over(acting(cast.DAG), number(cast.ANNE), number(cast.BJORN))
    with db.transaction():
        again.created_at -= UNDO
    assert send(dag, f"{path(cast.ANNE)}/undo", "/settings").status_code == 409


def acting(email: str):
    return actor_of(cast.person(email))


def test_a_coordinator_gives_the_network_on_with_its_open_invitations(stage: Flask, browser_of: Browser) -> None:
    network = cast.network(cast.TELEMARK)
    memberships.invite(actor_of(cast.person(cast.DAG)), network, email="nina@nome.example")
    assert move(browser_of(cast.DAG), cast.DAG, cast.BJORN).headers["Location"] == "/"
    assert actor_of(cast.person(cast.BJORN)).roles[network.id] == Role.COORDINATOR
    assert {one.author_id for one in db.session.query(Invitation)} == {number(cast.BJORN)}


@pytest.mark.parametrize(("who", "giver", "status"), [
    (None, cast.ANNE, 302), (cast.CARIN, cast.ANNE, 403), (cast.BJORN, cast.ANNE, 403), (cast.GRO, cast.ANNE, 403),
    (cast.DAG, cast.ANNE, 200), (cast.ELI, cast.ANNE, 200), (cast.FRODE, cast.ANNE, 200), (cast.ANNE, cast.ANNE, 200),
    (cast.DAG, cast.CARIN, 403), (cast.DAG, cast.ELI, 403), (cast.ELI, cast.FRODE, 403)])
def test_who_may_hand_over_for_whom(browser_of: Browser, who: str | None, giver: str, status: int) -> None:
    assert browser_of(who).get(path(giver)).status_code == status


def test_nobody_brings_a_colleague_into_a_network_who_may_not_invite(stage: Flask, browser_of: Browser) -> None:
    with db.transaction() as session:
        session.add(Person(email="nina@bamble.example", name="Nina Ny",
                           organisation_id=cast.person(cast.ANNE).organisation_id))
    answer = move(browser_of(cast.ANNE), cast.ANNE, cast.BJORN)
    assert answer.status_code == 303
    service.undo(acting(cast.DAG), number(cast.ANNE))
    anne = browser_of(cast.ANNE)
    refused = send(anne, path(cast.ANNE), path(cast.ANNE), successor=str(number("nina@bamble.example")))
    assert refused.status_code == 422 and "Its coordinator can hand over for you." in refused.text
    assert move(browser_of(cast.DAG), cast.ANNE, "nina@bamble.example").status_code == 303
    assert actor_of(cast.person("nina@bamble.example")).roles[cast.network(cast.TELEMARK).id] == Role.MEMBER


@pytest.mark.parametrize("chosen", ["", "0", "x", "99999999999999999999", "2000000000"])
def test_a_successor_who_is_not_there_is_asked_for_again(browser_of: Browser, chosen: str) -> None:
    answer = send(browser_of(cast.DAG), path(cast.ANNE), path(cast.ANNE), successor=chosen)
    assert answer.status_code == 422 and "Choose who takes over." in answer.text
    assert db.session.query(HandOver).count() == 0


def test_the_last_administrator_stays(browser_of: Browser) -> None:
    assert move_status(browser_of(cast.FRODE)) == 409


def move_status(browser: FlaskClient) -> int:
    return send(browser, path(cast.FRODE), "/settings", successor=str(number(cast.ANNE))).status_code


def test_who_took_over_and_leaves_in_turn_leads_on(browser_of: Browser) -> None:
    dag = browser_of(cast.DAG)
    move(dag, cast.ANNE, cast.BJORN)
    move(dag, cast.BJORN, cast.DAG)
    main = re.search(r"<main.*</main>", dag.get(f"/people/{number(cast.ANNE)}").text, re.S)
    assert main and "Dag Moen" in main[0]
