"""Pages of rooms and threads: what they show to whom, and what their plain forms do."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import event

from app.accounts.session import actor_of
from app.database import db
from app.permissions import Actor
from app.rooms import queries, service
from app.rooms.models import ThreadKind, ThreadState
from tests import cast
from tests.pages import send
from tests.talk import Browser, asked, said


def test_a_room_lists_its_threads_with_what_is_new_to_the_person(browser_of: Browser) -> None:
    thread = asked(cast.BJORN, body="Who has solar cells on a school? We plan two.")
    page = browser_of(cast.ANNE).get(f"/rooms/{thread.room_id}").text
    assert "Who has solar cells on a school?" in page and f'href="/threads/{thread.id}#unread"' in page
    assert "data-unread>" in page
    assert "data-unread>" not in browser_of(cast.BJORN).get(f"/rooms/{thread.room_id}").text


def test_threads_are_narrowed_by_kind_and_state_together(browser_of: Browser) -> None:
    open_one, answered = asked(body="An open question"), asked(body="An answered question")
    asked(body="A discussion", kind=ThreadKind.DISCUSSION)
    service.mark_answer(_actor(cast.ANNE), answered.id, said(answered).id)
    anne, titles = browser_of(cast.ANNE), ("An open question", "An answered question", "A discussion")

    def shown(narrowed: str) -> set[str]:
        page = anne.get(f"/rooms/{open_one.room_id}?{narrowed}").text
        return {title for title in titles if f">{title}</a>" in page}
    assert shown("kind=question") == {"An open question", "An answered question"}
    assert shown("kind=question&state=open") == {"An open question"}
    assert shown("state=answered") == {"An answered question"}
    assert shown("kind=discussion") == {"A discussion"}
    assert shown("kind=discussion&state=answered") == set()
    assert shown("kind=nonsense") == shown("") == set(titles)
    page = anne.get(f"/rooms/{open_one.room_id}?kind=discussion&state=closed").text
    assert "both of that kind and in that state" in page
    assert f'href="/rooms/{open_one.room_id}?kind=question&amp;state=closed"' in page, "one keeps the other"


def test_pinned_threads_stand_on_top_of_the_first_page(browser_of: Browser) -> None:
    first, second = asked(body="The first one"), asked(body="The second one")
    dag, bjorn, room = browser_of(cast.DAG), browser_of(cast.BJORN), f"/rooms/{first.room_id}"
    assert send(bjorn, f"/threads/{first.id}/pin", "/settings").status_code == 403
    assert bjorn.get(room).text.index("The second one") < bjorn.get(room).text.index("The first one")
    assert send(dag, f"/threads/{first.id}/pin", "/settings").status_code == 303
    page = bjorn.get(room).text
    assert page.index("The first one") < page.index("The second one") and page.count(">The first one</a>") == 1
    assert "The first one" not in bjorn.get(f"{room}?before={second.last_seq}").text
    send(dag, f"/threads/{first.id}/pin", "/settings", off="")
    assert "thread-list-pinned" not in bjorn.get(room).text


def test_the_kind_of_a_thread_can_be_another_afterwards(browser_of: Browser) -> None:
    thread = asked()
    anne, path = browser_of(cast.ANNE), f"/threads/{thread.id}/title"
    assert send(anne, path, "/settings", title=thread.title, kind="discussion").status_code == 303
    assert queries.thread(_actor(cast.ANNE), thread.id).kind == ThreadKind.DISCUSSION
    assert send(anne, path, "/settings", title=thread.title, kind="announcement").status_code == 403
    assert send(browser_of(cast.DAG), path, "/settings", title="News", kind="announcement").status_code == 303
    assert send(anne, path, "/settings", title="News", kind="gathering").status_code == 422
    answer = anne.patch(f"/api/v1/threads/{thread.id}", json={"kind": "question", "title": "Asked"})
    assert (answer.status_code, answer.json["title"]) == (200, "Asked")


def test_an_empty_room_says_who_it_is_for(browser_of: Browser) -> None:
    page = browser_of(cast.ANNE).get(f"/rooms/{cast.room(cast.SOLAR).id}").text
    assert "No threads yet" in page and cast.TELEMARK in page


def test_older_threads_are_on_the_next_page(browser_of: Browser) -> None:
    for number in range(queries.PAGE + 1):
        thread = asked(body=f"Question number {number}.")
    anne = browser_of(cast.ANNE)
    page = anne.get(f"/rooms/{thread.room_id}").text
    assert "Question number 1<" in page and "Question number 0<" not in page
    assert "Question number 0<" in anne.get(page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]).text


def test_words_can_be_brought_along_to_a_new_thread(browser_of: Browser) -> None:
    page = browser_of(cast.ANNE).get(f"/rooms/{cast.room(cast.CLIMATE).id}?body=Who+knows+<b>roofs</b>?").text
    assert "Who knows &lt;b&gt;roofs&lt;/b&gt;?</textarea>" in page


@pytest.mark.parametrize("path", [
    "/rooms/{room}", "/threads/{thread}", "/messages/{message}", "/messages/{message}/edit",
    "/messages/{message}/history", "/rooms/{room}/mentionable"])
def test_a_stranger_finds_nothing(browser_of: Browser, path: str) -> None:
    thread = asked()
    facts = {"room": thread.room_id, "thread": thread.id, "message": said(thread, email=cast.ANNE).id}
    assert browser_of(cast.ANNE).get(path.format(**facts)).status_code == 200
    for who in (cast.CARIN, cast.HILDE, cast.GRO):
        assert browser_of(who).get(path.format(**facts)).status_code == 404
    assert browser_of(None).get(path.format(**facts)).status_code == 302


def test_a_long_thread_opens_at_what_is_new_and_goes_on_both_ways(browser_of: Browser) -> None:
    thread = asked(body="The first")
    messages = [said(thread, f"Answer {number}.") for number in range(120)]
    service.mark_read(_actor(cast.ANNE), thread.id, messages[59].seq)
    anne = browser_of(cast.ANNE)
    page = anne.get(f"/threads/{thread.id}").text
    assert 'id="unread"' in page and "Answer 60." in page and "Answer 50." in page
    assert "Answer 40." not in page and "Answer 110." not in page and f'id="thread_{thread.id}_latest"' not in page
    frame = f"earlier_{messages[50].seq}"
    earlier = anne.get(f"/threads/{thread.id}?before={messages[50].seq}", headers={"Turbo-Frame": frame})
    assert f'<turbo-frame id="{frame}">' in earlier.text
    assert "Answer 49." in earlier.text and "<html" not in earlier.text
    later = anne.get(f"/threads/{thread.id}?after={messages[99].seq}").text
    assert "Answer 119." in later and f'id="thread_{thread.id}_latest"' in later and "<html" in later


def test_a_link_to_a_message_opens_the_thread_around_it(browser_of: Browser) -> None:
    thread = asked(body="The first")
    messages = [said(thread, f"Answer {number}.") for number in range(120)]
    page = browser_of(cast.ANNE).get(f"/threads/{thread.id}?message={messages[30].id}").text
    assert f'id="m-{messages[30].id}"' in page and "Answer 110." not in page
    for nonsense in ("999999", "x", "-1", str(said(asked(cast.CARIN, cast.NORTH), "Hidden", cast.CARIN).id)):
        assert browser_of(cast.ANNE).get(f"/threads/{thread.id}?message={nonsense}").status_code == 200


def test_the_answer_is_repeated_on_top(browser_of: Browser) -> None:
    thread = asked()
    answer = said(thread, "On two schools.")
    anne = browser_of(cast.ANNE)
    assert send(anne, f"/threads/{thread.id}/answer", "/settings", message=answer.id).status_code == 303
    assert anne.get(f"/threads/{thread.id}").text.count("On two schools.") == 2
    send(anne, f"/threads/{thread.id}/answer", "/settings")
    assert anne.get(f"/threads/{thread.id}").text.count("On two schools.") == 1


def test_who_edits_what_was_changed_meanwhile_sees_both_texts(browser_of: Browser) -> None:
    message = said(asked(), "We have three.", cast.ANNE)
    anne, path = browser_of(cast.ANNE), f"/messages/{message.id}/edit"
    seen = message.written_at.isoformat()
    assert send(anne, path, "/settings", body="We have four.", seen=seen).status_code == 303
    answer = send(anne, path, "/settings", body="We have five.", seen=seen)
    assert answer.status_code == 409 and "We have four." in answer.text and "We have five.</textarea>" in answer.text
    now = answer.text.split('name="seen" value="')[1].split('"')[0]
    assert send(anne, path, "/settings", body="We have five.", seen=now).status_code == 303
    page = anne.get(f"/messages/{message.id}/history").text
    assert "We have three." in page and " four.</del>" in page and " five.</ins>" in page


def test_an_edit_without_words_is_refused_and_only_ones_own_can_be_edited(browser_of: Browser) -> None:
    message = said(asked(), "We have three.", cast.ANNE)
    answer = send(browser_of(cast.ANNE), f"/messages/{message.id}/edit", "/settings", body=" ")
    assert answer.status_code == 422 and "Write something first." in answer.text
    assert browser_of(cast.BJORN).get(f"/messages/{message.id}/edit").status_code == 403


def test_a_thread_is_renamed_closed_and_opened_by_who_may(browser_of: Browser) -> None:
    thread = asked()
    anne, bjorn = browser_of(cast.ANNE), browser_of(cast.BJORN)
    assert send(anne, f"/threads/{thread.id}/title", "/settings", title="Another").status_code == 303
    assert send(bjorn, f"/threads/{thread.id}/title", "/settings", title="Mine").status_code == 403
    send(anne, f"/threads/{thread.id}/state", "/settings", close="")
    page = bjorn.get(f"/threads/{thread.id}").text
    assert "Another" in page and "This thread is closed." in page and 'id="composer"' not in page
    send(anne, f"/threads/{thread.id}/state", "/settings", open="")
    assert queries.thread(_actor(cast.ANNE), thread.id).state == ThreadState.OPEN


def test_a_file_goes_along_without_scripts(browser_of: Browser) -> None:
    thread = asked()
    anne, path = browser_of(cast.ANNE), f"/threads/{thread.id}/messages"
    assert send(anne, path, "/settings", body="Look.", files=(BytesIO(b"Roofs first."), "Roofs.txt")).status_code == 303
    page = browser_of(cast.BJORN).get(f"/threads/{thread.id}").text
    assert page.count("Roofs.txt") == 2 and "Files in this thread" in page
    refused = send(anne, path, "/settings", body="Look.", files=(BytesIO(b"MZ" * 40), "Roofs.exe"))
    assert refused.status_code == 415 and "Look.</textarea>" in refused.text


def test_staff_read_without_a_text_box(browser_of: Browser) -> None:
    thread = asked()
    for path in (f"/rooms/{thread.room_id}", f"/threads/{thread.id}"):
        page = browser_of(cast.ELI).get(path).text
        assert "Who has solar cells" in page and 'id="composer"' not in page


def test_what_is_read_can_be_said_without_scripts(browser_of: Browser) -> None:
    thread = asked(cast.BJORN)
    anne = browser_of(cast.ANNE)
    assert send(anne, f"/threads/{thread.id}/read", "/settings").status_code == 303
    assert "data-unread>" not in anne.get(f"/rooms/{thread.room_id}").text


def test_one_goes_from_unread_thread_to_unread_thread(browser_of: Browser) -> None:
    threads = [asked(cast.BJORN, body=f"Question {number}") for number in range(3)]
    elsewhere = asked(cast.BJORN, cast.SOLAR, "Elsewhere")
    oldest, middle, latest = (one.id for one in threads)
    anne = browser_of(cast.ANNE)

    def led(thread: int, way: str) -> str:
        return anne.get(f"/threads/{thread}/{way}").headers["Location"]
    assert led(latest, "next") == f"/threads/{middle}#unread" and led(middle, "next") == f"/threads/{oldest}#unread"
    assert led(middle, "previous") == f"/threads/{latest}#unread" and led(oldest, "next") == f"/threads/{latest}#unread"
    for one in (latest, middle):
        service.mark_read(_actor(cast.ANNE), one, 99)
    assert led(oldest, "next") == f"/threads/{elsewhere.id}#unread"
    service.mark_read(_actor(cast.ANNE), elsewhere.id, 99)
    assert led(oldest, "next") == f"/rooms/{threads[0].room_id}"
    assert browser_of(cast.CARIN).get(f"/threads/{oldest}/next").status_code == 404


def test_people_are_suggested_with_their_municipality(browser_of: Browser) -> None:
    page = browser_of(cast.ANNE).get(f"/rooms/{cast.room(cast.CLIMATE).id}/mentionable?q=bj").text
    assert "Bjørn Dahl" in page and "Kragerø" in page and "Dag Moen" not in page


@pytest.mark.parametrize("path", ["/rooms/{room}", "/threads/{thread}", "/threads/{thread}?message={message}"])
def test_a_page_costs_at_most_twelve_statements(stage: Flask, browser_of: Browser, path: str) -> None:
    for number in range(60):
        thread = asked(body=f"Question {number}")
    for number in range(60):
        message = said(thread, f"Answer {number}.", (cast.ANNE, cast.BJORN, cast.DAG)[number % 3])
    service.mark_answer(_actor(cast.ANNE), thread.id, message.id)
    anne, statements = browser_of(cast.ANNE), list[str]()
    path = path.format(room=thread.room_id, thread=thread.id, message=message.id)
    db.session.rollback()
    db.session.expire_all()

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        answer = anne.get(path)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert answer.status_code == 200
    assert len(statements) <= 12, "\n\n".join(statements)


def _actor(email: str) -> Actor:
    return actor_of(cast.person(email))
