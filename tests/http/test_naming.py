"""One, all from a municipality, or everyone is mentioned: who takes part is told, and many only on purpose."""

from datetime import date

import pytest
from sqlalchemy import select

from app.accounts.models import Membership, Person
from app.accounts.session import actor_of
from app.database import db
from app.examples import service as examples
from app.home.queries import desk
from app.permissions import Role
from app.rooms import naming, service
from app.rooms.clauses import follows
from app.rooms.models import Mention, Message, Thread
from tests import cast
from tests.examples import place, quick
from tests.finding import own_index, work
from tests.pages import send
from tests.talk import Answer, Browser, Door, Line, all_doors, asked, new_id, said

MANY = naming.MANY


def everyone(room: str = cast.CLIMATE) -> str:
    return f"@[alle](room:{cast.room(room).id})"


def all_from(code: str) -> str:
    return f"@[Kragerø](organisation:{place(code)})"


def crowd(number: int = MANY) -> None:
    """NUMBER more members of the network, all from Drangedal."""
    with db.transaction() as session:
        for each in range(number):
            person = Person(email=f"crowd{each}@drangedal.example", name=f"Crowd {each}", organisation_id=place("4016"))
            session.add(Membership(person=person, network_id=cast.network(cast.TELEMARK).id, role=Role.MEMBER,
                                   started_on=date(2025, 1, 1)))


def told(message: Message) -> dict[str, bool]:
    """Whom a message mentions -> whether as one of many."""
    rows = db.session.execute(select(Person.email, Mention.as_one_of_many).join(
        Mention, Mention.person_id == Person.id).where(Mention.message_id == message.id))
    return dict(rows.all())


def test_everyone_is_who_takes_part_but_not_who_writes_staff_or_who_has_left(stage: object) -> None:
    thread = asked(body=f"{everyone()}: a bus at eight.")
    first = db.session.scalars(select(Message).where(Message.thread_id == thread.id)).one()
    assert told(first) == {cast.BJORN: True, cast.DAG: True}
    assert '<span class="mention">@' in first.html
    solar = asked(room=cast.SOLAR, body=f"{everyone(cast.SOLAR)}: look.")
    asked_too = db.session.scalars(select(Message).where(Message.thread_id == solar.id)).one()
    assert told(asked_too) == {cast.BJORN: True, cast.DAG: True, cast.GRO: True}


def test_a_municipality_is_its_people_in_the_room(stage: object) -> None:
    bjorn = cast.person(cast.BJORN)
    message = said(asked(), f"{all_from('4014')}, can you answer?", cast.ANNE)
    assert told(message) == {cast.BJORN: True}
    assert '<span class="mention">@Kragerø</span>' in message.html
    both = said(asked(), f"{all_from('4014')} and @[B](person:{bjorn.id}) himself", cast.ANNE)
    assert told(both) == {cast.BJORN: False}, "who is named is not one of many"


@pytest.mark.parametrize("words", [
    "@[alle](room:{other})", "@[Jokkmokk](organisation:{far})", "@[Siljan](organisation:{gone})"])
def test_who_is_outside_is_not_told_and_not_found_out(stage: object, words: str) -> None:
    words = words.format(other=cast.room(cast.NORTH).id, far=place("2510"), gone=place("4010"))
    message = said(asked(), words, cast.ANNE)
    assert told(message) == {} and 'class="mention"' not in message.html


@all_doors
def test_many_are_told_only_by_who_says_so(kind: type[Door], browser_of: Browser, socket_of: Line) -> None:
    crowd()
    door, thread, again = kind(browser_of, socket_of), asked(), new_id()
    refused = door.post(cast.ANNE, thread.id, f"{everyone()} bus at eight", client_id=again)
    assert refused == Answer(422, None, refused.errors) and set(refused.errors) <= {"sure", "body"}
    assert told_in(thread) == 0
    more = {"sure": "y"} if door.__class__.__name__ == "ByPage" else {"sure": True}
    assert door.post(cast.ANNE, thread.id, f"{everyone()} bus at eight", client_id=again, **more).status == 201
    assert told_in(thread) == MANY + 2
    assert door.post(cast.ANNE, thread.id, f"{all_from('4014')}, you too").status == 201, "a few need no second word"


def told_in(thread: Thread) -> int:
    return len(db.session.scalars(select(Mention.person_id).join(Message).where(Message.thread_id == thread.id)).all())


def test_without_scripts_the_form_comes_back_with_a_box_and_every_word(browser_of: Browser) -> None:
    crowd()
    thread, anne = asked(), browser_of(cast.ANNE)
    words = {"body": f"{everyone()} bus at eight", "client_id": new_id()}
    page = send(anne, f"/threads/{thread.id}/messages", "/settings", **words)
    assert page.status_code == 422
    assert f"{MANY + 2} people are told." in page.text and f"{everyone()} bus at eight" in page.text
    box = page.text.partition('composer-sure"')[2][:120]
    assert box.startswith(">") and 'name="sure"' in box, "the box to tick is shown"


def test_an_edit_does_not_tell_many_in_passing(stage: object) -> None:
    crowd()
    anne = actor_of(cast.person(cast.ANNE))
    message = said(asked(), "The bus leaves at eight.", cast.ANNE)
    with pytest.raises(naming.Invalid):
        service.edit_message(anne, message.id, f"{everyone()} The bus leaves at eight.")
    service.edit_message(anne, message.id, f"{everyone()} The bus leaves at nine.", sure=True)
    assert len(told(message)) == MANY + 2
    service.edit_message(anne, message.id, f"{everyone()} No, at eight.")


def test_what_is_said_to_all_waits_for_nobody_and_is_followed_by_nobody(stage: object) -> None:
    bjorn = actor_of(cast.person(cast.BJORN))
    thread = asked(cast.DAG, body=f"{everyone()} and welcome.")
    assert desk(bjorn).mentions == []
    assert thread not in db.session.scalars(select(Thread).where(follows(bjorn))).all()
    said(thread, f"@[B](person:{bjorn.id}), you first.", cast.ANNE)
    assert len(desk(bjorn).mentions) == 1


def test_the_count_is_for_those_who_may_write(browser_of: Browser) -> None:
    door = f"/api/v1/rooms/{cast.room(cast.CLIMATE).id}/told"
    answer = browser_of(cast.ANNE).post(door, json={"body": f"{everyone()} hi"}).json
    assert answer == {"people": 2, "words": "2 people are told.", "readers": "2 others read here.", "ask": False}
    assert browser_of(cast.ANNE).post(door, json={"body": "hi"}).json["words"] == ""
    for stranger in (cast.CARIN, cast.HILDE, cast.GRO):
        assert browser_of(stranger).post(door, json={"body": everyone()}).status_code == 404


def test_groups_are_offered_with_their_number(browser_of: Browser) -> None:
    door = f"/rooms/{cast.room(cast.CLIMATE).id}/mentionable?q="
    page = browser_of(cast.ANNE).get(door + "Krag").text
    assert f'data-key="organisation:{place("4014")}"' in page and "1 person here" in page
    assert "Siljan" not in browser_of(cast.ANNE).get(door).text, "she has left"
    assert f'data-key="room:{cast.room(cast.CLIMATE).id}"' in browser_of(cast.ANNE).get(door + "every").text


def example(**more: object) -> int:
    anne, dag = actor_of(cast.person(cast.ANNE)), actor_of(cast.person(cast.DAG))
    made = examples.create(anne, quick(**more))
    examples.submit(anne, made.id)
    examples.publish(dag, made.id)
    return made.id


def test_a_thing_that_is_named_is_a_link_and_a_card_beneath(browser_of: Browser) -> None:
    number, thread = example(), asked()
    answer = browser_of(cast.ANNE).post(f"/api/v1/threads/{thread.id}/messages", json={
        "body": f"As in #[Sun on the school](example:{number}), ask #[Bjørn](person:{cast.person(cast.BJORN).id})."})
    assert answer.status_code == 201
    assert f'href="/examples/{number}"' in answer.json["html"] and "#[" not in answer.json["html"]
    page = browser_of(cast.BJORN).get(f"/threads/{thread.id}").text
    assert "Solceller på skolen" in page and 'class="person-card"' in page


def test_what_not_all_readers_may_read_is_not_named_before_them(browser_of: Browser, stage: object) -> None:
    secret = asked(cast.DAG, body="What we pay for the roof")
    door = f"/api/v1/threads/{asked(cast.DAG, room=cast.SOLAR).id}/messages"  # Gro reads there, and not the climate
    refused = browser_of(cast.DAG).post(door, json={"body": f"See #[What we pay](thread:{secret.id})"})
    assert refused.status_code == 422 and "cannot be shown here" in refused.json["errors"][0]["message"]
    assert browser_of(cast.CARIN).get(f"/search/targets/{cast.room(cast.CLIMATE).id}?q=W").status_code == 404


def test_only_what_the_room_may_show_is_offered(stage: object, browser_of: Browser, tmp_path: object) -> None:
    with own_index(stage, tmp_path):  # type: ignore[arg-type]  # the fixtures' own types
        asked(cast.DAG, body="Varmepumpe i rådhuset")
        number = example(title="Varmepumpe på skolen")
        work()
        dag = browser_of(cast.DAG)
        climate = dag.get(f"/search/targets/{cast.room(cast.CLIMATE).id}?q=Varme").text
        solar = dag.get(f"/search/targets/{cast.room(cast.SOLAR).id}?q=Varme").text
    assert f'data-key="example:{number}"' in climate and "Varmepumpe i rådhuset" in climate
    assert "Varmepumpe" not in solar.replace("q=Varme", "")
