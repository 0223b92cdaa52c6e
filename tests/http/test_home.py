"""The first page, and the front page of a network."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.accounts.session import actor_of
from app.database import db, now
from app.examples.models import Example, ReviewState
from app.gatherings.models import Answer, Attendance, Gathering
from app.home.queries import desk
from app.permissions import Visibility
from app.rooms import service as rooms
from app.rooms.models import Draft, ThreadKind
from tests import cast

Browser = Callable[[str | None], FlaskClient]
TABS = ["", "/files", "/examples", "/people", "/indicators", "/gatherings"]


def ask(email: str, title: str, room: str = cast.CLIMATE, body: str = "Who knows?") -> int:
    """Somebody starts a thread with a question; its id."""
    return rooms.start_thread(actor_of(cast.person(email)), cast.room(room).id, body, title,
                              ThreadKind.QUESTION).thread.id


def block(page: str, title: str) -> str:
    """The part of the first page under TITLE."""
    assert title in page
    return page.partition(f">{title}</h2>")[2].partition("</section>")[0]


def example(email: str, title: str, state: ReviewState, visibility: Visibility = Visibility.NETWORK) -> None:
    with db.transaction() as session:
        session.add(Example(
            slug="x", title=title, summary="", network_id=cast.network(cast.TELEMARK).id, review_state=state,
            visibility=visibility, author_id=cast.person(email).id, last_verified=now().date(),
            updated_at=now(), published_at=now() if state == ReviewState.PUBLISHED else None))


def gathering(title: str, starts_in: timedelta, cancelled: bool = False, network: str = cast.TELEMARK) -> Gathering:
    with db.transaction() as session:
        found = Gathering(
            network_id=cast.network(network).id, created_by_id=cast.person(cast.DAG).id, title=title,
            starts_at=now() + starts_in, ends_at=now() + starts_in + timedelta(hours=5),
            cancelled_at=now() if cancelled else None)
        session.add(found)
    return found


def test_who_is_not_signed_in_reads_what_this_is_and_how_to_come_in(browser_of: Browser) -> None:
    page = browser_of(None).get("/")
    assert page.status_code == 200
    assert "Municipalities that help each other" in page.text and 'href="/sign-in"' in page.text
    assert cast.TELEMARK not in page.text and "Try it as" not in page.text


def test_who_has_read_everything_is_told_so_in_peace(browser_of: Browser) -> None:
    page = browser_of(cast.ANNE).get("/").text
    assert "You are up to date." in block(page, "Waiting for you")
    assert "You have read everything." in block(page, "New with the neighbours")
    assert "None is planned" in block(page, "Next gathering")


def test_a_question_without_an_answer_waits_for_the_others_until_somebody_answers(browser_of: Browser) -> None:
    thread = ask(cast.BJORN, "Solar panels on a school?")
    assert "Solar panels" in block(browser_of(cast.ANNE).get("/").text, "Waiting for you")
    assert "Solar panels" not in browser_of(cast.BJORN).get("/").text, "one's own question is no homework"
    rooms.post_message(actor_of(cast.person(cast.DAG)), thread, "We do.")
    page = browser_of(cast.ANNE).get("/").text
    assert "Solar panels" not in block(page, "Waiting for you")
    assert "Solar panels" in block(page, "New with the neighbours")


def test_a_mention_waits_until_it_is_read(browser_of: Browser) -> None:
    anne = cast.person(cast.ANNE)
    thread = ask(cast.BJORN, "Budget", body=f"@[{anne.name}](person:{anne.id}), do you know?")
    browser = browser_of(cast.ANNE)
    assert "Bjørn Dahl mentions you" in block(browser.get("/").text, "Waiting for you")
    rooms.mark_read(actor_of(anne), thread, cast.room(cast.CLIMATE).seq)
    assert "mentions you" not in browser.get("/").text


def test_what_one_has_begun_waits(browser_of: Browser) -> None:
    with db.transaction() as session:
        session.add(Draft(person_id=cast.person(cast.ANNE).id, place=f"room:{cast.room(cast.CLIMATE).id}",
                          body="I wonder whether", updated_at=now()))
    example(cast.ANNE, "Lamps in the hall", ReviewState.DRAFT, Visibility.DRAFT)
    waiting = block(browser_of(cast.ANNE).get("/").text, "Waiting for you")
    assert "I wonder whether" in waiting and "Lamps in the hall" in waiting
    others = browser_of(cast.BJORN).get("/").text
    assert "I wonder whether" not in others and "Lamps in the hall" not in others


@pytest.mark.parametrize(("who", "told"), [
    (cast.DAG, True), (cast.ELI, True), (cast.BJORN, False), (cast.ANNE, False), (cast.CARIN, False)])
def test_an_example_waits_for_those_who_review(browser_of: Browser, who: str, told: bool) -> None:
    example(cast.ANNE, "Lamps in the hall", ReviewState.SUBMITTED, Visibility.REVIEW)
    assert ("An example waits for your review" in browser_of(who).get("/").text) == told


def test_a_published_example_is_new_with_the_neighbours_and_with_nobody_else(browser_of: Browser) -> None:
    example(cast.BJORN, "Lamps in the hall", ReviewState.PUBLISHED)
    assert "Lamps in the hall" in block(browser_of(cast.ANNE).get("/").text, "New with the neighbours")
    assert "Lamps in the hall" not in browser_of(cast.CARIN).get("/").text


def test_the_next_gathering_is_the_first_one_that_is_to_come(browser_of: Browser) -> None:
    gathering("Held", -timedelta(days=7))
    gathering("Called off", timedelta(days=1), cancelled=True)
    gathering("Elsewhere", timedelta(days=2), network=cast.NORR)
    coming = gathering("In Kragerø", timedelta(days=3))
    gathering("Much later", timedelta(days=60))
    browser = browser_of(cast.ANNE)
    shown = block(browser.get("/").text, "Next gathering")
    assert "In Kragerø" in shown and "Say whether you come" in shown
    assert not any(title in shown for title in ("Held", "Called off", "Elsewhere", "Much later"))
    with db.transaction() as session:
        session.add(Attendance(gathering_id=coming.id, person_id=cast.person(cast.ANNE).id, answer=Answer.YES))
    assert "You are coming" in browser.get("/").text


def test_the_first_page_tells_nothing_of_rooms_that_one_may_not_read(browser_of: Browser) -> None:
    ask(cast.BJORN, "A secret of the climate room")
    ask(cast.BJORN, "Open to the guest", cast.SOLAR)
    for stranger in (cast.CARIN, cast.HILDE):
        assert "A secret" not in browser_of(stranger).get("/").text
    guest = browser_of(cast.GRO).get("/").text
    assert "A secret" not in guest and "Open to the guest" in guest
    assert f'href="/rooms/{cast.room(cast.SOLAR).id}"' in guest, "a guest has no network page to start from"


def test_staff_without_a_network_see_what_is_new_in_all(browser_of: Browser) -> None:
    ask(cast.BJORN, "Solar panels on a school?")
    assert [one.title for one in desk(actor_of(cast.person(cast.ELI))).questions] == ["Solar panels on a school?"]


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize(("who", "status"), [
    (None, 302), (cast.CARIN, 404), (cast.HILDE, 404), (cast.GRO, 404), (cast.ANNE, 200), (cast.ELI, 200)])
def test_the_page_of_a_network_is_for_those_who_may_read_it(
        browser_of: Browser, tab: str, who: str | None, status: int) -> None:
    assert browser_of(who).get(f"/networks/{cast.network(cast.TELEMARK).id}{tab}").status_code == status


def test_a_network_shows_its_threads_people_examples_and_gatherings(browser_of: Browser) -> None:
    ask(cast.BJORN, "Solar panels on a school?")
    example(cast.BJORN, "Lamps in the hall", ReviewState.PUBLISHED)
    example(cast.BJORN, "Not done yet", ReviewState.DRAFT, Visibility.DRAFT)
    gathering("In Kragerø", timedelta(days=3))
    here, browser = f"/networks/{cast.network(cast.TELEMARK).id}", browser_of(cast.ANNE)
    front = browser.get(here).text
    assert "Solar panels on a school?" in front and cast.CLIMATE in front
    assert "Dag Moen" in front and "Bamble" in front and "In Kragerø" in front
    assert "Look after it" not in front and "Look after it" in browser_of(cast.DAG).get(here).text
    people = browser.get(f"{here}/people").text
    assert "Bjørn Dahl" in people and "Hilde Rui" not in people
    examples = browser.get(f"{here}/examples").text
    assert "Lamps in the hall" in examples and "Not done yet" not in examples
    assert "In Kragerø" in browser.get(f"{here}/gatherings").text


def test_empty_tabs_say_what_comes_there(browser_of: Browser) -> None:
    here, browser = f"/networks/{cast.network(cast.TELEMARK).id}", browser_of(cast.ANNE)
    for tab, words in (("", "No threads yet"), ("/files", "No files yet"), ("/examples", "No examples yet"),
                       ("/indicators", "No cards yet"), ("/gatherings", "No gatherings yet")):
        assert words in browser.get(here + tab).text
