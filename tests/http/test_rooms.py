"""What people say in rooms, through every door: as JSON, over a live connection, by a plain form."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select

from app.accounts.models import Membership
from app.database import db
from app.networks.models import State
from app.permissions import SYSTEM, Actor
from app.rooms import queries, service
from app.rooms.models import Change, Mention, Message, ThreadKind, ThreadState
from app.rooms.words import MAX_BODY
from tests import cast
from tests.pages import send
from tests.talk import Browser, ByPage, Door, Line, all_doors, asked, heard, listening, new_id


@pytest.fixture
def door(kind: type[Door], browser_of: Browser, socket_of: Line) -> Door:
    """The door by which this run of the test comes in."""
    return kind(browser_of, socket_of)


def kept() -> int:
    """How many messages there are."""
    return db.session.scalar(select(func.count(Message.id))) or 0


@all_doors
def test_a_member_answers_and_the_open_pages_of_the_room_hear_it(door: Door, socket_of: Line) -> None:
    thread = asked()
    bjorn = listening(socket_of, cast.BJORN, thread.room_id)
    answer = door.post(cast.ANNE, thread.id, "Ask **Kragerø**.", client_id=(client_id := new_id()))
    assert answer.status == 201 and answer.message
    [change] = heard(bjorn)
    assert (change["kind"], change["seq"], change["thread"], change["message"], change["client_id"]) == (
        "message_added", answer.message["seq"], thread.id, answer.message["id"], client_id)
    assert "<strong>Kragerø</strong>" in change["html"] and "<turbo-stream" in change["html"]


@all_doors
def test_a_member_starts_a_thread_and_its_first_line_becomes_the_title(door: Door, socket_of: Line) -> None:
    room = cast.room(cast.CLIMATE)
    bjorn = listening(socket_of, cast.BJORN, room.id)
    answer = door.start(cast.ANNE, room.id, "Hei! Who has **solar cells** on a school?\n\nWe plan two.")
    assert answer.status == 201 and answer.message
    assert queries.thread(SYSTEM, answer.message["thread"]).title == "Who has solar cells on a school?"
    assert [change["kind"] for change in heard(bjorn)] == ["message_added"]


@all_doors
@pytest.mark.parametrize("email", [cast.CARIN, cast.HILDE, cast.GRO], ids=["stranger", "former", "guest elsewhere"])
def test_who_is_not_in_the_room_learns_nothing(door: Door, email: str) -> None:
    thread = asked()
    before = kept()
    assert door.post(email, thread.id, "hello").status == 404
    assert door.post(email, 2_000_000_000, "hello").status == 404
    assert door.start(email, thread.room_id, "hello").status == 404
    assert kept() == before


@all_doors
def test_staff_read_but_do_not_speak(door: Door) -> None:
    thread = asked()
    assert door.post(cast.ELI, thread.id, "hello").status == 403
    assert door.start(cast.ELI, thread.room_id, "hello").status == 403


@all_doors
@pytest.mark.parametrize("email", [cast.DAG, cast.FRODE], ids=["coordinator", "administrator"])
def test_who_looks_after_the_network_speaks_too(door: Door, email: str) -> None:
    assert door.post(email, asked().id, "hello").status == 201


@all_doors
def test_a_guest_speaks_in_the_room_that_she_was_asked_into(door: Door) -> None:
    assert door.post(cast.GRO, asked(room=cast.SOLAR).id, "Measure first.").status == 201


@all_doors
def test_what_is_sent_twice_is_kept_once(door: Door, socket_of: Line) -> None:
    thread, client_id = asked(), new_id()
    bjorn = listening(socket_of, cast.BJORN, thread.room_id)
    first, again = (door.post(cast.ANNE, thread.id, "once", client_id=client_id) for _ in range(2))
    assert first.message == again.message
    assert again.status == (201 if isinstance(door, ByPage) else 200), "a page is led to the first one"
    assert len(heard(bjorn)) == 1
    assert kept() == 2


@all_doors
def test_a_thread_that_is_sent_twice_is_kept_once(door: Door) -> None:
    room, client_id = cast.room(cast.CLIMATE), new_id()
    first, again = (door.start(cast.ANNE, room.id, "Anyone?", client_id=client_id) for _ in range(2))
    assert first.message == again.message and kept() == 1
    assert len(queries.threads(SYSTEM, room.id)) == 1


@all_doors
def test_one_persons_id_for_a_message_hides_nobody_elses(door: Door) -> None:
    thread, client_id = asked(), new_id()
    assert door.post(cast.ANNE, thread.id, "mine", client_id=client_id).status == 201
    other = door.post(cast.BJORN, thread.id, "mine too", client_id=client_id)
    assert other.status == 201 and other.message and other.message["author"]["name"] == "Bjørn Dahl"


@all_doors
def test_a_client_id_is_a_uuid(door: Door) -> None:
    for wrong in ("7", "x" * 36, new_id() + "\"><script>"):
        assert door.post(cast.ANNE, asked().id, "hello", client_id=wrong).status == 422


@all_doors
@pytest.mark.parametrize("body", ["", " \n\t ", "\u200b\u200b", "\x00"], ids=["nothing", "space", "unseen", "nul"])
def test_a_message_without_words_is_refused_and_the_field_named(door: Door, body: str) -> None:
    answer = door.post(cast.ANNE, asked().id, body)
    assert (answer.status, answer.errors) == (422, ("body",))


@all_doors
def test_a_message_that_is_too_long_is_refused_and_one_of_just_that_length_is_not(door: Door) -> None:
    thread = asked()
    answer = door.post(cast.ANNE, thread.id, "å" * (MAX_BODY + 1))
    assert (answer.status, answer.errors) == (422, ("body",))
    assert door.post(cast.ANNE, thread.id, "å" * MAX_BODY).status == 201


def test_a_page_gives_back_the_words_that_it_refuses(browser_of: Browser) -> None:
    words = "A long story. " * 1000
    page = send(browser_of(cast.ANNE), f"/threads/{asked().id}/messages", page="/settings", body=words)
    assert page.status_code == 422 and words.strip() in page.text


@all_doors
def test_html_and_scripts_stay_words(door: Door) -> None:
    answer = door.post(cast.ANNE, asked().id, "<img src=x onerror=alert(1)> [x](javascript:alert(1))")
    assert answer.message and "<img" not in answer.message["html"] and "href" not in answer.message["html"]


@all_doors
def test_nothing_new_is_written_in_a_concluded_network(door: Door) -> None:
    thread = asked()
    with db.transaction():
        cast.network(cast.TELEMARK).state = State.CONCLUDED
    assert door.post(cast.ANNE, thread.id, "hello").status == 409
    assert door.start(cast.ANNE, thread.room_id, "hello").status == 409


@all_doors
def test_nothing_new_is_written_in_an_archived_room_or_a_closed_thread(door: Door) -> None:
    thread = asked()
    service.archive_room(SYSTEM, thread.room_id, True)
    assert door.post(cast.ANNE, thread.id, "hello").status == 409
    service.archive_room(SYSTEM, thread.room_id, False)
    service.set_thread_state(SYSTEM, thread.id, ThreadState.CLOSED)
    assert door.post(cast.ANNE, thread.id, "hello").status == 409
    service.set_thread_state(SYSTEM, thread.id, ThreadState.OPEN)
    assert door.post(cast.ANNE, thread.id, "hello").status == 201


@all_doors
def test_on_the_notice_board_coordinators_begin_and_all_may_answer(door: Door) -> None:
    room = cast.room("Kunngjøringer")
    assert door.start(cast.ANNE, room.id, "hello").status == 403
    notice = door.start(cast.DAG, room.id, "We meet on Tuesday.")
    assert notice.status == 201 and notice.message
    assert queries.thread(SYSTEM, notice.message["thread"]).kind == ThreadKind.ANNOUNCEMENT
    assert door.post(cast.ANNE, notice.message["thread"], "I come.").status == 201


@all_doors
def test_only_people_who_read_the_room_are_mentioned(door: Door) -> None:
    ids = {email: cast.person(email).id for email in (cast.BJORN, cast.CARIN, cast.HILDE, cast.GRO, cast.ELI)}
    names = " ".join(f"@[{email.partition('@')[0]}](person:{number})" for email, number in ids.items())
    answer = door.post(cast.ANNE, asked().id, names)
    assert answer.message
    mentioned = select(Mention.person_id).where(Mention.message_id == answer.message["id"])
    assert set(db.session.scalars(mentioned)) == {ids[cast.BJORN], ids[cast.ELI]}
    assert "@Bjørn Dahl" in answer.message["html"] and "Carin Lind" not in answer.message["html"]


@all_doors
def test_each_post_takes_the_next_number_of_its_room(door: Door) -> None:
    thread, other = asked(), asked(room=cast.SOLAR)
    answer = door.post(cast.ANNE, thread.id, "hello")
    changes = db.session.scalars(select(Change).where(Change.room_id == thread.room_id).order_by(Change.seq)).all()
    assert [change.seq for change in changes] == [1, 2]
    assert answer.message and changes[-1].message_id == answer.message["id"]
    assert other.room.seq == 1


@all_doors
def test_posting_drops_the_draft_of_that_place(door: Door, actor: Callable[[str], Actor]) -> None:
    thread, anne = asked(), actor(cast.ANNE)
    service.save_draft(anne, f"thread:{thread.id}", "I was going to")
    service.save_draft(anne, f"room:{thread.room_id}", "another matter")
    door.post(cast.ANNE, thread.id, "Said.")
    assert queries.draft(anne, f"thread:{thread.id}") is None
    assert queries.draft(anne, f"room:{thread.room_id}") is not None


@all_doors
def test_what_a_member_sent_before_leaving_is_not_handed_out_after(door: Door) -> None:
    thread, client_id = asked(), new_id()
    assert door.post(cast.ANNE, thread.id, "hello", client_id=client_id).status == 201
    with db.transaction() as session:
        session.scalars(select(Membership).where(
            Membership.person_id == cast.person(cast.ANNE).id)).one().ended_on = date(2026, 1, 1)
    assert door.post(cast.ANNE, thread.id, "hello", client_id=client_id).status == 404


def test_half_a_letter_and_a_nul_are_no_fault_of_ours(browser_of: Browser) -> None:
    path, browser = f"/api/v1/threads/{asked().id}/messages", browser_of(cast.ANNE)
    nul, half = (browser.post(path, data=f'{{"body": "a {odd} b"}}', content_type="application/json")
                 for odd in ("\\u0000", "\\ud83d"))
    assert nul.status_code == 201 and "\x00" not in nul.json["body"]
    assert half.status_code in (201, 422)
