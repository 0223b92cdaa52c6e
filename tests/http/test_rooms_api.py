"""Rooms as JSON: lists and their pages, changes, edits, removals, answers, read marks and drafts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from app.database import db, now
from app.errors import Conflict
from app.permissions import SYSTEM, Actor
from app.rooms import queries, service
from app.rooms.models import ThreadKind
from tests import cast
from tests.talk import Browser, asked, new_id, said

PERSON = Callable[[str], Actor]
MESSAGE = {"id", "room", "thread", "seq", "client_id", "author", "body", "html", "created_at", "edited_at",
           "removed", "files", "cards", "reactions"}


class Api:
    """The API, as one person calls it."""

    def __init__(self, browser_of: Browser, email: str | None) -> None:
        self.browser = browser_of(email)

    def __call__(self, call: str, **json: object) -> tuple[int, dict]:
        """Make a CALL ("GET /rooms"): its status and its JSON."""
        method, _, path = call.partition(" ")
        answer = self.browser.open(f"/api/v1{path}", method=method, json=json if method != "GET" else None)
        return answer.status_code, answer.json


@pytest.fixture
def anne(browser_of: Browser) -> Api:
    return Api(browser_of, cast.ANNE)


@pytest.fixture
def bjorn(browser_of: Browser) -> Api:
    return Api(browser_of, cast.BJORN)


def test_a_message_has_the_shape_that_the_surface_promises(anne: Api) -> None:
    thread = asked()
    status, message = anne(f"POST /threads/{thread.id}/messages", body="Ask *them*.", client_id=(sent := new_id()))
    assert status == 201 and set(message) >= MESSAGE
    assert message["author"] == {"id": cast.person(cast.ANNE).id, "name": "Anne Berg", "municipality": "Bamble"}
    assert (message["room"], message["thread"], message["seq"], message["client_id"]) == (
        thread.room_id, thread.id, 2, sent)
    assert (message["body"], message["html"]) == ("Ask *them*.", "<p>Ask <em>them</em>.</p>")
    assert message["created_at"].endswith("Z") and message["edited_at"] is None and message["removed"] is False
    assert message["files"] == message["cards"] == message["reactions"] == []


def test_a_new_thread_comes_with_its_message(anne: Api) -> None:
    room = cast.room(cast.CLIMATE)
    status, answer = anne(f"POST /rooms/{room.id}/threads", body="Anyone?", title=" Heat  pumps ", kind="discussion")
    assert status == 201
    assert (answer["thread"]["title"], answer["thread"]["kind"], answer["thread"]["state"]) == (
        "Heat pumps", "discussion", "open")
    assert answer["message"]["thread"] == answer["thread"]["id"]


def test_rooms_are_those_that_one_reads(browser_of: Browser) -> None:
    def names(email: str) -> set[str]:
        return {room["name"] for room in Api(browser_of, email)("GET /rooms")[1]["items"]}
    assert names(cast.ANNE) == {cast.CLIMATE, cast.SOLAR, "Kunngjøringer"}
    assert names(cast.CARIN) == {cast.NORTH}
    assert names(cast.GRO) == {cast.SOLAR}
    assert names(cast.HILDE) == set()
    assert names(cast.ELI) == names(cast.FRODE) == {cast.CLIMATE, cast.SOLAR, cast.NORTH, "Kunngjøringer"}


def test_a_room_says_where_it_stands_and_how_many_threads_are_unread(anne: Api, bjorn: Api) -> None:
    thread = asked()
    said(thread)
    room = {"id": thread.room_id, "name": cast.CLIMATE, "network": cast.network(cast.TELEMARK).id, "seq": 2}
    assert anne(f"GET /rooms/{thread.room_id}")[1].items() >= {**room, "unread": 1}.items()
    assert bjorn(f"GET /rooms/{thread.room_id}")[1]["unread"] == 1, "Anne's question"
    bjorn(f"PUT /threads/{thread.id}/read", seq=1)
    assert bjorn(f"GET /rooms/{thread.room_id}")[1]["unread"] == 0, "his own answer is no news to him"


CALLS = ["GET /rooms/{room}", "PATCH /rooms/{room}", "GET /rooms/{room}/threads", "POST /rooms/{room}/threads",
         "GET /rooms/{room}/changes", "GET /rooms/{room}/people", "GET /threads/{thread}", "PATCH /threads/{thread}",
         "GET /threads/{thread}/messages", "POST /threads/{thread}/messages", "PUT /threads/{thread}/answer",
         "PUT /threads/{thread}/read", "GET /messages/{message}", "PATCH /messages/{message}",
         "DELETE /messages/{message}", "POST /messages/{message}/restore", "GET /messages/{message}/history",
         "PUT /drafts/thread:{thread}", "PUT /drafts/room:{room}"]
BODIES = {"POST": {"body": "x"}, "PATCH /rooms": {"archived": True}, "PATCH /threads": {"title": "x"},
          "PATCH /messages": {"body": "x"}, "PUT /drafts": {"body": "x"}, "PUT": {"message": None}}


@pytest.mark.parametrize("call", CALLS)
def test_who_may_not_read_gets_what_is_not_there(browser_of: Browser, call: str) -> None:
    message = said(asked())
    body = next((kept for start, kept in BODIES.items() if call.startswith(start)), {})
    body = {"seq": 1} if call.endswith("/read") else {} if call.endswith("/restore") else body
    here = call.format(room=message.room_id, thread=message.thread_id, message=message.id)
    gone = call.format(room=10**9, thread=10**9, message=10**9)
    beyond = call.format(room=10**12, thread=10**12, message=10**12)
    for email in (cast.CARIN, cast.HILDE, cast.GRO):
        api = Api(browser_of, email)
        assert api(here, **body) == api(gone, **body) == api(beyond, **body)
        assert api(here, **body)[0] == 404
    assert Api(browser_of, None)(here, **body)[0] == 401


def test_nobody_gets_a_list_of_rooms(browser_of: Browser) -> None:
    answer = browser_of(None).get("/api/v1/rooms")
    assert answer.status_code == 401 and answer.mimetype == "application/problem+json"


def test_threads_come_latest_first_in_pages(anne: Api) -> None:
    threads = [asked(body=f"Question {number}") for number in range(5)]
    said(threads[0])
    path, seen, mark = f"GET /rooms/{threads[0].room_id}/threads?limit=2", [], None
    while mark != "":
        _, page = anne(path + (f"&cursor={mark}" if mark else ""))
        seen += page["items"]
        mark = page["next"] or ""
    assert [one["id"] for one in seen] == [threads[number].id for number in (0, 4, 3, 2, 1)]
    assert (seen[0]["replies"], seen[0]["excerpt"], seen[0]["unread"]) == (1, "Question 0", True)
    assert seen[1]["replies"] == 0 and seen[1]["unread"] is False


def test_threads_can_be_narrowed(anne: Api) -> None:
    question = asked()
    discussion = asked(kind=ThreadKind.DISCUSSION)
    service.mark_answer(SYSTEM, question.id, said(question).id)
    path = f"GET /rooms/{question.room_id}/threads"
    assert [one["id"] for one in anne(f"{path}?kind=discussion")[1]["items"]] == [discussion.id]
    assert [one["id"] for one in anne(f"{path}?state=answered")[1]["items"]] == [question.id]
    assert anne(f"{path}?state=nonsense")[0] == 422


def test_messages_come_in_their_order_in_pages_both_ways(anne: Api) -> None:
    thread = asked(body="0")
    for number in range(1, 7):
        said(thread, str(number))
    path = f"/threads/{thread.id}/messages?limit=3"

    def bodies(more: str) -> tuple[list[str], str | None]:
        page = anne(f"GET {path}{more}")[1]
        return [one["body"] for one in page["items"]], page["next"]
    first, mark = bodies("")
    second, mark = bodies(f"&after={mark}")
    assert first + second + bodies(f"&after={mark}")[0] == list("0123456")
    last, mark = bodies("&before=8")
    assert (last, bodies(f"&before={mark}")[0], bodies("&after=7")) == (list("456"), list("123"), ([], None))
    assert anne(f"GET {path}&after=nonsense!")[0] == 422


def test_changes_have_no_hole_and_hold_edits_and_removals(anne: Api, bjorn: Api) -> None:
    thread = asked()
    first, second = said(thread, "one"), said(thread, "two")
    assert bjorn(f"PATCH /messages/{first.id}", body="one and a half")[0] == 200
    assert bjorn(f"DELETE /messages/{second.id}")[0] == 200
    assert anne(f"PUT /threads/{thread.id}/answer", message=first.id)[0] == 200
    assert bjorn(f"POST /messages/{second.id}/restore")[0] == 200
    assert bjorn(f"DELETE /messages/{second.id}")[0] == 200
    _, answer = anne(f"GET /rooms/{thread.room_id}/changes?after=1")
    assert [(one["seq"], one["kind"], one["message"] and one["message"]["id"]) for one in answer["items"]] == [
        (2, "message_added", first.id), (3, "message_added", second.id), (4, "message_edited", first.id),
        (5, "message_removed", second.id), (6, "thread_changed", None), (7, "message_restored", second.id),
        (8, "message_removed", second.id)]
    assert answer["seq"] == 8
    assert answer["items"][0]["message"]["body"] == "one and a half"
    assert answer["items"][1]["message"].items() >= {"removed": True, "body": "", "html": ""}.items()
    assert all(one["html"] is None and one["thread"] == thread.id for one in answer["items"])
    assert [one["seq"] for one in anne(f"GET /rooms/{thread.room_id}/changes?after=2&limit=2")[1]["items"]] == [3, 4]


def test_changes_come_as_they_were_broadcast_for_a_page_that_was_away(anne: Api) -> None:
    thread = asked()
    message = said(thread, "**here**")
    service.mark_answer(SYSTEM, thread.id, message.id)
    items = anne(f"GET /rooms/{thread.room_id}/changes?after=1&html=1")[1]["items"]
    assert all("<turbo-stream" in one["html"] and "<strong>here</strong>" in one["html"] for one in items)


def test_an_edit_keeps_what_stood_there(anne: Api, bjorn: Api) -> None:
    message = said(asked(), "about ten")
    assert bjorn(f"PATCH /messages/{message.id}", body="about **twelve**")[1].items() >= {
        "body": "about **twelve**", "html": "<p>about <strong>twelve</strong></p>"}.items()
    assert [one["body"] for one in anne(f"GET /messages/{message.id}/history")[1]["items"]] == ["about ten"]
    assert anne(f"PATCH /messages/{message.id}", body="mine now")[0] == 403
    assert bjorn(f"PATCH /messages/{message.id}", body=" ")[0] == 422


def test_who_edits_what_has_changed_meanwhile_is_told_and_both_texts_live(bjorn: Api, actor: PERSON) -> None:
    message = said(asked(), "first")
    seen = message.created_at.isoformat()
    bjorn(f"PATCH /messages/{message.id}", body="second", seen_edited_at=seen)
    assert bjorn(f"PATCH /messages/{message.id}", body="third", seen_edited_at=seen)[0] == 409
    with pytest.raises(Conflict) as conflict:
        service.edit_message(actor(cast.BJORN), message.id, "third", message.created_at)
    assert conflict.value.kept == {"mine": "third", "theirs": "second"}
    seen = bjorn(f"GET /messages/{message.id}")[1]["edited_at"]
    assert bjorn(f"PATCH /messages/{message.id}", body="third", seen_edited_at=seen)[0] == 200


def test_a_removed_message_leaves_a_trace_and_nothing_else(anne: Api, bjorn: Api) -> None:
    message = said(thread := asked(), "the secret words")
    bjorn(f"PATCH /messages/{message.id}", body="the secret words, edited")
    assert anne(f"DELETE /messages/{message.id}")[0] == 403, "it is not hers"
    assert bjorn(f"DELETE /messages/{message.id}")[1]["removed"] is True
    for path in (f"/messages/{message.id}", f"/messages/{message.id}/history", f"/threads/{thread.id}/messages",
                 f"/rooms/{thread.room_id}/changes?html=1", f"/rooms/{thread.room_id}/threads"):
        assert "secret" not in anne.browser.get(f"/api/v1{path}").text
    assert bjorn(f"PATCH /messages/{message.id}", body="back again")[0] == 409


def test_a_removal_can_be_undone_for_a_quarter_of_an_hour(bjorn: Api) -> None:
    message = said(asked(), "too quick")
    bjorn(f"DELETE /messages/{message.id}")
    assert bjorn(f"POST /messages/{message.id}/restore")[1].items() >= {
        "removed": False, "body": "too quick", "html": "<p>too quick</p>"}.items()
    assert bjorn(f"GET /messages/{message.id}/history")[1]["items"] == []
    bjorn(f"DELETE /messages/{message.id}")
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert bjorn(f"POST /messages/{message.id}/restore")[0] == 409


def test_what_a_coordinator_took_away_its_author_cannot_bring_back(browser_of: Browser, bjorn: Api) -> None:
    message, dag = said(asked()), Api(browser_of, cast.DAG)
    assert dag(f"DELETE /messages/{message.id}")[0] == 200
    assert bjorn(f"POST /messages/{message.id}/restore")[0] == 403
    assert dag(f"POST /messages/{message.id}/restore")[0] == 200


def test_a_thread_of_which_nothing_is_left_is_not_listed(anne: Api) -> None:
    thread = asked()
    [message] = queries.messages(SYSTEM, thread.id)
    anne(f"DELETE /messages/{message.id}")
    assert anne(f"GET /rooms/{thread.room_id}/threads")[1]["items"] == []
    anne(f"POST /messages/{message.id}/restore")
    assert len(anne(f"GET /rooms/{thread.room_id}/threads")[1]["items"]) == 1


def test_who_asked_marks_the_answer_and_its_removal_opens_the_question(anne: Api, bjorn: Api) -> None:
    answer, other = said(thread := asked()), said(asked())
    assert bjorn(f"PUT /threads/{thread.id}/answer", message=answer.id)[0] == 403
    assert anne(f"PUT /threads/{thread.id}/answer", message=other.id)[0] == 422
    assert anne(f"PUT /threads/{thread.id}/answer", message=answer.id)[1].items() >= {
        "state": "answered", "answer": answer.id}.items()
    bjorn(f"DELETE /messages/{answer.id}")
    assert anne(f"GET /threads/{thread.id}")[1].items() >= {"state": "open", "answer": None}.items()


def test_a_thread_gets_another_title_and_is_closed_by_who_may(anne: Api, bjorn: Api) -> None:
    thread = asked()
    assert bjorn(f"PATCH /threads/{thread.id}", title="Mine")[0] == 403
    assert anne(f"PATCH /threads/{thread.id}", title="Roofs", state="closed")[1].items() >= {
        "title": "Roofs", "state": "closed"}.items()
    assert anne(f"PATCH /threads/{thread.id}", title="  ")[0] == 422
    assert anne(f"PATCH /threads/{thread.id}", title="x" * 151)[0] == 422


def test_a_read_mark_never_goes_back_nor_beyond_what_is_written(anne: Api) -> None:
    thread = asked()
    said(thread)
    path = f"PUT /threads/{thread.id}/read"
    assert [anne(path, seq=seq)[1]["seq"] for seq in (2, 1, 10**9)] == [2, 2, 2]
    assert anne(path, seq=-1)[0] == 422


def test_a_draft_is_kept_for_its_writer_alone(anne: Api, bjorn: Api) -> None:
    place = f"thread:{asked().id}"
    assert anne(f"PUT /drafts/{place}", body="I was going to", title="")[0] == 200
    assert anne(f"GET /drafts/{place}")[1]["body"] == "I was going to"
    assert bjorn(f"GET /drafts/{place}")[1]["body"] == ""
    anne(f"PUT /drafts/{place}", body=" ")
    assert anne(f"GET /drafts/{place}")[1]["body"] == ""
    anne(f"PUT /drafts/{place}", body="again")
    assert anne(f"DELETE /drafts/{place}")[0] == 200
    assert anne(f"GET /drafts/{place}")[1]["body"] == ""
    assert anne("PUT /drafts/kitchen:1", body="x")[0] == 404


def test_whom_one_can_mention_is_found_by_any_of_their_names(anne: Api) -> None:
    def names(begun: str) -> list[str]:
        found = anne(f"GET /rooms/{cast.room(cast.CLIMATE).id}/people?q={begun}")[1]["items"]
        return [one["name"] for one in found]
    assert names("bj") == ["Bjørn Dahl"] and names("DA") == ["Dag Moen", "Bjørn Dahl"], "first names first"
    assert names("") == ["Bjørn Dahl", "Dag Moen", "Eli Strand", "Frode Vik"], "no stranger, no guest, not herself"


def test_a_coordinator_opens_a_room_and_nobody_else_does(browser_of: Browser, anne: Api) -> None:
    dag, network = Api(browser_of, cast.DAG), cast.network(cast.TELEMARK).id
    assert dag("POST /rooms", network=network, name="Friluftsliv")[0] == 201
    assert dag("POST /rooms", network=network, name="friluftsliv")[0] == 422
    assert dag("POST /rooms", network=cast.network(cast.NORR).id, name="Friluftsliv")[0] == 404
    assert anne("POST /rooms", network=network, name="Mine")[0] == 403


@pytest.mark.parametrize("body", [
    "[]", "null", "{", '"words"', '{"body": 7}', '{"body": "x", "typo": 1}', '{"body": "x", "files": ["a"]}',
    '{"body": "x", "files": [99999999999999999999]}', '{"body": "x", "cards": [-1]}'])
def test_what_is_no_message_is_refused_in_words(anne: Api, body: str) -> None:
    answer = anne.browser.post(f"/api/v1/threads/{asked().id}/messages", data=body, content_type="application/json")
    assert answer.status_code == 422 and answer.json["errors"][0]["field"]


def test_what_one_may_not_show_cannot_be_attached(anne: Api) -> None:
    thread = asked()
    for missing in ({"files": [10**6]}, {"cards": [10**6]}):
        assert anne(f"POST /threads/{thread.id}/messages", body="look", **missing)[0] == 422
    assert anne(f"POST /threads/{thread.id}/messages", body="[[thread:999999]]")[0] == 422
    assert len(anne(f"GET /threads/{thread.id}/messages")[1]["items"]) == 1


def test_lists_of_fifty_cost_few_statements(stage: Flask, anne: Api) -> None:
    thread = asked()
    for number in range(12):
        said(asked(body=f"Question {number}"))
        said(thread, f"[[thread:{thread.id}]] Answer {number}")
    for path in ("/rooms", f"/rooms/{thread.room_id}/threads", f"/threads/{thread.id}/messages",
                 f"/rooms/{thread.room_id}/changes?html=1&limit=100"):
        db.session.rollback()
        db.session.expire_all()
        assert statements(lambda path=path: anne(f"GET {path}")) <= 12, path


def test_a_post_costs_few_statements(stage: Flask, anne: Api) -> None:
    thread = asked()
    db.session.rollback()
    db.session.expire_all()
    count = statements(lambda: anne(f"POST /threads/{thread.id}/messages", body="hello", client_id=new_id()))
    assert count <= 17, "session, rights, message, change, jobs, and the row of the list"


def statements(act: Callable[[], object]) -> int:
    """How many statements the database gets while ACT runs."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE")):
            seen.append(statement)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_words_are_drawn_before_they_are_sent_for_those_who_may_write(browser_of: Browser) -> None:
    door = f"/api/v1/rooms/{cast.room(cast.CLIMATE).id}/preview"
    bjorn = cast.person(cast.BJORN)
    words = {"body": f"- **Hi** @[B](person:{bjorn.id})\n- @[Carin](person:{cast.person(cast.CARIN).id})"}
    html = browser_of(cast.ANNE).post(door, json=words).json["html"]
    assert "<strong>Hi</strong>" in html and "@Bjørn Dahl</a>" in html and "@Carin</li>" in html
    assert browser_of(cast.CARIN).post(door, json=words).status_code == 404
    assert browser_of(cast.ELI).post(door, json=words).status_code == 403


def test_a_draft_of_another_device_is_told_of_and_not_written_over(browser_of: Browser) -> None:
    door, anne = f"/api/v1/drafts/thread:{asked().id}", browser_of(cast.ANNE)
    first = anne.put(door, json={"body": "From the office", "seen": ""}).json["updated_at"]
    refused = anne.put(door, json={"body": "From the bus", "seen": ""})
    assert (refused.status_code, refused.json["theirs"]) == (409, "From the office")
    assert anne.get(door).json["body"] == "From the office"
    assert anne.put(door, json={"body": "From the office", "seen": ""}).status_code == 200, "these are the same"
    assert anne.put(door, json={"body": "Both", "seen": anne.get(door).json["updated_at"]}).status_code == 200
    assert anne.put(door, json={"body": "Nobody asks", "seen": None}).status_code == 200 and first
