"""Threads and messages that come to stand elsewhere: who finds them where, and what is left behind."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import RoomGuest
from app.database import db
from app.demo.office import txt
from app.errors import Conflict, Denied, Invalid, Missing
from app.files import queries as file_queries
from app.files import service as files
from app.permissions import SYSTEM, Actor, Role
from app.rooms import queries, service
from app.rooms.models import Draft, Follow, Message, RoomKind, Thread, ThreadKind, ThreadState
from tests import cast
from tests.pages import send
from tests.talk import Browser, Line, asked, heard, listening, new_id, said

Person = Callable[[str], Actor]


def transcript(browser: FlaskClient, room: int, known: dict[int, Any] | None = None, after: int = 0) -> dict[int, Any]:
    """What a program holds of ROOM that was at AFTER and now fetches what it missed: message id -> message."""
    held = dict(known or {})
    while items := browser.get(f"/api/v1/rooms/{room}/changes?after={after}&limit=7").json["items"]:
        assert [one["seq"] for one in items] == list(range(after + 1, after + len(items) + 1)), "no hole"
        for one in items:
            if one["kind"] == "thread_moved":
                held = {key: value for key, value in held.items() if value["thread"] != one["thread"]}
            elif one["message"]:
                held[one["message"]["id"]] = one["message"]
        after = items[-1]["seq"]
    return held


def stored(room: int) -> dict[int, tuple[int, int, str]]:
    """What stands in ROOM: message id -> thread, number, words."""
    wanted = db.session.query(Message).where(Message.room_id == room)
    return {one.id: (one.thread_id, one.seq, one.body) for one in wanted}


def short(held: dict[int, Any]) -> dict[int, tuple[int, int, str]]:
    """The same of a transcript."""
    return {key: (one["thread"], one["seq"], one["body"]) for key, one in held.items()}


def talk(room: str = cast.CLIMATE) -> tuple[Thread, list[Message]]:
    """A thread of Anne's with three answers."""
    thread = asked(room=room)
    return thread, [said(thread, f"Answer {number}.", (cast.BJORN, cast.DAG, cast.ANNE)[number]) for number in range(3)]


ACTS: dict[str, Callable[[Actor, Thread, list[Message], Thread], Any]] = {
    "moved": lambda dag, thread, _, other: service.move_thread(dag, thread.id, other.room_id, wider=True),
    "split": lambda dag, thread, answers, _: service.split_thread(dag, thread.id, [answers[0].id, answers[2].id]),
    "merged": lambda dag, thread, _, other: service.merge_thread(dag, thread.id, other.id, wider=True),
    "moved there and back": lambda dag, thread, _, other: [
        service.move_thread(dag, thread.id, room, wider=True) for room in (other.room_id, cast.room(cast.CLIMATE).id)],
    "split and merged again": lambda dag, thread, answers, _: service.merge_thread(
        dag, service.split_thread(dag, thread.id, [answers[1].id]).id, thread.id),
}


@pytest.mark.parametrize("missed", ["all of it", "only this"])
@pytest.mark.parametrize("act", ACTS)
def test_every_page_ends_with_what_stands_in_the_database(
        browser_of: Browser, actor: Person, act: str, missed: str) -> None:
    other = asked(room=cast.SOLAR, body="Another matter.")
    thread, answers = talk()
    asked(body="Something that stays where it is.")
    service.edit_message(actor(cast.BJORN), answers[0].id, "Answer 0, again.")
    rooms, anne = [thread.room_id, other.room_id], browser_of(cast.ANNE)
    known = {room: (transcript(anne, room), queries.room(SYSTEM, room).seq) for room in rooms}
    ACTS[act](actor(cast.DAG), thread, answers, other)
    for room in rooms:
        held = transcript(anne, room, *known[room]) if missed == "only this" else transcript(anne, room)
        assert short(held) == stored(room)
        assert held == {one["id"]: one for key in {one["thread"] for one in held.values()}
                        for one in anne.get(f"/api/v1/threads/{key}/messages").json["items"]}


def test_open_pages_of_both_rooms_are_told(socket_of: Line, actor: Person) -> None:
    other, (thread, _) = asked(room=cast.SOLAR), talk()
    here, there = (listening(socket_of, cast.BJORN, one.room_id) for one in (thread, other))
    service.move_thread(actor(cast.DAG), thread.id, other.room_id, wider=True)
    [change] = heard(here)
    assert (change["kind"], change["thread"], change["seq"]) == ("thread_moved", thread.id, 5)
    assert f'target="thread_row_{thread.id}"' in change["html"] and thread.title not in change["html"]
    assert heard(there, "seq") == [{"room": other.room_id, "seq": 5}]


def test_a_carried_message_is_drawn_where_it_stands_now_and_nowhere_else(browser_of: Browser, actor: Person) -> None:
    thread, answers = talk()
    new = service.split_thread(actor(cast.DAG), thread.id, [answers[1].id])
    changes = browser_of(cast.ANNE).get(f"/api/v1/rooms/{thread.room_id}/changes?html=true").json["items"]
    drawn = [one["html"] for one in changes if one["message"] and one["message"]["id"] == answers[1].id]
    assert len(drawn) == 2 and all(f'target="thread_{new.id}_latest"' in html for html in drawn)
    assert all(f'action="remove" target="m-{answers[1].id}"' in html for html in drawn)


def test_who_reads_only_the_old_room_finds_nothing_any_more(browser_of: Browser, actor: Person) -> None:
    thread, answers = talk(cast.SOLAR)
    gro = browser_of(cast.GRO)
    assert gro.get(f"/threads/{thread.id}").status_code == 200
    service.move_thread(actor(cast.DAG), thread.id, cast.room(cast.CLIMATE).id, wider=True)
    for path in (f"/threads/{thread.id}", f"/messages/{answers[0].id}", f"/api/v1/threads/{thread.id}/messages"):
        assert gro.get(path).status_code == 404
    text = gro.get(f"/api/v1/rooms/{cast.room(cast.SOLAR).id}/changes?html=true").text
    assert "Answer" not in text and "solar cells" not in text and '"thread_moved"' in text


def test_who_carries_it_to_more_readers_is_told_who_they_are(actor: Person) -> None:
    thread, _ = talk()
    solar = cast.room(cast.SOLAR)
    with pytest.raises(Conflict, match="Gro Haugen"):
        service.move_thread(actor(cast.DAG), thread.id, solar.id)
    assert queries.thread(SYSTEM, thread.id).room_id == thread.room_id != solar.id
    into = asked(room=cast.SOLAR)
    with pytest.raises(Conflict, match="Gro Haugen"):
        service.merge_thread(actor(cast.DAG), thread.id, into.id)
    db.session.delete(db.session.query(RoomGuest).where(RoomGuest.room_id == solar.id).one())
    db.session.commit()
    assert service.move_thread(actor(cast.DAG), thread.id, solar.id).room_id == solar.id


def test_only_a_coordinator_lets_a_thread_leave_the_network(actor: Person) -> None:
    thread, _ = talk()
    north = cast.room(cast.NORTH)
    with pytest.raises(Missing):
        service.move_thread(actor(cast.ANNE), thread.id, north.id, wider=True)
    both = Actor(actor(cast.ANNE).id, roles={thread.network_id: Role.MEMBER, north.network_id: Role.MEMBER})
    with pytest.raises(Denied):
        service.move_thread(both, thread.id, north.id, wider=True)
    with pytest.raises(Conflict, match="Carin Lind"):
        service.move_thread(actor(cast.FRODE), thread.id, north.id)
    assert service.move_thread(actor(cast.FRODE), thread.id, north.id, wider=True).network_id == north.network_id
    assert queries.thread(actor(cast.CARIN), thread.id)


def test_who_did_not_start_it_cannot_carry_it(actor: Person) -> None:
    (thread, answers), other = talk(), asked(body="Another matter.")
    bjorn = actor(cast.BJORN)
    for act in (lambda: service.move_thread(bjorn, thread.id, cast.room(cast.SOLAR).id, wider=True),
                lambda: service.split_thread(bjorn, thread.id, [answers[0].id]),
                lambda: service.merge_thread(bjorn, thread.id, other.id)):
        with pytest.raises(Denied):
            act()


def test_nothing_is_carried_into_or_out_of_a_room_that_is_closed(actor: Person) -> None:
    thread, answers = talk()
    solar, dag = cast.room(cast.SOLAR), actor(cast.DAG)
    service.archive_room(dag, solar.id, archived=True)
    with pytest.raises(Conflict):
        service.move_thread(dag, thread.id, solar.id, wider=True)
    service.archive_room(dag, thread.room_id, archived=True)
    service.archive_room(dag, solar.id, archived=False)
    for act in (lambda: service.move_thread(dag, thread.id, solar.id, wider=True),
                lambda: service.split_thread(dag, thread.id, [answers[0].id])):
        with pytest.raises(Conflict):
            act()


def test_a_thread_in_a_room_for_news_is_news(actor: Person) -> None:
    board = cast.room("Kunngjøringer")
    assert board.kind == RoomKind.ANNOUNCEMENT
    with pytest.raises(Denied):
        service.move_thread(actor(cast.ANNE), asked().id, board.id)
    moved = service.move_thread(actor(cast.DAG), asked().id, board.id)
    assert moved.kind == ThreadKind.ANNOUNCEMENT


def test_what_was_read_stays_read_and_what_was_not_stays_unread(actor: Person) -> None:
    (thread, answers), other = talk(), asked(cast.BJORN, cast.SOLAR, "Another matter.")
    anne, dag = actor(cast.ANNE), actor(cast.DAG)
    service.mark_read(anne, thread.id, answers[0].seq)  # and not what Dag answered

    def first_unread(one: Thread) -> str | None:
        found = queries.first_unread(anne, queries.thread(anne, one.id))
        return found.body if found else None
    service.move_thread(dag, thread.id, other.room_id, wider=True)
    assert first_unread(thread) == "Answer 1."
    new = service.split_thread(dag, thread.id, [answers[0].id, answers[1].id])
    assert first_unread(new) == "Answer 1." and first_unread(thread) is None
    service.merge_thread(dag, new.id, other.id)
    assert first_unread(other) == "Another matter.", "she had not read the other"
    service.mark_read(anne, third := asked(cast.BJORN, cast.SOLAR, "A third.").id, 99)
    service.merge_thread(dag, thread.id, third)
    assert first_unread(queries.thread(anne, third)) is None, "she had read both"


def test_marks_of_a_merge_go_on_to_what_was_read_there(actor: Person) -> None:
    (thread, answers), into = talk(), asked(cast.BJORN, body="Another matter.")
    anne = actor(cast.ANNE)
    service.mark_read(anne, thread.id, answers[0].seq)
    service.mark_read(anne, into.id, into.last_seq)
    service.merge_thread(actor(cast.DAG), thread.id, into.id)
    unread = queries.first_unread(anne, queries.thread(anne, into.id))
    assert unread and unread.body == "Answer 1."


def test_a_page_that_was_open_in_the_old_room_marks_nothing_read_that_comes_later(actor: Person) -> None:
    for number in range(9):
        asked(body=f"Another matter {number}.")
    thread, answers = talk()
    service.move_thread(actor(cast.DAG), thread.id, cast.room(cast.SOLAR).id, wider=True)
    anne = actor(cast.ANNE)
    service.mark_read(anne, thread.id, answers[2].seq)
    said(thread, "Later.")
    unread = queries.first_unread(anne, queries.thread(anne, thread.id))
    assert unread and unread.body == "Later."


def test_answer_and_drafts_go_along(actor: Person) -> None:
    (thread, answers), into = talk(), asked(body="Another matter.")
    anne, bjorn, dag = actor(cast.ANNE), actor(cast.BJORN), actor(cast.DAG)
    service.mark_answer(anne, thread.id, answers[0].id)
    service.save_draft(bjorn, f"thread:{thread.id}", "I was going to")
    service.save_draft(bjorn, f"thread:{into.id}", "Here I was")
    new = service.split_thread(dag, thread.id, [answers[0].id], "The answer")
    assert (new.answer_id, new.state, new.title, new.author_id) == (
        answers[0].id, ThreadState.ANSWERED, "The answer", bjorn.id)
    assert (thread.answer_id, queries.thread(SYSTEM, thread.id).state) == (None, ThreadState.OPEN)
    service.merge_thread(dag, new.id, into.id)
    service.merge_thread(dag, thread.id, into.id)
    merged = queries.thread(SYSTEM, into.id)
    assert (merged.answer_id, merged.state) == (answers[0].id, ThreadState.ANSWERED)
    assert [one.body for one in db.session.query(Draft)] == ["Here I was\n\nI was going to"]


def test_who_follows_a_thread_follows_what_becomes_of_it(actor: Person) -> None:
    (thread, answers), into = talk(), asked(cast.BJORN, body="Another matter.")
    eli, frode = actor(cast.ELI), actor(cast.FRODE)  # neither has spoken
    db.session.add_all([Follow(person_id=eli.id, thread_id=thread.id, muted=False),
                        Follow(person_id=frode.id, thread_id=thread.id, muted=True)])
    db.session.commit()

    def decided(one: Thread) -> dict[int, bool]:
        return {row.person_id: row.muted for row in db.session.query(Follow).where(Follow.thread_id == one.id)}
    new = service.split_thread(actor(cast.DAG), thread.id, [answers[0].id])
    assert decided(new) == {eli.id: False, frode.id: True}
    service.merge_thread(actor(cast.DAG), thread.id, into.id)
    assert decided(into) == {eli.id: False}, "who muted one has not muted the other"


def test_files_are_read_where_the_message_stands(actor: Person) -> None:
    anne, gro = actor(cast.ANNE), actor(cast.GRO)
    file = files.upload(anne, "Roofs.txt", io.BytesIO(txt("About roofs.")))
    thread = asked(files=(file.id,))
    with pytest.raises(Missing):
        file_queries.file(gro, file.id)
    service.move_thread(actor(cast.DAG), thread.id, cast.room(cast.SOLAR).id, wider=True)
    assert file_queries.file(gro, file.id)
    service.move_thread(actor(cast.DAG), thread.id, cast.room(cast.CLIMATE).id)
    with pytest.raises(Missing):
        file_queries.file(gro, file.id)


def test_what_is_posted_to_a_merged_thread_stands_in_the_other_once(actor: Person) -> None:
    (thread, _), into = talk(), asked(body="Another matter.")
    sent = new_id()
    service.merge_thread(actor(cast.DAG), thread.id, into.id)
    first, again = (service.post_message(actor(cast.BJORN), thread.id, "Too late?", sent) for _ in range(2))
    assert first.thread.id == into.id and again.duplicate and again.message.id == first.message.id
    with pytest.raises(Conflict):
        service.rename_thread(actor(cast.DAG), thread.id, "Gone")
    with pytest.raises(Conflict):
        service.merge_thread(actor(cast.DAG), thread.id, asked(body="A third.").id)
    with pytest.raises(Conflict):
        service.move_thread(actor(cast.DAG), thread.id, cast.room(cast.SOLAR).id, wider=True)


def test_a_split_needs_something_to_take_and_something_to_leave(actor: Person) -> None:
    thread, answers = talk()
    dag, elsewhere = actor(cast.DAG), said(asked(body="Another matter."))
    service.remove_message(dag, answers[0].id)
    everything = [one.id for one in queries.messages(dag, thread.id)]
    for wrong in ([], [elsewhere.id], [2**40], [answers[0].id], everything, [*everything[:1], 0]):
        with pytest.raises(Invalid):
            service.split_thread(dag, thread.id, wrong)


def test_the_api_carries_too(browser_of: Browser) -> None:
    (thread, answers), dag = talk(), browser_of(cast.DAG)
    solar, path = cast.room(cast.SOLAR), f"/api/v1/threads/{thread.id}"
    warned = dag.put(f"{path}/room", json={"room": solar.id})
    assert warned.status_code == 409 and "Gro Haugen" in warned.json["title"]
    assert dag.put(f"{path}/room", json={"room": solar.id, "wider": True}).json["room"] == solar.id
    split = dag.post(f"{path}/split", json={"messages": [answers[0].id], "title": "Apart"})
    assert (split.status_code, split.json["title"]) == (201, "Apart")
    merged = dag.post(f"/api/v1/threads/{split.json['id']}/merge", json={"into": thread.id})
    assert merged.json["id"] == thread.id
    assert dag.get(f"/api/v1/threads/{split.json['id']}").json["merged_into"] == thread.id
    again = dag.post(f"{path}/elsewhere", json={"room": cast.room(cast.CLIMATE).id, "body": "You too?"})
    assert again.status_code == 201 and again.json["thread"]["title"] == thread.title


def test_old_links_lead_to_where_it_stands_now(browser_of: Browser, actor: Person) -> None:
    (thread, answers), into = talk(), asked(body="Another matter.")
    new = service.split_thread(actor(cast.DAG), thread.id, [answers[0].id])
    service.merge_thread(actor(cast.DAG), thread.id, into.id)
    anne = browser_of(cast.ANNE)

    def led(path: str) -> str:
        answer = anne.get(path)
        return answer.headers.get("Location", "") if answer.status_code == 302 else str(answer.status_code)
    assert led(f"/threads/{thread.id}") == f"/threads/{into.id}"
    for one, home in ((answers[0], new), (answers[1], into)):
        assert led(f"/threads/{thread.id}?message={one.id}") == f"/threads/{home.id}?message={one.id}#m-{one.id}"
        assert f'href="/threads/{home.id}?message={one.id}#m-{one.id}"' in anne.get(f"/messages/{one.id}").text
    assert led(f"/threads/{new.id}?message={answers[0].id}") == "200"


def test_an_old_link_leads_nobody_to_what_they_may_not_read(browser_of: Browser, actor: Person) -> None:
    thread, answers = talk(cast.SOLAR)
    service.merge_thread(actor(cast.DAG), thread.id, asked(body="Another matter.").id)
    for path in (f"/threads/{thread.id}", f"/threads/{thread.id}?message={answers[0].id}"):
        assert browser_of(cast.GRO).get(path).status_code == 404
        assert browser_of(cast.CARIN).get(path).status_code == 404


def test_a_trace_says_who_did_what(browser_of: Browser, actor: Person) -> None:
    (thread, answers), other = talk(), asked(body="Another matter.")
    dag, anne = actor(cast.DAG), browser_of(cast.ANNE)
    service.rename_thread(dag, thread.id, "Roofs of schools")
    page = anne.get(f"/threads/{thread.id}").text
    assert "changed the title, which was" in page and ">Who has solar cells on a school?</q>" in page
    new = service.split_thread(dag, thread.id, [answers[0].id])
    assert f'took some messages out of this thread:</span> <a href="/threads/{new.id}"' in anne.get(
        f"/threads/{thread.id}").text
    assert f'href="/threads/{thread.id}"' in anne.get(f"/threads/{new.id}").text
    service.merge_thread(dag, new.id, other.id)
    assert "let another thread go on here:" in anne.get(f"/threads/{other.id}").text


def test_pages_carry_without_scripts_and_warn_before_more_people_read_it(browser_of: Browser) -> None:
    (thread, answers), other = talk(), asked(body="Another matter.")
    dag, path, solar = browser_of(cast.DAG), f"/threads/{thread.id}", cast.room(cast.SOLAR)
    menu = dag.get(path).text
    for act in ("move", "split", "merge", "elsewhere"):
        assert f'href="{path}/{act}"' in menu and dag.get(f"{path}/{act}").status_code == 200
    warned = send(dag, f"{path}/move", "/settings", room=solar.id)
    assert warned.status_code == 409 and "Gro Haugen" in warned.text and 'name="wider"' in warned.text
    assert f'selected value="{solar.id}"' in warned.text, "what was chosen stays chosen"
    assert send(dag, f"{path}/move", "/settings", room=solar.id, wider="y").headers["Location"] == path
    line = dag.get(f"/rooms/{other.room_id}").text
    assert "Moved from here" in line and f'href="{path}"' in line
    assert send(dag, f"{path}/split", "/settings").status_code == 422
    assert f'value="{answers[0].id}" checked' in dag.get(f"{path}/split?message={answers[0].id}").text
    new = send(dag, f"{path}/split", "/settings", messages=[answers[0].id, answers[1].id], title="Apart")
    assert new.status_code == 303 and "Apart" in dag.get(new.headers["Location"]).text
    for wrong in ({}, {"address": "nowhere"}, {"into": "x"}):
        assert send(dag, f"{path}/merge", "/settings", **wrong).status_code == 422
    merged = send(dag, f"{path}/merge", "/settings", address=f"https://here.example/threads/{other.id}#m-1")
    assert merged.headers["Location"] == f"/threads/{other.id}"


def test_a_trace_in_the_old_room_leads_only_who_may_read_it(browser_of: Browser, actor: Person) -> None:
    thread, _ = talk(cast.SOLAR)
    service.move_thread(actor(cast.DAG), thread.id, cast.room(cast.CLIMATE).id)
    service.rename_thread(actor(cast.DAG), thread.id, "A secret title")
    page = browser_of(cast.GRO).get(f"/rooms/{cast.room(cast.SOLAR).id}").text
    assert "Moved from here" in page and f"/threads/{thread.id}" not in page and "A secret title" not in page
    service.move_thread(actor(cast.DAG), thread.id, cast.room(cast.SOLAR).id, wider=True)
    assert "Moved from here" not in browser_of(cast.GRO).get(f"/rooms/{cast.room(cast.SOLAR).id}").text


def test_what_is_asked_elsewhere_leads_both_ways_for_who_reads_both(browser_of: Browser) -> None:
    thread, _ = talk()
    frode, path = browser_of(cast.FRODE), f"/threads/{thread.id}/elsewhere"
    fields = {"room": cast.room(cast.NORTH).id, "title": "Solceller?", "body": "Vem har?"}
    assert send(frode, path, "/settings", **{**fields, "body": ""}).status_code == 422
    there = send(frode, path, "/settings", **fields).headers["Location"]
    assert f'href="/threads/{thread.id}"' in frode.get(there).text
    assert there in frode.get(f"/threads/{thread.id}").text
    assert "Also asked in" not in browser_of(cast.CARIN).get(there).text
    assert "Also asked in" not in browser_of(cast.ANNE).get(f"/threads/{thread.id}").text
    assert send(browser_of(cast.ANNE), path, "/settings", **fields).status_code == 404
