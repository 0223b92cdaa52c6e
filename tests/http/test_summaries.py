"""What a thread came to, on top of it: written by people, improved by others, every wording kept."""

import pytest

from app.accounts.session import actor_of
from app.errors import Conflict, Denied, Invalid, Missing
from app.permissions import Actor
from app.rooms.models import Thread
from app.summaries import queries, service
from tests import cast
from tests.pages import send
from tests.talk import Browser, asked

pytestmark = pytest.mark.usefixtures("stage")


def who(email: str) -> Actor:
    """One of the cast."""
    return actor_of(cast.person(email))


def summed_up(thread: Thread, text: str = "Yes: three schools, 28 000 a year.") -> int:
    """Anne sums THREAD up; the id of the wording."""
    return service.write(who(cast.ANNE), thread.id, text).id


def test_it_stands_on_top_for_those_who_read_the_thread(browser_of: Browser) -> None:
    thread = asked()
    page = f"/threads/{thread.id}/summary"
    assert send(browser_of(cast.BJORN), page, page, text="Three <b>schools</b> have.", seen="0").status_code == 303
    shown = browser_of(cast.DAG).get(f"/threads/{thread.id}").text
    assert "Three &lt;b&gt;schools&lt;/b&gt; have." in shown and "Bjørn Dahl" in shown
    assert browser_of(cast.CARIN).get(page).status_code == 404
    assert browser_of(cast.ELI).get(page).status_code == 200, "staff read, and see no form"
    assert "<textarea" not in browser_of(cast.ELI).get(page).text


def test_every_wording_is_kept_and_an_empty_one_takes_it_away(browser_of: Browser) -> None:
    thread = asked()
    first = summed_up(thread)
    second = service.write(who(cast.BJORN), thread.id, "Four schools.", first)
    service.write(who(cast.ANNE), thread.id, " ", second.id)
    assert [one.text for one in queries.all_of(who(cast.ANNE), thread)] == [
        "", "Four schools.", "Yes: three schools, 28 000 a year."]
    page = browser_of(cast.BJORN).get(f"/threads/{thread.id}").text
    assert "Four schools." not in page
    assert "Four schools." in browser_of(cast.BJORN).get(f"/threads/{thread.id}/summary").text


def test_of_two_who_write_at_once_the_second_sees_both(browser_of: Browser) -> None:
    thread = asked()
    summed_up(thread, "Theirs")
    page = f"/threads/{thread.id}/summary"
    answer = send(browser_of(cast.BJORN), page, page, text="Mine", seen="0")
    assert answer.status_code == 409 and "Theirs" in answer.text
    assert "Mine</textarea>" in answer.text


@pytest.mark.parametrize(("email", "refusal"), [(cast.ELI, Denied), (cast.CARIN, Missing), (cast.HILDE, Missing)])
def test_who_does_not_take_part_does_not_sum_up(email: str, refusal: type[Exception]) -> None:
    thread = asked()
    with pytest.raises(refusal):
        service.write(who(email), thread.id, "x")
    with pytest.raises(Invalid):
        service.write(who(cast.ANNE), thread.id, "x" * 1201)
    first = summed_up(thread)
    with pytest.raises(Conflict):
        service.write(who(cast.ANNE), thread.id, "x", first + 1)
