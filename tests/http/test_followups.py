"""What was agreed in a thread: who does what until when, and who sees that it waits."""

from datetime import date, timedelta

import pytest

from app.accounts.session import actor_of
from app.database import now
from app.followups import service
from app.followups.models import FollowUp
from app.followups.service import Facts
from app.rooms import service as rooms
from tests import cast
from tests.pages import selects, send
from tests.talk import Browser, Line, asked, heard, listening, said


def agreed(text: str = "Ask the school", owner: str = cast.BJORN, by: str = cast.ANNE, due: date | None = None,
           room: str = cast.CLIMATE) -> FollowUp:
    """Something that OWNER does, beneath a message of BY."""
    message = said(asked(room=room, email=by), "Let us do it.", by)
    return service.add(actor_of(cast.person(by)), message.id, Facts(text, cast.person(owner).id, due))


def test_it_stands_beneath_the_message_and_on_the_first_page_of_its_owner(browser_of: Browser) -> None:
    item = agreed(due=now().date() + timedelta(days=3))
    shown = browser_of(cast.DAG).get(f"/threads/{item.message.thread_id}").text
    assert f'id="follow-up-{item.id}"' in shown and "Ask the school" in shown
    assert "Ask the school" in browser_of(cast.BJORN).get("/").text
    assert "Ask the school" not in browser_of(cast.ANNE).get("/").text
    assert "Ask the school" in browser_of(cast.ANNE).get(f"/threads/{item.message.thread_id}/followups").text


def test_anybody_who_takes_part_ticks_it_off_and_open_pages_see_who(browser_of: Browser, socket_of: Line) -> None:
    item = agreed()
    line, dag = listening(socket_of, cast.ANNE, item.message.room_id), browser_of(cast.DAG)
    assert send(dag, f"/followups/{item.id}/done", "/settings", done="1").status_code == 303
    html = heard(line)[0]["html"]
    assert 'aria-checked="true"' in html and "(Dag Moen)" in html and "<form" not in html
    assert "Ask the school" not in browser_of(cast.BJORN).get("/").text
    send(dag, f"/followups/{item.id}/done", "/settings", done="1")
    assert heard(line) == []  # nothing is another than before
    send(dag, f"/followups/{item.id}/done", "/settings", done="0")
    assert 'aria-checked="false"' in heard(line)[0]["html"]


def test_it_is_made_and_changed_by_plain_forms_that_keep_what_was_typed(browser_of: Browser) -> None:
    message, anne = said(asked(), "Let us.", cast.ANNE), browser_of(cast.ANNE)
    path = f"/messages/{message.id}/followups"
    assert "Who does it" in anne.get(f"{path}/new").text
    refused = send(anne, path, "/settings", text="Call them", owner=str(cast.person(cast.CARIN).id))
    assert refused.status_code == 422 and "Call them" in refused.text
    bjorn, dag = (str(cast.person(one).id) for one in (cast.BJORN, cast.DAG))
    assert send(anne, path, "/settings", text=" ", owner=bjorn).status_code == 422
    assert send(anne, path, "/settings", text="x", owner=bjorn, due="soon").status_code == 422
    there = send(anne, path, "/settings", text="Call them", owner=bjorn, due="2026-12-24").headers["Location"]
    number = anne.get(there.partition("#")[0]).text.split('id="follow-up-')[1].split('"')[0]
    assert 'value="2026-12-24"' in anne.get(f"/followups/{number}").text
    send(browser_of(cast.BJORN), f"/followups/{number}", "/settings", text="Write to them", owner=dag)
    assert "Write to them" in browser_of(cast.DAG).get("/").text


@pytest.mark.parametrize(("who", "status"), [(cast.CARIN, 404), (cast.GRO, 404), (cast.HILDE, 404), (cast.ELI, 403)])
def test_who_does_not_take_part_changes_nothing(browser_of: Browser, who: str, status: int) -> None:
    item, browser = agreed(), browser_of(who)
    for path in (f"/followups/{item.id}/done", f"/followups/{item.id}", f"/messages/{item.message_id}/followups"):
        assert send(browser, path, "/settings", done="1", text="x", owner="1").status_code == status
    assert browser.get(f"/threads/{item.message.thread_id}/followups").status_code == (200 if status == 403 else 404)


def test_who_loses_the_room_and_a_message_that_goes_take_it_along(browser_of: Browser) -> None:
    item = agreed(owner=cast.GRO, room=cast.SOLAR)
    assert "Ask the school" in browser_of(cast.GRO).get("/").text
    rooms.remove_message(actor_of(cast.person(cast.ANNE)), item.message_id)
    assert "Ask the school" not in browser_of(cast.GRO).get("/").text
    assert browser_of(cast.ANNE).get(f"/followups/{item.id}").status_code == 404


def test_who_looks_after_the_network_sees_what_is_open_the_next_due_first(browser_of: Browser) -> None:
    today = now().date()
    agreed("No day"), agreed("Later", due=today + timedelta(days=9))
    late, done = agreed("Late", due=today - timedelta(days=1)), agreed("Done")
    service.set_done(actor_of(cast.person(cast.ANNE)), done.id, True)
    path = f"/networks/{late.message.network_id}/followups"
    page = browser_of(cast.DAG).get(path).text
    assert page.index("Late") < page.index("Later") < page.index("No day") and "Done</a>" not in page
    assert "is-overdue" in page
    assert browser_of(cast.ANNE).get(path).status_code == 403 and browser_of(cast.CARIN).get(path).status_code == 404


def test_the_first_page_and_the_list_cost_few_statements(browser_of: Browser) -> None:
    item = agreed(owner=cast.ANNE)
    agreed(owner=cast.ANNE)
    anne = browser_of(cast.ANNE)
    for path in ("/", f"/threads/{item.message.thread_id}/followups"):
        with selects() as made:
            assert anne.get(path).status_code == 200
        assert len(made) <= 12, "\n\n".join(made)
